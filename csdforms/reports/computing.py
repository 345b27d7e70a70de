"""Computing a sheet from an archive: what may be counted is read once, and nothing is typed twice.

What is typed for a sheet (``said``, ``texts``) are boxes of its form by name, label or alias. A box
that the archive computes cannot be typed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from csdforms.archive.counting import Counting
from csdforms.errors import InvalidData
from csdforms.reports.catalogue import report_of
from csdforms.reports.period import Period
from csdforms.reports.provenance import provenance
from csdforms.reports.reminders import reminders
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.sheet import ComputedSheet, judged
from csdforms.reports.sources import Sources
from csdforms.reports.sources.kept import Kept
from csdforms.reports.typed import read_said, read_texts, with_texts
from csdforms.schemas.catalogue import find
from csdforms.schemas.complaint.report_period import kind_of
from csdforms.schemas.form import Form

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive

__all__ = ["DRAFT", "compute", "compute_from", "counted", "last_filed", "period_of"]

#: Stands for the number of a report that is not filed.
DRAFT = "草稿"

_TRIES = 3
#: Boxes of all reports that nobody writes; the boxes by which a report is said are others.
_FIXED = (
    "as_of", "confidentiality", "period_end", "period_start", "prepared_by", "prepared_on",
    "provenance",
)  # fmt: skip


def compute(
    archive: Archive,
    form: str,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    as_of: dt.date | None = None,
    said: Mapping[str, object] | None = None,
    texts: Mapping[str, object] | None = None,
    number: str = DRAFT,
    actor: str = "",
    purpose: str = "",
) -> ComputedSheet:
    """Compute a sheet from what somebody may count; nothing is filed.

    Args:
        archive: The archive.
        form: The form's identifier or Chinese title.
        start: The first day of the period; a sheet about a day takes ``as_of`` alone.
        end: The last day of the period.
        as_of: The day at which the data stand; the last day of the period by default.
        said: Boxes of the form, and options, by which one says what is wanted.
        texts: Boxes that people write: comments, measures, reasons.
        number: The report's own number.
        actor: Who compiles it.
        purpose: What for; may be left out.

    Raises:
        UnknownReport: if there is no such form, or it is not computed.
        NotAuthorised: if he may not compile reports; noted.
        InvalidData: if what was said or typed breaks a rule of the form, or is computed.
        InconsistentReport: if figures contradict each other.
    """
    report = report_of(form)
    period = period_of(report, start, end, as_of)
    return counted(
        archive,
        report,
        period,
        said or {},
        texts or {},
        number=number,
        actor=actor,
        purpose=purpose,
    )


def counted(
    archive: Archive,
    report: Report,
    period: Period,
    said: Mapping[str, object],
    texts: Mapping[str, object],
    *,
    number: str = DRAFT,
    actor: str = "",
    purpose: str = "",
    writes: bool = True,
) -> ComputedSheet:
    """Compute a sheet for a period, see :func:`compute`.

    Without ``writes`` the texts are those of a sheet that is filed: what was counted from them
    counts again, and they stand in no box of the new sheet.
    """

    def once() -> tuple[ComputedSheet, bool]:
        days = {"from": period.start.isoformat(), "to": period.end.isoformat(), "report": number}
        counting = Counting(archive.office, report.form, actor=actor, purpose=purpose, said=days)
        sheet = _computed(report, period, counting, said, texts, number=number, writes=writes)
        return sheet, counting.is_current

    for _ in range(_TRIES - 1):
        sheet, is_current = once()
        if is_current:
            return sheet
    with archive.office.writing():  # so that nobody files anything meanwhile
        return once()[0]


def period_of(
    report: Report, start: dt.date | None, end: dt.date | None, as_of: dt.date | None
) -> Period:
    """Return the period of a report from what was given of it.

    Raises:
        InvalidData: if a day is missing, or they are not in order.
    """
    from csdforms.schemas.checking import Finding

    title = find(report.form).title()
    if report.of_day:
        day = as_of or end
        if day is None:
            raise InvalidData(title, [Finding("as_of", "截止日期", "请写明截止日期（--as-of）。")])
        return Period.of(start or day.replace(month=1, day=1), day)
    if start is None or end is None:
        finding = Finding("period_start", "统计期间", "请写明起止日期（--from、--to）。")
        raise InvalidData(title, [finding])
    if end < start:
        raise InvalidData(title, [Finding("period_end", "结束日期", "早于开始日期，请核对。")])
    if as_of is not None and as_of < start:
        raise InvalidData(title, [Finding("as_of", "截止日期", "早于开始日期，请核对。")])
    return Period.of(start, end, as_of)


def compute_from(
    report: Report,
    period: Period,
    sources: Sources,
    *,
    said: Mapping[str, Any] | None = None,
    last: Mapping[str, Any] | None = None,
    texts: Mapping[str, Any] | None = None,
    today: dt.date | None = None,
) -> Data:
    """Return the data of a sheet, with figures in its cells, from records wherever they are kept.

    ``said`` are typed values by name, ``last`` is the data of the report before this one, ``texts``
    what people write on this one (see ``typed.read_texts``).

    Raises:
        InconsistentReport: if figures contradict each other.
    """
    request = Request(
        find(report.form),
        period,
        sources,
        said or {},
        last or {},
        texts or {},
        today or period.as_of,
    )
    with _unswept():
        return report.compute(request)


@contextlib.contextmanager
def _unswept() -> Iterator[None]:
    """Look for no garbage meanwhile: a sheet makes thousands of figures, and all of them stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def last_filed(
    kept: Kept, report: Report, period: Period, said: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the data of the last filed report of this kind that stands at an earlier day.

    Of reports that were filed for the same day the later one counts; of a form that is about one
    customer or counts by a dimension, those about the same one; of weekly, monthly … ones, those
    of the same kind of period.
    """
    if "period_kind" in report.boxes:
        kind = said.get("period_kind") or kind_of(period.start, period.end)
        said = {**said, "period_kind": kind}
    about = ("customer_no", "dimension", "evaluation_object", "object_name", "period_kind")
    same = [name for name in about if name in report.boxes]
    found: Mapping[str, Any] = {}
    for item in kept.items(report.form):
        data = item["data"]
        if any(data.get(name) != said.get(name, data.get(name)) for name in same):
            continue
        if _day(data) < period.as_of.isoformat() and _day(data) >= _day(found):
            found = data
    return found


def _day(data: Mapping[str, Any]) -> str:
    return str(data.get("as_of") or data.get("period_end") or data.get("prepared_on") or "")


def _computed(
    report: Report,
    period: Period,
    counting: Counting,
    said: Mapping[str, object],
    texts: Mapping[str, object],
    *,
    number: str,
    writes: bool,
) -> ComputedSheet:
    model = find(report.form)
    today = dt.date.fromisoformat(counting.today)
    wanted = read_said(report, model, said)
    last = last_filed(counting, report, period, wanted)
    written = read_texts(model, texts)
    data = compute_from(
        report, period, Sources(counting), said=wanted, last=last, texts=written, today=today
    )
    data = {
        **_head(model, counting, number, today),
        "confidentiality": counting.level,
        **data,
        "provenance": provenance(report, counting, wanted, period, data),
    }
    if writes:
        fixed = (model.number, *_FIXED, *report.boxes)
        data = with_texts(model, data, texts, fixed)
    told = reminders(report, model, period, said=wanted, last=last, data=data)
    sheet = judged(report, model, data, today=today)
    findings = (*told, *sheet.findings)
    return replace(sheet, period=period, tells_of=counting.tells_of, findings=findings)


def _head(model: type[Form], counting: Counting, number: str, today: dt.date) -> dict[str, Any]:
    return {model.number: number, "prepared_by": counting.person, "prepared_on": today}
