"""The examples in the docstrings are run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import csdforms

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(csdforms.__path__, "csdforms.")
    if not module.name.endswith("__main__")
)
#: What the package hands out and what a caller calls.
CALLS = (
    "WordTemplate", "batch", "check", "file_name", "fill", "find", "forms", "json_schema", "parse",
    "read_back", "render", "render_blank", "save_blank",
)  # fmt: skip


@pytest.mark.parametrize("name", ["csdforms", *MODULES])
def test_examples_of_a_module_hold(
    name: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("examples"))
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", CALLS)
def test_every_public_call_shows_an_example(name: str) -> None:
    assert ">>> " in (getattr(csdforms, name).__doc__ or "")
