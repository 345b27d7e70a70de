"""What a box is called: its printed label, the other labels clerks use, and how to find it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csdforms.schemas.form import Block

__all__ = ["Group", "Label", "LabelIndex", "PrintedAs", "normalise", "stated_unit"]

_SCALES = "百千万亿%‰"
#: What stands in brackets, unless it changes the figure: 金额(万元) is not 金额.
_BRACKETED = re.compile(rf"[(\[【〔][^()\[\]【】〔〕{_SCALES}]*[)\]】〕]")
#: The unit in brackets, or the one that a label ends in.
_UNIT = re.compile(
    rf"[(\[【〔][^()\[\]【】〔〕]*?([{_SCALES}][^()\[\]【】〔〕]*)"
    r"|([百千万亿]{1,2}元|[%‰])\W{0,9}$"
)
_SIGNS = re.compile(r"[\s:;,.、。*_\-—~/\\|()\[\]【】〔〕《》〈〉\"'“”‘’·•☆★#]+")
_COMPARED = 60  # the characters of an unknown label that are compared with the known ones
_SHORT = 3


class Label:
    """The Chinese label of a field in the vocabulary, with the other labels it goes by.

    Aliases may be written several in one string, with spaces between them.
    """

    def __init__(self, text: str, *aliases: str) -> None:
        self.text = text
        self.aliases = tuple(alias for several in aliases for alias in several.split())


class PrintedAs(Label):
    """The label that one form prints for a field which the vocabulary calls otherwise."""


class Group(Label):
    """The label of a group of rows, and how many rows there must be."""

    def __init__(self, text: str, *aliases: str, at_least: int = 0, at_most: int = 5000) -> None:
        super().__init__(text, *aliases)
        self.at_least = at_least
        self.at_most = at_most


def normalise(label: str) -> str:
    """Return a label as it is compared: spacing, brackets, signs and width do not matter."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", label).casefold())


def stated_unit(label: str) -> str:
    """Return the unit by which a label changes its figure, an empty text if it states none.

    >>> stated_unit("金额（万元）"), stated_unit("折价％"), stated_unit("金额（元）")
    ('万元', '%', '')
    """
    found = _UNIT.search(unicodedata.normalize("NFKC", label))
    return normalise(found[1] or found[2]) if found else ""


def _short(label: str) -> str:
    """Return a label without what stands in brackets: ``金额(元)`` is ``金额``."""
    return normalise(_BRACKETED.sub("", unicodedata.normalize("NFKC", label)))


class LabelIndex:
    """Finds the field of one form, row or part that a label means.

    A part's fields are also found by the part's label and their own: 法定代表人证件号码.
    """

    def __init__(self, block: type[Block]) -> None:
        self._paths: dict[str, tuple[str, ...]] = {}
        self._labels: dict[str, str] = {}
        shortened: dict[str, set[tuple[str, ...]]] = {}
        for label, path in _names(block):
            self._add(normalise(label), path)
            shortened.setdefault(_short(label), set()).add(path)
        for spec in block.specs().values():
            self._labels.setdefault(normalise(spec.label), spec.label)
            if spec.model and not spec.many:
                inner = (f"{spec.label}{one.label}" for one in spec.model.specs().values())
                self._labels |= {normalise(label): label for label in inner}
        for key, paths in shortened.items():
            if len(paths) == 1:
                self._paths.setdefault(key, *paths)

    def _add(self, key: str, path: tuple[str, ...]) -> None:
        other = self._paths.setdefault(key, path)
        if other != path:
            raise TypeError(f"label {key} means both {'.'.join(other)} and {'.'.join(path)}")

    def find(self, label: str) -> tuple[str, ...] | None:
        """Return the path of the field that a label means, ``None`` if no field has it."""
        return self._paths.get(normalise(label)) or self._paths.get(_short(label))

    def nearest(self, label: str) -> str | None:
        """Return the printed label that looks most like this one, if any does."""
        wanted = normalise(label)[:_COMPARED]
        cutoff = 0.5 if len(wanted) > _SHORT else 0.67  # short labels look alike by chance
        close = difflib.get_close_matches(wanted, self._labels, n=1, cutoff=cutoff)
        return self._labels[close[0]] if close else None


def _names(block: type[Block]) -> Iterable[tuple[str, tuple[str, ...]]]:
    own: list[tuple[Sequence[str], tuple[str, ...]]] = []
    inner: list[tuple[Sequence[str], tuple[str, ...]]] = []
    for spec in block.specs().values():
        own.append((spec.names, (spec.name,)))
        if spec.model and not spec.many:
            inner += [
                (
                    [f"{outer}{name}" for outer in spec.names[1:] for name in part.names[1:]]
                    + [f"{spec.name}.{part.name}"],
                    (spec.name, part.name),
                )
                for part in spec.model.specs().values()
            ]
    taken = {normalise(name) for names, _ in own for name in names}
    for names, path in own:
        yield from ((name, path) for name in names)
    for names, path in inner:
        yield from ((name, path) for name in names if normalise(name) not in taken)
