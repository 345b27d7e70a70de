"""The triggers that no ledger shows (T5, T8–T11): from former sheets, the profile, or as said.

What somebody says of customers for one list holds on the next ones while the customer stands on
them; who is said again is said anew, ``无`` says that there is none. Of T5 and T8 the last credit
analysis tells too; one that is newer than the last list tells alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from csdforms.archive.names import normal
from csdforms.errors import InvalidData
from csdforms.reports.customer.credit_terms import PROFILE, profile_record
from csdforms.reports.customer.former_sheets import ON_REGISTER, Analysis, last_analyses
from csdforms.reports.customer.said_customers import customer_said, files_said
from csdforms.reports.figure import Figure, Record, given
from csdforms.reports.request import Option, Request
from csdforms.reports.sources.customers import Customer, day_of
from csdforms.schemas.checking import Finding
from csdforms.schemas.customer.risk_triggers import LEVELS
from csdforms.schemas.types import Items

__all__ = ["OPTIONS", "Judgements"]

_SUED = Option("sued", "涉诉客户", Items(60), help="被责令停业、被诉或被执行的客户编号（T5）")
_REGISTER = Option("on_register", "不诚信名单客户", Items(60), help="不诚信名单上的客户编号（T8）")
_RELATION = Option(
    "relation_risk", "关系风险客户", Items(60), help="关键联系人离职或失联的客户编号（T11）"
)
_RAISED = Option("raised", "上调程度", Items(60), help="人工上调的程度，写作“客户编号=高”")
_RELEASED = Option(
    "released", "解除客户", Items(60), help="仍有触发项而处理完毕、准予解除的客户编号"
)
OPTIONS = (_SUED, _REGISTER, _RELATION, _RAISED, _RELEASED)
#: The triggers that are said of customers.
_SAID = {"T5": _SUED, "T8": _REGISTER, "T11": _RELATION}
_KNOCK_OUTS = {"T5": {"责令停业整改", "被诉货款"}, "T8": {ON_REGISTER}}


class Judgements:
    """What is judged of customers on a day, from everything but the ledgers."""

    def __init__(self, request: Request, unreleased: Mapping[str, Mapping[str, Any]]) -> None:
        self._request = request
        self._customers = request.sources.customers
        self._day = request.period.as_of
        self._listed = unreleased
        self._analyses = last_analyses(request.sources, self._day)
        self._said = {
            code: files_said(request, option)
            for code, option in _SAID.items()
            if request.option(option.name) is not None
        }
        self.released = files_said(request, _RELEASED)
        self.raised = self._raised()

    def of(self, customer: Customer) -> dict[str, Figure]:
        """Return the triggers that are hit, each with what says so."""
        found = {code: self._told(customer.file, code) for code in _SAID}
        found["T9"] = self._affiliates(customer)
        found["T10"] = self._papers(customer)
        return {code: figure for code, figure in found.items() if figure is not None}

    def _told(self, file: str, code: str) -> Figure | None:
        """Return a trigger that is said, was said for the last list, or stands in the analysis."""
        analysis = self._analyses.get(file)
        if analysis is not None and analysis.named("knock_outs") & _KNOCK_OUTS.get(code, set()):
            return given(code, "最近一次客户信用分析表的否决项", analysis.record)
        if code in self._said:
            return given(code, "编表时写明") if file in self._said[code] else None
        row = self._listed.get(file)
        if row is None or code not in (row.get("triggers") or ()) or self._is_newer(analysis, code):
            return None
        number = str(self._request.last.get("form_no", ""))
        return given(code, "上期危险客户统计表的触发项", Record("危险客户统计表", number, file))

    def _is_newer(self, analysis: Analysis | None, code: str) -> bool:
        """Tell whether an analysis after the last list says that a knock-out is no more."""
        if analysis is None or code not in _KNOCK_OUTS:
            return False
        return str(analysis.data["analysed_on"]) > str(self._request.last.get("as_of", ""))

    @cached_property
    def _sued(self) -> Mapping[str, Figure]:
        """The names of the customers that are hit by T5."""
        hit = ((customer, self._told(customer.file, "T5")) for customer in self._customers)
        return {
            normal(str(customer.said("customer_name", self._day) or customer.name)): figure
            for customer, figure in hit
            if figure is not None
        }

    def _affiliates(self, customer: Customer) -> Figure | None:
        names = {
            normal(str(row.get("affiliate_name", "")))
            for row in customer.said("affiliates", self._day) or ()
        }
        hit = [figure for name, figure in self._sued.items() if name in names]
        records = [record for figure in hit for record, _ in figure.records()]
        formula = "客户资料所列的关联企业出现T5的情形"
        return given("T9", formula, profile_record(customer), *records) if hit else None

    def _papers(self, customer: Customer) -> Figure | None:
        """Return T10 if a paper has expired, or the last analysis names one that is missing."""
        analysis = self._analyses.get(customer.file)
        if any(day_of(day) < self._day for day in self._valid_until(customer)):
            return given("T10", f"{PROFILE}所列的证照已过有效期", profile_record(customer))
        if analysis is not None and analysis.named("missing_items"):
            return given("T10", "最近一次客户信用分析表有缺失资料", analysis.record)
        return None

    def _valid_until(self, customer: Customer) -> Iterator[str]:
        person = customer.said("legal_representative", self._day) or {}
        papers = customer.said("certificates", self._day) or ()
        days = (
            customer.said("licence_valid_until", self._day),
            person.get("id_valid_until"),
            *(paper.get("valid_until") for paper in papers),
        )
        return (day for day in days if day)  # 长期 is a day that never comes

    def _raised(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for text in self._request.option(_RAISED.name) or ():
            number, _, level = text.partition("=")
            if level.strip() not in LEVELS:
                message = "写作“客户编号=程度”，程度是低、中、高、极高。"
                finding = Finding(_RAISED.name, _RAISED.label, message)
                raise InvalidData(self._request.model.title(), [finding])
            found[customer_said(self._request, _RAISED, number).file] = level.strip()
        return found
