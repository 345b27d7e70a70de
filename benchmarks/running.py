"""Runs engines: fresh processes, together or alone, on documents from a file."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.peers import ENVIRONMENTS, ROOT, Environment

__all__ = ["CSDFORMS", "DOCXTPL", "ENGINES", "Engine", "EngineFailed", "Run", "run"]


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to fill a form: the program, where it runs, and what kind of template it takes.

    ``raw`` says that it takes the data as they come; the others get what csdforms prints.
    """

    name: str
    environment: Environment
    program: str
    syntax: str
    mode: str = ""
    raw: bool = False

    def command(self) -> list[str]:
        """Return what starts the engine."""
        if self.environment.runtime == "node":
            return [*self.environment.command(), f"benchmarks/engines/{self.program}.js"]
        return [*self.environment.command(), "-m", f"benchmarks.engines.{self.program}"]


_BASE, _NODE = ENVIRONMENTS["base"], ENVIRONMENTS["node"]
_RUST, _MAILMERGE = ENVIRONMENTS["rust-docxtpl"], ENVIRONMENTS["docx-mailmerge2"]

CSDFORMS = Engine("csdforms", _BASE, "with_csdforms", "jinja", raw=True)
DOCXTPL = Engine("docxtpl (README)", _BASE, "with_docxtpl", "jinja", "readme")
RUST = Engine("rust-docxtpl (README)", _RUST, "with_docxtpl", "jinja", "readme")

ENGINES = {
    engine.name: engine
    for engine in (
        CSDFORMS,
        DOCXTPL,
        Engine("docxtpl (autoescape)", _BASE, "with_docxtpl", "jinja", "escaped"),
        Engine("docxtpl (one object)", _BASE, "with_docxtpl", "jinja", "reused"),
        RUST,
        Engine("docx-mailmerge2", _MAILMERGE, "with_mailmerge", "merge-fields"),
        Engine("python-docx by hand", _BASE, "with_python_docx", "by-hand"),
        Engine("docxtemplater", _NODE, "with_docxtemplater", "braces"),
        Engine("easy-template-x", _NODE, "with_easy_template_x", "braces"),
    )
}


class EngineFailed(Exception):
    """An engine ended without a result; the text is the last line that it wrote."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process measured: CPU and wall milliseconds of each document."""

    first: tuple[float, float]
    times: list[tuple[float, float]]

    @property
    def settled(self) -> list[tuple[float, float]]:
        """The later half of the documents: compilers at run time need a while to warm up."""
        return self.times[len(self.times) // 2 :]

    @property
    def cpu(self) -> float:
        """The median CPU time of a document, once settled."""
        return statistics.median(cpu for cpu, _ in self.settled)

    @property
    def wall(self) -> float:
        """The median wall time of a document, once settled."""
        return statistics.median(wall for _, wall in self.settled)

    @property
    def rate(self) -> float:
        """Documents a second, once settled; rare slow ones count, as they do in life."""
        return 1e3 * len(self.settled) / sum(wall for _, wall in self.settled)


def run(engine: Engine, documents: Path, seconds: float, folders: Sequence[Path]) -> list[Run]:
    """Run an engine in one process for each of the folders, all at the same time.

    Raises:
        EngineFailed: if one of them ends without a result.
    """
    environment = {**os.environ, "PYTHONUTF8": "1"}
    environment["NODE_PATH"] = str(_NODE.folder / "node_modules")
    arguments = [str(seconds), engine.mode] if engine.mode else [str(seconds)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        processes = [
            subprocess.Popen(
                [*engine.command(), str(documents), str(folder), *arguments],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
            )
            for folder in folders
        ]
        ready = [_is_ready(process) for process in processes]
        if all(ready):
            for process in processes:
                _start(process)
        results = [process.communicate()[0] for process in processes]
        if not all(results):
            errors.seek(0)
            lines = errors.read().strip().splitlines()
            raise EngineFailed(lines[-1] if lines else "no result")
    return [_read(json.loads(result)) for result in results]


def _is_ready(process: subprocess.Popen[str]) -> bool:
    assert process.stdout is not None
    return process.stdout.readline() == "ready\n"


def _start(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def _read(result: dict[str, Any]) -> Run:
    cpu, wall = result["first"]
    return Run((cpu, wall), [(cpu, wall) for cpu, wall in result["times"]])
