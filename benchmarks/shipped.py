"""The second table: the shipped forms with the shipped examples, beside docxtpl on the same."""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

import csdforms
from benchmarks.paper import difference, words
from benchmarks.running import CSDFORMS, DOCXTPL, RUST, Engine, run
from benchmarks.tables import figure, table
from csdforms.schemas.masking import Mask, masked
from csdforms.shipped import shared_folder
from csdforms.templates.locating import shipped_template
from csdforms.templates.printing import printed

__all__ = ["example", "measure", "strings"]


def example(form: type[csdforms.Form]) -> dict[str, Any]:
    """Return the shipped example of a form."""
    path = shared_folder("examples") / f"{form.identifier()}.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def strings(form: type[csdforms.Form]) -> dict[str, Any]:
    """Return what a copy of the example shows, as docxtpl is given it."""
    typed = csdforms.parse(form, example(form))
    return printed(masked(typed, max(Mask.IDS, typed.least_mask())))


def measure(*, rounds: int, repeats: int) -> str:
    """Let both fill all forms, so often in each of the rounds, and return the table."""
    forms = csdforms.forms()
    engines = [each for each in (CSDFORMS, DOCXTPL, RUST) if not each.environment.missing()]
    costs: dict[str, list[list[float]]] = {engine.name: [] for engine in engines}
    made: dict[str, list[list[str]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for engine in engines:
            _write_documents(folder / f"{engine.name}.json", engine, forms, repeats)
        for number in range(rounds):
            for engine in engines if number % 2 else reversed(engines):
                output = folder / f"{engine.name} {number}"
                output.mkdir()
                (result,) = run(engine, folder / f"{engine.name}.json", float("inf"), [output])
                documents = sorted(output.iterdir())[: len(forms)]
                made.setdefault(engine.name, [words(path) for path in documents])
                costs[engine.name].append(_by_form([result.first, *result.times], len(forms)))
            click.echo(f"round {number + 1} of {rounds}", err=True)
    return _report(forms, costs, made)


def _write_documents(
    path: Path, engine: Engine, forms: Sequence[type[csdforms.Form]], repeats: int
) -> None:
    documents = [
        {
            "template": str(shipped_template(form)),
            "form": form.identifier(),
            "data": example(form) if engine.raw else strings(form),
        }
        for form in forms
    ]
    # The first of each form pays for compiling its template and is left out.
    path.write_text(json.dumps(documents * (repeats + 1), ensure_ascii=False), "utf-8")


def _by_form(times: Sequence[tuple[float, float]], forms: int) -> list[float]:
    """Return the median CPU time of each form."""
    return [statistics.median(cpu for cpu, _ in times[i + forms :: forms]) for i in range(forms)]


def _report(
    forms: Sequence[type[csdforms.Form]],
    costs: dict[str, list[list[float]]],
    made: dict[str, list[list[str]]],
) -> str:
    medians = {
        engine: [statistics.median(column) for column in zip(*rounds, strict=True)]
        for engine, rounds in costs.items()
    }
    ours, peers = medians[CSDFORMS.name], [engine for engine in costs if engine != CSDFORMS.name]

    def line(name: str, place: slice) -> list[str]:
        own = sum(ours[place])
        theirs = [sum(medians[peer][place]) for peer in peers]
        return [name, *map(figure, (own, *theirs, *(cost / own for cost in theirs)))]

    rows = [line(form.identifier(), slice(i, i + 1)) for i, form in enumerate(forms)]
    rows.append(line(f"all {len(forms)} together", slice(None)))
    headings = ["form", "csdforms", *peers, *(f"× {peer}" for peer in peers)]
    differing = []
    for peer in peers:
        for form, own, other in zip(forms, made[CSDFORMS.name], made[peer], strict=True):
            if differs := difference(other, own):
                differing.append(f"- {peer}, {form.identifier()}: **no**: {differs}")
    same = "\n".join(differing) or "- all the same"
    return f"CPU ms a document:\n\n{table(headings, rows)}\n\nThe same words?\n\n{same}"
