"""What may be counted, in memory: an archive without an archive, for figures that are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from csdforms.reports.sources.kept import Document


@dataclass
class Memory:
    """Items, ledgers, cards and versions as they are given."""

    forms: Sequence[Document] = ()
    ledgers: Mapping[str, Sequence[Document]] = field(default_factory=dict)
    files: Sequence[Document] = ()
    profiles: Sequence[tuple[str, Document]] = ()
    read: list[str] = field(default_factory=list)

    def items(self, *forms: str) -> Iterator[Document]:
        self.read += forms
        return (item for item in self.forms if item["form"] in forms)

    def ledger(self, table: str) -> Iterator[Document]:
        self.read.append(table)
        return iter(self.ledgers.get(table, ()))

    def cards(self) -> Iterator[Document]:
        return iter(self.files)

    def versions(self) -> Iterator[tuple[str, Document]]:
        return iter(self.profiles)

    def shown(self, item: Document) -> Mapping[str, Any]:
        data: Mapping[str, Any] = item["data"]
        return data

    def profile_shown(self, file: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        return data


def item(form: str, data: Mapping[str, Any], *, number: str = "", file: str = "") -> Document:
    """Return a form as the archive keeps it."""
    return {"form": form, "data": data, "number": number, "file": file, "filed_at": ""}
