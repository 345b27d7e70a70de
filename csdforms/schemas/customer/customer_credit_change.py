"""客户信用度变更表: an application to change a customer's grade, limit or term, and its approval.

Manual section 4.10, flow 4.19; one open sheet a customer. 客户信息专员 or the salesperson fills it
in, finance gives its opinion, how far it goes decides who approves; copies go to finance, sales
and the customer's file, and the limit in the system is set only after approval.

Sources: applications of new customers, of customers with a history, and for a temporary limit,
with the credit rules behind them (``credit_policy``).

>>> from csdforms.schemas.customer import CustomerCreditChange
>>> CustomerCreditChange.title(), CustomerCreditChange.section
('客户信用度变更表', '4.10')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any

from csdforms.schemas import settings
from csdforms.schemas.customer.credit_policy import (
    WITHOUT_CREDIT,
    agreed_terms,
    direction_of,
    limit_range,
    steps_up,
)
from csdforms.schemas.fields import credit, customer, sales, sheet
from csdforms.schemas.figures import agrees, ratio
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.opinion import Opinion
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_before,
    not_future,
    others,
    requires,
    warning,
)
from csdforms.schemas.types import Money

_MANAGER: credit.ApproverWord = "客户服务部经理"
_GENERAL_MANAGER: credit.ApproverWord = "总经理"
_FIRST, _TEMPORARY, _FREEZE, _THAW, _CANCEL = "首次授信", "临时额度", "冻结", "解冻", "取消授信"
#: What each kind of change is about.
_SUBJECT = {"等级调整": "grade", "额度调整": "limit", "期限调整": "term_days"}
_TERMS = ("grade", "limit", "term_days", "payment")
_GENERAL_MANAGER_STEPS = 2
_HIGH_GRADES = ("AAA", "AA")
_HIGH_RISKS = ("高", "极高")
_FOR_BETTER = {"合作时间长或经营良好", "销售增长", "按期付款", "战略合作"}
_FOR_WORSE = {
    "付款延迟", "恶意拖欠", "经营风险或财务恶化", "涉诉或被处罚", "销售下滑", "资料缺失",
}  # fmt: skip
_MONTHS = 12
_CENTS = Decimal("0.06")  # what rounding a mean to cents takes from twelve of it
#: In the order in which they are given.
_OPINIONS = ("sales_opinion", "finance_opinion", "supervisor_opinion", "gm_opinion")
_DECIDERS = _OPINIONS[2:]


class Repayment(Row):
    """What is paid back by when, where the new limit is less than what is owed."""

    repay_on: Annotated[credit.RepayOn, PrintedAs("还款日期")]
    repay_amount: Annotated[credit.RepayAmount, PrintedAs("还款金额")]


class Notification(Row):
    """Who was told of the change, when and how."""

    notified_party: credit.NotifiedParty
    notify_method: credit.NotifyMethod | None = None
    notified_on: credit.NotifiedOn | None = None
    notified_by: credit.NotifiedBy | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a notification that is noted only by half."""
        dated = self.notified_on is not None
        yield from requires(self, "notified_by", when=dated, because="填了通知日期")
        named = self.notified_by is not None
        yield from requires(self, "notified_on", when=named, because="填了通知人")


