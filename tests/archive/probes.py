"""What a reader may try with every public function of an archive, to learn of a hidden file.

One entry a function, named as it is reached from the archive; a function without an entry fails the
test. Each yields the arguments of its calls; who acts is added. Those about keeping, deregistration
and destruction stand in :mod:`archive.probes_of_proceedings`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from archive.customers import CORPORATE, INDIVIDUAL
from archive.leaking import SECOND, Facts, Pair, profile
from archive.probes_of_proceedings import Try, call

from archive import probes_of_proceedings
from csdforms.archive.archive import Archive
from csdforms.archive.requests import NewFile
from csdforms.archive.secrecy.outgoing.amounts import Records
from csdforms.archive.secrecy.outgoing.disclosing import Disclosing
from csdforms.archive.secrecy.outgoing.releasing import Releasing

__all__ = ["EXEMPT", "PARTS", "PROBES", "Try"]

_FORM = "complaint_handling"
WHY = {"purpose": "办理投诉"}
BECAUSE = {"reason": "办理投诉需要"}


#: How each part is reached.
PARTS: Mapping[str, Callable[[Archive], Any]] = {
    "": lambda archive: archive,
    "staff.": lambda archive: archive.staff,
    "drafts.": lambda archive: archive.drafts,
    "secrecy.": lambda archive: archive.secrecy,
    "grants.": lambda archive: archive.grants,
    "cases.": lambda archive: archive.cases,
    "loans.": lambda archive: archive.loans,
    "copies.": lambda archive: archive.copies,
    "releasing.": lambda archive: Releasing(archive.office),
    "disclosing.": lambda archive: Disclosing(archive.office),
    **probes_of_proceedings.PARTS,
}

#: What is public in Python and no act of anybody's.
EXEMPT: Mapping[str, str] = {
    "open": "opens an archive; whoever may, is asked at every act",
    "create": "makes an archive",
    "close": "lets go of files",
    "secrecy.change": "a step of other acts, with what they have taken up",
    "secrecy.decider": "likewise",
    "secrecy.deciding": "likewise",
    "secrecy.proposer": "likewise",
    "secrecy.proposing": "likewise",
    "secrecy.refused": "likewise",
    "secrecy.require_disinterested": "likewise",
    **probes_of_proceedings.EXEMPT,
}


def _facts(pair: Pair) -> tuple[Facts, ...]:
    return pair.hidden, pair.seen, pair.absent


def files(pair: Pair) -> Iterator[str]:
    """Yield what somebody may give as a file's number."""
    number = pair.hidden.file
    yield number
    yield "".join(chr(ord(char) + 0xFEE0) for char in number.replace("-", "").lower())
    yield pair.hidden.alias
    yield pair.absent.file
    yield pair.seen.file
    yield number[:-1] + ("0" if number[-1] != "0" else "1")  # a wrong check character
    yield ""


def items(pair: Pair) -> Iterator[str]:
    for facts in _facts(pair):
        yield facts.item
    yield pair.hidden.item.lower().replace("/", "／")
    yield f"{pair.hidden.alias}/3.2-2026-0001"
    yield f"{pair.seen.file}/3.2-2026-0009"
    yield pair.hidden.file


def texts(pair: Pair) -> Iterator[str]:
    """Yield what somebody may look for."""
    facts = pair.hidden
    yield from facts[: len(facts) - 4]
    yield facts.name[:1]
    yield facts.name[1:3]
    yield facts.file.lower().replace("-", "")
    yield f"{facts.phone[:3]} {facts.phone[3:7]}-{facts.phone[7:]}"
    yield facts.digest
    yield from (facts.grant, facts.loan, facts.draft, facts.pinyin[:4], facts.pinyin[0])
    yield from ("*", "%", "_", "", "KH-", "KH", "138", "有限", pair.seen.name, pair.seen.phone)


