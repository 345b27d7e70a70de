"""What every engine is asked to do, and what it must find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.archive.customers import Record, customer, trade_name

__all__ = ["ACTS", "Act", "acts", "checks"]

#: The most calls of one kind in a process.
_CALLS = 200
#: What no record has, until it is updated.
_NEW_GRADE = "E"

OPEN, CLOSE = "open and get", "close"
BY_NUMBER, BY_PHONE, BY_USCC = "get by number", "telephone", "unified code"
TWO, THREE, WHOLE = "name, 2 characters", "name, 3 characters", "whole name"
BY_REGION = "region and grade"
ADD, ADD_AND_FIND, UPDATE = "add one", "add one and find it", "update one"

#: The acts in their order.
ACTS = (
    OPEN, BY_NUMBER, BY_PHONE, BY_USCC, TWO, THREE, WHOLE, BY_REGION, ADD, ADD_AND_FIND, UPDATE,
    CLOSE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of call: the keeper's method, its arguments each time, and what it must find.

    ``expected`` has the unified codes; of ``partly``, more may be found.
    """

    name: str
    method: str
    calls: Sequence[Sequence[Any]]
    expected: Sequence[Sequence[str]]
    partly: bool = False


def acts(records: Sequence[Record], seed: int) -> list[Act]:
    """Return what a process does with a store of these records, other ones for each seed."""
    asked = _asked(len(records), seed)
    asked_for = [records[serial - 1] for serial in asked]

    def look_up(name: str, method: str, value: Callable[[int], str], box: str) -> Act:
        calls = [(value(serial),) for serial in asked]
        return Act(name, method, calls, _having(records, box, [text for (text,) in calls]))

    # Whatever comes in is somebody new, whoever else may be added in another round.
    new = [customer(len(records) + number) for number in range(1, 2 * _CALLS + 1)]
    regions = [(record["region"], record["grade"]) for record in asked_for]
    numbers = [(serial, records[serial - 1]["number"]) for serial in asked]
    own = [[record["uscc"]] for record in asked_for]
    updated = [
        (serial, number, records[serial - 1] | {"grade": _NEW_GRADE}) for serial, number in numbers
    ]
    return [
        Act(OPEN, "open_and_get", numbers[:1], own[:1]),
        Act(BY_NUMBER, "get", numbers, own),
        Act(BY_PHONE, "by_phone", [record["phones"] for record in asked_for], own),
        Act(BY_USCC, "by_uscc", own, own),
        look_up(TWO, "by_name", trade_name, "name"),
        look_up(THREE, "by_name", lambda serial: records[serial - 1]["short_name"][:3], "name"),
        look_up(WHOLE, "by_name", lambda serial: records[serial - 1]["name"], "name"),
        Act(BY_REGION, "by_region", regions, _of_region(records, regions)),
        Act(ADD, "add", [(record,) for record in new[:_CALLS]], []),
        Act(
            ADD_AND_FIND,
            "add_and_find",
            [(record,) for record in new[_CALLS:]],
            [[record["uscc"]] for record in new[_CALLS:]],
        ),
        Act(UPDATE, "update", updated, []),
        Act(CLOSE, "close", [()], []),
    ]


def checks(done: Sequence[Act]) -> list[Act]:
    """Return what the next process must find, after the first calls of those that write."""
    writing = {act.name: act.calls[0] for act in done if act.name in (ADD, UPDATE)}
    (added,), (key, number, updated) = writing[ADD], writing[UPDATE]
    return [
        Act("still there", "open_and_get", [(key, number)], [[updated["uscc"]]]),
        Act("added", "by_phone", [added["phones"]], [[added["uscc"]]]),
        Act(
            "updated",
            "by_region",
            [(updated["region"], _NEW_GRADE)],
            [[updated["uscc"]]],
            partly=True,
        ),
        Act("closed", "close", [()], []),
    ]


def _asked(count: int, seed: int) -> list[int]:
    """Return the serials of the customers asked for, from everywhere."""
    random = Random(seed)  # noqa: S311 - repeatable questions, no secrets
    return random.sample(range(1, count + 1), min(_CALLS, count))


def _having(records: Sequence[Record], box: str, texts: Sequence[str]) -> list[list[str]]:
    """Return the codes of those that have each of the texts in this box, in one pass."""
    found: dict[str, list[str]] = {text: [] for text in texts}
    lengths = {len(text) for text in texts}
    for record in records:
        value = record[box]
        parts = {value[at : at + size] for size in lengths for at in range(len(value) - size + 1)}
        for part in parts & found.keys():
            found[part].append(record["uscc"])
    return [found[text] for text in texts]


def _of_region(records: Sequence[Record], regions: Sequence[tuple[str, str]]) -> list[list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for record in records:
        found.setdefault((record["region"], record["grade"]), []).append(record["uscc"])
    return [found[region] for region in regions]
