"""What is settled with a customer whose deregistration is approved (结清; archive.md §6.4).

The account is compared, what is owed is paid back, the head of the department signs the letter,
it is sent, and the customer receipts it; only when all papers are there may the file be sealed.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.deregistration.desk import Case, Desk, role_of
from csdforms.archive.deregistration.records import Application
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Document
from csdforms.errors import NotPermitted

__all__ = ["STEPS", "Step", "missing", "settle"]

_HEAD = "cs_manager"


class Step(NamedTuple):
    """One paper of the settlement."""

    title: str
    right: str
    who: str  # whose business it is
    after: str = ""  # the step that comes before it


STEPS: Mapping[str, Step] = {
    "account": Step("账款核对单", "pay", "财务"),
    "refund": Step("退款凭证", "pay", "财务"),
    "signature": Step("销户函签发", "notify", "客户服务部经理"),
    "letter": Step("销户函送达", "notify", "业务员、客户服务部经理", after="signature"),
    "receipt": Step("客户回执", "notify", "业务员、客户服务部经理", after="letter"),
}


def settle(
    desk: Desk,
    number: str,
    step: str,
    *,
    document: str,
    on: str = "",
    how: str = "",
    actor: str = "",
) -> Application:
    """Put down a paper of the settlement; see ``Deregistration.settle``."""
    one = STEPS.get(step)
    if one is None:
        raise NotPermitted(f"没有办理：结清的事项应是 {'、'.join(STEPS)} 之一。")
    act = f"登记{one.title}"
    person = desk.office.person(actor)
    is_head = step != "signature" or person.sole or _HEAD in person.roles
    if not (person.may(one.right) and is_head):
        raise desk.office.refused(person, act, who=one.who)
    paper = said(document, f"{one.title}的文号或凭证号")
    desk.begin(person, number, act)
    with desk.office.writing(person) as (work, at):
        case = desk.running(work, person, number, at=at, act=act, event="pay")
        done = case.row.setdefault("settled", {})
        done[step] = _checked(case, step, _day(on, at)) | _said(person, one.right, at, paper, how)
        if not missing(case.row):
            states.advance(case.card, "settle")
            case.row["state"] = "settled"
        desk.write(work, case, "settle-deregistration", person, at, step=step)
    return desk.handed(case.row, at)


def missing(row: Document) -> tuple[str, ...]:
    """Return the steps that are still to be done; a refund only where money is owed."""
    done = row.get("settled", {})
    return tuple(
        step for step in STEPS if step not in done and (step != "refund" or row.get("owed", False))
    )


def _checked(case: Case, step: str, day: str) -> Document:
    """Return the day of a paper that comes in its order, and for the first time."""
    done, one = case.row["settled"], STEPS[step]
    if step in done:
        raise NotPermitted(f"没有办理：{one.title}已经登记。")
    if one.after and one.after not in done:
        raise NotPermitted(f"没有办理：请先办{STEPS[one.after].title}。")
    if one.after and day < done[one.after]["on"]:
        raise NotPermitted(f"没有办理：{one.title}早于{STEPS[one.after].title}，请核对日期。")
    return {"on": day}


def _said(person: Person, right: str, at: str, paper: str, how: str) -> Document:
    kept = {"by": person.person, "role": role_of(person, right), "at": at, "document": paper}
    return kept | ({"how": how.strip()} if how.strip() else {})


def _day(given: str, at: str) -> str:
    """Return the day of a paper; none lies ahead."""
    today = day_of(at)
    try:
        day = dt.date.fromisoformat(given).isoformat() if given else today
    except ValueError:
        raise NotPermitted("没有办理：日期应写作 2026-03-05 的样子。") from None
    if day > today:
        raise NotPermitted("没有办理：日期还没有到，请核对。")
    return day
