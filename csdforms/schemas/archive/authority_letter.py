"""授权委托书: the customer authorises somebody to act for him with us, and we verify that he did.

Archive papers 6.26 (archive.md §6.2; edge case D12). Principal, agent, matters, powers, term, both
signatures; below, what we verified. Taking a refund and ending the relation must be named one by
one; the agent passes nothing on unless it says so. Goes to the file with the application.

Sources: letters of authority in use with banks, registers and courts; 民法典 articles 161 to 173
(165: what the letter must state; 169: passing on; 173: when it ends).

>>> from csdforms.schemas.archive.authority_letter import AuthorityLetter
>>> AuthorityLetter.title(), AuthorityLetter.section
('授权委托书', '6.26')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, NamedTuple

from csdforms.schemas.archive import chain
from csdforms.schemas.customer.identity_document import document_problems
from csdforms.schemas.fields import customer, data_rights, filing, mandate, settling
from csdforms.schemas.form import Record
from csdforms.schemas.labels import PrintedAs
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

_BODY = "法人或其他组织"
_SPECIAL = "特别授权"
#: What only a letter that names it allows.
_NAMED = ("申请注销", "领取退款", "撤回注销申请", "申请恢复", "删除个人信息")
_PERSONAL = ("查阅复制个人信息", "更正个人信息", "删除个人信息")
_LONGEST_DAYS = 366


class _Document(NamedTuple):
    """The document of one of the two, as the rule of documents reads it."""

    id_type: customer.IdTypeWord | None
    id_no: str | None
    id_valid_until: dt.date | None = None


class AuthorityLetter(Record, title="授权委托书", section="6.26", number="authority_no"):
    """Who may do what in the customer's name, from when until when."""

    authority_no: mandate.AuthorityNo
    file_no: filing.FileNo | None = None
    principal_name: mandate.PrincipalName
    file_kind: Annotated[filing.FileKind, PrintedAs("委托人类别", "客户主体 委托人性质")]
    legal_head: mandate.LegalHead | None = None
    uscc: customer.UnifiedCode | None = None
    principal_id_type: mandate.PrincipalIdType | None = None
    principal_id_no: mandate.PrincipalIdNo | None = None
    principal_address: mandate.PrincipalAddress | None = None
    principal_phone: mandate.PrincipalPhone

    proxy_name: mandate.ProxyName
    proxy_relation: mandate.ProxyRelation
    proxy_id_type: mandate.ProxyIdType
    proxy_id_no: mandate.ProxyIdNo
    proxy_phone: mandate.ProxyPhone

    authority_matters: mandate.AuthorityMatters
    authority_kind: mandate.AuthorityKind
    authority_scope: mandate.AuthorityScope
    refund_account_name: mandate.RefundAccountName | None = None
    may_substitute: mandate.MaySubstitute = False
    authority_from: Annotated[data_rights.AuthorityFrom, PrintedAs("委托期限自")]
    authority_until: Annotated[data_rights.AuthorityUntil, PrintedAs("委托期限至")] | None = None

    principal_signed_by: mandate.PrincipalSignedBy | None = None
    customer_sealed: settling.CustomerSealed | None = None
    authority_signed_on: mandate.AuthoritySignedOn | None = None
    proxy_signed_by: mandate.ProxySignedBy | None = None
    proxy_signed_on: mandate.ProxySignedOn | None = None
    authority_received_on: mandate.AuthorityReceivedOn | None = None
    copy_original_seen: mandate.CopyOriginalSeen | None = None
    verified_how: mandate.VerifiedHow | None = None
    authority_verified_by: mandate.AuthorityVerifiedBy | None = None
    authority_verified_on: mandate.AuthorityVerifiedOn | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of principal and agent, of powers and term, of what was verified."""
        yield from self._parties(today)
        yield from self._powers()
        signed = self.principal_signed_by is not None
        yield from requires(self, "authority_until", when=signed, because="委托必须有期限")
        yield from self._days(today)
        yield from self._signed()
        yield from others(self, ("authority_matters", "remarks"))
        yield from chain.without_star(self)

    def _parties(self, today: dt.date) -> Iterator[Problem]:
        registered = self.file_kind not in (None, "自然人")
        names = ("legal_head", "uscc")
        yield from requires(self, *names, when=registered, because="委托人是单位或个体工商户")
        person = self.file_kind == "自然人"
        names = ("principal_id_type", "principal_id_no")
        yield from requires(self, *names, when=person, because="委托人是自然人")
        if self.proxy_name is not None and self.proxy_name == self.principal_name:
            yield error("proxy_name", "与委托人是同一人，不需要委托书，请核对。")
        if self.proxy_id_no is not None and self.proxy_id_no == self.principal_id_no:
            yield error("proxy_id_no", "与委托人的证件号码相同，请核对。")
        for prefix in ("principal", "proxy"):
            document = _Document(
                getattr(self, f"{prefix}_id_type"), getattr(self, f"{prefix}_id_no")
            )
            for problem in document_problems(document, today):
                yield Problem(f"{prefix}_{problem.path}", problem.message, problem.severity)

    def _powers(self) -> Iterator[Problem]:
        """Yield powers that are not named, and a refund to a third hand."""
        matters = self.authority_matters or ()
        named = [matter for matter in matters if matter in _NAMED]
        if named and self.authority_kind not in (None, _SPECIAL):
            text = f"{'、'.join(named)}须有特别授权，请逐项写明权限。"
            yield error("authority_kind", text)
        refund = "领取退款" in matters
        yield from requires(self, "refund_account_name", when=refund, because="委托领取退款")
        account = self.refund_account_name
        if refund and account is not None and account != self.principal_name:
            yield warning("refund_account_name", "不是委托人的户名；退款原则上退回客户本人的账户。")
        if account is not None and not refund:
            yield error("refund_account_name", "委托事项没有“领取退款”，请核对。")
        if self.file_kind == _BODY and set(matters) & set(_PERSONAL):
            yield error("authority_matters", "单位不能代个人行使个人信息权利，请由本人委托。")
        if self.may_substitute:
            yield warning("may_substitute", "转委托须由委托人同意，受托的第三人另交委托书。")

    def _days(self, today: dt.date) -> Iterator[Problem]:
        """Yield a term out of order, too long, or that begins before anybody signed (D12)."""
        yield from in_order(self, "authority_signed_on", "authority_from", "authority_until")
        yield from in_order(self, "authority_signed_on", "proxy_signed_on")
        yield from in_order(
            self, "authority_signed_on", "authority_received_on", "authority_verified_on"
        )
        yield from not_future(
            self,
            "authority_signed_on",
            "authority_received_on",
            "authority_verified_on",
            today=today,
        )
        if not not_before(self.authority_until, self.authority_received_on):
            yield error("authority_received_on", "收到时委托期限已过，委托书已经失效。")
        first, last = self.authority_from, self.authority_until
        if first is not None and last is not None and (last - first).days > _LONGEST_DAYS:
            yield warning("authority_until", "委托期限超过一年，请向委托人核实。")

    def _signed(self) -> Iterator[Problem]:
        """Yield a letter signed or verified by half."""
        signed = self.principal_signed_by is not None
        yield from requires(self, "authority_signed_on", when=signed, because="委托人已签章")
        sealed = signed and self.file_kind == _BODY
        yield from requires(self, "customer_sealed", when=sealed, because="委托人是单位")
        if sealed and self.customer_sealed is False:
            yield error("customer_sealed", "单位的委托书没有盖公章，不得受理。")
        taken = self.authority_received_on is not None
        names = ("principal_signed_by", "proxy_signed_by")
        yield from requires(self, *names, when=taken, because="委托书已收到")
        verified = self.authority_verified_by is not None
        what = ("authority_verified_on", "verified_how", "copy_original_seen")
        yield from requires(self, *what, when=verified, because="填了委托书核验人")
        if verified and self.copy_original_seen is False:
            yield error("copy_original_seen", "没有看过证件原件，不能作为核验通过。")
