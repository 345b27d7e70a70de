"""客户注销联合核查表: twelve lines, each with what the archive knows and its owner's signature.

Archive papers 6.13 (archive.md §6.3). 客户信息主管 leads the check; what the archive can compute
stands there already, what it cannot know its owner states and signs. One open line suspends the
deregistration. The check is repeated after a suspension, at the approval and before sealing.

Sources: joint sign-off sheets at the end of a dealer's contract; business systems that keep a
customer with open items from being deleted.

>>> from csdforms.schemas.archive.deregistration_check import DeregistrationCheck
>>> DeregistrationCheck.title(), DeregistrationCheck.section
('客户注销联合核查表', '6.13')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.days import days_between
from csdforms.schemas.fields import customer, deregistration, filing, offices, settling
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_before,
    not_future,
    once,
    requires,
    warning,
)

_OPEN, _WITH_CONDITION, _CLEAR = "有未了", "附条件", "无未了"
_RECEIVABLES, _REFUNDS, _WARRANTY = "G3应收账款", "G4应退款项", "G7合同与质保"
#: Whose business each line is.
_OWNERS = {
    "G1投诉": "客户投诉主管",
    "G2服务维修退换": "售后服务主管",
    _RECEIVABLES: "财务",
    _REFUNDS: "财务",
    "G5订单与借出设备": "业务员",
    "G6会计未了事项": "财务",
    _WARRANTY: "业务员、售后服务主管",
    "G8保全与诉讼": "法务",
    "G9借阅与副本": "客户信息专员",
    "G10待批事项": "客户信息主管",
    "G11个人信息请求": "个人信息保护负责人",
    "G12关联与担保": "客户信息主管",
}
#: A statement of account, like every signature, goes stale after so many days.
_FRESH_DAYS = 30


class CheckRow(Row):
    """One line of the check: what is asked, what was found, who says so."""

    check_line: deregistration.CheckLine
    line_owner: deregistration.LineOwner | None = None
    computed_finding: deregistration.ComputedFinding | None = None
    line_verdict: deregistration.LineVerdict | None = None
    open_matters: deregistration.OpenMatters | None = None
    source_refs: deregistration.SourceRefs | None = None
    line_statement: deregistration.LineStatement | None = None
    line_signed_by: deregistration.LineSignedBy | None = None
    line_signed_on: deregistration.LineSignedOn | None = None

    def proposed(self) -> Mapping[str, object]:
        """Propose the owner of the line."""
        return {"line_owner": _OWNERS.get(str(self.check_line))}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a verdict without signature or words, and a condition where none is allowed."""
        given = self.line_verdict is not None
        names = ("line_signed_by", "line_signed_on")
        yield from requires(self, *names, when=given, because="填了核查结论")
        signed = self.line_signed_by is not None
        yield from requires(self, "line_verdict", when=signed, because="填了核查签字")
        is_open = self.line_verdict == _OPEN
        yield from requires(self, "open_matters", when=is_open, because="有未了事项")
        limited = self.line_verdict == _WITH_CONDITION
        yield from requires(self, "line_statement", when=limited, because="附条件通过")
        if limited and self.check_line not in (None, _WARRANTY):
            yield error("line_verdict", "只有质保可以附条件通过（保留质保联系），请核对。")
        if self.line_verdict == _CLEAR and self.open_matters is not None:
            yield error("open_matters", "核查结论是“无未了”，却写了未了事项，请核对。")
        yield from not_future(self, "line_signed_on", today=today)


