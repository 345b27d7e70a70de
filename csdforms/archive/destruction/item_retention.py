"""How long an item is kept by itself, inside a file that is kept longer or shorter (X16).

By form, from a day of its own (archive.md §6.6). A form that is not in the table has no duty of its
own: it is kept as long as its file, and no longer. What was decided about an item at an appraisal
stands on the card of its file, ``kept_items``::

    {"KH-…/5.7-2026-0001": {"until": "2027-01-31", "reason": "…", "appraisal": "JD-2026-0001"}}
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import Any, NamedTuple

from csdforms.archive.actor import day_of
from csdforms.archive.destruction.retention import later
from csdforms.archive.records import Reader
from csdforms.archive.terms import normal

__all__ = ["PERIODS", "Period", "is_item_over", "item_until", "must_be_kept", "period_of"]


class Period(NamedTuple):
    """How long items of a form are kept."""

    title: str
    begins: str  # closing: of their case; otherwise the box with the day, or else that of filing
    basis: str
    years: int = 0
    months: int = 0
    persons_only: bool = False
    is_duty: bool = True  # to keep it as long; otherwise it is only not kept longer


_CLOSING = "closing"
_COMPLAINT = Period("投诉案卷 5 年", _CLOSING, "档案保管规则 §6.6", years=5)
_CALL = Period("外呼证据 6 个月", "called_at", "工信部呼叫中心通知（2020-06）", months=6)
_CREDIT = Period(
    "个人信用资料 5 年", "", "参照征信业管理条例第16条", years=5, persons_only=True, is_duty=False
)
#: That it was handled is proved for three years by the archive's own records, not by the file:
#: the papers in it are no ground to keep a person whose data are to be deleted.
_REQUEST = Period("个人信息处理记录 3 年", "", "个人信息保护法第56条", years=3, is_duty=False)

#: The forms with a period of their own.
PERIODS: Mapping[str, Period] = {
    **dict.fromkeys(
        (
            "complaint_case_tracking",
            "complaint_handling",
            "complaint_handling_log",
            "complaint_handling_notice",
            "complaint_handling_report",
            "complaint_investigation",
            "complaint_register_one",
            "complaint_register_two",
            "complaint_summary",
        ),
        _COMPLAINT,
    ),
    "outbound_call_record": _CALL,
    "customer_credit_analysis": _CREDIT,
    "customer_credit_change": _CREDIT,
    **dict.fromkeys(
        ("file_disclosure_approval", "personal_data_answer", "personal_data_request"), _REQUEST
    ),
}

_ORGANISATION = "F"


def period_of(card: Mapping[str, Any], form: str) -> Period | None:
    """Return the period that items of a form have in a file, None if none of their own."""
    period = PERIODS.get(form)
    if period and period.persons_only and card["kind"] == _ORGANISATION:
        return None
    return period


def item_until(reader: Reader, card: Mapping[str, Any], item: Mapping[str, Any]) -> str | None:
    """Return the last day for which an item is kept by itself.

    "" stands for no end yet, as long as its case is open; None for no period of its own.
    """
    decided = card.get("kept_items", {}).get(item["number"])
    if decided:
        return str(decided["until"])
    period = period_of(card, item["form"])
    if period is None:
        return None
    start = _closing(reader, item) if period.begins == _CLOSING else _own_day(item, period.begins)
    return later(start, years=period.years, months=period.months) if start else ""


def is_item_over(
    reader: Reader, card: Mapping[str, Any], item: Mapping[str, Any], day: str
) -> bool:
    """Whether an item has a period of its own, and need not be kept any more on a day."""
    last = item_until(reader, card, item)
    return bool(last) and day > str(last)


def must_be_kept(
    reader: Reader, card: Mapping[str, Any], item: Mapping[str, Any], day: str
) -> bool:
    """Whether an item has a duty of its own to be kept, that is not over on a day."""
    period = period_of(card, item["form"])
    if item["number"] not in card.get("kept_items", {}) and not (period and period.is_duty):
        return False
    return not is_item_over(reader, card, item, day)


def _own_day(item: Mapping[str, Any], box: str) -> str:
    """Return the day that an item says itself, or that of its filing."""
    said = item["data"].get(box)
    return day_of(said if isinstance(said, str) and said else item["filed_at"])


def _closing(reader: Reader, item: Mapping[str, Any]) -> str:
    """Return the day of the last thing that happened in an item's case, "" while it is open.

    A paper that belongs to no case is closed by being filed.
    """
    from csdforms.archive.secrecy.granting.cases import CASES, is_open

    case = normal("link", item["links"].get("complaint_no", ""))
    if not case:
        return day_of(item["filed_at"])
    if is_open(reader, case, item["file"]):
        return ""
    papers = (reader.get("items", key) for key in reader.find("items", "link:complaint_no", case))
    days = [one["filed_at"] for one in papers if one and one["file"] == item["file"]]
    acts = (reader.get(CASES, key) for key in reader.find(CASES, "file", item["file"]))
    days += [act["at"] for act in acts if act and act["case"] == case]
    return day_of(max(days))
