from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reports.cases import items_of
from reports.complained import CASES, FORM, QUARTER, add, counted, empty, kept, noted, staffed
from reports.kept import Memory, item

from csdforms.archive.counting import Counting
from csdforms.errors import CsdformsError, InvalidData, NotAuthorised, UnknownReport
from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import compute, compute_from, last_filed, period_of
from csdforms.reports.issuing import issue
from csdforms.reports.period import Period
from csdforms.reports.provenance import options_in, period_in, provenance
from csdforms.reports.request import Option, Report, Request
from csdforms.reports.sheet import judged
from csdforms.reports.sources import Sources
from csdforms.schemas.types import Day

JUNE = Period.of(dt.date(2024, 6, 1), dt.date(2024, 6, 30))
OF_DAY = Report(form=FORM, letters="X", compute=lambda _: {}, of_day=True)


def test_a_sheet_says_when_and_from_what_it_was_counted() -> None:
    archive = kept()
    sheet = counted(archive, purpose="例会")
    said = sheet.data["provenance"]
    assert said["computed_at"] == "2026-04-02T09:00:00"
    assert said["archive_head"] == archive.store.last().anchor
    assert said["report_coverage"] == "完整"
    assert "report_options" not in said
    assert sheet.data["prepared_on"] == "2026-04-02"
    assert sheet.period == Period.of(QUARTER["start"], QUARTER["end"])
    [note] = noted(archive, "report")
    assert (note["form"], note["from"], note["to"]) == (FORM, "2026-01-01", "2026-03-31")


def test_an_empty_archive_gives_a_sheet() -> None:
    sheet = counted(empty())
    assert sheet.data["received"] == 0
    assert sheet.printed["rows"][0]["close_rate"] == "—"


def test_who_sees_less_counts_less() -> None:
    archive = staffed()
    for actor, received in (("zhou", 2), ("chen", 1)):
        sheet = counted(archive, actor=actor)
        assert (sheet.data["received"], sheet.is_complete) == (received, False)
    with pytest.raises(NotAuthorised, match="编制统计报表"):
        counted(archive, actor="lin")


def test_what_is_filed_meanwhile_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    archive, waiting = empty(), list(CASES)

    def disturbed(*args: Any, **named: Any) -> Any:
        if waiting and not archive.store._open:  # type: ignore[attr-defined]
            add(archive, "", *waiting.pop())  # somebody files a complaint while it is counted
        return judged(*args, **named)

    monkeypatch.setattr("csdforms.reports.computing.judged", disturbed)
    assert counted(archive).data["received"] == 2  # the third try holds the lock
    assert len(waiting) == 2


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({}, "请写明起止日期"),
        ({"start": dt.date(2026, 1, 1)}, "请写明起止日期"),
        ({"start": dt.date(2026, 3, 1), "end": dt.date(2026, 2, 28)}, "结束日期.*早于开始日期"),
        ({**QUARTER, "as_of": dt.date(2025, 12, 31)}, "截止日期.*早于开始日期"),
    ],
)
def test_days_that_make_no_period(days: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidData, match=words):
        compute(kept(), FORM, **days)


def test_a_sheet_about_a_day_needs_that_day() -> None:
    day = dt.date(2026, 3, 31)
    assert period_of(OF_DAY, None, None, day) == Period.of(dt.date(2026, 1, 1), day)
    assert period_of(OF_DAY, None, day, None).as_of == day
    assert period_of(OF_DAY, dt.date(2025, 4, 1), None, day).start == dt.date(2025, 4, 1)
    with pytest.raises(InvalidData, match="请写明截止日期"):
        period_of(OF_DAY, None, None, None)


def test_no_computed_sheet() -> None:
    with pytest.raises(UnknownReport):
        compute(kept(), "complaint_register_one", **QUARTER)


def test_without_numpy_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Callable[[str], object]:
        def imported(_: str) -> object:
            raise ModuleNotFoundError(name=name)

        return imported

    monkeypatch.setattr("csdforms.reports.catalogue.import_module", missing("numpy"))
    with pytest.raises(CsdformsError, match=r"pip install .csdforms\[reports\]"):
        report_of(FORM)
    monkeypatch.setattr("csdforms.reports.catalogue.import_module", missing("other"))
    with pytest.raises(ModuleNotFoundError):
        report_of(FORM)


def test_the_last_report_of_the_kind_is_handed_on() -> None:
    def filed(end: str, dimension: str, comment: str) -> Any:
        said = {"period_end": end, "as_of": end, "dimension": dimension, "comment": comment}
        return item(FORM, said)

    memory = Memory(
        forms=[
            filed("2024-05-31", "投诉类别", "五月"),
            filed("2024-04-30", "投诉类别", "四月"),
            filed("2024-05-31", "产品", "别的"),
            filed("2024-06-30", "投诉类别", "同一天"),
        ]
    )
    report = report_of(FORM)
    assert last_filed(memory, report, JUNE, {"dimension": "投诉类别"})["comment"] == "五月"
    assert last_filed(memory, report, JUNE, {"dimension": "月份"}) == {}
    memory.forms = [*memory.forms, filed("2024-05-31", "投诉类别", "五月改")]
    assert last_filed(memory, report, JUNE, {"dimension": "投诉类别"})["comment"] == "五月改"


def test_typed_texts_come_to_the_next_period(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, seen = kept(), []
    first: dict[str, Any] = {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 1, 31)}
    issue(archive, FORM, tmp_path / "r.docx", **first, texts={"分析说明": "一月"})
    made = Request

    def watched(*args: Any) -> Request:
        seen.append(args[4])
        return made(*args)

    monkeypatch.setattr("csdforms.reports.computing.Request", watched)
    compute(archive, FORM, start=dt.date(2026, 2, 1), end=dt.date(2026, 2, 28))
    assert seen[0]["comment"] == "一月"


def test_each_kind_of_record_is_read_once() -> None:
    memory = Memory(forms=items_of())
    said = {"dimension": "客户"}
    compute_from(report_of(FORM), JUNE, Sources(memory), said=said)
    assert "complaint_register_one" in memory.read
    assert len(memory.read) == len(set(memory.read))


def test_the_period_is_read_off_a_report() -> None:
    day = {"period_start": "2026-01-01", "period_end": "2026-03-31"}
    assert period_in(day) == Period.of(QUARTER["start"], QUARTER["end"])
    later = Period.of(QUARTER["start"], QUARTER["end"], dt.date(2026, 4, 5))
    assert period_in({**day, "as_of": "2026-04-05"}) == later
    assert period_in({"as_of": "2026-03-31"}) == Period.of(QUARTER["start"], QUARTER["end"])
    assert period_in({"provenance": None}) is None


def test_options_and_a_period_without_boxes_stand_among_the_options() -> None:
    option = Option("limit", "界限", Day())
    report = Report(form=FORM, letters="X", compute=lambda _: {}, options=(option,))
    counting = Counting(kept().office, FORM)
    period = Period.of(QUARTER["start"], QUARTER["end"], dt.date(2026, 4, 5))
    said = provenance(report, counting, {"limit": dt.date(2026, 3, 5)}, period, {})
    assert said["report_options"] == (
        "界限=2026年3月5日；统计开始日期=2026-01-01；统计结束日期=2026-03-31；数据截至=2026-04-05"
    )
    assert period_in({"provenance": said}) == period
    assert options_in({"provenance": said}) == {"界限": "2026年3月5日"}
    boxes = {"period_start": period.start, "period_end": period.end, "as_of": period.as_of}
    assert provenance(report, counting, {}, period, boxes)["report_options"] is None
