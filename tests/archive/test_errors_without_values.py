"""What is refused in keeping, deregistration and destruction is refused without a value (M11)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from archive.leaking import INSIDERS, Hidden, Pair, Visible, clone, pair, told
from archive.memory_store import MemoryStore
from archive.probes_of_proceedings import PARTS, PROBES, Try, call
from archive.proceeding import asked

from csdforms.archive.archive import Archive
from csdforms.archive.personal_data.answers import NewAnswer
from csdforms.errors import CsdformsError

AMOUNT, PASSPORT, PHONE = "98765.43", "E77000771", "13877100771"
WORDS = "绝不外传的缘由"
_STATEMENT = {"balance": AMOUNT, "currency": "USD", "as_of": "2026-03-05", "agreed": False}

#: What clerks write where it must not stand, or where it is refused.
SAID: dict[str, list[Try]] = {
    "custody.lift": [call("BQ-2026-0001", WORDS, reason=WORDS)],
    "custody.merge": [call("{file}", "{seen}", reason=WORDS)],
    "custody.freeze": [call("{file}", until=WORDS, reason=WORDS)],
    "custody.inspect": [call([("{file}", "damage")], reason=WORDS)],
    "personal_requests.take": [
        call(asked("{file}")._replace(proof=f"证件 {PASSPORT} 电话 {PHONE}", asked=WORDS)),
        call(asked("{file}")._replace(kind=WORDS)),
        call(asked("{seen}")._replace(relation="self", requester=WORDS, contact=PHONE)),
    ],
    "personal_requests.identify": [call("QQ-2026-0001", authority=f"函 {PHONE}")],
    "personal_requests.answer": [
        call("QQ-2026-0001", NewAnswer(outcome, WORDS, (WORDS,), law=WORDS))
        for outcome in ("granted", "refused", WORDS)
    ],
    "deregistration.apply": [
        call("{file}", trigger, reason=WORDS, settlement=WORDS, balance=balance, document=WORDS)
        for trigger, balance in (("D1", AMOUNT), ("D1", f"{AMOUNT}元"), (WORDS, AMOUNT))
    ],
    "deregistration.sign": [
        call("ZX-2026-0001", "G3", clear=True, text=WORDS, statement=_STATEMENT),
        call("ZX-2026-0001", "G4", clear=False, text=WORDS, statement=_STATEMENT),
        call("ZX-2026-0001", "G3", clear=True, statement={**_STATEMENT, "balance": f"{AMOUNT}元"}),
    ],
    "deregistration.write_off": [
        call("ZX-2026-0001", amount, document=WORDS, reason=WORDS)
        for amount in (AMOUNT, f"{AMOUNT}元", f"-{AMOUNT}")
    ],
    "deregistration.settle": [call("ZX-2026-0001", WORDS, document=WORDS, how=WORDS)],
    "revivals.apply": [
        call("{file}", {"customer_name": "{name}", "mobile": PHONE}, papers=[], reason=WORDS)
    ],
    "appraisals.report": [
        call("JD-2026-0001", 1, outcome, reason=f"{{name}} {PHONE}", remark=WORDS)
        for outcome in ("destroy", "keep", WORDS)
    ],
    "destructions.refuse": [call("XH-2026-0001", reason=f"{{name}} {PHONE}")],
    "destructions.begin": [call("XH-2026-0001", [WORDS], place=WORDS, method=WORDS)],
    "destructions.account": [call("XH-2026-0001", 1, WORDS, note=WORDS)],
}


def filled(value: Any, both: Pair) -> Any:
    """Return what is said, of the file and of the customer that it is about."""
    if isinstance(value, str):
        known = {"file": both.hidden.file, "seen": both.seen.file, "name": both.hidden.name}
        for name, said in known.items():
            value = value.replace(f"{{{name}}}", said)
        return value
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(filled(one, both) for one in value))
    if isinstance(value, dict):
        return {name: filled(one, both) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(filled(one, both) for one in value)
    return value


@pytest.mark.parametrize(
    ("course", "kind"),
    [("kept", "Z"), ("leaving", "F"), ("reviving", "Z"), ("appraised", "Z"), ("listed", "Z")],
)
def test_m11_no_error_and_no_note_repeats_a_value(course: str, kind: str) -> None:
    visible = Visible("F", 1, 1, "ACTIVE", alias=True, shares="", granted=False, lent=False)
    no = dict.fromkeys(("revised", "granted", "lent", "copied", "drafted", "case_closed"), False)
    both = pair(
        [visible, visible._replace(kind="Z")], Hidden(kind, 2, 0, days=1, course=course, **no)
    )
    values = {AMOUNT, PASSPORT, PHONE, WORDS, "求见人", "来人自取", both.hidden.name}
    values |= {both.hidden.uscc, both.hidden.identity, both.seen.name, both.seen.uscc}
    refused, noted = 0, len(clone(both.having).noted)
    for name, probes in PROBES.items():
        tries = [*probes(both), *(filled(one, both) for one in SAID.get(name, ()))]
        for what in tries:
            assert isinstance(what, Try)
            for actor in _actors(name):
                said, store = _refusal(both, name, what, actor)
                refused += bool(said)
                found = [value for value in values if value in said]
                assert not found, (name, what, actor, said)
                notes = str(list(store.notes(noted + 1)))
                assert not [value for value in values if value in notes], (name, what, actor)
    assert refused > 300


def _actors(name: str) -> tuple[str, ...]:
    """Return who comes far enough with an act to be told what is wrong with it."""
    return tuple(INSIDERS) if name in SAID else ("in-head",)


def _refusal(both: Pair, name: str, what: Try, actor: str) -> tuple[str, MemoryStore]:
    """Return all that an error says, "" without one, and the archive as it is then."""
    store = clone(both.having)
    archive = Archive(store, actor=actor, clock=lambda: both.at)
    part, dot, function = name.rpartition(".")
    try:
        result = getattr(PARTS[part + dot](archive), function)(*what.args, **what.named)
        if hasattr(result, "__next__"):
            list(result)
    except CsdformsError as error:
        return json.dumps(told(error), ensure_ascii=False), store
    return "", store
