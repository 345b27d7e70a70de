"""What a reader may try with the functions of keeping, deregistration and destruction.

As :mod:`archive.probes`, of which these entries are a part.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from archive.hands import NOTICE
from archive.leaking import Pair, profile
from archive.proceeding import asked

from csdforms.archive.archive import Archive
from csdforms.archive.counting import Counting
from csdforms.archive.ledgers.requests import NewDocument
from csdforms.archive.personal_data.answers import NewAnswer
from csdforms.archive.store import LEDGERS
from csdforms.papers.printing import KINDS, paper
from csdforms.schemas.form import Form

__all__ = ["EXEMPT", "PARTS", "PROBES", "Try", "call", "files"]

_WHY = {"reason": "办理所需"}
_NOWHERE = Path(os.devnull)  # nothing can be written below it
_GROUP = {
    "information": "客户信息主管", "archive": "客户信息专员", "finance": "财务", "legal": "法务",
    "secrecy": "个人信息保护负责人",
}  # fmt: skip
#: A group in which everybody may know of the hidden file.
_INNER_GROUP = {
    "information": "何内二", "archive": "何内一", "finance": "何内六", "legal": "何内五",
    "secrecy": "何内七",
}  # fmt: skip


class Try(NamedTuple):
    """The arguments of one call."""

    args: tuple[Any, ...]
    named: Mapping[str, Any]


def call(*args: Any, **named: Any) -> Try:
    return Try(args, named)


class Papers:
    """The papers of proceedings, as if they were a part of the archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def paper(self, number: str, form: str = "") -> Form:
        """Return a paper, filled."""
        return paper(self.archive, number, form)


class Counted:
    """What a report counts, as if it were a part of the archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def count(self, *forms: str) -> list[Any]:
        """Return everything that there is to count, and what is said of it."""
        one = Counting(self.archive.office, "customer_sales_overview")
        items = list(one.items(*forms))
        told: list[Any] = [list(one.cards()), items, [one.shown(item) for item in items]]
        told += [list(one.versions()), *(list(one.ledger(table)) for table in LEDGERS)]
        return [*told, one.level, one.person, one.is_complete]


#: How each part is reached.
PARTS: Mapping[str, Callable[[Archive], Any]] = {
    "custody.": lambda archive: archive.custody,
    "ledgers.": lambda archive: archive.ledgers,
    "counted.": Counted,
    "calendar.": lambda archive: archive.calendar,
    "personal_requests.": lambda archive: archive.personal_requests,
    "deregistration.": lambda archive: archive.deregistration,
    "seals.": lambda archive: archive.seals,
    "revivals.": lambda archive: archive.revivals,
    "appraisals.": lambda archive: archive.appraisals,
    "destructions.": lambda archive: archive.destructions,
    "backups.": lambda archive: archive.backups,
    "papers.": Papers,
}

#: What is public in Python and no act of anybody's.
EXEMPT: Mapping[str, str] = {
    "custody.entry": "a step of other acts, with what they have taken up",
    "custody.person": "likewise",
}

_Probe = Callable[[Pair], Iterator[Try]]


def files(pair: Pair) -> Iterator[str]:
    """Yield what somebody may give as a file's number."""
    number = pair.hidden.file
    yield number
    yield "".join(chr(ord(char) + 0xFEE0) for char in number.replace("-", "").lower())
    yield pair.hidden.alias
    yield pair.absent.file
    yield from (row["number"] for _, row in pair.without.rows("files"))
    yield number[:-1] + ("0" if number[-1] != "0" else "1")  # a wrong check character
    yield ""


def _of_files(*more: Any, **named: Any) -> _Probe:
    return lambda pair: (call(number, *more, **named) for number in files(pair))


def _registered(letters: str, *more: Any, **named: Any) -> _Probe:
    """Return what yields calls with the numbers of a register: its first ones, and none of it."""

    def calls(pair: Pair) -> Iterator[Try]:
        year = pair.at.year
        for serial in (1, 2, 3, 900):
            yield call(f"{letters}-{year}-{serial:04}", *more, **named)
        yield call(f"{letters.lower()}-{year}-0002", *more, **named)

    return calls


def _once(*args: Any, **named: Any) -> _Probe:
    return lambda _: iter([call(*args, **named)])


def _all_and_of_files(*, every: bool = True, named: bool = True) -> _Probe:
    """Return what yields the calls of a list: all, and of each file."""

    def calls(pair: Pair) -> Iterator[Try]:
        yield call()
        if every:
            yield call(every=True)
        more = {"every": True} if every else {}
        for number in files(pair):
            yield call(file=number, **more) if named else call(number, **more)

    return calls


