"""客户投诉调查表: what was checked in one case, what was found, who is responsible.

Manual section 3.4, flow 3.14. For cases of the high level, grave or dangerous ones, and where it is
in doubt whether the customer is right. The investigator fills it in, the head of the department
gives an opinion, 客户服务部经理 approves. The first block is copied from the register; a second
round is a new sheet. It feeds the handling sheet (cause, responsibility), report and analysis.

Sources: investigation sheets of manufacturers (sample, retained sample, review of records), of
retailers and of authorities; GB/T 19012-2019 for effort in proportion to severity.

>>> from csdforms.schemas.complaint import ComplaintInvestigation
>>> ComplaintInvestigation.title(), ComplaintInvestigation.section
('客户投诉调查表', '3.4')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.complaint import case_rules
from csdforms.schemas.days import days_between
from csdforms.schemas.fields import claim, complaint, customer, inquiry, sheet
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_after,
    not_before,
    not_future,
    others,
    requires,
    warning,
)

#: The findings for which somebody is responsible.
FOUNDED = ("属实", "部分属实")
UNSETTLED = "无法核实"
HIGH = "高等级"
_SHORTEST_NAME = 2  # a single character may be part of any word


class CheckedFact(Row):
    """One point of the complaint, how it was checked, and what came of it."""

    allegation: inquiry.Allegation
    check_method: inquiry.CheckMethod | None = None
    evidence: Annotated[complaint.Evidence, PrintedAs("证据", "依据")] | None = None
    check_result: inquiry.CheckResult | None = None
    remarks: sheet.Remarks | None = None


class PartyStatement(Row):
    """What one of the persons involved says."""

    name: Annotated[
        customer.PersonName,
        PrintedAs("姓名", "当事人 陈述人 被询问人 被调查人 被访谈人 证人"),
    ]
    unit_role: inquiry.UnitRole | None = None
    said_at: Annotated[inquiry.SaidAt, PrintedAs("时间")] | None = None
    statement: inquiry.Statement
    statement_signed: Annotated[inquiry.StatementSigned, PrintedAs("本人签字", "签字")] | None = (
        None
    )


class ComplaintInvestigation(Record, title="客户投诉调查表", section="3.4", number="complaint_no"):
    """The investigation of one case, one sheet for each round."""

    complaint_no: Annotated[complaint.ComplaintNo, PrintedAs("投诉编号", "编号")]
    received_at: complaint.ReceivedAt
    customer_name: customer.CustomerName
    complained_party_kind: complaint.ComplainedPartyKind | None = None
    complained_party: complaint.ComplainedParty | None = None
    product_name: complaint.ProductName | None = None
    order_no: complaint.OrderNo | None = None
    content: Annotated[complaint.Content, PrintedAs("投诉内容", "投诉细节")]
    level: complaint.Level
    due_on: complaint.DueOn | None = None

    investigation_no: inquiry.InvestigationNo | None = None
    round_no: inquiry.RoundNo = 1
    investigator: inquiry.Investigator
    investigation_team: inquiry.InvestigationTeam | None = None
    investigation_methods: Annotated[inquiry.InvestigationMethods, PrintedAs("调查方式")]
    started_on: Annotated[inquiry.InvestigationStartedOn, PrintedAs("开始日期")]
    finished_on: Annotated[inquiry.InvestigationFinishedOn, PrintedAs("完成日期")] | None = None
    investigation_due_on: inquiry.InvestigationDueOn | None = None

    facts: Annotated[
        tuple[CheckedFact, ...],
        Group(
            "事实核查",
            "核查事项 事实调查 调查事实 调查内容 调查经过 调查过程 调查记录 调查情况 调查核实情况",
            "核查内容 核实内容",
            at_least=1,
            at_most=200,
        ),
    ] = ()
    statements: Annotated[
        tuple[PartyStatement, ...],
        Group("当事人说明", "相关人员说明 当事人陈述", at_most=200),
    ] = ()

    sample_received: claim.SampleReceived | None = None
    sample_quantity: claim.SampleQuantity | None = None
    sample_condition: inquiry.SampleCondition | None = None
    batch_no: claim.BatchNo | None = None
    produced_on: claim.ProducedOn | None = None
    expires_on: Annotated[inquiry.ExpiresOn, PrintedAs("有效期")] | None = None
    retained_sample_result: inquiry.RetainedSampleResult | None = None
    record_review: inquiry.RecordReview | None = None
    test_result: inquiry.TestResult | None = None
    similar_complaints: inquiry.SimilarComplaints | None = None

    validity: Annotated[complaint.Validity, PrintedAs("认定结果", "调查结果 结论")] | None = None
    severity: complaint.Severity
    cause_category: complaint.CauseCategory | None = None
    direct_cause: inquiry.DirectCause | None = None
    root_cause: complaint.RootCause | None = None
    analysis_tool: complaint.AnalysisTool | None = None
    responsible_department: complaint.ResponsibleDepartment | None = None
    responsible_person: complaint.ResponsiblePerson | None = None
    impact_scope: inquiry.ImpactScope | None = None
    recall_needed: inquiry.RecallNeeded = False
    recall_scope: inquiry.RecallScope | None = None

    proposal: inquiry.Proposal | None = None
    preventive_suggestion: inquiry.PreventiveSuggestion | None = None
    reviewed_by: Annotated[sheet.ReviewedBy, PrintedAs("部门负责人", "负责人 部门经理")] | None = (
        None
    )
    review_opinion: Annotated[sheet.ReviewOpinion, PrintedAs("部门意见", "质量部意见")] | None = (
        None
    )

    @computed
    def investigation_days(self) -> inquiry.InvestigationDays | None:
        """Days from the beginning of the investigation to its end."""
        return days_between(self.started_on, self.finished_on)

    def reference(self) -> str:
        """Return the investigation's own number: a case may have several rounds."""
        return self.investigation_no or super().reference()

    def finding(self) -> complaint.ValidityWord | None:
        """Return what follows from the facts, ``None`` while one of them is still open."""
        results = {fact.check_result for fact in self.facts}
        settled = results - {UNSETTLED}
        if None in results or not settled:
            return None
        if settled == {"属实"}:
            return "属实"
        return "不属实" if settled == {"不属实"} else "部分属实"

    def proposed(self) -> Mapping[str, object]:
        """Propose number and limit; what follows from the facts once all is done."""
        number = self.complaint_no and f"{self.complaint_no}-D{self.round_no}"
        return {
            "investigation_no": number,
            "investigation_due_on": self.due_on,
            "prepared_by": self.investigator,
            "validity": self.finding() if self.finished_on is not None else None,
        }

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the cross-field problems of the sheet."""
        yield from self._time(today)
        yield from others(self, ("investigation_methods", "remarks"))
        yield from self._impartiality()
        yield from self._goods()
        yield from self._findings()
        yield from case_rules.grading(level=self.level, severity=self.severity)
        recall = self.recall_needed is True
        yield from requires(self, "recall_scope", when=recall, because="须召回（停售）")
        if recall and self.level == "低等级":
            yield error("level", "涉及召回（停售）的投诉应定为“高等级”。")
        if self.finished_on is not None:
            yield from self._completion()

    def _time(self, today: dt.date) -> Iterator[Problem]:
        yield from in_order(
            self, "received_at", "started_on", "finished_on", "reviewed_on", "approved_on"
        )
        yield from in_order(self, "received_at", "due_on")
        yield from in_order(self, "started_on", "investigation_due_on")
        yield from not_after(self, "investigation_due_on", "due_on")
        because = "要让调查人知道何时完成"
        yield from requires(self, "investigation_due_on", because=because)
        if not not_before(self.investigation_due_on, self.finished_on):
            yield warning("finished_on", "晚于“调查时限”，请核对；确已超期的请说明原因。")
        yield from not_future(
            self, "received_at", "started_on", "finished_on", today=today, severity="warning"
        )
        for number, said in enumerate(self.statements, start=1):
            if not not_before(self.finished_on, said.said_at):
                text = "晚于“完成日期”，请核对两处的日期和时间。"
                yield warning(f"statements.{number}.said_at", text)

    def _impartiality(self) -> Iterator[Problem]:
        """Nobody investigates himself."""
        accused = self.complained_party or ""
        text = "被投诉的人不得参加调查，请另派调查人员。"
        if self._named(self.investigator, accused):
            yield error("investigator", text)
        team = self.investigation_team or ()
        if any(self._named(member, accused) for member in team):
            yield error("investigation_team", text)
        if self.responsible_person and self.responsible_person in (self.investigator, *team):
            yield warning("responsible_person", "责任人参加了本案调查，请核对是否应另派人员。")

    @staticmethod
    def _named(member: str | None, accused: str) -> bool:
        return member is not None and len(member) >= _SHORTEST_NAME and member in accused

    def _goods(self) -> Iterator[Problem]:
        goods = self.complained_party_kind == "商品"
        because = "投诉对象是商品"
        yield from requires(self, "product_name", "sample_received", when=goods, because=because)
        received = self.sample_received is True
        because = "收到了样品"
        names = ("sample_quantity", "sample_condition")
        yield from requires(self, *names, when=received, because=because)
        yield from case_rules.sample(received=self.sample_received, quantity=self.sample_quantity)
        yield from in_order(self, "produced_on", "expires_on")
        yield from not_after(self, "produced_on", "received_at")
        if self.complaint_no in (self.similar_complaints or ()):
            yield error("similar_complaints", "应填其他投诉的编号，请删去本案的编号。")

    def _findings(self) -> Iterator[Problem]:
        founded = self.validity in FOUNDED
        because = f"认定结果是“{self.validity}”"
        yield from requires(
            self,
            "cause_category",
            "root_cause",
            "responsible_department",
            "responsible_person",
            when=founded,
            because=because,
        )
        finding = self.finding()
        if finding is not None and self.validity not in (None, "待核实", finding):
            text = f"按事实核查各行的结果应是“{finding}”，请核对；另有认定的请说明理由。"
            yield warning("validity", text)

    def _completion(self) -> Iterator[Problem]:
        """What must be there once the investigation is finished."""
        for number, fact in enumerate(self.facts, start=1):
            if fact.check_result is None:
                yield error(f"facts.{number}.check_result", "调查已完成，请填核查结果。")
        because = "填了完成日期"
        yield from requires(self, "validity", "proposal", because=because)
        if self.validity == "待核实":
            yield warning("validity", "调查已完成，认定结果仍是“待核实”，请核对。")
        high = self.level == HIGH
        because = "高等级投诉的调查须经批准"
        yield from requires(self, "approved_by", "approved_on", when=high, because=because)
        merchant = self.complained_party_kind == "商户"
        if (
            high
            and merchant
            and not any("商户" in (fact.check_method or "") for fact in self.facts)
        ):
            yield warning("facts", "高等级投诉涉及商户的，应有一行向商户核实（来源写“商户核实”）。")
