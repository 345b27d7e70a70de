"""Where a form's template is found: the department's own first, the shipped one second."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from support import FORMS
from word import para, word, zipped

from csdforms import shipped
from csdforms.errors import InvalidTemplate, MissingFile, NotPermitted
from csdforms.schemas.complaint import ComplaintRegisterOne
from csdforms.schemas.form import Form
from csdforms.shipped import shared_folder
from csdforms.templates.locating import (
    declared_sheet,
    find_template,
    shipped_template,
    template_for,
)

FORM = ComplaintRegisterOne
OWN = zipped(word(para("{{ customer_name }}")))


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CSDFORMS_TEMPLATES", raising=False)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
def test_every_form_has_a_shipped_template_and_a_declared_sheet(form: type[Form]) -> None:
    assert find_template(form) == shipped_template(form)
    assert template_for(form).asks
    assert declared_sheet(form).parts


@pytest.mark.parametrize("name", ["complaint_register_one", "客户投诉登记表一"])
def test_the_departments_own_wins_by_identifier_or_title(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.docx").write_bytes(OWN)
    assert find_template(FORM, tmp_path) == tmp_path / f"{name}.docx"
    assert template_for(FORM, tmp_path).asks == {"customer_name"}


def test_the_identifier_wins_over_the_title(tmp_path: Path) -> None:
    for name in ("complaint_register_one", "客户投诉登记表一"):
        (tmp_path / f"{name}.docx").write_bytes(OWN)
    assert find_template(FORM, tmp_path).name == "complaint_register_one.docx"


def test_a_form_without_an_own_template_takes_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "complaint_handling_notice.docx").write_bytes(OWN)
    assert find_template(FORM, tmp_path) == shipped_template(FORM)


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDFORMS_TEMPLATES", str(tmp_path))
    (tmp_path / "客户投诉登记表一.docx").write_bytes(OWN)
    assert find_template(FORM).parent == tmp_path


def test_a_folder_that_is_given_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSDFORMS_TEMPLATES", str(tmp_path / "nowhere"))
    (tmp_path / "complaint_register_one.docx").write_bytes(OWN)
    assert find_template(FORM, tmp_path).parent == tmp_path


def test_a_folder_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MissingFile, match="模板文件夹"):
        find_template(FORM, tmp_path / "nowhere")
    monkeypatch.setenv("CSDFORMS_TEMPLATES", str(tmp_path / "nowhere"))
    with pytest.raises(MissingFile, match="模板文件夹"):
        find_template(FORM)


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    file = tmp_path / "complaint_register_one.docx"
    file.write_bytes(OWN)
    with pytest.raises(MissingFile):
        find_template(FORM, file)


def test_an_empty_environment_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDFORMS_TEMPLATES", "")
    assert find_template(FORM) == shipped_template(FORM)


def test_a_template_that_may_not_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "complaint_register_one.docx").write_bytes(OWN)
    monkeypatch.setattr(Path, "read_bytes", Mock(side_effect=PermissionError(13, "no")))
    with pytest.raises(NotPermitted, match="complaint_register_one"):
        template_for(FORM, tmp_path)


def test_a_template_with_unknown_fields_is_refused_with_the_cell(tmp_path: Path) -> None:
    (tmp_path / "complaint_register_one.docx").write_bytes(zipped(word(para("{{ zzz }}"))))
    with pytest.raises(InvalidTemplate, match="正文第 1 段") as caught:
        template_for(FORM, tmp_path)
    assert [finding.tag for finding in caught.value.findings] == ["{{ zzz }}"]


def test_a_template_is_compiled_once_and_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "complaint_register_one.docx"
    file.write_bytes(OWN)
    first = template_for(FORM, tmp_path)
    assert template_for(FORM, tmp_path) is first
    file.write_bytes(zipped(word(para("{{ phone }}"))))
    assert template_for(FORM, tmp_path).asks == {"phone"}


def test_in_a_checkout_the_shipped_files_lie_beside_the_package() -> None:
    root = Path(shipped.__file__).parents[1]
    assert (root / "pyproject.toml").is_file()
    assert shared_folder("templates") == root / "templates"
    assert shared_folder("examples") == root / "examples"


def test_in_an_installed_package_they_lie_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "csdforms"
    (inside / "templates" / "docx").mkdir(parents=True)
    (inside / "examples").mkdir()
    (tmp_path / "pyproject.toml").touch()  # a stray one misleads nobody
    monkeypatch.setattr(shipped, "_PACKAGE", inside)
    assert shared_folder("templates") == tmp_path / "csdforms" / "templates" / "docx"
    assert shared_folder("examples") == tmp_path / "csdforms" / "examples"
    with pytest.raises(MissingFile, match="模板"):
        shipped_template(FORM)
