"""The catalogue: every form is listed, found by its names, and missed with a hint."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import FORMS, IDENTIFIERS

import csdforms
from csdforms.errors import UnknownForm
from csdforms.schemas.catalogue import (
    CHAPTERS,
    chapter_title,
    contents,
    find,
    forms,
    identifiers,
)
from csdforms.schemas.complaint import ComplaintRegisterOne
from csdforms.schemas.form import Form

SCHEMAS = Path(csdforms.__file__).parent / "schemas"


def modules_with_a_form() -> dict[str, str]:
    """Return the modules of the chapter folders that define a form, with their chapter."""
    title = re.compile(r'^    \w+, title="|^class \w+\(\w+, title="', re.MULTILINE)
    return {
        path.stem: chapter
        for chapter in CHAPTERS
        for path in (SCHEMAS / chapter).glob("*.py")
        if title.search(path.read_text("utf-8"))
    }


def test_every_module_that_defines_a_form_is_listed_and_every_listed_form_is_there() -> None:
    assert dict(identifiers()) == modules_with_a_form()


def test_every_folder_with_forms_is_a_chapter() -> None:
    packages = {path.parent.name for path in SCHEMAS.glob("*/__init__.py")}
    assert packages - {"fields", "types", "ledgers"} == set(CHAPTERS)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
def test_a_form_is_found_by_identifier_and_by_title(form: type[Form]) -> None:
    assert find(form.identifier()) is form
    assert find(form.title()) is form
    assert find(f"《{form.title()}》") is form
    assert find(f" {' '.join(form.title())} ") is form


def test_forms_stand_in_the_order_of_the_manual() -> None:
    sections = [tuple(map(int, form.section.split("."))) for form in forms()]
    assert sections == sorted(sections)
    assert tuple(form.identifier() for form in forms()) == IDENTIFIERS
    chapters = {int(form.section.split(".")[0]): identifiers()[form.identifier()] for form in FORMS}
    numbers = {2: "第二章", 3: "第三章", 4: "第四章", 5: "第五章", 6: "第六章"}
    assert all(
        chapter_title(chapter).startswith(numbers[number]) for number, chapter in chapters.items()
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_states_what_its_classes_state(chapter: str) -> None:
    package = importlib.import_module(f"csdforms.schemas.{chapter}")
    assert list(package.CONTENTS) == package.__all__
    for class_name, stated in package.CONTENTS.items():
        form = getattr(package, class_name)
        assert stated == (form.section, form.title())


def test_the_table_of_contents_loads_no_model() -> None:
    code = (
        "import sys; from csdforms.cli import main; main(['forms'], standalone_mode=False); "
        "print(*sorted(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert run.stdout.decode().count(".") >= len(contents())
    loaded = set(run.stdout.decode().splitlines()[-1].split())
    assert not {"pydantic", "docxtpl", "csdforms.schemas.form"} & loaded


def test_a_form_found_by_its_title_is_the_only_one_loaded() -> None:
    code = (
        "import sys; from csdforms.schemas.catalogue import find, identifiers; "
        "find('客户投诉登记表一'); names = set(identifiers()); "
        "print(*[name for name in sys.modules if name.rpartition('.')[2] in names])"
    )
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, check=True
    )
    assert run.stdout.decode().split() == ["csdforms.schemas.complaint.complaint_register_one"]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("complaint_register_on", "complaint_register_one"),
        ("ComplaintRegisterOne", "complaint_register_one"),
        ("客户投诉登记表1", "客户投诉登记表一"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(UnknownForm) as problem:
        find(name)
    assert problem.value.name == name
    assert nearest in problem.value.nearest
    assert nearest in str(problem.value)


@pytest.mark.parametrize("name", ["", "()", "xyz", "../../etc/passwd", "csdforms.cli", "form"])
def test_a_strange_name_is_no_form(name: str) -> None:
    with pytest.raises(UnknownForm):
        find(name)


def test_listing_the_forms_imports_none_of_them() -> None:
    code = (
        "import sys; from csdforms.schemas.catalogue import identifiers; identifiers();"
        "print([name for name in sys.modules if name.endswith('complaint_register_one')])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert result.stdout.strip() == "[]"


def test_a_chapter_hands_out_its_forms_and_nothing_else() -> None:
    from csdforms.schemas import complaint

    assert complaint.ComplaintRegisterOne is ComplaintRegisterOne
    assert find("complaint_register_one") is ComplaintRegisterOne
    with pytest.raises(AttributeError, match="NoSuchForm"):
        _ = complaint.NoSuchForm