def _merge(pair: Pair) -> Iterator[Try]:
    seen = pair.seen.file
    for number in files(pair):
        yield call(number, seen, absorption="登记通知书", **_WHY)
        yield call(seen, number, absorption="登记通知书", **_WHY)
    yield call(pair.hidden.file, pair.absent.file, **_WHY)


def _due(_: Pair) -> Iterator[Try]:
    yield call()
    yield call(kind="approval")
    yield call(kind="nothing")


def _inspect(pair: Pair) -> Iterator[Try]:
    yield call()
    for number in (*files(pair), pair.hidden.item, pair.absent.item, pair.seen.item):
        yield call([(number, "damaged")])


def _rectify(pair: Pair) -> Iterator[Try]:
    year = pair.at.year
    for no in (*range(1, 7), 900):
        yield call(f"JC-{year}-0001", no, how="已修复")
    yield call(f"JC-{year}-0002", 1, how="已修复")


def _take(pair: Pair) -> Iterator[Try]:
    for kind in ("read", "delete"):
        for number in files(pair):
            yield call(asked(number, kind)._replace(reason="不再往来"))
    yield call(asked("", "delete")._replace(requester=pair.hidden.name))


def _identify(pair: Pair) -> Iterator[Try]:
    yield from _registered("QQ", proof="看过证件原件")(pair)
    for number in files(pair):
        yield call(f"QQ-{pair.at.year}-0001", file=number)
        yield call(f"QQ-{pair.at.year}-0002", file=number)


def _answer(pair: Pair) -> Iterator[Try]:
    for outcome in ("partly", "withdrawn"):
        yield from _registered("QQ", NewAnswer(outcome, "依法办理。"))(pair)


def _apply(pair: Pair) -> Iterator[Try]:
    said = {"reason": "不再往来", "settlement": "无余额", "document": "决定"}
    for trigger in ("D3", "D6"):
        yield from _of_files(trigger, **said)(pair)
    for serial in (*range(1, 4), 900):
        request = f"QQ-{pair.at.year}-{serial:04}"
        yield call(pair.seen.file, "D2", request=request, **said)


def _sign(pair: Pair) -> Iterator[Try]:
    for line in ("G1", "G5", "G9"):
        yield from _registered("ZX", line, clear=True, text="无")(pair)
    yield from _registered("ZX", "G8", clear=False, text="有诉讼")(pair)


def _settle(pair: Pair) -> Iterator[Try]:
    for step in ("account", "signature"):
        yield from _registered("ZX", step, document="2026-1")(pair)


def _revive(pair: Pair) -> Iterator[Try]:
    for number in files(pair):
        yield call(number, profile("F", "新来客户", phone="13800001"), papers=[NOTICE], **_WHY)


def _convene(pair: Pair) -> Iterator[Try]:
    for number in (*files(pair), pair.hidden.item, pair.absent.item, pair.seen.item):
        yield call([number], _INNER_GROUP)
    yield call([pair.hidden.file], _GROUP)
    yield call([pair.seen.file, pair.hidden.file], _INNER_GROUP)


def _deletions(pair: Pair) -> Iterator[Try]:
    for serial in (*range(1, 4), 900):
        request = f"QQ-{pair.at.year}-{serial:04}"
        for number in (pair.hidden.file, pair.absent.file, pair.seen.file):
            yield call(number, request)


def _papers(pair: Pair) -> Iterator[Try]:
    for letters in sorted(KINDS):
        for serial in (1, 2, 900):
            yield call(f"{letters}-{pair.at.year}-{serial:04}")
    for number in (*files(pair), pair.hidden.item, pair.absent.item, pair.seen.item):
        yield call(number)


def _numbered(*more: Any, **named: Any) -> _Probe:
    """Return what yields calls with the numbers of lines of a register without letters."""
    return lambda _: (call(no, *more, **named) for no in (0, 1, 2, 900))


def _ledgers(pair: Pair) -> Iterator[Try]:
    for number in (*files(pair), "C-0"):
        for table in ("receipts", "targets"):
            said = {"on": "2026-03-01", "amount": "1.00"}
            new = [NewDocument(f"SK-{number}", number, said), NewDocument("SK-1", number, said)]
            yield call(table, new, source="收款.csv")
            yield call(table, new, source="收款.csv", update=True)
            yield call(table, new, source="收款.csv", dry_run=True)


