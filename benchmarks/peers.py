"""The peers' environments: each in a folder of its own, with pinned versions."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

__all__ = ["ENVIRONMENTS", "Environment", "install"]

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "benchmarks" / ".peers"


@dataclass(frozen=True, slots=True)
class Environment:
    """Where an engine runs: this Python, a virtual environment, or Node.

    ``packages`` maps the packages of the environment to their versions; the versions of this
    Python's own environment are whatever is installed.
    """

    name: str
    runtime: str
    packages: dict[str, str]

    @property
    def folder(self) -> Path:
        """Where the environment is installed."""
        return FOLDER / self.name

    def command(self) -> list[str]:
        """Return what starts a program in the environment."""
        if self.runtime == "node":
            return [shutil.which("node") or "node"]
        if self.runtime == "this":
            return [sys.executable]
        scripts = "Scripts" if os.name == "nt" else "bin"
        return [str(self.folder / scripts / "python")]

    def missing(self) -> str | None:
        """Return why the environment cannot be used, ``None`` if it can."""
        if self.runtime == "node" and shutil.which("node") is None:
            return "Node is not installed"
        found = self.versions()
        absent = [name for name in self.packages if name not in found]
        if not absent:
            return None
        how = "install it" if self.runtime == "this" else "run: python -m benchmarks setup"
        return f"{', '.join(absent)} not installed ({how})"

    def versions(self) -> dict[str, str]:
        """Return the versions of the packages that are there."""
        return dict(self._found())

    def _found(self) -> Iterator[tuple[str, str]]:
        for name in self.packages:
            if self.runtime == "node":
                path = self.folder / "node_modules" / name / "package.json"
                if path.is_file():
                    yield name, json.loads(path.read_text("utf-8"))["version"]
                continue
            for package in metadata.distributions(name=name, path=self._path()):
                yield name, package.version
                break

    def _path(self) -> list[str]:
        """Return where the environment's Python looks for packages."""
        if self.runtime == "this":
            return sys.path
        library = "Lib" if os.name == "nt" else "lib/python{}.{}".format(*sys.version_info)
        return [str(self.folder / library / "site-packages")]


ENVIRONMENTS = {
    environment.name: environment
    for environment in (
        Environment("base", "this", {"csdforms": "", "docxtpl": "", "python-docx": ""}),
        Environment("rust-docxtpl", "venv", {"rust-docxtpl": "0.1.2"}),
        Environment("docx-mailmerge2", "venv", {"docx-mailmerge2": "1.0.3"}),
        Environment(
            "keeping", "venv", {"tinydb": "4.9.0", "orjson": "3.13.0", "sqlite-utils": "4.2.1"}
        ),
        Environment(
            "node",
            "node",
            {"docxtemplater": "3.71.0", "pizzip": "3.3.0", "easy-template-x": "7.2.8"},
        ),
    )
}


def install(environment: Environment) -> str | None:
    """Install an environment afresh; return why it cannot be, ``None`` when it is there."""
    if environment.runtime == "this":
        return environment.missing()
    pinned = {"node": "@", "venv": "=="}[environment.runtime]
    packages = [f"{name}{pinned}{version}" for name, version in environment.packages.items()]
    shutil.rmtree(environment.folder, ignore_errors=True)
    if environment.runtime == "node":
        npm = shutil.which("npm")
        if npm is None:
            return "npm is not installed"
        command = [npm, "install", "--silent", "--no-audit", "--no-fund"]
        command += ["--prefix", str(environment.folder), *packages]
    else:
        venv.create(environment.folder, with_pip=True)
        command = [*environment.command(), "-m", "pip", "install", "--quiet", *packages]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    lines = (run.stderr or run.stdout).strip().splitlines()
    return None if run.returncode == 0 else (lines[-1] if lines else "the installer failed")
