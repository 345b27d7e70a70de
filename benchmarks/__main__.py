"""The command line: ``python -m benchmarks``, from a checkout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import click

from benchmarks.archive.running import ENGINES as KEEPERS
from benchmarks.machine import describe
from benchmarks.page import publish
from benchmarks.peers import ENVIRONMENTS, Environment, install
from benchmarks.running import ENGINES

_rounds = click.option(
    "--rounds", default=7, show_default=True, help="How often each has its turn."
)
_save = click.option("--save", is_flag=True, help="Put the tables into docs/benchmarks.md.")


@click.group(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Measure csdforms beside its peers."""


@main.command()
def setup() -> None:
    """Install the peers, each into an environment of its own under benchmarks/.peers."""
    for environment in ENVIRONMENTS.values():
        problem = install(environment)
        versions = ", ".join(f"{name} {it}" for name, it in environment.versions().items())
        click.echo(f"{environment.name}: {problem or versions}")


@main.command()
@_rounds
@click.option("--rows", multiple=True, type=int, default=(10, 200, 2000), show_default=True)
@click.option("--processes", multiple=True, type=int, default=(1, 2), show_default=True)
@click.option("--seconds", default=1.5, show_default=True, help="How long a turn lasts.")
@click.option("--documents", default=400, show_default=True, help="The most that a turn makes.")
@click.option("--engine", "names", multiple=True, type=click.Choice(list(ENGINES)))
@_save
def filling(
    *,
    save: bool,
    rounds: int,
    rows: Sequence[int],
    processes: Sequence[int],
    seconds: float,
    documents: int,
    names: Sequence[str],
) -> None:
    """Compare how engines fill one form with rows, in one process and in several."""
    from benchmarks.filling import measure
    from benchmarks.report import report

    chosen, missing = _installed(ENGINES.values(), names)
    found = measure(chosen, rows, processes, rounds=rounds, seconds=seconds, most=documents)
    found.notes |= missing
    publish("filling", f"{describe()}\n\n{report(found, rows, processes)}", save=save)


@main.command()
@_rounds
@click.option("--repeats", default=5, show_default=True, help="How often a turn fills each form.")
@_save
def shipped(*, save: bool, rounds: int, repeats: int) -> None:
    """Compare the shipped forms with docxtpl on the same templates and data."""
    from benchmarks.shipped import measure

    table = measure(rounds=rounds, repeats=repeats)
    publish("shipped", f"{describe()}\n\n{table}", save=save)


@main.command()
@click.option("--rounds", default=15, show_default=True, help="How often each command is run.")
@click.option("--form", default="after_sales_register", show_default=True)
@_save
def process(*, save: bool, rounds: int, form: str) -> None:
    """Compare one document made by one command, the whole process."""
    from benchmarks.process import measure

    table = measure(form, rounds=rounds)
    publish("process", f"{describe()}\n\n{table}", save=save)


@main.command()
@click.option("-n", "--documents", default=10_000, show_default=True)
@click.option("--jobs", multiple=True, type=int, default=(1, 2), show_default=True)
@click.option("--form", default="complaint_register_one", show_default=True)
@_save
def batch(*, save: bool, documents: int, jobs: Sequence[int], form: str) -> None:
    """Make many documents from one workbook, with one process and with two."""
    from benchmarks.batch import measure

    table = measure(form, documents=documents, jobs=jobs)
    publish("batch", f"{describe()}\n\n{table}", save=save)


@main.command()
@click.option("--rounds", default=3, show_default=True, help="How often each has its turn.")
@click.option("--sizes", multiple=True, type=int, default=(1000, 10_000), show_default=True)
@click.option("--seconds", default=0.5, show_default=True, help="How long calls of one kind last.")
@click.option("--starts", default=15, show_default=True, help="How often each command is run.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the stores are made, on the disk that counts; the system's temporary folder.",
)
@click.option("--engine", "names", multiple=True, type=click.Choice(list(KEEPERS)))
@_save
def archive(
    *,
    save: bool,
    rounds: int,
    sizes: Sequence[int],
    seconds: float,
    starts: int,
    folder: Path | None,
    names: Sequence[str],
) -> None:
    """Compare how engines keep customers and find them again; and a look-up as a process."""
    from benchmarks.archive.measuring import measure
    from benchmarks.archive.report import report

    chosen, missing = _installed(KEEPERS.values(), names)
    found = measure(chosen, sizes, rounds=rounds, seconds=seconds, starts=starts, folder=folder)
    found.notes |= missing
    publish("archive", f"{describe()}\n\n{report(found, sizes)}", save=save)


@main.command()
@click.option("--rows", multiple=True, type=int, default=(10, 200), show_default=True)
@click.option("--documents", default=40, show_default=True, help="How many are timed.")
@click.option("--functions", is_flag=True, help="List the slowest functions too.")
@_save
def profile(*, save: bool, rows: Sequence[int], documents: int, functions: bool) -> None:
    """Say where the time of csdforms goes."""
    from benchmarks.profiling import measure, slowest

    table = measure(rows, documents=documents)
    publish("profile", f"{describe()}\n\n{table}", save=save)
    if functions:
        click.echo(slowest(max(rows), documents=documents))


@main.command()
@click.option("--rounds", default=3, show_default=True, help="How often each has its turn.")
@click.option(
    "--sizes",
    multiple=True,
    type=int,
    default=(1000, 10_000, 100_000, 1_000_000),
    show_default=True,
)
@click.option("--complaints", default=100_000, show_default=True, help="The most complaints.")
@_save
def reports(*, save: bool, rounds: int, sizes: Sequence[int], complaints: int) -> None:
    """Compare computed sheets with DuckDB on the same rows in memory."""
    from benchmarks.reports.measuring import measure, report

    found = measure(sizes, rounds=rounds, most_complaints=complaints)
    publish("reports", f"{describe()}\n\n{report(found)}", save=save)


class _Engine(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def environment(self) -> Environment: ...


_AnyEngine = TypeVar("_AnyEngine", bound=_Engine)


def _installed(
    engines: Iterable[_AnyEngine], names: Sequence[str]
) -> tuple[list[_AnyEngine], dict[str, str]]:
    """Return the engines asked for that are installed, and why others are left out."""
    chosen, missing = [], {}
    for engine in engines:
        if names and engine.name not in names:
            continue
        if why := engine.environment.missing():
            missing[engine.name] = why
        else:
            chosen.append(engine)
    return chosen, missing


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
