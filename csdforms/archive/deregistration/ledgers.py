"""What ledgers, and the files of other customers, say of a customer: returns, and guarantees.

They name him by words alone, so of people the telephone must agree, too, where it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from csdforms.archive import names, terms
from csdforms.archive.card import text_of
from csdforms.archive.lookup import get_file, is_called
from csdforms.archive.records import Reader
from csdforms.archive.states import CLOSED, MERGED, is_on_file
from csdforms.archive.store import Document

__all__ = ["Ledgers", "ReturnLine", "is_about", "is_in_use"]

_RETURNS = "return_exchange_summary"
_ANALYSIS = "customer_credit_analysis"
_PERSON = "Z"
#: What ends a return or an exchange.
_DONE = frozenset({"已完成", "已拒绝"})


class ReturnLine(NamedTuple):
    """A line of a ledger of returns and exchanges."""

    register_no: str
    name: str
    phones: frozenset[str]
    is_done: bool

    def __repr__(self) -> str:
        return f"ReturnLine({self.register_no!r})"


class Ledgers:
    """What ledgers and the files of others say of many customers; read when it is asked for.

    Args:
        reader: the store, or the work under the writer's lock.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @cached_property
    def returns(self) -> tuple[ReturnLine, ...]:
        """The last line of each return or exchange."""
        lines: dict[str, ReturnLine] = {}
        for item in self._items(_RETURNS):
            for row in filter(_is_block, item["data"].get("detail_rows") or ()):
                number = text_of(row.get("register_no"))
                lines[terms.normal("link", number)] = ReturnLine(
                    number,
                    text_of(row.get("customer_name")),
                    frozenset(terms.phones(text_of(row.get("phone")))),
                    row.get("return_status") in _DONE,
                )
        return tuple(lines.values())

    @cached_property
    def guarantors(self) -> Mapping[str, frozenset[str]]:
        """Who guarantees for others by the last analysis of these: names, and the others' files."""
        last = {item["file"]: item["data"].get("guarantee") for item in self._items(_ANALYSIS)}
        found: dict[str, frozenset[str]] = {}
        for file, guarantee in last.items():
            name = text_of(guarantee.get("guarantor")) if _is_block(guarantee) else ""
            if name and self._is_live(file):
                key = names.normal(name)
                found[key] = found.get(key, frozenset()) | {file}
        return found

    def _items(self, form: str) -> Iterator[Document]:
        keys = self._reader.find("items", "form", form)
        return filter(None, (self._reader.get("items", key) for key in keys))

    def _is_live(self, file: str) -> bool:
        keys = self._reader.find("files", "number", file)
        return any(is_in_use(get_file(self._reader, key)) for key in keys)


def is_about(line: ReturnLine, card: Mapping[str, Any]) -> bool:
    """Whether a line of a ledger is about this customer."""
    if not (line.name and is_called(dict(card), line.name)):
        return False
    tells_apart = card["kind"] == _PERSON and line.phones
    return not tells_apart or not line.phones.isdisjoint(card.get("phones", ()))


def is_in_use(card: Mapping[str, Any]) -> bool:
    """Whether a file is a customer's with whom there still are dealings, or may be."""
    state = card["state"]
    return is_on_file(state) and state not in CLOSED and state != MERGED


def _is_block(value: object) -> bool:
    return isinstance(value, dict)
