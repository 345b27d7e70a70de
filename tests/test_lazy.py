from __future__ import annotations

import ast
import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import csdforms
from csdforms._lazy import lazily

INIT = Path(csdforms.__file__)


def python(code: str) -> str:
    """Run code in a fresh interpreter; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_importing_csdforms_imports_nothing_heavy() -> None:
    heavy = "{'pydantic', 'docxtpl', 'docx', 'lxml', 'jinja2', 'click', 'yaml', 'phonenumbers'}"
    assert python(f"import sys, csdforms; print({heavy} & set(sys.modules))") == "set()"


def test_the_errors_cost_no_pydantic() -> None:
    code = "import sys; from csdforms import InvalidData; print('pydantic' in sys.modules)"
    assert python(code) == "False"


def test_checking_data_needs_no_word_library() -> None:
    code = """
import sys, csdforms
csdforms.check(csdforms.find("complaint_register_one"), {})
print({"docxtpl", "docx", "lxml", "click", "yaml"} & set(sys.modules))
"""
    assert python(code) == "set()"


def test_asking_for_one_form_imports_no_other() -> None:
    code = """
import sys, csdforms
csdforms.find("complaint_handling_notice")
print("csdforms.schemas.complaint.complaint_register_one" in sys.modules)
"""
    assert python(code) == "False"


def test_every_public_name_resolves() -> None:
    for name in csdforms.__all__:
        assert getattr(csdforms, name) is not None


def test_a_star_import_gives_every_public_name() -> None:
    names = python("from csdforms import *; print(*sorted(set(dir()) - set(dir(__builtins__))))")
    assert set(csdforms.__all__) <= set(names.split())


def test_type_checkers_and_python_find_the_names_in_the_same_place() -> None:
    (block,) = [
        node for node in ast.parse(INIT.read_text("utf-8")).body if isinstance(node, ast.If)
    ]
    imported = {
        alias.name: f"{statement.module}.{alias.name}"
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert sorted(imported) == sorted(csdforms.__all__)
    for name, home in imported.items():
        module, _, attribute = home.rpartition(".")
        expected = sys.modules.get(home) or getattr(importlib.import_module(module), attribute)
        assert getattr(csdforms, name) is expected


def test_dir_lists_the_public_names() -> None:
    assert dir(csdforms) == sorted(csdforms.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'csdforms' has no attribute 'nothing'"):
        csdforms.nothing  # noqa: B018 - the point of the test
    assert not hasattr(csdforms, "nothing")


def test_a_lazy_name_may_be_a_module_or_stand_in_one() -> None:
    fetch = lazily("package", {"errors": "csdforms.errors", "InvalidData": "csdforms.errors"})
    assert fetch("errors") is csdforms.errors
    assert fetch("InvalidData") is csdforms.errors.InvalidData


def test_the_examples_in_the_docstrings_hold() -> None:
    from csdforms import files

    for module in (csdforms, files):
        tried = doctest.testmod(module)
        assert tried.attempted > 0
        assert tried.failed == 0
