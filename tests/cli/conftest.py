"""The command line as a fixture, in an empty folder; what a filled document says."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from console import Become, run_as
from lxml import etree

from csdforms.cli import main

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder with a Chinese and spaced name, without the user's settings."""
    folder = tmp_path / "客服 部门"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("CSDFORMS_TEMPLATES", raising=False)
    monkeypatch.delenv("CSDFORMS_SETTINGS", raising=False)
    return folder


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> str:
    """The account under which the tests run: zhang, who makes the archives."""
    run_as("zhang", monkeypatch)
    return "zhang"


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> Become:
    """Let the operating system tell another account."""
    return lambda account: run_as(account, monkeypatch)


@pytest.fixture
def place(here: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the archive that a module prepares, as the one that commands work on."""
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")
    return shutil.copytree(prepared, here / "档案")


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder with the keys of sealed archives."""
    monkeypatch.delenv("CSDFORMS_KEY", raising=False)
    for module in ("key_moving", "key_places", "keys"):  # keys last: the others import from it
        monkeypatch.setattr(
            f"csdforms.archive.sealing.{module}.key_path",
            lambda name: tmp_path / "keys" / f"{name}.key",
        )
    return tmp_path / "keys"


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run a command; a traceback fails the test."""

    def run(*arguments: str, stdin: str | bytes = b"") -> Result:
        return CliRunner().invoke(main, list(arguments), input=stdin, catch_exceptions=False)

    return run


@pytest.fixture
def said() -> Callable[[bytes, str], str]:
    """Return what stands in a document's content control of a field."""

    def said(document: bytes, path: str) -> str:
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            body: Any = etree.fromstring(archive.read("word/document.xml"))
        for control in body.iter(f"{_W}sdt"):
            if control.find(f"{_W}sdtPr/{_W}tag").get(f"{_W}val") == path:
                return "".join(text.text or "" for text in control.iter(f"{_W}t"))
        raise AssertionError(f"no control for {path}")

    return said
