from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from archive.customers import change_card, open_company
from archive.secrecy.department import classify, hire, opened_person
from reports.complained import CASES, FORM, QUARTER, add, counted, empty, kept, noted, staffed

from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.outgoing.amounts import Records
from csdforms.errors import (
    InvalidData,
    InvalidNumber,
    MissingFile,
    NotAuthorised,
    NotPermitted,
    OutputExists,
    UnknownReport,
)
from csdforms.files import write_file
from csdforms.reports import issuing
from csdforms.reports.catalogue import report_of
from csdforms.reports.exporting import exporting
from csdforms.reports.issuing import Issued, issue, next_number
from csdforms.templates.embedding import carried

SAID = {"dimension": "投诉类别"}


def issued(archive: Archive, path: Path | None, **more: Any) -> Issued:
    return issue(archive, FORM, path, **{**QUARTER, "said": SAID, **more})


def items(archive: Archive) -> list[dict[str, Any]]:
    return [item for _, item in archive.store.rows("items") if item["form"] == FORM]


def copies(archive: Archive) -> list[dict[str, Any]]:
    return [copy for _, copy in archive.store.rows("copies")]


def test_a_report_gets_a_number_and_is_filed(tmp_path: Path) -> None:
    archive = kept()
    head = archive.store.last().anchor
    made = issued(archive, tmp_path / "r.docx")
    assert (made.number, made.item) == ("TSTJ-20260331-001", "BM/3.5-2026-0001")
    [item] = items(archive)
    assert (item["file"], item["section"], item["title"]) == ("", "3.5", "客户投诉统计表")
    assert item["data"]["report_no"] == made.number
    assert item["data"]["provenance"]["archive_head"] == head
    assert item["data"]["provenance"]["report_coverage"] == "完整"
    document = made.path.read_bytes()
    assert archive.document(made.item) == document
    assert carried(document)[1] == item["data"]


def test_it_is_registered_and_noted(tmp_path: Path) -> None:
    archive = kept()
    made = issued(archive, tmp_path / "r.docx", purpose="季度例会")
    [copy] = copies(archive)
    assert (copy["file"], copy["item"], copy["kind"]) == ("BM", made.item, "paper")
    assert copy["records"] == {"credit": 0, "transaction": 0, "other": 1}
    assert copy["path"] == str(made.path.absolute())
    assert [said["item"] for said in noted(archive, "paper")] == [made.item]
    assert [said["report"] for said in noted(archive, "report")] == [made.number]
    assert [line.act for line in archive.store.lines()][-2:] == ["file", "paper"]


def test_the_next_free_number_is_given_out(tmp_path: Path) -> None:
    archive = kept()
    names = [issued(archive, tmp_path / f"{place}.docx").number for place in range(2)]
    assert names == ["TSTJ-20260331-001", "TSTJ-20260331-002"]
    other = issued(archive, tmp_path / "o.docx", end=dt.date(2026, 2, 28))
    assert other.number == "TSTJ-20260228-001"


def test_the_numbers_of_a_day_end() -> None:
    class Full:
        def find(self, *_: str) -> list[int]:
            return list(range(1, 1000))

        def get(self, _: str, key: int) -> dict[str, Any]:
            return {"data": {"report_no": f"TSTJ-20260331-{key:03}"}}

    reader: Any = Full()
    with pytest.raises(InvalidNumber, match="用完"):
        next_number(reader, report_of(FORM), dt.date(2026, 3, 31))
    assert next_number(reader, report_of(FORM), dt.date(2026, 4, 1)) == "TSTJ-20260401-001"


def test_it_is_named_after_number_and_title(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    assert str(issued(kept(), None).path) == "TSTJ-20260331-001-客户投诉统计表.docx"
    assert [path.name for path in tmp_path.iterdir()] == ["TSTJ-20260331-001-客户投诉统计表.docx"]


def nothing_happened(archive: Archive, folder: Path) -> None:
    assert items(archive) == []
    assert copies(archive) == []
    assert not [path for path in folder.rglob("*") if path.suffix == ".tmp"]
    made = issued(archive, folder / "again.docx")
    assert (made.number, made.item) == ("TSTJ-20260331-001", "BM/3.5-2026-0001")


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    archive, path = kept(), tmp_path / "r.docx"
    path.write_bytes(b"mine")
    with pytest.raises(OutputExists):
        issued(archive, path)
    assert path.read_bytes() == b"mine"
    nothing_happened(archive, tmp_path)
    issued(archive, path, overwrite=True)
    assert path.read_bytes()[:2] == b"PK"


def test_without_a_folder_nothing_is_filed(tmp_path: Path) -> None:
    archive = kept()
    with pytest.raises(MissingFile):
        issued(archive, tmp_path / "none" / "r.docx")
    nothing_happened(archive, tmp_path)


def test_on_a_full_disk_nothing_is_filed(tmp_path: Path, monkeypatch: Any) -> None:
    archive, sync = kept(), os.fsync

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotPermitted, match="No space left"):
        issued(archive, tmp_path / "r.docx")
    monkeypatch.setattr(os, "fsync", sync)
    nothing_happened(archive, tmp_path)


