"""Why a customer is deregistered (注销事由), what each reason asks for, and what is none (§6.1)."""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import Any, NamedTuple

from csdforms.archive.actor import day_of
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.classifying.periods import years_later
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.store import Document
from csdforms.errors import NotPermitted, UnknownFile

__all__ = ["OTHERWISE", "TRIGGERS", "Trigger", "grounds", "trigger_of"]

_ORGANISATION = "F"
_PERSONAL = frozenset({"delete", "withdraw_consent"})
_ANSWERED = "answered"


class Trigger(NamedTuple):
    """One reason, and what an application for it must bring."""

    code: str
    title: str
    #: In whose name it is asked for; none: the firm's own decision.
    authorities: tuple[str, ...] = ()
    document: str = ""  # what proves it; "": nothing but what was said
    is_personal: bool = False  # a person's request about his own data
    is_final: bool = False  # whether the general manager decides


_CUSTOMER = ("self", "agent", "guardian", "liquidator")

TRIGGERS: Mapping[str, Trigger] = {
    one.code: one
    for one in (
        Trigger("D1", "客户申请（业务）", _CUSTOMER),
        Trigger(
            "D2",
            "个人要求注销、删除，或撤回同意",
            ("self", "agent", "guardian"),
            is_personal=True,
        ),
        Trigger("D3", "合同到期不续，或长期没有往来"),
        Trigger(
            "D4",
            "客户解散、被吊销、破产，或个人死亡",
            ("agent", "guardian", "liquidator", "near_relative"),
            document="解散、吊销、破产或死亡的证明",
        ),
        Trigger("D5", "违约：造假、窜货、欺诈、屡次违规", document="违约的处理决定", is_final=True),
        Trigger("D6", "订单无法履行：不可抗力逾两个月，或政府行为", document="不能履行的证明"),
        Trigger("D7", "本公司退出市场", document="退出的决定"),
        Trigger(
            "D8",
            "法院或机关的命令",
            ("authority",),
            document="法律文书的文号",
            is_final=True,
        ),
    )
}

#: What is often called so and is something else, and what to do instead.
OTHERWISE: Mapping[str, str] = {
    "重复": "重复建档的，请合并档案（csdforms archive merge）。",
    "误建": "建档 15 天内发现误建的，请作废（csdforms archive void）。",
    "休眠": "暂时没有往来的，请转为休眠；休眠满 12 个月再申请注销（D3）。",
    "冻结": "停止信用的，请变更信用或冻结档案。",
}
_ALSO = {"duplicate": "重复", "mistake": "误建", "dormant": "休眠", "freeze": "冻结"}


def trigger_of(given: str) -> Trigger:
    """Return the trigger with a code, however it is spelt.

    Raises:
        NotPermitted: if there is none; if it is no reason for a deregistration, with what to do.
    """
    word = given.strip()
    if advice := OTHERWISE.get(_ALSO.get(word.lower(), word)):
        raise NotPermitted(f"没有申请：“{word}”不是注销事由。{advice}")
    if trigger := TRIGGERS.get(word.upper()):
        return trigger
    codes = "，".join(f"{one.code} {one.title}" for one in TRIGGERS.values())
    raise NotPermitted(f"没有申请：注销事由应是其中一项：{codes}。")


def grounds(
    reader: Reader,
    trigger: Trigger,
    card: Mapping[str, Any],
    *,
    document: str,
    request: str,
    at: str,
) -> Document:
    """Return what the row of an application says of what its trigger asks for.

    Args:
        reader: the store, or the work under the writer's lock.
        trigger: the trigger.
        card: the card of the file.
        document: the number or name of what proves it.
        request: the number of the request about personal data that is joined.
        at: the moment.

    Raises:
        NotPermitted: if something is missing, or does not fit.
        UnknownFile: if the customer made no such request.
    """
    proof = document.strip()
    if trigger.document and not proof:
        raise NotPermitted(f"没有申请：{trigger.code} 要写明{trigger.document}。")
    if trigger.code == "D3" and not (proof or _dormant_for_a_year(card, at)):
        raise NotPermitted(
            "没有申请：D3 要写明到期不续的合同；没有合同的，要在转为休眠满 12 个月以后。"
        )
    kept: Document = {"document": proof} if proof else {}
    if trigger.is_personal and card["kind"] == _ORGANISATION:
        raise NotPermitted(
            "没有申请：单位的档案不因个人的请求注销；要求删去联系人的，请登记个人信息请求，"
            "单位自己要求注销的用 D1。"
        )
    if trigger.is_personal and not request:
        raise NotPermitted(
            "没有申请：D2 要写明个人信息请求的编号（QQ-…）；还没有的请先登记，它另有答复期限。"
        )
    if request:
        kept["request"] = _joined(reader, card, request)
    return kept


def _dormant_for_a_year(card: Mapping[str, Any], at: str) -> bool:
    since = card.get("dormant_since", "")
    return bool(since) and years_later(day_of(since), 1) <= day_of(at)


def _joined(reader: Reader, card: Mapping[str, Any], number: str) -> str:
    """Return the number of the request that an application joins."""
    found = entry(reader, "personal_requests", number.strip().upper())
    if found is None or found[1]["file"] not in (card["number"], *card.get("absorbed", ())):
        raise UnknownFile(number, "个人信息请求")
    row = found[1]
    if row["kind"] not in _PERSONAL or row["state"] == _ANSWERED:
        raise NotPermitted("没有申请：这项个人信息请求已经答复，或不是要求删除、注销或撤回同意。")
    return str(row["number"])
