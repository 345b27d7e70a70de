"""The floors of the design: what may import what, and that one name means one form everywhere."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from support import FORMS, IDENTIFIERS

import csdforms
from csdforms import cli
from csdforms.archive.store import LEDGERS
from csdforms.cli import archive as archive_cli
from csdforms.cli.archive import deregistering
from csdforms.cli.archive.levels import classifying
from csdforms.papers.printing import KINDS
from csdforms.reports.catalogue import REPORTS
from csdforms.schemas.catalogue import CHAPTERS, identifiers

PACKAGE = Path(csdforms.__file__).parent
ROOT = PACKAGE.parent

#: From the roof down: an import leads to a lower floor, or stays within its own room.
FLOORS = [
    {"__main__"},
    {"cli", "build"},
    {"batching", "copies", "filing", "ledgers", "papers", "recovery", "reports"},
    {"intake", "api"},
    {"templates", "archive"},
    {"schemas"},
    {"files", "shipped"},
    {"errors", "_lazy"},
]

#: Where alone a heavy library may be imported.
HOMES = {
    "bagit": {"archive"},
    "click": {"cli"},
    "cryptography": {"archive"},
    "docx": {"templates"},
    "docxtpl": {"templates"},
    "docxtpl_lint": {"templates"},
    "filelock": {"archive"},
    "isal": {"templates"},
    "jinja2": {"templates"},
    "keyring": {"archive"},
    "lxml": {"intake", "reports", "templates"},
    "numpy": {"reports"},
    "orjson": {"templates"},
    "pydantic": {"schemas"},
    "pypinyin": {"archive"},
    "python_calamine": {"intake"},
    "sqlalchemy": {"archive"},
    "tinydb": {"archive"},
    "xlsxwriter": {"intake", "reports"},
    "yaml": {"intake"},
}


def modules() -> dict[str, Path]:
    """Return every module of the package with its file; a package goes by its own name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@functools.cache
def imports(path: Path, *, late: bool = True) -> frozenset[str]:
    """Return what a module imports when it runs; ``late`` includes imports inside functions."""
    return frozenset(_imports(ast.parse(path.read_text("utf-8")).body, late=late))


def _imports(body: list[ast.stmt], *, late: bool) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else node.module
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from _imports(node.orelse, late=late)
        elif late or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner_body = [child for child in ast.walk(node) if isinstance(child, ast.stmt)]
            yield from _imports([child for child in inner_body if child is not node], late=late)


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def floor(name: str) -> int:
    return next(level for level, rooms in enumerate(FLOORS) if name in rooms)


def test_every_part_of_the_package_has_its_floor() -> None:
    rooms = {room(module) for module in MODULES} - {""}
    assert rooms == set().union(*FLOORS)


@pytest.mark.parametrize("module", [name for name in MODULES if room(name)])
def test_imports_only_run_down(module: str) -> None:
    for imported in imports(MODULES[module]):
        if not imported.startswith("csdforms"):
            continue
        assert imported != "csdforms", "the inside does not use the public names"
        here, there = room(module), room(imported)
        assert here == there or floor(here) < floor(there), f"{module} imports {imported}"


@pytest.mark.parametrize("module", [name for name in MODULES if room(name) == "archive"])
def test_the_archive_knows_no_forms(module: str) -> None:
    """A look-up must not pay for them."""
    rooms = {room(name) for name in imports(MODULES[module]) if name.startswith("csdforms.")}
    assert rooms <= {"archive", "errors", "files", "shipped"}


@pytest.mark.parametrize("module", MODULES)
def test_a_heavy_library_is_imported_where_it_belongs(module: str) -> None:
    for imported in imports(MODULES[module]):
        homes = HOMES.get(imported.split(".")[0])
        assert homes is None or room(module) in homes, f"{module} imports {imported}"


def test_the_package_itself_imports_only_what_makes_it_lazy() -> None:
    own = {name for name in imports(PACKAGE / "__init__.py") if name.startswith("csdforms")}
    assert own == {"csdforms._lazy"}


def test_no_module_imports_itself_around_a_corner() -> None:
    graph = {name: imports(path, late=False) & MODULES.keys() for name, path in MODULES.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def test_no_form_imports_another() -> None:
    for name, chapter in identifiers().items():
        used = imports(MODULES[f"csdforms.schemas.{chapter}.{name}"])
        assert not {module.split(".")[-1] for module in used} & set(IDENTIFIERS), name


def test_no_module_is_orphaned() -> None:
    reached: set[str] = set()
    # what is imported by name only: scripts, commands, public names, forms and their sheets
    ways = [
        "csdforms.__main__",
        "csdforms.build",
        "csdforms.schemas.after_sales.tally",  # called by programs
        *cli._MODULES.values(),
        *archive_cli._MODULES.values(),
        *classifying._MODULES.values(),
        *deregistering._MODULES.values(),
        *(f"csdforms.papers.{kind.module}" for kind in KINDS.values()),
        *(f"csdforms.reports.{chapter}.{name}" for name, chapter in REPORTS.items()),
        *csdforms._HOMES.values(),
    ]
    ways += [f"csdforms.schemas.{chapter}.{name}" for name, chapter in identifiers().items()]
    ways += [f"csdforms.templates.sheets.{name}" for name in IDENTIFIERS]
    while ways:
        module = ways.pop()
        if module in MODULES and module not in reached:
            reached.add(module)
            ways += imports(MODULES[module])
            ways.append(module.rpartition(".")[0])
    assert reached == MODULES.keys()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
def test_module_class_and_identifier_are_one_name(form: type[csdforms.Form]) -> None:
    name = form.identifier()
    chapter = identifiers()[name]
    assert form.__module__ == f"csdforms.schemas.{chapter}.{name}"
    assert re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", form.__name__) == f"_{name}"
    assert csdforms.find(name) is form
    assert csdforms.find(form.title()) is form


def test_no_two_forms_share_a_title() -> None:
    assert len({form.title() for form in FORMS}) == len(FORMS)


def test_every_forms_own_number_is_required() -> None:
    for form in FORMS:
        assert form.specs()[form.number].required, form.identifier()


@pytest.mark.parametrize(
    ("folder", "suffix"),
    [
        (ROOT / "templates", ".docx"),
        (ROOT / "schemas", ".json"),
        (ROOT / "examples", ".json"),
        (PACKAGE / "templates" / "sheets", ".py"),
    ],
    ids=["templates", "schemas", "examples", "sheets"],
)
def test_every_form_has_its_file_and_nothing_else_lies_there(folder: Path, suffix: str) -> None:
    found = {path.name for path in folder.iterdir()} - {"__init__.py", "__pycache__"}
    if folder.name == "examples":
        found.remove("ledgers")
    assert found == {f"{name}{suffix}" for name in IDENTIFIERS}


def test_every_ledger_has_its_example() -> None:
    found = {path.name for path in (ROOT / "examples" / "ledgers").iterdir()}
    assert found == {f"{name}.csv" for name in LEDGERS}


def test_every_class_of_a_form_is_in_the_catalogue() -> None:
    declared = {
        path.stem
        for chapter in CHAPTERS
        for path in (PACKAGE / "schemas" / chapter).glob("*.py")
        if re.search(
            r"^class \w+\([^)]*title=\"[^\"]+\", section=", path.read_text("utf-8"), re.MULTILINE
        )
    }
    assert declared == set(IDENTIFIERS)
