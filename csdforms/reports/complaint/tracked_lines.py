"""The lines of the tracking sheet: a case with all that its sheets say of it (manual §3.11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from csdforms.archive.drafting.draft import is_key_customer
from csdforms.reports.complaint.case_texts import CaseTexts
from csdforms.reports.complaint.dimensions import customer_name
from csdforms.reports.complaint.effect import Effects
from csdforms.reports.complaint.written_lines import written_lines
from csdforms.reports.figure import Figure, Part, Record, given, ratio, worked
from csdforms.reports.request import Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.complaint_case import ComplaintCase, case_key
from csdforms.schemas import settings
from csdforms.schemas.complaint import case_state
from csdforms.schemas.complaint.tracked_case import cycle_text
from csdforms.schemas.types.identity import region_name

__all__ = ["TrackedLines"]

_DONE = "方案执行"
#: How long a text may be on the list.
_BRIEF = {"containment": 80, "root_cause": 80, "corrective_action": 80}
_CONTENT = 60
_WRITTEN = ("delay_reason", "remarks")


class TrackedLines:
    """Lines of cases as they stood on the report's day."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._cases = request.sources.cases
        self._as_of = request.period.as_of
        self._closed = self._cases.closed(self._as_of)
        self._days = self._cases.days_taken(self._as_of)
        self._status = self._cases.status(self._as_of)
        self._satisfaction = self._cases.satisfaction_by(self._as_of)
        self._money = (
            ("compensation_amount", "赔付金额", self._cases.compensation_by(self._as_of)),
            ("loss_amount", "损失金额", self._cases.loss_by(self._as_of)),
        )
        self._written = _written(request)

    @cached_property
    def _effects(self) -> Effects:
        return Effects(self._cases)

    def line(self, place: int) -> dict[str, Any]:
        """Return the line of the case at a place; what no sheet says is left out."""
        case, record = self._cases.cases[place], self._cases.record(place)
        read = {
            **self._entered(place, case, record),
            **self._customer(case, record),
            **self._texts(case),
        }
        return {
            **{name: figure for name, figure in read.items() if figure and figure.value},
            **self._amounts(place, case, record),
            **self._progress(place, case, record),
            **self._effects.figures(place, self._as_of),
            **self._written.get(case_key(case.complaint_no), {}),
        }

    def _entered(self, place: int, case: ComplaintCase, record: Record) -> dict[str, Figure]:
        """Return what the register sheet and the findings say as it stands."""
        category = given(case.category, "投诉类别，读自投诉登记表", record)
        return {
            "complaint_no": given(case.complaint_no, "读自投诉登记表", record),
            "category": category,
            "level": given(case.level, "投诉等级，读自投诉登记表", record),
            "urgency": given(case.urgency, "缓急，读自投诉登记表", record),
            "demand_types": given(case.demand_types, "客户要求，读自投诉登记表", record),
            "product_name": given(case.product_name, "品名，读自投诉登记表", record),
            "responsible_department": given(
                case.responsible_department, "责任部门，读自处理表或调查表", record
            ),
            "handling_kind": worked(
                "投诉类别是产品质量的为品质，其余为客服",
                case_state.handling_kind,
                投诉类别=category,
            ),
            "satisfaction": given(
                self._satisfaction.at(place), "满意度，读自处理表或报告表", record
            ),
        }

    def _customer(self, case: ComplaintCase, record: Record) -> dict[str, Figure]:
        """Return who complained, and where he belonged that day."""
        day = case.received_at.date()
        found = {
            "customer_name": given(
                customer_name(self._request, case), "读自客户档案，没有的读自投诉登记表", record
            )
        }
        if case.region is not None:
            name = region_name(case.region) if case.region.isdigit() else case.region
            found["region"] = given(name, f"{day:%Y-%m-%d}客户档案的区域", record)
        return found

    def _texts(self, case: ComplaintCase) -> dict[str, Figure | None]:
        """Return what the sheets say in words, and the days that they tell."""
        texts = CaseTexts(self._request.sources.kept, case, self._as_of)
        days = case.received_at.date(), self._as_of
        return {
            "content_summary": texts.text("content", _CONTENT),
            **{name: texts.text(name, most) for name, most in _BRIEF.items()},
            "order_no": texts.text("order_no"),
            "handler": texts.text("handler"),
            "containment_on": texts.first_day_of(_DONE, *days),
            "report_on": texts.reported_on(*days),
            "current_step": texts.last_step(*days),
        }

    def _amounts(self, place: int, case: ComplaintCase, record: Record) -> dict[str, Figure]:
        """Return quantities and money, as far as they are known."""
        found: dict[str, Figure] = {}
        for name, label, value in (
            ("delivered_quantity", "批量", case.delivered_quantity),
            ("defective_quantity", "不良数量", case.defective_quantity),
            *((name, label, amounts.at(place)) for name, label, amounts in self._money),
        ):
            if value is not None:
                found[name] = given(value, f"{label}，读自该案的单据", record)
        if {"delivered_quantity", "defective_quantity"} <= found.keys():
            found["defect_rate"] = ratio(
                "不良数量 ÷ 批量",
                不良数量=found["defective_quantity"],
                批量=found["delivered_quantity"],
            )
        customer = self._request.sources.customers.of(case.file)
        if customer is not None:
            day = case.received_at.date()
            grade = given(customer.grade(day), f"{day:%Y-%m-%d}的客户等级", record)
            found["is_key_customer"] = worked("A级及以上或重点客户为是", _is_key, 客户等级=grade)
        return found

    def _progress(self, place: int, case: ComplaintCase, record: Record) -> dict[str, Figure]:
        """Return how far the case had come, and whether within its limit."""
        as_of, day = self._as_of, case.received_at.date()
        one = Rows(self._cases, np.array([place], np.intp), f"投诉 {case.complaint_no}")
        due = given(case.due_on, "办结期限，读自投诉登记表", record)
        ended = self._cases.closed_on.at(place) if self._closed[place] else None
        closed = given(ended, f"到{as_of:%Y-%m-%d}的结案日期，读自客户投诉处理表", record)
        limits = settings.current()
        warned = worked(
            f"应结案日期前{limits.warning_workdays}个工作日", limits.warn_on, 应结案日期=due
        )
        parts: dict[str, Part] = {"结案日期": closed, "截止日期": as_of}
        days = one.greatest(self._days, "天数（受理到结案，未结的到截止日期）")
        timeliness = worked(
            "按应结案日期和结案日期（未结的按截止日期）", case_state.timeliness,
            应结案日期=due, **parts,
        )  # fmt: skip
        return {
            "received_on": given(day, "受理日期，读自投诉登记表", record),
            "registered_on": given(
                _registered(case, ended or as_of), "受理告知的日期，没有的为受理日期", record
            ),
            "case_status": given(
                self._status.at(place), f"到{as_of:%Y-%m-%d}已走完的环节", record
            ),
            "due_on": due,
            "warning_on": warned,
            "light": worked(
                "未结案的：过了应结案日期为红，到了预警日期为黄，其余为绿",
                case_state.light,
                应结案日期=due,
                预警日期=warned,
                **parts,
            ),
            "closed_on": closed,
            "cycle_days": days,
            "cycle_text": worked("天数，未结的加括号", cycle_text, 天数=days, 时效=timeliness),
            "timeliness": timeliness,
            "overdue_days": worked(
                "结案日期（未结的为截止日期）－应结案日期，不足0为0", case_state.overdue_days,
                应结案日期=due, **parts,
            ),
        }  # fmt: skip


def _written(request: Request) -> Mapping[str, Mapping[str, Any]]:
    """Return by case what people wrote on former lists, and then on this one."""
    eve = request.period.as_of - dt.timedelta(days=1)
    found = {
        key: {name: text.value for name, text in texts.items()}
        for key, texts in written_lines(request.sources.kept, eve).items()
    }
    for number, texts in request.kept("cases", "complaint_no", *_WRITTEN).items():
        found.setdefault(case_key(number), {}).update(texts)
    return found


def _registered(case: ComplaintCase, last: dt.date) -> dt.date:
    """Return the day of acceptance; one that is not between receipt and end is a slip."""
    received, told = case.received_at.date(), case.acknowledged_at
    return told.date() if told is not None and received <= told.date() <= last else received


def _is_key(grade: str | None) -> bool | None:
    return None if grade is None else is_key_customer({"customer_grade": grade})
