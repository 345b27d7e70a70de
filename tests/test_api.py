from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from pathlib import Path

import pytest
from support import FORMS, part, parts, sample

import csdforms
from csdforms import InvalidData, Mask
from csdforms.errors import OutputExists, TemplateWarning, UnknownForm
from csdforms.templates.locating import shipped_template

NAME = "complaint_register_one"
USUAL = "客户投诉登记表一_TS-20260305-001.docx"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSDFORMS_TEMPLATES", raising=False)
    return tmp_path


def words(path: Path) -> str:
    return "".join(part(path.read_bytes()).itertext())


@pytest.mark.parametrize(
    "form", [NAME, "客户投诉登记表一", csdforms.find(NAME)], ids=["identifier", "title", "class"]
)
def test_a_form_is_filled_by_identifier_title_or_class(
    form: str | type[csdforms.Form], here: Path
) -> None:
    path = csdforms.fill(form, sample(NAME), "out.docx")
    assert path == Path("out.docx")
    assert "李晓岚" in words(here / "out.docx")


def test_a_typed_form_gives_the_same_bytes_as_its_data(here: Path) -> None:
    typed = csdforms.parse(csdforms.find(NAME), sample(NAME))
    one = csdforms.fill(typed, path=here / "one.docx")
    two = csdforms.fill(NAME, sample(NAME), here / "two.docx")
    assert one.read_bytes() == two.read_bytes() == csdforms.render(typed)


def test_without_a_path_the_usual_name_is_taken(here: Path) -> None:
    assert csdforms.fill(NAME, sample(NAME)) == Path(USUAL)
    assert (here / USUAL).is_file()


def test_labels_and_the_spellings_of_clerks_are_taken() -> None:
    data = sample(NAME)
    data["涉及金额（元）"] = f"￥{data.pop('amount_involved')}元"
    data["受理时间"] = "2026.3.5 14：05"
    del data["received_at"]
    plain = csdforms.fill(NAME, sample(NAME), "plain.docx").read_bytes()
    assert csdforms.fill(NAME, data, "ours.docx").read_bytes() == plain


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
def test_a_file_name_holds_title_and_number(form: type[csdforms.Form]) -> None:
    data = sample(form.identifier())
    typed = csdforms.parse(form, data)
    # a sheet of which a case may have several says which one it is: TS-20260309-002-D1
    assert typed.reference().startswith(data[form.number])
    assert csdforms.file_name(typed) == f"{form.title()}_{typed.reference()}.docx"
    assert csdforms.file_name(form) == f"{form.title()}_空白.docx"


def test_a_file_name_is_made_safe_and_keeps_its_suffix() -> None:
    data = {**sample(NAME), "complaint_no": "../TS:1"}
    form = csdforms.parse(csdforms.find(NAME), data)
    assert csdforms.file_name(form) == "客户投诉登记表一_.._TS_1.docx"
    long = form.model_copy(update={"complaint_no": "号" * 200})
    assert csdforms.file_name(long).endswith("号.docx")
    assert len(csdforms.file_name(long).encode()) <= 255


def test_invalid_data_make_no_file_and_name_every_finding(here: Path) -> None:
    with pytest.raises(InvalidData) as caught:
        csdforms.fill(NAME, {"投诉编号": "TS-1", "投诉等级": "很高"})
    assert {"received_at", "level"} <= {finding.path for finding in caught.value.findings}
    assert list(here.iterdir()) == []


def test_a_typed_form_that_breaks_a_rule_makes_no_file(here: Path) -> None:
    form = csdforms.parse(csdforms.find(NAME), sample(NAME))
    broken = form.model_copy(update={"purchased_on": dt.date(2026, 4, 1)})
    with pytest.raises(InvalidData):
        csdforms.fill(broken)
    assert list(here.iterdir()) == []


def test_an_unknown_form_makes_no_file(here: Path) -> None:
    with pytest.raises(UnknownForm):
        csdforms.fill("投诉表", {})
    assert list(here.iterdir()) == []


def test_nothing_is_overwritten_unasked(here: Path) -> None:
    (here / "out.docx").write_bytes(b"mine")
    with pytest.raises(OutputExists):
        csdforms.fill(NAME, sample(NAME), "out.docx")
    with pytest.raises(OutputExists):
        csdforms.save_blank(NAME, "out.docx")
    assert (here / "out.docx").read_bytes() == b"mine"
    csdforms.fill(NAME, sample(NAME), "out.docx", overwrite=True)
    assert "李晓岚" in words(here / "out.docx")
    csdforms.save_blank(NAME, "out.docx", overwrite=True)
    assert "李晓岚" not in words(here / "out.docx")


def test_a_masked_copy_carries_no_hidden_value_anywhere() -> None:
    document = csdforms.fill(NAME, sample(NAME), "copy.docx", mask=Mask.ALL).read_bytes()
    for content in parts(document).values():
        assert b"13900006721" not in content
        assert "李晓岚".encode() not in content


def test_a_blank_sheet_is_saved_under_its_usual_name(here: Path) -> None:
    assert csdforms.save_blank(NAME) == Path("客户投诉登记表一_空白.docx")
    assert "投诉人姓名" in words(here / "客户投诉登记表一_空白.docx")


def own_template(folder: Path, old: bytes, new: bytes) -> Path:
    """Put a changed copy of the shipped template into a department's folder; return the folder."""
    contents = parts(shipped_template(csdforms.find(NAME)).read_bytes())
    assert old in contents["word/document.xml"]
    contents["word/document.xml"] = contents["word/document.xml"].replace(old, new)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    folder.mkdir()
    (folder / f"{NAME}.docx").write_bytes(buffer.getvalue())
    return folder


def test_a_value_that_the_template_does_not_print_is_warned_of(here: Path) -> None:
    folder = own_template(here / "own", b"{{ occurred_place }}", b"")
    with pytest.warns(TemplateWarning, match="occurred_place") as caught:
        csdforms.fill(NAME, sample(NAME), templates=folder)
    assert len(caught) == 1
    data = {key: value for key, value in sample(NAME).items() if key != "occurred_place"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        csdforms.fill(NAME, data, "without.docx", templates=folder)


def test_the_departments_template_is_used_for_blank_sheets_too(here: Path) -> None:
    title = ">客户投诉登记表一<".encode()
    folder = own_template(here / "own", title, ">海晏投诉单<".encode())
    assert "海晏投诉单" in words(csdforms.save_blank(NAME, templates=folder))
