"""账款核对单: what a customer owes and is owed on one day, entry by entry, agreed by both sides.

Archive papers 6.15 (archive.md §6.3, lines G3 and G4). Finance draws it up from the books, the
customer answers with his own balance and his seal. Only an agreed statement, not older than 30
days, proves that nothing is owed; one that shows a difference names the entries behind it. Two
copies: one comes back with the seal for the file, one stays with the customer.

Sources: statements of account and confirmations (往来对账函、账款核对单、询证函) of trading firms.

>>> from csdforms.schemas.archive.account_statement import AccountStatement
>>> AccountStatement.title(), AccountStatement.section
('账款核对单', '6.15')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import accumulate
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import (
    complaint,
    customer,
    deregistration,
    filing,
    offices,
    settling,
)
from csdforms.schemas.figures import TOTALS, pasted_total, plus, sum_of
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    repeated,
    requires,
    warning,
)

_AGREED, _DIFFERS = "相符", "不符"
_DEBITS = ("销售", "退款")
_CREDITS = ("收款", "退货", "折让")
_NOTHING = Decimal("0.00")


class Entry(Row):
    """One entry of the account."""

    entry_on: settling.EntryOn
    entry_no: settling.EntryNo
    entry_kind: settling.EntryKind
    entry_summary: settling.EntrySummary | None = None
    debit_amount: settling.DebitAmount | None = None
    credit_amount: settling.CreditAmount | None = None
    running_amount: settling.RunningAmount | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield an entry on both sides, on neither, or on the wrong one."""
        if self.entry_no in TOTALS:
            yield pasted_total("entry_no")
            return
        debit, credit = self.debit_amount, self.credit_amount
        if not debit and not credit:
            yield error("debit_amount", "应收增加和应收减少都没有金额，请核对。")
        if debit and credit:
            yield error("credit_amount", "一行只能有应收增加或应收减少，请分成两行。")
        if self.entry_kind in _DEBITS and credit:
            yield error("credit_amount", f"{self.entry_kind}增加应收，请填在“应收增加”。")
        if self.entry_kind in _CREDITS and debit:
            yield error("debit_amount", f"{self.entry_kind}减少应收，请填在“应收减少”。")