PROBES: Mapping[str, _Probe] = {
    "ledgers.take": _ledgers,
    "counted.count": lambda _: iter([call(), call("complaint_handling")]),
    "custody.hold": _of_files("法院函", **_WHY),
    "custody.lift": _registered("BQ", "解除函", **_WHY),
    "custody.review_hold": _registered("BQ", **_WHY),
    "custody.holds": _all_and_of_files(named=False),
    "custody.freeze": _of_files(until="2036-12-31", **_WHY),
    "custody.unfreeze": _of_files(**_WHY),
    "custody.dormant_candidates": _once(),
    "custody.sleep": _of_files(),
    "custody.resume": _of_files(verified="电话核实"),
    "custody.changes": _all_and_of_files(named=False),
    "custody.show_change": _registered("BG", purpose="核对"),
    "custody.confirm_change": _registered("BG", **_WHY),
    "custody.refuse_change": _registered("BG", **_WHY),
    "custody.merge": _merge,
    "custody.unmerge": _registered("HB", **_WHY),
    "custody.refuse_merger": _registered("HB", **_WHY),
    "custody.inform": _registered("HB", how="书面"),
    "custody.mergers": lambda _: iter([call(), call(every=True)]),
    "custody.inspect": _inspect,
    "custody.rectify": _rectify,
    "custody.inspections": lambda _: iter([call(), call(every=True)]),
    "custody.due": _due,
    "calendar.is_workday": _once(dt.date(2026, 10, 10)),
    "calendar.after": _once("2026-09-30", 3),
    "calendar.warning": _once("2026-12-30", "2027-01-05"),
    "calendar.year": _once(2026),
    "calendar.years": _once(),
    "calendar.add": _once(2036, ["2036-01-01"], [], "通知"),
    "personal_requests.take": _take,
    "personal_requests.identify": _identify,
    "personal_requests.doubt": _registered("QQ", **_WHY),
    "personal_requests.extend": _registered("QQ", told="电话", **_WHY),
    "personal_requests.set_workdays": _once(10, **_WHY),
    "personal_requests.answer": _answer,
    "personal_requests.restrict": _registered("QQ", **_WHY),
    "personal_requests.release": _registered("QQ", **_WHY),
    "personal_requests.export": _registered("QQ"),
    "personal_requests.show": _registered("QQ"),
    "personal_requests.requests": _all_and_of_files(),
    "deregistration.apply": _apply,
    "deregistration.check": _registered("ZX"),
    "deregistration.sign": _sign,
    "deregistration.write_off": _registered("ZX", "1200.00", document="核销单", **_WHY),
    "deregistration.approve": _registered("ZX"),
    "deregistration.refuse": _registered("ZX", **_WHY),
    "deregistration.settle": _settle,
    "deregistration.withdraw": _registered("ZX", **_WHY),
    "deregistration.lapse": _once(),
    "deregistration.set_final": _once(on=True, **_WHY),
    "deregistration.applications": _all_and_of_files(),
    "deregistration.application": _registered("ZX"),
    "seals.prepare": _of_files(),
    "seals.confirm": _of_files(),
    "seals.undo": _of_files(**_WHY),
    "seals.check": _of_files(),
    "seals.check_all": _once(),
    "seals.seals": _once(),
    "seals.inventory": _of_files(),
    "revivals.apply": _revive,
    "revivals.check": _registered("HF", seen=["告知同意"]),
    "revivals.agree": _registered("HF"),
    "revivals.agree_finally": _registered("HF"),
    "revivals.refuse": _registered("HF", **_WHY),
    "revivals.revivals": lambda _: iter([call(), call(every=True)]),
    "revivals.form_of": _of_files(),
    "appraisals.due": _once(),
    "appraisals.convene": _convene,
    "appraisals.report": _registered("JD", 1, "destroy", reason="无保存价值"),
    "appraisals.sign": _registered("JD"),
    "appraisals.close": _registered("JD"),
    "appraisals.cancel": _registered("JD", **_WHY),
    "appraisals.get": _registered("JD"),
    "appraisals.all": _once(),
    "appraisals.keep_for_finance": _once(on=True, **_WHY),
    "destructions.propose_deletion": _deletions,
    "destructions.approve": _registered("XH"),
    "destructions.refuse": _registered("XH", **_WHY),
    "destructions.begin": _registered("XH", ["监销人", "法务"], place="库房", method="碎浆"),
    "destructions.count": _registered("XH", 1),
    "destructions.run": _registered("XH"),
    "destructions.account": _registered("XH", 1, "destroyed"),
    "destructions.attest": _registered("XH"),
    "destructions.finish": _registered("XH"),
    "destructions.get": _registered("XH"),
    "destructions.all": _once(),
    "destructions.tombstone": _of_files(),
    "backups.make": _once(_NOWHERE / "b.zip"),
    "backups.copy": _once(_NOWHERE / "copy"),
    "backups.all": _once(),
    "backups.forget": _numbered(**_WHY),
    "backups.schedule": _numbered("2036-12-31", **_WHY),
    "papers.paper": _papers,
}
