"""Which documents a TinyDB query can match, read off the query itself.

A query of TinyDB carries a description of itself (``_hash``): ``("==", path, value)``,
``("one_of", path, values)``, ``("and", {…})``, ``("or", {…})``. What is an exact term of a table's
documents is looked up; everything else is left to the query, which is run on each candidate in any
case. Regular expressions never count: their flags are not in the description.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

from csdforms.archive.terms import normal

__all__ = ["candidates"]

#: The fields whose text is always among the document's terms, and the kind of term.
_TERMS: Mapping[str, Mapping[str, str]] = {
    "files": {
        "number": "number",
        "uscc": "uscc",
        "name": "name",
        "state": "state",
        "grade": "grade",
        "level": "level",
        "salesperson": "salesperson",
        "kind": "kind",
        "parent": "parent",
    },
    "items": {
        "number": "number",
        "file": "file",
        "form": "form",
        "digest": "digest",
        "document": "document",
    },
    "profiles": {"file": "file"},
}


def candidates(
    table: str, query: object, find: Callable[[str, str, str], list[int]]
) -> list[int] | None:
    """Return the keys of all documents that the query can match, in ascending order.

    Args:
        table: The table's name.
        query: A query, or anything that is called like one.
        find: Returns the keys of the documents of a table with a term (kind, value).

    Returns:
        None if only reading every document can tell.
    """
    if table not in _TERMS:
        return None
    keys = _keys(table, getattr(query, "_hash", None), find)
    return None if keys is None else sorted(keys)


def _keys(
    table: str, described: Any, find: Callable[[str, str, str], list[int]]
) -> set[int] | None:
    match described:
        case ("==", (str(field),), str(value)):
            return _found(table, field, [value], find)
        case ("one_of", (str(field),), tuple(values)):
            return _found(table, field, values, find)
        case ("and", frozenset(parts)):
            known = [keys for part in parts if (keys := _keys(table, part, find)) is not None]
            return reduce(set.intersection, known) if known else None
        case ("or", frozenset(parts)):
            each = [_keys(table, part, find) for part in parts]
            return None if None in each else set().union(*(keys or () for keys in each))
    return None


def _found(
    table: str, field: str, values: Iterable[Any], find: Callable[[str, str, str], list[int]]
) -> set[int] | None:
    kind = _TERMS[table].get(field)
    keys: set[int] = set()
    for value in values:
        # "" is no term, and what is masked is none either.
        if kind is None or type(value) is not str or "*" in value or not normal(kind, value):
            return None
        keys.update(find(table, kind, value))
    return keys
