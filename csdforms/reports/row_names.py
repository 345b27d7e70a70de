"""What the rows of a sheet are called: by what they are about, each by a name of its own.

A row is about a customer, a product, a month … Where several are about the same one, what tells
them apart is named too (``三人布沙发·1.8m``): a name goes with its row, wherever that stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from csdforms.reports.figure import Figure
from csdforms.schemas.form import Block

__all__ = ["KEYS", "key_of", "keys_of", "names_of", "titles_in"]

#: The boxes that say what a row is about, the first that a row has.
KEYS = (
    "complaint_no", "register_no", "call_no", "customer_no", "dimension_value", "region_code",
    "outlet_code", "report_month", "month", "name", "indicator",
    "indicator_name", "main_problem", "evaluation_item", "object_name", "group_value", "grade",
    "value", "region", "product_name", "reason_category", "question_no", "trigger_code",
    "agent_name", "province", "row_value", "seq", "item_category",
    "customer_grade", "risk_level",
)  # fmt: skip
#: The boxes that tell rows apart that are about the same.
_APART = (
    "product_code", "product_name", "product_model", "unit", "key", "text", "column_value",
    "account_class",
)  # fmt: skip
#: What rows are called besides.
_ALSO = ("customer_name", "product_name", "outlet_name")
_BETWEEN = "·"


def key_of(row: Mapping[str, Any]) -> str:
    """Return what a row is about, as it is typed; "" if it does not say so."""
    for name in KEYS:
        value = row.get(name)
        value = value.value if isinstance(value, Figure) else value
        if value is not None:
            return _called(name, str(value))
    return ""


def keys_of(rows: Sequence[Any]) -> list[str]:
    """Return what the rows of a group are called in addresses, each by a name of its own.

    A row that does not say what it is about is called by its number.
    """
    keys = [key_of(row) if isinstance(row, Mapping) else "" for row in rows]
    names = _told_apart(keys, [_apart(row) if isinstance(row, Mapping) else [] for row in rows])
    return [name or str(number) for number, name in enumerate(names, start=1)]


def titles_in(block: Block, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield the paths of all groups of rows, each with what people call its rows, "" for none."""
    for name, spec in type(block).specs().items():
        value = getattr(block, name)
        if spec.model is None or value is None:
            continue
        if not spec.many:
            yield from titles_in(value, f"{path}{name}.")
            continue
        titles = [next(names_of(row), "") for row in value]
        yield f"{path}{name}", _told_apart(titles, [_apart_shown(row) for row in value])
        for number, row in enumerate(value, start=1):
            yield from titles_in(row, f"{path}{name}.{number}.")


def names_of(row: Block) -> Iterator[str]:
    """Yield what a row is called: what it is about first, as it is printed and as it is kept."""
    specs = type(row).specs()
    for name in (*KEYS, *_ALSO):
        value = getattr(row, name, None)
        if name != "seq" and value is not None and (kind := specs[name].type) is not None:
            shown = kind.show(value), str(kind.encode(value))
            yield from dict.fromkeys(_called(name, one) for one in shown)


def _called(box: str, value: str) -> str:
    """Return what a row is called by a box; the number of a question is not that of its row."""
    return f"第{value}题" if box == "question_no" and value.isdigit() else value


def _told_apart(names: Sequence[str], apart: Sequence[Sequence[str]]) -> list[str]:
    """Return the names, longer where several have one; the same again are numbered."""
    often = Counter(names)
    longer = [
        _BETWEEN.join([name, *(word for word in words if word != name)])
        if often[name] > 1 and name
        else name
        for name, words in zip(names, apart, strict=True)
    ]
    often, seen = Counter(longer), Counter[str]()
    found = []
    for name in longer:
        seen[name] += 1
        is_alone = not name or often[name] == 1
        found.append(name if is_alone else f"{name}{_BETWEEN}{seen[name]}")
    return found


def _apart(row: Mapping[str, Any]) -> list[str]:
    return [str(row[name]) for name in _APART if row.get(name) is not None]


def _apart_shown(row: Block) -> list[str]:
    specs = type(row).specs()
    return [
        kind.show(value)
        for name in _APART
        if (value := getattr(row, name, None)) is not None
        and (kind := specs[name].type) is not None
    ]
