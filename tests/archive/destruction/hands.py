"""The hands through which a file goes at its end, and files that are past their retention."""

from __future__ import annotations

from typing import Any

from archive.customers import INDIVIDUAL, change_card, open_company, open_person, person
from archive.secrecy.department import hire

from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.inventory import inventory_of
from csdforms.archive.destruction.records import Appraisal, Destruction
from csdforms.archive.store import Act

#: Account: person, roles, clearance.
STAFF = {
    "chen": ("陈静", ["info_specialist"], 2),
    "dong": ("董雪", ["info_specialist"], 2),
    "zhou": ("周明", ["info_supervisor"], 2),
    "fang": ("方圆", ["info_supervisor"], 2),
    "qiang": ("赵强", ["cs_manager"], 3),
    "qiang2": ("赵强", ["gm"], 4),  # the same person under another account
    "gao": ("高远", ["gm"], 4),
    "cai": ("蔡文", ["finance"], 2),
    "fa": ("罗法", ["legal"], 2),
    "jie": ("周洁", ["dpo"], 2),
    "jian": ("简明", ["destruction_witness"], 2),
    "jian2": ("简明", ["finance"], 2),
    "shi": ("石坚", ["destruction_witness"], 2),
    "low": ("林低", ["destruction_witness"], 0),
    "wang": ("王敏", ["sales"], 2),
    "he": ("何平", ["auditor"], -1),
}
MEMBERS = {
    "information": "周明",
    "archive": "董雪",
    "finance": "cai",
    "legal": "罗法",
    "secrecy": "周洁",
}
GROUP = ("zhou", "dong", "cai", "fa", "jie")
#: A day on which the files below are past their retention.
OVER = "2037-01-01"
TEN_YEARS = {"code": "D10", "from": "2026-12-31", "until": "2036-12-31"}
THREE_YEARS = {"code": "P3", "from": "2026-03-05", "until": "2029-03-05"}
DELETION = {"code": "DEL", "from": "2026-03-05", "until": "2026-03-05"}


def seal(archive: Archive, number: str, retention: dict[str, Any], **changes: Any) -> str:
    """Seal a file as the deregistration does; return its number."""
    seal_no = f"FC-2026-{archive.store.count('seals') + 1:04}"
    sealed = {"number": seal_no, "at": "2026-03-05T15:00:00.000000+08:00"}
    sealed |= {"day": "2026-03-05", "deregistration": "ZX-2026-0001"}
    card = {"state": "SEALED", "sealed": sealed, "retention": retention, "secrecy": {"level": 1}}
    change_card(archive, number, **(card | changes))
    [key] = archive.store.find("files", "number", number)
    inventory = inventory_of(archive.store, archive.store.get("files", key) or {})
    with archive.store.writing() as work:
        row = {"number": seal_no, "file": number, "inventory": inventory}
        work.put("seals", work.last_key("seals") + 1, row)
        work.record(Act("test", "tests", archive.store.last().at, number))
    return number


def item(
    archive: Archive, number: str, what: str, form: str = "after_sales_register", **data: Any
) -> str:
    """File an item; return its number."""
    said = {"content": what, **data}
    return archive.file(number, form, said, section="2.9", title="售后服务登记表").number


def company_over(archive: Archive, *items: str, **changes: Any) -> str:
    """Return the number of a company's file that is past its retention, with these items."""
    number = open_company(archive, **changes)
    for what in items:
        item(archive, number, what)
    return seal(archive, number, TEN_YEARS)


def person_over(archive: Archive, *items: str) -> str:
    """Return the number of a person's file that is past its retention, with these items."""
    number = open_person(archive)
    for what in items:
        item(archive, number, what)
    return seal(archive, number, THREE_YEARS)


def other_person(archive: Archive, name: str, id_no: str, mobile: str) -> str:
    """Return the number of another person's file that is past its retention."""
    data = person(customer_name=name, id_no=id_no, mobile=mobile)
    return seal(archive, archive.open_file(data, form=INDIVIDUAL).number, THREE_YEARS)


def engage(archive: Archive) -> None:
    """Register the staff."""
    hire(archive, STAFF)


def convened(archive: Archive, *numbers: str) -> str:
    """Bring files before a group; return the appraisal's number."""
    return archive.appraisals.convene(numbers, MEMBERS, actor="zhou").number


def reported(archive: Archive, number: str, line: int = 1, **said: Any) -> Appraisal:
    """Say of a line that it is destroyed, or what else is said."""
    words = {"outcome": "destroy", "reason": "保管期满，无保存价值", **said}
    outcome = words.pop("outcome")
    return archive.appraisals.report(number, line, outcome, actor="zhou", **words)


def signed(archive: Archive, number: str) -> Appraisal:
    """Let all sign, and close the appraisal."""
    for account in GROUP:
        archive.appraisals.sign(number, actor=account)
    return archive.appraisals.close(number, actor="zhou")


def proposed(archive: Archive, *numbers: str) -> str:
    """Carry files onto a list; return its number."""
    number = convened(archive, *numbers)
    for line in range(1, len(numbers) + 1):
        reported(archive, number, line)
    return signed(archive, number).destruction


def approved(archive: Archive, *numbers: str) -> str:
    """Carry files onto a list that is approved; return its number."""
    number = proposed(archive, *numbers)
    archive.destructions.approve(number, actor="qiang")
    return archive.destructions.approve(number, actor="gao").number


def begun(archive: Archive, *numbers: str) -> str:
    """Carry files onto a list whose witnesses are named; return its number."""
    number = approved(archive, *numbers)
    return begin(archive, number).number


def begin(archive: Archive, number: str, *witnesses: str, actor: str = "chen") -> Destruction:
    """Name the witnesses."""
    both: Any = witnesses or ("简明", "石坚")
    return archive.destructions.begin(
        number, both, place="档案室", method="电子清除，纸质碎浆", actor=actor
    )


def counted(archive: Archive, *numbers: str) -> str:
    """Carry files onto a list that both witnesses have counted; return its number."""
    number = begun(archive, *numbers)
    pieces = archive.destructions.get(number, actor="chen").total
    archive.destructions.count(number, pieces, actor="jian")
    return archive.destructions.count(number, pieces, actor="shi").number


def destroyed(archive: Archive, *numbers: str) -> str:
    """Carry files to their end; return the list's number."""
    number = counted(archive, *numbers)
    archive.destructions.run(number, actor="chen")
    accounted(archive, number)
    archive.destructions.attest(number, actor="jian")
    archive.destructions.attest(number, actor="shi")
    return archive.destructions.finish(number, actor="chen").number


def accounted(archive: Archive, number: str) -> None:
    """Say of every copy that is open that it is destroyed."""
    for copy in archive.destructions.get(number, actor="chen").execution["copies"]:
        if not copy["became"]:
            archive.destructions.account(number, copy["no"], "destroyed", actor="chen")
