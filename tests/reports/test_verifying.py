from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from reports.complained import CASES, FORM, QUARTER, add, close, empty, kept, noted, staffed
from support import sample

from csdforms.errors import NotAuthorised, UnknownFile, UnreadableInput
from csdforms.reports.explaining import explain_filed
from csdforms.reports.issuing import issue
from csdforms.reports.verifying import verify

SAID = {"dimension": "投诉类别"}
BY_CUSTOMER = {"dimension": "客户"}


def test_an_unchanged_archive_gives_the_same(tmp_path: Path) -> None:
    archive = kept()
    issued = issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=SAID)
    for which in (issued.number, issued.item, str(issued.path)):
        found = verify(archive, which)
        assert (found.number, found.is_same, found.same_head) == (issued.number, True, True)


def test_what_came_later_and_changes_nothing(tmp_path: Path) -> None:
    archive = kept()
    issued = issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=SAID)
    add(archive, "", "TS-20260401-001", "2026-04-01", "产品质量")
    found = verify(archive, issued.number)
    assert (found.is_same, found.same_head) == (True, False)


def test_the_cells_that_changed_are_named(tmp_path: Path) -> None:
    archive = kept()
    issued = issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=SAID)
    close(archive, "TS-20260304-001", "2026-03-05T10:00")  # of the service, in time
    found = verify(archive, str(issued.path))
    changed = {cell.title: (cell.then, cell.now) for cell in found.changed}
    assert not found.is_same
    assert changed["服务质量/及时结案"] == ("0", "1")
    assert changed["服务质量/超期未结"] == ("1", "0")
    assert changed["服务质量/结案率"] == ("0.00%", "100.00%")
    assert changed["合计/结案率"] == ("0.00%", "25.00%")
    assert changed["期末未结"] == ("4", "3")
    assert not [title for title in changed if title.startswith("产品质量/")]
    cell = next(cell for cell in found.changed if cell.title == "服务质量/及时结案")
    assert cell.address == "rows.服务质量.closed_on_time"
    assert json.loads(json.dumps(found.as_data()))["same"] is False


def retyped(document: Path, *changes: tuple[bytes, bytes]) -> str:
    """Write a document with other text; return where it lies."""
    target = document.with_name("改.docx")
    with zipfile.ZipFile(document) as package, zipfile.ZipFile(target, "w") as other:
        for name in package.namelist():
            content = package.read(name)
            for old, new in changes if name == "word/document.xml" else ():
                assert old in content
                content = content.replace(old, new)
            other.writestr(name, content)
    return str(target)


def test_a_number_that_was_typed_over_is_named(tmp_path: Path) -> None:
    archive = kept()
    issued = issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=SAID)
    assert verify(archive, issued.number).on_paper is None
    clean = verify(archive, str(issued.path))
    assert (clean.on_paper, clean.retyped) == (213, ())
    # The shares are 75 % and 25 %; where nothing was closed a quotient prints —.
    found = verify(archive, retyped(issued.path, (b"75.00%", b"99.00%")))
    assert found.is_same
    assert [tuple(one) for one in found.retyped] == [("rows.产品质量.share", "75.00%", "99.00%")]
    assert json.loads(json.dumps(found.as_data()))["retyped"][0]["paper"] == "99.00%"
    found = verify(archive, retyped(issued.path, ("—".encode(), b"1")))
    assert {one.data for one in found.retyped} == {"—"}


def test_other_files_are_no_reports(tmp_path: Path) -> None:
    path = tmp_path / "r.doc"
    path.write_bytes(b"x")
    with pytest.raises(UnreadableInput, match=r"只认 csdforms 生成的 \.docx、\.json"):
        verify(kept(), str(path))


def test_a_document_that_is_cut_off_is_no_template(tmp_path: Path) -> None:
    archive = kept()
    path = tmp_path / "r.docx"
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(UnreadableInput, match=r"^读不懂 r\.docx：不是完好的"):
        verify(archive, str(path))