class DeregistrationCheck(
    Record, title="客户注销联合核查表", section="6.13", number="deregistration_no"
):
    """Whether anything is still open with a customer, line by line."""

    deregistration_no: Annotated[
        filing.DeregistrationNo, PrintedAs("注销申请编号", "编号 单号 申请单编号 申请编号")
    ]
    file_no: filing.FileNo
    customer_name: customer.CustomerName
    file_kind: filing.FileKind
    predecessor_nos: deregistration.PredecessorNos | None = None
    trigger: deregistration.Trigger
    check_round: deregistration.CheckRound = "首次核查"
    check_started_on: deregistration.CheckStartedOn
    statement_no: (
        Annotated[settling.StatementNo, PrintedAs("账款核对单编号", "核对单编号 对账单号")] | None
    ) = None
    balance_as_of: deregistration.BalanceAsOf | None = None
    check_rows: Annotated[
        tuple[CheckRow, ...], Group("核查事项", "核查 联合核查", at_least=1, at_most=12)
    ] = ()
    info_supervisor_by: offices.InfoSupervisorBy | None = None
    info_supervisor_on: offices.InfoSupervisorOn | None = None

    @computed
    def open_line_count(self) -> deregistration.OpenLineCount | None:
        """How many lines have open matters, once every line is signed."""
        return len(self._open()) if self._judged() else None

    @computed
    def open_lines(self) -> deregistration.OpenLines | None:
        """Which lines these are."""
        return "、".join(self._open()) or None

    @computed
    def joint_check_result(self) -> deregistration.JointCheckResult | None:
        """Suspended as soon as one line is open; passed when all twelve are signed and none is."""
        if self._open():
            return "中止"
        return "通过" if self._judged() else None

    def _open(self) -> list[str]:
        return [str(row.check_line) for row in self.check_rows if row.line_verdict == _OPEN]

    def _judged(self) -> bool:
        """Whether all twelve lines have their verdict."""
        judged = {row.check_line for row in self.check_rows if row.line_verdict is not None}
        return judged >= set(_OWNERS)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield lines that are missing, doubled or stale, and a conclusion before its time."""
        yield from once("check_rows", self.check_rows, "check_line")
        yield from self._missing()
        yield from in_order(self, "check_started_on", "info_supervisor_on")
        yield from not_future(self, "check_started_on", "info_supervisor_on", today=today)
        named = self.info_supervisor_by is not None
        yield from requires(self, "info_supervisor_on", when=named, because="填了客户信息主管")
        dated = self.info_supervisor_on is not None
        yield from requires(self, "info_supervisor_by", when=dated, because="填了签字日期")
        yield from self._signed()
        yield from self._statement()
        yield from chain.without_star(self)

    def _missing(self) -> Iterator[Problem]:
        present = {row.check_line for row in self.check_rows}
        missing = [line.removeprefix("G") for line in _OWNERS if line not in present]
        if missing and None not in present:
            text = f"缺少核查事项：{'、'.join(f'G{line}' for line in missing)}，十二项应逐项核查。"
            yield error("check_rows", text)
        unsigned = [str(row.check_line) for row in self.check_rows if row.line_verdict is None]
        if unsigned and self.info_supervisor_on is not None and not self._open():
            text = f"{'、'.join(unsigned)}尚未签字，不得作出核查结论。"
            yield error("info_supervisor_on", text)

    def _signed(self) -> Iterator[Problem]:
        """Yield signatures from before the check, after its conclusion, or gone stale."""
        for number, row in enumerate(self.check_rows, start=1):
            path = f"check_rows.{number}.line_signed_on"
            if not not_before(row.line_signed_on, self.check_started_on):
                yield error(path, "早于“核查开始日期”，应在本次注销的核查中签字。")
            if not not_before(self.info_supervisor_on, row.line_signed_on):
                yield error(path, "晚于“客户信息主管签字日期”，请核对。")
            age = days_between(row.line_signed_on, self.info_supervisor_on)
            if age is not None and age > _FRESH_DAYS:
                yield error(path, f"签字已超过 {_FRESH_DAYS} 天，应重新核查签字。")
            owner = _OWNERS.get(str(row.check_line))
            if owner and row.line_owner not in (None, owner):
                yield warning(f"check_rows.{number}.line_owner", f"这一项由{owner}核查，请核对。")

    def _statement(self) -> Iterator[Problem]:
        """Yield receivables cleared without a statement of account, or with one gone stale."""
        cleared = any(
            row.check_line == _RECEIVABLES and row.line_verdict == _CLEAR for row in self.check_rows
        )
        because = "应收账款为零须有双方核对的账款核对单"
        yield from requires(self, "balance_as_of", when=cleared, because=because)
        last = self.info_supervisor_on or self.check_started_on
        age = days_between(self.balance_as_of, last)
        if age is not None and age > _FRESH_DAYS:
            yield error("balance_as_of", f"账款核对单已超过 {_FRESH_DAYS} 天，应重新对账。")
        if not not_before(last, self.balance_as_of):
            yield error("balance_as_of", "晚于核查日期，请核对。")
