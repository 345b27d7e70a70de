"""One document, a whole process: what a clerk waits for who types one command."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import click

import csdforms
from benchmarks.peers import ENVIRONMENTS, ROOT
from benchmarks.shipped import strings
from benchmarks.tables import figure, table
from csdforms.shipped import shared_folder
from csdforms.templates.locating import shipped_template

__all__ = ["Spent", "csdforms_command", "measure", "spent"]

#: CPU and wall milliseconds and peak megabytes of a process.
Spent = dict[str, float]


def measure(identifier: str, *, rounds: int) -> str:
    """Start each command so many times, in turns, and return the table.

    Raises:
        click.ClickException: where the system cannot tell what a process has spent.
    """
    if sys.platform == "win32":
        raise click.ClickException("Windows does not tell what a process has spent in the end.")
    with tempfile.TemporaryDirectory() as name:
        commands = _commands(identifier, Path(name))
        found: dict[str, list[Spent]] = {title: [] for title in commands}
        for number in range(rounds + 1):
            for title, command in commands.items():
                measured = spent(command)
                if number:  # the first warms the caches of files and templates
                    found[title].append(measured)
    return _report(found)


def csdforms_command() -> list[str]:
    """Return what starts csdforms as its users start it."""
    installed = Path(sys.executable).with_name("csdforms")
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "csdforms"]


def _commands(identifier: str, folder: Path) -> dict[str, list[str]]:
    form = csdforms.find(identifier)
    data = shared_folder("examples") / f"{form.identifier()}.json"
    context = folder / "printed.json"
    context.write_text(json.dumps(strings(form), ensure_ascii=False), "utf-8")
    fill = ["fill", form.identifier(), str(data), "-o", str(folder / "1.docx"), "--overwrite"]
    script = str(ROOT / "benchmarks" / "engines" / "six_lines.py")
    arguments = [str(shipped_template(form)), str(context), str(folder / "2.docx")]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "csdforms fill": [*csdforms_command(), *fill],
        "docxtpl, six lines": [sys.executable, script, *arguments],
    }
    rust = ENVIRONMENTS["rust-docxtpl"]
    if not rust.missing():
        commands["rust-docxtpl, six lines"] = [*rust.command(), script, *arguments]
    return commands


def spent(command: list[str]) -> Spent:
    """Return what a command has spent, from its start to its end.

    Raises:
        click.ClickException: if it fails.
    """
    wrapper = [sys.executable, "-I", "-S", str(ROOT / "benchmarks" / "engines" / "spent.py")]
    run = subprocess.run([*wrapper, *command], capture_output=True, text=True, check=False)
    if run.returncode:
        raise click.ClickException(f"{' '.join(command)}: {run.stderr.strip()}")
    found: Spent = json.loads(run.stdout)
    return found


def _report(found: dict[str, list[Spent]]) -> str:
    medians = {
        title: {name: statistics.median(one[name] for one in runs) for name in runs[0]}
        for title, runs in found.items()
    }
    empty, ours = medians["python -c pass"], medians["csdforms fill"]
    rows = [
        [
            title,
            figure(median["cpu"]),
            figure(median["cpu"] - empty["cpu"]),
            figure(median["wall"]),
            figure(median["memory"]),
            figure(median["cpu"] / ours["cpu"]),
            figure(median["wall"] / ours["wall"]),
        ]
        for title, median in medians.items()
    ]
    headings = ["command", "CPU ms", "over an empty Python", "wall ms", "peak MB"]
    return table([*headings, "CPU × csdforms", "wall × csdforms"], rows)
