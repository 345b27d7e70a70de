"""What the archive gives to be counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, TypeAlias

from csdforms.schemas.form import Block
from csdforms.schemas.types import FieldType, Refused

__all__ = ["Document", "Kept", "filed", "legible"]

#: A document of the archive: JSON.
Document: TypeAlias = Mapping[str, Any]


class Kept(Protocol):
    """What the archive lets somebody count (:class:`csdforms.archive.counting.Counting`)."""

    def items(self, *forms: str) -> Iterator[Document]:
        """Yield the items of these forms, oldest first: number, file, form, data, filed_at."""

    def ledger(self, table: str) -> Iterator[Document]:
        """Yield the documents of a ledger: ``sales``, ``receipts``, ``receivables``, ``targets``.

        Each has number, file, on (a day) and what its kind holds.
        """

    def cards(self) -> Iterator[Document]:
        """Yield the register cards of the files, merged ones too, oldest first."""

    def versions(self) -> Iterator[tuple[str, Document]]:
        """Yield the versions of the profiles, oldest first, each with the day it holds from."""

    def shown(self, item: Document) -> Mapping[str, Any]:
        """Return an item's data as he may read them: masked, or nothing at all."""

    def profile_shown(self, file: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what a version of a profile says, as he may read it: masked, or nothing at all."""


def filed(kept: Kept, form: str) -> Iterator[Document]:
    """Yield the items of a form that people filed: a computed sheet repeats what was counted."""
    return (item for item in kept.items(form) if "provenance" not in item["data"])


def legible(model: type[Block], shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return the boxes of a row as somebody may read them, without those that he cannot.

    Of a number that is hidden whole, nothing is left that its box would take.
    """
    specs = model.specs()
    return {name: value for name, value in shown.items() if _takes(specs[name].type, value)}


def _takes(kind: FieldType[Any] | None, value: Any) -> bool:
    try:
        if kind is not None:
            kind.accept(value)
    except Refused:
        return False
    return True