def identities(pair: Pair) -> Iterator[dict[str, Any]]:
    """Yield what of a customer makes him the hidden one, box by box."""
    facts = pair.hidden
    yield {"uscc": facts.uscc}
    yield {"id_type": "护照", "id_no": facts.identity}
    yield {"customer_name": facts.name, "phone": facts.phone}
    yield {"customer_name": facts.name, "mobile": facts.phone}
    yield {"customer_name": facts.name}
    yield {"customer_no": facts.file}
    yield {"customer_no": facts.alias}
    yield {"complaint_no": facts.case}
    yield {"phone": facts.phone}
    yield {"uscc": SECOND}


def profiles(pair: Pair) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield profiles of new customers who are the hidden one, or share something with him."""
    for form, kind in ((CORPORATE, "F"), (INDIVIDUAL, "Z")):
        own = {"uscc": "91310199MA0NEW111W"} if kind == "F" else {}
        for said in (*identities(pair), {}):
            yield form, profile(kind, "新来客户", **own) | said


def sheets(pair: Pair) -> Iterator[dict[str, Any]]:
    yield from identities(pair)
    yield {"complaint_content": f"来电{0}", "complaint_no": pair.hidden.case}
    yield {"complaint_no": pair.hidden.case, "complaint_content": "密0"}  # the hidden item's own


def _each(values: Callable[[Pair], Iterator[Any]], **named: Any) -> Callable[[Pair], Iterator[Try]]:
    return lambda pair: (call(value, **named) for value in values(pair))


def _show(pair: Pair) -> Iterator[Try]:
    for number in files(pair):
        yield call(number, **WHY)
    for number in (pair.hidden.file, pair.absent.file, pair.seen.file):
        yield call(number)
        yield call(number, 1, **WHY)
        yield call(number, 2, **WHY)
        yield call(number, fields=["customer_name", "phone"], **WHY)
        yield call(number, fields=["*"], **WHY)


def _find(pair: Pair) -> Iterator[Try]:
    for text in texts(pair):
        yield call(text)
    for limit in range(1, 5):
        yield call("有限", limit)
        yield call("郎", limit)
        yield call(pair.hidden.phone, limit)


def _list_files(_: Pair) -> Iterator[Try]:
    yield call()
    for state in ("ACTIVE", "VOID", "DORMANT"):
        yield call(status=state)
    for region in ("32", "3201", "320199", "31"):
        yield call(region=region)
    for level in ("内部", "秘密", "机密", "绝密"):
        yield call(level=level)
    for kind in "FGZ":
        yield call(kind=kind)
    yield call(period="2026-03")
    yield call(period="2026", grade="B")
    yield call(salesperson="业务员")


def _list_items(_: Pair) -> Iterator[Try]:
    yield call()
    yield call(form=_FORM)
    yield call(period="2026-03")
    yield call(period="2026")


def _linked(pair: Pair) -> Iterator[Try]:
    for facts in _facts(pair):
        yield call("complaint_no", facts.case)
    yield call("complaint_no", "")
    yield call("register_no", pair.hidden.case)


def _document(pair: Pair) -> Iterator[Try]:
    for number in items(pair):
        yield call(number, **WHY)
    for facts in _facts(pair):
        yield call(facts.digest, **WHY)


def _revise(pair: Pair) -> Iterator[Try]:
    for number in files(pair):
        yield call(number, profile("F", "新名称"), **BECAUSE)
    for _, data in profiles(pair):
        yield call(pair.seen.file, data, evidence="换证", **BECAUSE)
        yield call(pair.seen.file, data, evidence="换证", distinct="另一客户", **BECAUSE)
    same = {"customer_name": pair.seen.name, "uscc": pair.seen.uscc, "org_kind": "企业法人"}
    for said in identities(pair):
        yield call(pair.seen.file, same | said, evidence="换证", **BECAUSE)


def _file(pair: Pair) -> Iterator[Try]:
    for number in files(pair):
        yield call(number, _FORM, {"complaint_content": "新"}, section="3.2")
    for sheet in sheets(pair):
        for number in (*_seen_files(pair), ""):
            yield call(number, _FORM, sheet, b"sheet", section="3.2")


def _seen_files(pair: Pair) -> list[str]:
    return [row["number"] for _, row in pair.without.rows("files")]


def _aliases(pair: Pair) -> Iterator[Try]:
    for number in files(pair):
        yield call(number, "XS-NEW")
    for facts in _facts(pair):
        yield call(pair.seen.file, facts.alias)
    yield call(pair.seen.file, pair.hidden.file)


def _create(pair: Pair) -> Iterator[Try]:
    for form, data in profiles(pair):
        yield call(data, form=form)
        yield call(data, form=form, parent=pair.seen.file)
    form, data = next(profiles(pair))
    for number in files(pair):
        yield call(data | {"uscc": "91310199MA0NEW222W"}, form=form, parent=number)


def _create_many(pair: Pair) -> Iterator[Try]:
    yield call([NewFile(form, data) for form, data in profiles(pair)])


def _drafts(pair: Pair) -> Iterator[str]:
    for facts in _facts(pair):
        yield facts.draft
    yield pair.hidden.draft.lower()
    yield f"CG-2026-{int(pair.hidden.draft[-4:]) + 1:04}"  # the circle's other one
    yield ""


def _edit(pair: Pair) -> Iterator[Try]:
    for number in _drafts(pair):
        yield call(number, parent="")
    for _, data in profiles(pair):
        yield call(pair.seen.draft, data)
    for number in files(pair):
        yield call(pair.seen.draft, parent=number)


def _registered(letters: str, place: int) -> Callable[[Pair], Iterator[str]]:
    """Return what yields the numbers of a register: hidden, seen, absent, and its first ones."""

    def numbers(pair: Pair) -> Iterator[str]:
        for facts in _facts(pair):
            yield facts[place]
        for serial in range(1, 5):
            yield f"{letters}-2026-{serial:04}"

    return numbers


_grants = _registered("SQ", Facts._fields.index("grant"))
_loans = _registered("JY", Facts._fields.index("loan"))


def _levels(**named: Any) -> Callable[[Pair], Iterator[Try]]:
    """Return what yields the calls of an act on the level of a file, or of an item."""

    def calls(pair: Pair) -> Iterator[Try]:
        for number in files(pair):
            yield call(number, **named)
        for facts in _facts(pair):
            yield call(pair.seen.file, item=facts.item, **named)
            yield call(pair.hidden.file, item=facts.item, **named)

    return calls


def _circle(pair: Pair) -> Iterator[Try]:
    for number in files(pair):
        yield call(number, ["何内一"], **BECAUSE)


def _to_people(*more: Any, **named: Any) -> Callable[[Pair], Iterator[Try]]:
    def calls(pair: Pair) -> Iterator[Try]:
        for number in files(pair):
            yield call(number, "何内一", *more, **named)
        for person in ("何内二", "业务员", "客户信息专员", "离岗人", "无此人"):
            yield call(pair.seen.file, person, *more, **named)

    return calls


def _lend(pair: Pair) -> Iterator[Try]:
    yield from _to_people(pages=2, **WHY)(pair)
    for number in items(pair):
        yield call(number, "何内一", pages=1, **WHY)
    for number in _seen_files(pair):
        yield call(number, "何内一", pages=1, **WHY)


def _cases(pair: Pair) -> Iterator[Try]:
    for number in files(pair):
        for facts in _facts(pair):
            yield call(number, facts.case, **BECAUSE)


def _printing(pair: Pair) -> Iterator[Try]:
    for number in (*files(pair), *items(pair)):
        yield call(number, **WHY)
    yield call(pair.hidden.file, version=1, fields=["*"], **WHY)
    yield call(pair.seen.file, version=1, fields=["*"], **WHY)


def _recall(pair: Pair) -> Iterator[Try]:
    for number in (*files(pair), *items(pair)):
        yield call(number, 1, **BECAUSE)


def _disclose(pair: Pair) -> Iterator[Try]:
    for number in files(pair):
        yield call(number, "公安机关", ["mobile"], basis="法定义务", duty="刑诉法", **WHY)


def _ask(pair: Pair) -> Iterator[Try]:
    for number in files(pair):
        yield call(number, fields=["mobile"], **WHY)


def _grants_list(pair: Pair) -> Iterator[Try]:
    yield call()
    for number in files(pair):
        yield call(file=number)
    for state in ("asked", "granted", "ended", "refused", "unreviewed"):
        yield call(state=state)


def _loans_list(pair: Pair) -> Iterator[Try]:
    yield call(every=True)
    yield call(overdue_only=True)
    for number in files(pair):
        yield call(file=number, every=True)


def _once(*args: Any, **named: Any) -> Callable[[Pair], Iterator[Try]]:
    return lambda _: iter([call(*args, **named)])


_REFUSE = {"reason": "不符"}

PROBES: Mapping[str, Callable[[Pair], Iterator[Try]]] = {
    "show": _show,
    "find": _find,
    "list_files": _list_files,
    "list_items": _list_items,
    "linked": _linked,
    "item": lambda pair: (
        call(number, fields=fields, **WHY) for number in items(pair) for fields in ((), ("*",))
    ),
    "document": _document,
    "history": _each(files, **WHY),
    "log": lambda _: iter([call(), call(5)]),
    "who_saw": _each(files),
    "file_for": _each(sheets),
    "count": _once(),
    "is_complete": _once(),
    "open_file": lambda pair: (call(data, form=form) for form, data in profiles(pair)),
    "open_many": _once([]),
    "revise": _revise,
    "to_revise": _each(files),
    "file": _file,
    "add_alias": _aliases,
    "compact": _once(),
    "staff.register": _once("new", "新人"),
    "staff.change": _once("sales", ["finance"]),
    "staff.leave": _once("sales"),
    "staff.take_over": _once("接管人", proof=lambda: False),
    "staff.list": _once(),
    "drafts.create": _create,
    "drafts.create_many": _create_many,
    "drafts.edit": _edit,
    "drafts.submit": _each(_drafts),
    "drafts.accept": _each(_drafts, seen=["营业执照"]),
    "drafts.return_": lambda pair: (call(one, {"uscc": "不符"}) for one in _drafts(pair)),
    "drafts.reject": _each(_drafts, **_REFUSE),
    "drafts.approve": _each(_drafts),
    "drafts.discard": _each(_drafts),
    "drafts.show": _each(_drafts),
    "drafts.void": _each(files, **_REFUSE),
    "drafts.clear_alarm": lambda _: (
        call(name, **BECAUSE) for name in ("何内一", "业务员", "无此人")
    ),
    "drafts.expired": _once(),
    "drafts.expire": _once(),
    "drafts.waiting": _once(),
    "secrecy.propose": _levels(level=2, basis="目录", **BECAUSE),
    "secrecy.lower": _levels(level=0, **BECAUSE),
    "secrecy.release": _levels(**BECAUSE),
    "secrecy.extend": _levels(until="长期", **BECAUSE),
    "secrecy.change_circle": _circle,
    "secrecy.decide": _levels(),
    "secrecy.refuse": _levels(**BECAUSE),
    "secrecy.raise_level": _levels(level=3, **BECAUSE),
    "secrecy.confirm": _levels(**BECAUSE),
    "secrecy.review": _levels(**BECAUSE),
    "secrecy.due": _once(),
    "secrecy.settle_due": _once(),
    "secrecy.use_labels": _once("soe", **BECAUSE),
    "secrecy.propose_form": _once(_FORM, 2, basis="目录", **BECAUSE),
    "secrecy.decide_form": _once(_FORM),
    "grants.ask": _ask,
    "grants.approve": _each(_grants),
    "grants.refuse": _each(_grants, **BECAUSE),
    "grants.grant": _to_people(**WHY),
    "grants.revoke": _each(_grants, **BECAUSE),
    "grants.emergency": _each(files, reason="客户家中起火，须立即联系家属"),
    "grants.review": _each(_grants, justified=True, **BECAUSE),
    "grants.grants": _grants_list,
    "cases.close": _cases,
    "cases.reopen": _cases,
    "loans.lend": _lend,
    "loans.give_back": lambda pair: (call(number, 1) for number in _loans(pair)),
    "loans.loans": _loans_list,
    "copies.printing": _printing,
    "copies.of": _each(files),
    "copies.recall": _recall,
    "releasing.release": _once("业务员", Records(40, 0, 0), **BECAUSE),
    "disclosing.disclose": _disclose,
    **probes_of_proceedings.PROBES,
}