class Gap(Row):
    """One entry on which the two books differ."""

    gap_entry_no: settling.GapEntryNo
    gap_side: settling.GapSide
    gap_amount: settling.GapAmount
    gap_reason: settling.GapReason | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a difference of nothing."""
        if self.gap_amount == 0:
            yield error("gap_amount", "差异金额是 0，不是差异，请核对。")


class AccountStatement(Record, title="账款核对单", section="6.15", number="statement_no"):
    """The account with one customer up to one day, and his answer to it."""

    statement_no: Annotated[settling.StatementNo, PrintedAs("核对单编号", "编号 单号")]
    deregistration_no: filing.DeregistrationNo | None = None
    file_no: filing.FileNo
    customer_name: customer.CustomerName
    currency: customer.Currency = "人民币"
    statement_from: settling.StatementFrom
    balance_as_of: deregistration.BalanceAsOf
    opening_amount: settling.OpeningAmount
    entry_rows: Annotated[tuple[Entry, ...], Group("往来明细", "账款明细", at_most=5000)] = ()
    prepaid_amount: settling.PrepaidAmount = _NOTHING
    deposit_amount: settling.DepositAmount = _NOTHING
    rebate_amount: settling.RebateAmount = _NOTHING
    cs_contact: complaint.ServiceContact | None = None
    finance_by: offices.FinanceBy | None = None
    finance_on: offices.FinanceOn | None = None
    company_sealed: settling.CompanySealed | None = None
    reply_due_on: settling.ReplyDueOn | None = None

    statement_reply: settling.StatementReply | None = None
    customer_book_amount: settling.CustomerBookAmount | None = None
    customer_claim_amount: settling.CustomerClaimAmount | None = None
    gap_rows: Annotated[tuple[Gap, ...], Group("差异明细", "不符明细", at_most=500)] = ()
    customer_handler: settling.CustomerHandler | None = None
    customer_signed_on: settling.CustomerSignedOn | None = None
    customer_sealed: settling.CustomerSealed | None = None

    @computed
    def debit_total_amount(self) -> settling.DebitTotalAmount:
        """What the entries add."""
        return sum_of(row.debit_amount for row in self.entry_rows) or _NOTHING

    @computed
    def credit_total_amount(self) -> settling.CreditTotalAmount:
        """What they take away."""
        return sum_of(row.credit_amount for row in self.entry_rows) or _NOTHING

    @computed
    def receivable_amount(self) -> deregistration.ReceivableAmount | None:
        """What the customer owes by our books on the last day."""
        if self.opening_amount is None:
            return None
        return self.opening_amount + self.debit_total_amount - self.credit_total_amount

    @computed
    def payable_amount(self) -> deregistration.PayableAmount | None:
        """What he is owed: prepayments, deposits, rebates."""
        return plus(self.prepaid_amount, self.deposit_amount, self.rebate_amount)

    @computed
    def difference_amount(self) -> settling.DifferenceAmount | None:
        """By how much our receivable exceeds what he says he owes."""
        if self.receivable_amount is None or self.customer_book_amount is None:
            return None
        return self.receivable_amount - self.customer_book_amount

    @computed
    def claim_difference_amount(self) -> settling.ClaimDifferenceAmount | None:
        """By how much what we say he is owed exceeds what he claims."""
        if self.payable_amount is None or self.customer_claim_amount is None:
            return None
        return self.payable_amount - self.customer_claim_amount

    @computed
    def gap_total_amount(self) -> settling.GapTotalAmount | None:
        """What the differences named come to."""
        return sum_of(row.gap_amount for row in self.gap_rows)

    @computed
    def is_settled_up(self) -> settling.IsSettledUp | None:
        """Whether neither owes the other anything, and both say so."""
        if self.statement_reply is None:
            return None
        return (
            self.statement_reply == _AGREED
            and not self.receivable_amount
            and (not self.payable_amount)
        )

    def proposed(self) -> Mapping[str, object]:
        """Propose the other side's figures where it simply agrees."""
        if self.statement_reply != _AGREED:
            return {}
        return {
            "customer_book_amount": self.receivable_amount,
            "customer_claim_amount": self.payable_amount,
        }

    def complete(self) -> AccountStatement:
        """Fill in the balance after each entry, then the rest."""
        sums = self._running()
        if sums is not None:
            rows = tuple(
                row
                if row.running_amount is not None
                else row.model_copy(update={"running_amount": exact})
                for row, exact in zip(self.entry_rows, sums, strict=True)
            )
            self._set("entry_rows", rows)
        return super().complete()

    def _running(self) -> list[Decimal] | None:
        """Return the balance after each entry, None where the opening balance is unknown."""
        if self.opening_amount is None or not self.entry_rows:
            return None
        steps = (
            (row.debit_amount or _NOTHING) - (row.credit_amount or _NOTHING)
            for row in self.entry_rows
        )
        return list(accumulate(steps, initial=self.opening_amount))[1:]

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of the days, the entries, the balance and the answer."""
        yield from in_order(self, "statement_from", "balance_as_of", "finance_on", "reply_due_on")
        yield from in_order(self, "finance_on", "customer_signed_on")
        yield from not_future(
            self, "balance_as_of", "finance_on", "customer_signed_on", today=today
        )
        yield from self._entries()
        yield from self._answer()
        yield from chain.without_star(self)

    def _entries(self) -> Iterator[Problem]:
        first, last = self.statement_from, self.balance_as_of
        for number, row in enumerate(self.entry_rows, start=1):
            day = row.entry_on
            if day is not None and ((first and day < first) or (last and day > last)):
                yield error(f"entry_rows.{number}.entry_on", "不在对账期间内，请核对。")
        keys = [(row.entry_no, row.entry_kind) for row in self.entry_rows]
        for number in repeated(key if None not in key else None for key in keys):
            text = "前面已有同一单据、同一业务类型的一行，请核对是否重复。"
            yield warning(f"entry_rows.{number}.entry_no", text)
        for number, (row, exact) in enumerate(
            zip(self.entry_rows, self._running() or (), strict=False), start=1
        ):
            if row.running_amount not in (None, exact):
                yield error(f"entry_rows.{number}.running_amount", "与逐笔累计的余额不符，请核对。")

    def _answer(self) -> Iterator[Problem]:
        """Yield an answer that its own figures contradict, or that nobody signed."""
        reply = self.statement_reply
        given = reply is not None
        names = ("customer_handler", "customer_signed_on", "customer_sealed")
        yield from requires(self, *names, when=given, because="客户已核对")
        yield from requires(
            self, "finance_by", "finance_on", when=given, because="财务部签字之后才能送客户核对"
        )
        if given and self.customer_sealed is False:
            yield warning("customer_sealed", "客户没有盖章；单位客户应盖公章或财务专用章。")
        differences = {
            "customer_book_amount": self.difference_amount,
            "customer_claim_amount": self.claim_difference_amount,
        }
        if reply == _AGREED:
            for name, difference in differences.items():
                if difference:
                    yield error(name, "与本公司账面不一致，核对结论不能是“相符”。")
            if self.gap_rows:
                yield error("gap_rows", "核对结论是“相符”，不应有差异明细，请核对。")
        if reply != _DIFFERS:
            return
        because = "核对结论是“不符”"
        yield from requires(self, *differences, because=because)
        yield from requires(self, "gap_rows", because=because)
        if None not in differences.values() and not any(differences.values()):
            yield error("statement_reply", "双方余额一致，核对结论应是“相符”。")
        named, whole = self.gap_total_amount, sum_of(differences.values())
        if None not in differences.values() and named is not None and named != whole:
            yield error("gap_rows", "差异金额合计与应收差额、应退差额之和不一致，请逐笔查明。")