def test_what_cannot_be_printed_is_not_filed(tmp_path: Path, monkeypatch: Any) -> None:
    archive = kept()
    monkeypatch.setattr(issuing, "print_form", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        issued(archive, tmp_path / "r.docx")
    monkeypatch.undo()
    nothing_happened(archive, tmp_path)


def test_a_wrong_text_files_nothing(tmp_path: Path) -> None:
    archive = kept()
    with pytest.raises(InvalidData):
        issued(archive, tmp_path / "r.docx", texts={"受理件数": 1})
    nothing_happened(archive, tmp_path)


def test_a_document_that_does_not_get_its_name_is_in_the_archive(
    tmp_path: Path, monkeypatch: Any
) -> None:
    archive, path = kept(), tmp_path / "r.docx"
    keep = issuing._keep

    def kept_while_another_writes(*args: Any, **named: Any) -> Any:
        done = keep(*args, **named)
        write_file(path, b"another's")
        return done

    monkeypatch.setattr(issuing, "_keep", kept_while_another_writes)
    with pytest.raises(NotPermitted, match=r"TSTJ-20260331-001 并归档，件号 BM/3\.5-2026-0001"):
        issued(archive, path)
    assert path.read_bytes() == b"another's"
    [item], [copy] = items(archive), copies(archive)
    assert item["number"] == "BM/3.5-2026-0001"
    assert "recalled" in copy
    assert archive.document(item["number"])[:2] == b"PK"
    assert [said["problem"] for said in noted(archive, "failed")] == ["OutputExists"]


def test_who_may_not_file_issues_nothing(tmp_path: Path) -> None:
    archive = staffed()
    with pytest.raises(NotAuthorised, match="归档统计报表"):
        issued(archive, tmp_path / "r.docx", actor="gao")  # the general manager counts, files not
    with pytest.raises(NotAuthorised, match="编制统计报表"):
        issued(archive, tmp_path / "r.docx", actor="lin")  # a phone agent files, counts not
    assert items(archive) == []


def test_no_computed_sheet(tmp_path: Path) -> None:
    with pytest.raises(UnknownReport):
        issue(kept(), "complaint_register_one", tmp_path / "r.docx", **QUARTER)


def test_the_report_is_as_secret_as_what_it_counts(tmp_path: Path) -> None:
    archive = staffed()
    high = issued(archive, tmp_path / "z.docx", actor="zhou")
    low = issued(archive, tmp_path / "c.docx", actor="chen")
    assert high.sheet.form.confidentiality == "秘密"
    assert low.sheet.form.confidentiality == "内部"
    assert high.sheet.data["received"] == 2
    assert low.sheet.data["received"] == 1
    assert not high.sheet.is_complete
    mine = [item.number for item in archive.list_items(form=FORM, actor="chen", purpose="核对")]
    assert mine == [low.item]
    assert archive.find("TSTJ-20260331-001", actor="chen") == []
    [linked] = archive.linked("report_no", low.number, actor="chen")
    assert linked.number == low.item
    assert archive.linked("report_no", high.number, actor="chen") == ()


def test_masked_names_are_kept_as_they_were_counted(tmp_path: Path) -> None:
    archive = empty()
    add(archive, opened_person(archive, 1), *CASES[0])
    hire(archive)
    made = issued(archive, tmp_path / "r.docx", said={"dimension": "客户"}, actor="chen")
    assert "*" in made.sheet.data["rows"][0]["dimension_value"]


def test_a_closed_customer_counts(tmp_path: Path) -> None:
    archive = empty()
    number = open_company(archive)
    add(archive, number, *CASES[0])
    change_card(archive, number, state="SEALED")
    made = issued(archive, tmp_path / "r.docx", said={"dimension": "客户"})
    assert made.sheet.data["received"] == 1


def test_texts_are_kept_for_the_next_report(tmp_path: Path) -> None:
    archive = kept()
    made = issued(archive, tmp_path / "r.docx", texts={"分析说明": "季度平稳"})
    assert made.sheet.data.get("comment") == "季度平稳"
    assert items(archive)[0]["data"]["comment"] == "季度平稳"


def test_too_much_a_day_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    archive = staffed(hides=False)
    monkeypatch.setattr(issuing, "records_of", lambda *_: Records(other=2500))
    with pytest.raises(NotAuthorised, match="带出这么多记录"):
        issued(archive, tmp_path / "r.docx", actor="chen")
    assert items(archive) == []
    assert list(tmp_path.iterdir()) == []


def test_an_export_is_registered_before_it_is_written() -> None:
    archive = kept()
    with exporting(archive, counted(archive), files=7, purpose="例会"):
        [copy] = copies(archive)
    assert copy["records"] == {"credit": 0, "transaction": 0, "other": 7}
    assert (copy["file"], copy["kind"]) == ("BM", "export")
    with pytest.raises(ZeroDivisionError), exporting(archive, counted(archive)):
        1 / 0  # noqa: B018
    assert "recalled" in copies(archive)[1]


def test_what_is_secret_is_not_exported_without_a_release() -> None:
    archive = staffed()
    sheet = counted(archive, actor="zhou")
    with (
        pytest.raises(NotAuthorised, match="导出秘密档案"),
        exporting(archive, sheet, actor="zhou"),
    ):
        raise AssertionError
    with exporting(archive, sheet, is_bulk=False, actor="zhou"):
        pass  # a screen that goes into a file only counts


def test_nobody_exports_the_most_secret() -> None:
    archive = empty()
    number = open_company(archive)
    classify(archive, number, 4, ("高远",))
    add(archive, number, *CASES[0])
    hire(archive)
    sheet = counted(archive, actor="gao")
    with pytest.raises(NotPermitted, match="绝密"), exporting(archive, sheet, actor="gao"):
        raise AssertionError
