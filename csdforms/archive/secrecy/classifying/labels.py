"""What levels are called and how they are marked on paper (archive.md §4.1).

秘密, 机密 and 绝密 are by law the levels of state secrets, and what is no state secret must not
carry the state's mark, a level with a star and a term. So a mark says first that it is a trade
secret, and never has a star in it. An archive chooses its set of labels once, as an act.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import Any, NamedTuple

from csdforms.archive.records import Reader
from csdforms.archive.secrecy.classifying.periods import FOREVER
from csdforms.archive.secrecy.levels import (
    INTERNAL,
    RANKS,
    effective,
    entry_of,
    item_level,
    items_of,
    own_level,
    rank,
)
from csdforms.errors import UnreadableInput

__all__ = [
    "LABELS",
    "SETTINGS",
    "UNDECIDED",
    "Labels",
    "Marking",
    "Settings",
    "mark",
    "mark_of",
    "marking",
    "marking_settings",
    "read_level",
]

#: The table of the archive's settings; ``labels`` and ``unit`` of key 1.
SETTINGS = "settings"

#: Stands for a term that nobody has decided yet.
UNDECIDED = "待定"

_DEPARTMENT = "客户服务部"
_RELEASED = "解密"
_STARS = str.maketrans("", "", "★☆⭐🌟✪✫✬✭✮✯✰✩⚝⋆")


class Labels(NamedTuple):
    """One set of labels, from level 0 up; an empty one is not printed."""

    title: str
    words: tuple[str, str, str, str, str]
    prefix: str  # before what is a trade secret


LABELS: Mapping[str, Labels] = {
    "classic": Labels("通用", RANKS, "商业秘密·"),
    "soe": Labels("国有企业", ("", "内部", "普通商密", "普通商密", "核心商密"), ""),
    "plain": Labels("等级", ("0级", "1级", "2级", "3级", "4级"), "商业秘密·"),
}


class Settings(NamedTuple):
    """How an archive marks: its set of labels, and the unit that answers for the files."""

    labels: str = "classic"
    unit: str = _DEPARTMENT

    def word(self, level: object) -> str:
        """Return what a level is called; what cannot be named is called the highest."""
        return LABELS[self.labels].words[rank(level)]


class Marking(NamedTuple):
    """The marks of a change of level: the old one is struck out, the new one set beside it."""

    struck: str
    mark: str


def marking_settings(reader: Reader) -> Settings:
    """Return how an archive marks."""
    given = reader.get(SETTINGS, 1) or {}
    return Settings(**{name: given[name] for name in Settings._fields if name in given})


def mark(
    level: object,
    until: str = "",
    unit: str = _DEPARTMENT,
    copy: int = 0,
    copies: int = 0,
    *,
    labels: str = "classic",
) -> str:
    """Return the mark on paper.

    >>> mark(3, "2030-12-31", "客户服务部", 2, 3)
    '商业秘密·机密 保密期限至 2030-12-31 责任单位 客户服务部 第2/3份'
    >>> mark(1)
    '内部'

    Args:
        level: the level; what is unknown is marked as the highest.
        until: the last day of the term; "" for one without an end, or ``UNDECIDED``.
        unit: the unit that answers for it.
        copy: which copy it is, 0 if copies are not counted.
        copies: of how many.
        labels: the set of labels.
    """
    known = LABELS[labels]
    word = known.words[rank(level)]
    if rank(level) <= INTERNAL:
        return word
    term = f"保密期限至 {until}" if until not in ("", UNDECIDED) else f"保密期限{until or FOREVER}"
    parts = [known.prefix + word, term]
    if unit:
        parts.append(f"责任单位 {unit}")
    if copy:
        parts.append(f"第{copy}/{copies or copy}份")
    return "".join(filter(str.isprintable, " ".join(parts))).translate(_STARS)


def mark_of(reader: Reader, card: Mapping[str, Any], copy: int = 0, copies: int = 0) -> str:
    """Return the mark of a customer's file as it stands: the level that counts, and its term."""
    settings = marking_settings(reader)
    level = effective(card)
    until = _until(card, level)
    return mark(level, until, settings.unit, copy, copies, labels=settings.labels)


def marking(
    settings: Settings, before: Mapping[str, Any], after: Mapping[str, Any], *, released: str = ""
) -> Marking:
    """Return the marks of a change from one card to the other; ``released`` is the day of 解密."""
    struck, new = (
        mark(level, _until(card, level), settings.unit, labels=settings.labels)
        for card in (before, after)
        for level in (effective(card),)
    )
    return Marking(struck, f"{_RELEASED} {released} {new}".strip() if released else new)


def read_level(given: object, labels: str = "classic") -> int:
    """Return the level that somebody means: a rank, its usual name, or its name in a set.

    Raises:
        UnreadableInput: if it is none, or the set calls two levels so.
    """
    if type(given) is int and 0 <= given < len(RANKS):
        return given
    words = LABELS[labels].words
    text = str(given).strip()
    for names in (RANKS, tuple("01234"), words):
        if text and names.count(text) == 1:
            return names.index(text)
    known = "、".join(dict.fromkeys([*RANKS, *filter(None, words)]))
    raise UnreadableInput("密级", f"应是 {known} 之一，或 0 至 4。")


def _until(card: Mapping[str, Any], level: int) -> str:
    """Return the end of the term that the level has: the last of the file's and its items'."""
    entries = [entry_of(card, item) for item in items_of(card) if item_level(card, item) == level]
    if own_level(card) == level:
        entries.append(entry_of(card))
    ends = {_end(entry, level) for entry in entries}
    for open_end in (UNDECIDED, ""):
        if open_end in ends:
            return open_end
    return max(ends)


def _end(entry: Mapping[str, Any], level: int) -> str:
    """Return the last day of an entry's term, if it was decided that it has this level."""
    decided = "by" in entry and rank(entry.get("level")) == level
    return str(entry.get("until", "")) if decided else UNDECIDED