def test_a_document_without_its_controls_says_so(tmp_path: Path) -> None:
    archive = kept()
    issued = issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=SAID)
    found = verify(archive, retyped(issued.path, (b"<w:tag ", b"<w:alias ")))
    assert (found.on_paper, found.is_same) == (0, True)


def test_rows_that_came_or_went_are_named_once(tmp_path: Path) -> None:
    archive = kept()
    who = {"customer_name": "路人", "phone": "13900006721"}
    add(archive, "", "TS-20260303-009", "2026-03-03", "服务质量", **who)
    issued = issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=BY_CUSTOMER)
    other = {"customer_name": "来人", "phone": "13900006722"}
    add(archive, "", "TS-20260303-009", "2026-03-03", "服务质量", **other)  # registered anew
    found = verify(archive, issued.number)
    assert (found.came, found.went) == (("统计明细/来人",), ("统计明细/路人",))
    assert not found.is_same
    assert found.changed == ()


def test_only_the_compiler_verifies(tmp_path: Path) -> None:
    archive = staffed(hides=False)
    issued = issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=SAID, actor="chen")
    for which in (issued.number, str(issued.path)):
        with pytest.raises(NotAuthorised, match="编制人本人"):
            verify(archive, which, actor="zhou")
    assert [said["wanted"] for said in noted(archive, "refused")] == ["核对他人编制的报表"] * 2
    assert verify(archive, issued.number, actor="chen").is_same


def test_boxes_that_the_form_works_out_are_compared_as_well(tmp_path: Path) -> None:
    archive, ledger = empty(), sample("inbound_call_record")
    archive.file("", "inbound_call_record", ledger, section="5.2")
    issued = issue(archive, "inbound_call_record", tmp_path / "r.docx", **QUARTER)
    count = len(ledger["calls"])
    _, told = explain_filed(archive, issued.number, "呼入总量")
    assert (told.then, told.printed, told.has_changed) == (str(count), str(count), False)
    again = {**ledger, "form_no": "HR-2", "calls": [{**ledger["calls"][0], "call_no": "HR-2-01"}]}
    archive.file("", "inbound_call_record", again, section="5.2")
    _, told = explain_filed(archive, issued.number, "呼入总量")
    assert (told.then, told.printed, told.has_changed) == (str(count), str(count + 1), True)
    found = verify(archive, issued.number)
    changed = {cell.title: (cell.then, cell.now) for cell in found.changed}
    assert changed["呼入总量"] == (str(count), str(count + 1))
    assert found.came == ("来电记录/HR-2-01",)  # a call by its number, not by its customer


def test_what_is_hidden_is_not_there(tmp_path: Path) -> None:
    archive = staffed()
    issued = issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=SAID, actor="zhou")
    with pytest.raises(UnknownFile):
        verify(archive, issued.number, actor="chen")
    with pytest.raises(NotAuthorised):  # the document alone is as if it had never been filed
        verify(archive, str(issued.path), actor="chen")
    assert verify(archive, issued.number, actor="zhou").is_same


def test_a_changed_document_is_refused(tmp_path: Path) -> None:
    archive = kept()
    issued = issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=SAID)
    changed = io.BytesIO()
    with zipfile.ZipFile(issued.path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "customXml/item1.xml":
                assert b'"open_end":4' in part
                part = part.replace(b'"open_end":4', b'"open_end":3')
            new.writestr(name, part)
    issued.path.write_bytes(changed.getvalue())
    with pytest.raises(UnreadableInput, match="与校验值不符"):
        verify(archive, str(issued.path))


def test_no_word_document_of_ours(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"PK nothing")
    with pytest.raises(ValueError, match=r"x\.docx"):
        verify(kept(), str(tmp_path / "x.docx"))


def test_another_archive_is_no_same_state(tmp_path: Path) -> None:
    issued = issue(kept(), FORM, tmp_path / "r.docx", **QUARTER, said=SAID)
    archive = empty()
    for case in reversed(CASES):  # the same complaints, filed the other way round
        add(archive, "", *case)
    found = verify(archive, str(issued.path))
    assert (found.is_same, found.same_head) == (True, False)
