"""销户确认单: the customer's answer to the letter: received, settled, nothing objected to.

Archive papers 6.17 (archive.md §6.4). Enclosed with 销户函 and filed with it; only with it in hand
is money owed to the customer taken as paid back (G4), and the file may be sealed. An objection goes
back to the joint check.

Sources: 销户确认单 and receipts enclosed with letters of banks, utilities and dealers' networks.

>>> from csdforms.schemas.archive.deregistration_receipt import DeregistrationReceipt
>>> DeregistrationReceipt.title(), DeregistrationReceipt.section
('销户确认单', '6.17')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from csdforms.schemas.archive import chain
from csdforms.schemas.fields import customer, deregistration, filing, mandate, settling
from csdforms.schemas.form import Record
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, requires

_OBJECTS = "有异议"
_SETTLED, _REFUNDED = "账款已核对两清", "应退款项已收到"


class DeregistrationReceipt(Record, title="销户确认单", section="6.17", number="receipt_no"):
    """What the customer confirms at the end of the relation, or what he objects to."""

    receipt_no: Annotated[settling.ReceiptNo, PrintedAs("确认单编号", "编号 单号")]
    letter_no: Annotated[settling.LetterNo, PrintedAs("销户函编号", "函号 函件编号")]
    deregistration_no: filing.DeregistrationNo
    file_no: filing.FileNo
    customer_name: customer.CustomerName
    letter_received_on: settling.LetterReceivedOn
    statement_no: Annotated[
        settling.StatementNo, PrintedAs("账款核对单编号", "核对单编号 对账单号")
    ]
    receivable_amount: Annotated[
        deregistration.ReceivableAmount, PrintedAs("尚欠本公司款", "尚欠款 欠款余额")
    ] = Decimal("0.00")
    refunded_amount: (
        Annotated[settling.RefundedAmount, PrintedAs("收到退款金额", "实收退款金额 退款金额")]
        | None
    ) = None
    refund_received_on: settling.RefundReceivedOn | None = None
    refund_account_name: mandate.RefundAccountName | None = None
    returned_goods: settling.ReturnedGoods | None = None
    confirm_result: settling.ConfirmResult
    confirmed_items: settling.ConfirmedItems | None = None
    objection_text: settling.ObjectionText | None = None
    signer_name: settling.SignerName | None = None
    signer_title: settling.SignerTitle | None = None
    authority_no: mandate.AuthorityNo | None = None
    customer_sealed: settling.CustomerSealed | None = None
    signed_by_customer_on: settling.SignedByCustomerOn | None = None
    receipt_taken_by: settling.ReceiptTakenBy | None = None
    receipt_taken_on: settling.ReceiptTakenOn | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of the days, of the confirmation, and of who signed it."""
        yield from in_order(self, "letter_received_on", "signed_by_customer_on", "receipt_taken_on")
        yield from in_order(self, "refund_received_on", "signed_by_customer_on")
        yield from not_future(
            self, "letter_received_on", "signed_by_customer_on", "receipt_taken_on", today=today
        )
        yield from self._confirmed()
        signed = self.signer_name is not None
        names = ("signed_by_customer_on", "customer_sealed")
        yield from requires(self, *names, when=signed, because="客户已签署")
        taken = self.receipt_taken_by is not None or self.receipt_taken_on is not None
        back = ("receipt_taken_by", "receipt_taken_on", "signer_name")
        yield from requires(self, *back, when=taken, because="确认单已收回")
        yield from chain.without_star(self)

    def _confirmed(self) -> Iterator[Problem]:
        """Yield a confirmation that its own figures contradict, an objection without words."""
        objects = self.confirm_result == _OBJECTS
        yield from requires(self, "objection_text", when=objects, because="客户有异议")
        paid = bool(self.refunded_amount)
        yield from requires(self, "refund_received_on", when=paid, because="收到退款")
        items = self.confirmed_items or ()
        if _REFUNDED in items and not paid:
            yield error("confirmed_items", f"收到退款金额是 0，不应确认“{_REFUNDED}”。")
        if self.confirm_result != "无异议":
            return
        yield from requires(self, "confirmed_items", because="客户无异议")
        if self.objection_text is not None:
            yield error("objection_text", "客户无异议，却写了异议内容，请核对。")
        if self.receivable_amount:
            yield error("receivable_amount", "客户尚有欠款，不能确认无异议销户。")
        needed = [_SETTLED, *([_REFUNDED] if paid else [])]
        if items and (missing := [item for item in needed if item not in items]):
            yield error("confirmed_items", f"缺少确认事项：{'、'.join(missing)}。")
