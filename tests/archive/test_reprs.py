"""No record of the archive shows a customer's value where a traceback or a log prints it (M11)."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

import csdforms.archive

#: What is a customer's, or in anybody's words, or a document as it is kept.
HIDDEN = frozenset(
    {
        "absorption", "amount", "asked", "balance", "card", "circle", "condition", "contact",
        "content", "data", "detail", "document", "evidence", "execution", "former_names", "how",
        "lift_reason", "lift_reference", "name", "paper", "payload", "phones", "profile", "purpose",
        "reason", "reasons", "reference", "remark", "requester", "reviewed", "row", "said",
        "settlement", "short_name", "statement", "title", "uscc", "values",
    }
)  # fmt: skip
#: Tables of rules, in which no customer is.
RULES = frozenset(
    {
        "Authority", "CheckLine", "Class", "Ground", "Labels", "Period", "Relation", "Role",
        "Settings", "Situation", "State", "Step", "Trigger",
    }
)  # fmt: skip
#: What is called so and is none of it: a record that hides it itself, or a number.
OTHERS = {
    ("store", "Act", "name"),  # create, revise …
    ("records", "CustomerFile", "card"),
    ("records", "CustomerFile", "profile"),
    ("requests", "Outcome", "row"),
    ("chain", "Problem", "document"),
}


class Row(dict[str, str]):
    """Stands for any value of a record."""

    def __init__(self, name: str) -> None:
        super().__init__(said=f"〈{name}〉")

    def __str__(self) -> str:
        return self["said"]

    __repr__ = __str__


def records() -> Iterator[tuple[str, type]]:
    """Yield the named tuples of the package, each with the end of its module's name."""
    for module in pkgutil.walk_packages(csdforms.archive.__path__, "csdforms.archive."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            is_record = issubclass(kind, tuple) and hasattr(kind, "_fields")
            if is_record and kind.__module__ == module.name:
                yield module.name.rpartition(".")[2], kind


def shown(kind: type) -> set[str]:
    """Return the fields that a record's repr shows."""
    fields: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    text = repr(kind(*map(Row, fields)))
    return {name for name in fields if f"〈{name}〉" in text}


RECORDS = sorted(records(), key=lambda one: (one[0], one[1].__name__))


@pytest.mark.parametrize(("module", "kind"), RECORDS)
def test_m11_a_record_shows_no_value(module: str, kind: type) -> None:
    others = {name for place, record, name in OTHERS if (place, record) == (module, kind.__name__)}
    assert kind.__name__ in RULES or shown(kind) & HIDDEN <= others


def test_all_records_are_found() -> None:
    found = {kind.__name__ for _, kind in RECORDS}
    assert len(RECORDS) > 80
    assert found >= {*RULES, "Application", "Tombstone", "Request", "Merger", "Seal", "Revival"}
