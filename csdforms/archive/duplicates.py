"""Is this customer on file already? By strength, as archive.md §3.4 ranks what two files share.

The same unified code, the organisation code in it, or the same document: certainly the same, and
refused. The same company name, now or formerly, or a person's name and telephone: a supervisor
decides. A telephone or an account alone, or a name in look-alike letters: a warning, no more; of
persons the same name alone says nothing. Files that are void, refused or destroyed do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from csdforms.archive import names
from csdforms.archive.lookup import get_file, survivor
from csdforms.archive.records import Reader
from csdforms.archive.states import is_on_file
from csdforms.archive.store import Document
from csdforms.errors import DuplicateCustomer

__all__ = ["Match", "Strength", "decide", "matches"]

_PERSON = "Z"
_NAME = "客户名称"
_ALIKE = "客户名称（字形相近）"
_PHONE = "联系电话"


class Strength(IntEnum):
    """How sure it is that two files are about one customer."""

    WEAK = 1
    STRONG = 2
    CERTAIN = 3


class Match(NamedTuple):
    """A file that may be about the same customer, and the labels of what is the same."""

    number: str
    strength: Strength
    by: tuple[str, ...]

    def __str__(self) -> str:
        return f"{'、'.join(self.by)}与档案 {self.number} 相同，请核对是否同一客户。"


_STRENGTHS = {
    "统一社会信用代码": Strength.CERTAIN,
    "组织机构代码": Strength.CERTAIN,
    "证件号码": Strength.CERTAIN,
    _NAME: Strength.STRONG,
    _ALIKE: Strength.WEAK,
    _PHONE: Strength.WEAK,
    "银行账号": Strength.WEAK,
}


def matches(reader: Reader, card: Document, *, own: str = "", parent: str = "") -> list[Match]:
    """Return the files that may be about this customer, the surest first.

    Args:
        reader: the store, or the work under the writer's lock.
        card: the customer's card, with or without a number.
        own: the number of the customer's own file, which is no other.
        parent: the file of the head office: a branch may share name and telephone, not the code.
    """
    shared: dict[int, list[str]] = {}
    for label, key in _shared(reader, card):
        shared.setdefault(key, []).append(label)
    found: dict[str, list[str]] = {}
    for key, labels in shared.items():
        other = get_file(reader, key)
        number = get_file(reader, survivor(reader, key))["number"]
        if is_on_file(other["state"]) and number != own:
            found.setdefault(number, []).extend(_judged(card, other, labels))
    ranked = [
        Match(number, max(map(_STRENGTHS.__getitem__, labels)), tuple(dict.fromkeys(labels)))
        for number, labels in found.items()
        if labels
    ]
    ranked.sort(key=lambda match: (-match.strength, match.number))
    return [
        match for match in ranked if match.number != parent or match.strength is Strength.CERTAIN
    ]


def decide(found: Sequence[Match], distinct: str = "") -> tuple[str, ...]:
    """Refuse the customer if it is on file; return what should be looked at again.

    Args:
        found: the matches.
        distinct: why it is another customer in spite of the same name; "" if nobody decided so.

    Raises:
        DuplicateCustomer: if it is certain, or strong and not decided.
    """
    for strength in (Strength.CERTAIN, Strength.STRONG):
        those = [match for match in found if match.strength is strength]
        if those and (strength is Strength.CERTAIN or not distinct):
            raise DuplicateCustomer(
                [match.number for match in those],
                list(dict.fromkeys(label for match in those for label in match.by)),
                certain=strength is Strength.CERTAIN,
            )
    return tuple(map(str, found))


def _shared(reader: Reader, card: Document) -> Iterator[tuple[str, int]]:
    """Yield the label of each thing that a file has in common with the card, and the file's key."""
    values: list[tuple[str, str, Iterable[str]]] = [
        ("统一社会信用代码", "uscc", filter(None, [card.get("uscc")])),
        ("组织机构代码", "org_code", filter(None, [card.get("org_code")])),
        ("证件号码", "id", card.get("ids", [])),
        (_PHONE, "phone", card.get("phones", [])),
        ("银行账号", "account", card.get("accounts", [])),
    ]
    if card["kind"] != _PERSON:
        name = [names.normal(card["name"])]
        values += [(_NAME, "name", name), (_NAME, "former_name", name)]
        values += [(_ALIKE, "loose_name", [names.loose(card["name"])])]
    for label, kind, given in values:
        for value in given:
            for key in reader.find("files", kind, value):
                yield label, key


def _judged(card: Document, other: Document, labels: list[str]) -> Iterator[str]:
    """Yield the labels that count between these two, with the kinds of both in view."""
    persons = [card["kind"], other["kind"]].count(_PERSON)
    same_name = names.normal(card["name"]) == names.normal(other["name"])
    if persons == len((card, other)) and same_name and _PHONE in labels:
        yield _NAME
    for label in labels:
        # A company may bear a person's name, and what is written alike is more than looks alike.
        if not (persons and label in (_NAME, _ALIKE)) and not (label == _ALIKE and _NAME in labels):
            yield label
