"""Customers who asked to be left alone: no other act lets them be called again.

What a seal or a merger put on a card goes with it; what the customer asked for meanwhile stays
(消费者权益保护法第29条; archive.md §5).
"""

from __future__ import annotations

from csdforms.archive.personal_data.relations import CONTACT
from csdforms.archive.records import Reader
from csdforms.archive.store import Document

__all__ = ["KINDS", "asked_since", "is_asked"]

#: The requests of somebody who wants to be left alone.
KINDS = frozenset({"delete", "withdraw_consent"})


def is_asked(row: Document) -> bool:
    """Whether a request asks for it; not for a company one of whose people wants to be left out."""
    return row["kind"] in KINDS and row["requester"]["relation"] != CONTACT


def asked_since(reader: Reader, file: str, at: str) -> bool:
    """Whether the customer of a file asked for it since a moment."""
    rows = (
        reader.get("personal_requests", key)
        for key in reader.find("personal_requests", "file", file)
    )
    return any(row["at"] >= at and is_asked(row) for row in rows if row)