class CustomerCreditChange(Record, title="客户信用度变更表", section="4.10"):
    """What a customer may owe, before and after; who asked for the change, who allowed it."""

    form_no: sheet.FormNo
    change_kind: credit.CreditChangeKind
    customer_no: customer.CustomerNo
    customer_name: customer.CustomerName
    first_deal_on: Annotated[customer.FirstDealOn, PrintedAs("合作起始", "合作起始日期")] | None = (
        None
    )
    salesperson: customer.Salesperson
    applied_by: credit.AppliedBy
    applied_department: credit.AppliedDepartment
    applied_on: credit.AppliedOn

    old_grade: credit.OldGrade | None = None
    new_grade: credit.NewGrade
    old_limit: credit.OldLimit | None = None
    new_limit: credit.NewLimit
    old_term_days: credit.OldTermDays | None = None
    new_term_days: credit.NewTermDays
    old_payment: credit.OldPayment | None = None
    new_payment: credit.NewPayment
    temporary_amount: credit.TemporaryAmount | None = None
    temporary_from: credit.TemporaryFrom | None = None
    temporary_to: credit.TemporaryTo | None = None

    change_reasons: credit.ChangeReasons
    reason_text: credit.ReasonText
    effect_on_open_orders: credit.EffectOnOpenOrders | None = None

    last_twelve_months_amount: sales.LastTwelveMonthsAmount | None = None
    avg_month_sales_amount: sales.AvgMonthSalesAmount | None = None
    last_three_months_receipts_amount: credit.LastThreeMonthsReceiptsAmount | None = None
    on_time_payment_rate: Annotated[sales.OnTimePaymentRate, PrintedAs("履约率")] | None = None
    overdue_amount: sales.OverdueAmount | None = None
    max_overdue_days: sales.MaxOverdueDays | None = None
    exposure_amount: (
        Annotated[
            sales.ExposureAmount,
            PrintedAs("信用占用额", "应收余额 应收账款余额 欠款余额 目前欠款"),
        ]
        | None
    ) = None
    utilisation_rate: sales.UtilisationRate | None = None
    risk_level: credit.RiskLevel | None = None
    released_from_register: credit.ReleasedFromRegister | None = None
    analysis_form_no: credit.AnalysisFormNo | None = None
    analysed_on: credit.AnalysedOn | None = None
    formula_limit: credit.FormulaLimit | None = None

    repayment_plan: Annotated[tuple[Repayment, ...], Group("还款计划", at_most=60)] = ()
    effective_from: credit.EffectiveFrom
    effective_to: (
        Annotated[
            credit.EffectiveTo,
            PrintedAs("有效期至", "有效期 有效期限 失效日期 到期日 到期日期 截止日期"),
        ]
        | None
    ) = None

    sales_opinion: (
        Annotated[
            Opinion,
            Label(
                "销售部意见",
                "业务意见 销售意见 销售部门意见 业务部意见 业务部门意见 销售经理意见 销售主管意见",
                "业务主管意见 市场部意见 营销部意见",
            ),
        ]
        | None
    ) = None
    finance_opinion: (
        Annotated[
            Opinion,
            Label(
                "财务部意见",
                "财务意见 财务部门意见 财务经理意见 财务主管意见 财务总监意见",
                "财务审核 财务审核意见",
                "信控意见",
            ),
        ]
        | None
    ) = None
    supervisor_opinion: (
        Annotated[
            Opinion,
            Label(
                "客户服务部意见",
                "部门意见 经理意见 客服部意见 信用管理部意见 信用管理部门意见",
            ),
        ]
        | None
    ) = None
    gm_opinion: (
        Annotated[
            Opinion,
            Label("总经理意见", "总经理批示 总经理审批 总经理审批意见 总裁意见"),
        ]
        | None
    ) = None
    system_set_by: credit.SystemSetBy | None = None
    system_set_on: credit.SystemSetOn | None = None
    notified_parties: Annotated[
        tuple[Notification, ...], Group("变更通知", "通知 通知情况", at_most=30)
    ] = ()
    confidentiality: sheet.Confidentiality = "秘密"

    @computed
    def grade_direction(self) -> credit.Direction | None:
        """Whether the grade rises or falls."""
        return direction_of(self.old_grade, self.new_grade)

    @computed
    def grade_steps(self) -> credit.GradeSteps | None:
        """By how many grades."""
        steps = steps_up(self.old_grade, self.new_grade)
        return None if steps is None else abs(steps)

    @computed
    def excess_amount(self) -> credit.ExcessAmount | None:
        """How far the limit, a temporary one included, goes beyond the formula."""
        limit = self.whole_limit()
        if limit is None or self.formula_limit is None:
            return None
        return max(limit - self.formula_limit, Decimal("0.00"))

    @computed
    def approval_level(self) -> credit.ApprovalLevel | None:
        """Who decides.

        The general manager where it goes up by two grades or to AA and above, beyond the formula
        or the manager's amount, or off the register of the dishonest.
        """
        if self.change_kind is None:
            return None
        steps = steps_up(self.old_grade, self.new_grade)
        rises = self.change_kind == _FIRST if steps is None else steps > 0
        far = steps is not None and steps >= _GENERAL_MANAGER_STEPS
        high = rises and self.new_grade in _HIGH_GRADES
        beyond = bool(self.excess_amount) or self._large() or bool(self.released_from_register)
        return _GENERAL_MANAGER if far or high or beyond else _MANAGER

    def whole_limit(self) -> Decimal | None:
        """Return the new limit with the temporary one on top of it."""
        return None if self.new_limit is None else self.new_limit + (self.temporary_amount or 0)

    def _large(self) -> bool:
        """Whether the limit rises to more than the manager may allow."""
        limit = self.whole_limit() or Decimal(0)
        raised = self.old_limit is None or limit > self.old_limit
        return raised and limit > settings.current().credit.general_manager_above

    def _decider(self) -> str:
        """Return the name of the opinion that decides."""
        return _DECIDERS[self.approval_level == _GENERAL_MANAGER]

    def _withdrawn(self) -> bool:
        return self.change_kind in (_FREEZE, _CANCEL)

    def proposed(self) -> Mapping[str, object]:
        """Propose that what the change is not about stays, and what follows from the rest."""
        values: dict[str, Any] = dict(self._kept())
        grade = self.new_grade or values["new_grade"]
        term = values["new_term_days"] if self.new_term_days is None else self.new_term_days
        limits = limit_range(grade, self.avg_month_sales_amount, term)
        values["formula_limit"] = limits[0] if limits and limits[0] == limits[1] else None
        values["utilisation_rate"] = ratio(self.exposure_amount, self.old_limit)
        if self.change_kind == _TEMPORARY:
            values["effective_from"] = self.temporary_from
            values["effective_to"] = self.temporary_to
        decision: Opinion | None = getattr(self, self._decider())
        if decision is not None and decision.agreed():
            values["approved_by"] = decision.opinion_by
            values["approved_on"] = decision.opinion_on
        return values

    def _kept(self) -> Mapping[str, object]:
        """Return the new terms as far as they follow from the old ones and the kind of change."""
        kept = {f"new_{name}": getattr(self, f"old_{name}") for name in _TERMS}
        kept[f"new_{_SUBJECT.get(self.change_kind or '', 'grade')}"] = None
        if self.change_kind not in _SUBJECT:
            kept["new_grade"] = self.old_grade
        if self.change_kind in ("等级调整", _THAW):
            kept["new_limit"] = None  # the analysis says what it is now
        without = (self.new_grade or kept["new_grade"]) == WITHOUT_CREDIT
        if self._withdrawn() or without:
            kept |= {"new_limit": Decimal("0.00"), "new_payment": None}
        if without:
            kept["new_term_days"] = 0
        return kept

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the cross-field problems of the sheet."""
        yield from self._days(today)
        yield from self._changed()
        yield from agreed_terms(self, "new")
        yield from self._temporary()
        yield from self._grounds()
        yield from self._figures()
        yield from self._repaid()
        yield from self._opinions()
        yield from self._approved()
        yield from self._separated()
        yield from self._carried_out()

    def _days(self, today: dt.date) -> Iterator[Problem]:
        yield from in_order(self, "first_deal_on", "applied_on", "approved_on", "effective_from")
        yield from in_order(self, "effective_from", "effective_to")
        yield from in_order(self, "approved_on", "system_set_on")
        yield from in_order(self, "analysed_on", "applied_on")
        yield from not_future(self, "applied_on", "system_set_on", today=today)
        at_once = self.change_kind == _FREEZE or self.grade_direction == "降级"
        if at_once and not not_before(self.approved_on, self.effective_from):
            yield warning("effective_from", "降级和冻结经批准后应立即生效，请核对。")

    def _changed(self) -> Iterator[Problem]:
        """Yield a change that changes nothing, or something else than it says."""
        kind = self.change_kind
        first = kind == _FIRST
        because = "除首次授信外"
        yield from requires(self, "first_deal_on", when=not first, because=because)
        old = ("old_grade", "old_limit", "old_term_days", "old_payment")
        yield from requires(self, *old, when=not first, because=because, severity="warning")
        if first and self.old_limit:
            yield error("old_limit", "已有信用额度，不是首次授信，请核对变更类型。")
        if self._withdrawn() and self.new_limit:
            yield error("new_limit", "冻结或取消授信后额度应为 0。")
        if kind == _THAW and self.new_limit == 0:
            yield error("new_limit", "解冻后应有额度；不再给信用的，请选“取消授信”。")
        same = {name: self._same(name) for name in _TERMS}
        subject = _SUBJECT.get(kind or "")
        if subject and same[subject]:
            yield error(f"new_{subject}", f"变更类型是“{kind}”，这一项却没有变，请核对。")
        elif kind not in (None, _FIRST, _TEMPORARY) and all(same.values()):
            yield error("change_kind", "等级、额度、期限和付款方式都没有变，请核对。")

    def _same(self, name: str) -> bool:
        old, new = getattr(self, f"old_{name}"), getattr(self, f"new_{name}")
        return old is not None and old == new

    def _temporary(self) -> Iterator[Problem]:
        """Yield a temporary limit without amount or term, or one that belongs to no such change."""
        names = ("temporary_amount", "temporary_from", "temporary_to")
        given = [name for name in names if getattr(self, name) is not None]
        temporary = self.change_kind == _TEMPORARY
        because = f"变更类型是“{_TEMPORARY}”"
        yield from requires(self, *names, when=temporary, because=because)
        if given and self.change_kind is not None and not temporary:
            yield warning(given[0], f"变更类型不是“{_TEMPORARY}”，请核对。")
        if self.temporary_amount == 0:
            yield error("temporary_amount", "临时额度应大于 0。")
        start, end = self.temporary_from, self.temporary_to
        if start is not None and end is not None and end <= start:
            yield error("temporary_to", "应晚于临时额度开始的日期。")
        yield from in_order(self, "effective_from", "temporary_from")

    def _grounds(self) -> Iterator[Problem]:
        """Yield reasons that speak against the change, and what it must rest on."""
        better, worse = self.grade_direction == "升级", self.grade_direction == "降级"
        reasons = set(self.change_reasons or ())
        if better and reasons & _FOR_WORSE:
            yield warning("change_reasons", "所选原因不支持升级，请核对变更方向或原因。")
        if (worse or self._withdrawn()) and reasons & _FOR_BETTER:
            yield warning("change_reasons", "所选原因不支持降级或冻结，请核对变更方向或原因。")
        if better and self.overdue_amount:
            yield error("new_grade", "客户有逾期款，收清之前不得升级。")
        if better and self.risk_level in _HIGH_RISKS:
            yield error("new_grade", "客户的危险程度为高或极高，不得升级。")
        needed = self.change_kind not in (None, _FREEZE, _TEMPORARY)
        because = "除冻结和临时额度外，变更都依据信用分析"
        yield from requires(self, "analysis_form_no", when=needed, because=because)
        days = settings.current().credit.analysis_days
        oldest = self.applied_on and self.applied_on - dt.timedelta(days=days)
        if not not_before(self.analysed_on, oldest):
            yield error("analysed_on", f"信用分析已超过 {days} 天，请重新分析后再申请。")
        because = "降级、冻结或取消授信影响在途订单"
        affected = worse or self._withdrawn()
        yield from requires(self, "effect_on_open_orders", when=affected, because=because)
        yield from others(self, ("old_payment", "remarks"), ("new_payment", "remarks"))

    def _figures(self) -> Iterator[Problem]:
        """Yield figures of recent dealings that contradict each other."""
        year, average = self.last_twelve_months_amount, self.avg_month_sales_amount
        if year is not None and average is not None and average * _MONTHS < year - _CENTS:
            yield error("avg_month_sales_amount", "小于近12月销售额的十二分之一，请核对。")
        if self.exposure_amount is not None and self.old_limit is not None:
            exact = ratio(self.exposure_amount, self.old_limit)
            yield from agrees(self, "utilisation_rate", exact)
        if self.overdue_amount and self.max_overdue_days == 0:
            yield error("max_overdue_days", "有逾期金额，最长逾期天数不能是 0。")
        limits = limit_range(self.new_grade, self.avg_month_sales_amount, self.new_term_days)
        if limits and self.formula_limit is not None:
            low, high = limits
            if not low <= self.formula_limit <= high:
                show = Money().show
                text = f"{show(low)} 至 {show(high)} 之间" if low < high else show(low)
                yield error("formula_limit", f"按月均销售额、期限和等级应是 {text}，请核对。")

    def _repaid(self) -> Iterator[Problem]:
        """Yield a debt beyond the new limit that nobody plans to pay back."""
        for number, row in enumerate(self.repayment_plan, start=1):
            if not not_before(row.repay_on, self.applied_on):
                yield error(f"repayment_plan.{number}.repay_on", "早于“申请日期”，请核对。")
        if self.exposure_amount is None or self.new_limit is None:
            return
        short = self.exposure_amount - self.new_limit
        planned = sum((row.repay_amount or 0 for row in self.repayment_plan), Decimal(0))
        if planned < short:
            shown = Money().show(short)
            text = f"信用占用额超出变更后额度 {shown} 元，还款计划合计不得少于此数。"
            yield error("repayment_plan", text)

    def _opinions(self) -> Iterator[Problem]:
        """Yield opinions that are not in the order of the flow."""
        given = [name for name in _OPINIONS if getattr(self, name) is not None]
        dated = [(name, getattr(self, name).opinion_on) for name in given]
        days = [("applied_on", self.applied_on), *dated]
        known = [(name, day) for name, day in days if day is not None]
        for (before, earlier), (name, day) in pairwise(known):
            if day < earlier:
                label = self.label_of(before)
                yield error(f"{name}.opinion_on", f"早于“{label}”的日期，请核对。")

    def _approved(self) -> Iterator[Problem]:
        """Yield an approval that skips finance or whoever decides, or that was refused."""
        name = self._decider()
        decision: Opinion | None = getattr(self, name)
        approved = self.approved_on is not None or self.system_set_on is not None
        decided = any(getattr(self, decider) is not None for decider in _DECIDERS)
        if self.finance_opinion is None:
            if approved or decided:
                yield error("finance_opinion", "先由财务部签署意见，再报审批，这一栏不能空着。")
            else:
                yield warning("finance_opinion", "尚无财务部意见，请送财务部签署后再报审批。")
        if approved and decision is None:
            text = f"这项变更须由{self.approval_level or _MANAGER}审批，这一栏不能空着。"
            yield error(name, text)
        if approved and decision is not None and decision.verdict == "不同意":
            late = "approved_on" if self.approved_on is not None else "system_set_on"
            yield error(late, "审批意见是“不同意”，变更不能执行，请核对。")

    def _separated(self) -> Iterator[Problem]:
        """Yield an approval by the applicant or by the customer's own salesperson."""
        interested = {self.applied_by, self.salesperson} - {None}
        decisions = {"supervisor_opinion": self.supervisor_opinion, "gm_opinion": self.gm_opinion}
        signers = {
            f"{name}.opinion_by": part.opinion_by for name, part in decisions.items() if part
        }
        for path, signer in {**signers, "approved_by": self.approved_by}.items():
            if signer in interested:
                yield error(path, "申请人和该客户的业务员不得审批，请换人审批。")

    def _carried_out(self) -> Iterator[Problem]:
        """Yield a limit set before its approval, and those who were not told of the change."""
        done = self.system_set_on is not None
        yield from requires(self, "system_set_by", when=done, because="填了系统设置日期")
        named = self.system_set_by is not None
        yield from requires(self, "system_set_on", when=named, because="填了系统设置人")
        yield from requires(self, "approved_on", when=done, because="系统额度在批准之后才能设置")
        for number, row in enumerate(self.notified_parties, start=1):
            if not not_before(row.notified_on, self.approved_on):
                path = f"notified_parties.{number}.notified_on"
                yield error(path, "早于“批准日期”，批准之后才能通知，请核对。")
        told = {row.notified_party for row in self.notified_parties}
        parties = credit.NOTIFIED_PARTY.choices()
        if done and (missing := [party for party in parties if party not in told]):
            yield warning("notified_parties", f"变更已执行，请通知{'、'.join(missing)}。")
