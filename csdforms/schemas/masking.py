"""What a copy for other eyes shows: 李某某, 139****6721, 110105********002X.

So the sheets themselves want it, on paper that goes from hand to hand. What the archive shows of a
filed form to a reader without the right to see it whole is another thing, and stricter: see
:mod:`csdforms.schemas.types.disclosure`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from csdforms.schemas.types import BankAccount, IdNumber, Items, Name, Text

if TYPE_CHECKING:
    from csdforms.schemas.form import Block, FieldSpec, Form

__all__ = ["Mask", "mask_number", "masked"]

B = TypeVar("B", bound="Block")
F = TypeVar("F", bound="Form")

_NAME = Name()
_LONG = 15
_IDENTITY = r"(?<!\d)\d{6}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx](?![\dXx])"
_MOBILE = r"(?<!\d)1[3-9]\d{9}(?!\d)"


class Mask(IntEnum):
    """How much a printed copy hides."""

    NONE = 0
    #: Numbers of identity documents and bank accounts.
    IDS = 1
    #: Those, and names, telephones, e-mail and postal addresses of customers.
    ALL = 2


_IN_TEXT = re.compile(_IDENTITY)
_SHORTEST = 18  # characters of such a number
#: What looks like a person's number in free text, by level.
_NUMBERS = {Mask.IDS: _IDENTITY, Mask.ALL: f"{_IDENTITY}|{_MOBILE}"}


def masked(form: F, level: Mask) -> F:
    """Return a copy of the form that hides what ``level`` says.

    What is hidden in its own box is also hidden where free text repeats it; so are numbers in
    free text that look like a person's.
    """
    if level is Mask.NONE or (level is Mask.IDS and not _holds_numbers(form)):
        return form
    hidden = dict(_hidden(form, level))
    if level is Mask.ALL:
        hidden |= {name: _NAME.mask(name) for name in form.hidden_names()}
    known = [re.escape(old) for old in sorted(hidden, key=len, reverse=True)]
    pattern = re.compile("|".join([*known, _NUMBERS[level]]))

    def hide(text: str) -> str:
        return pattern.sub(lambda match: hidden.get(match[0]) or mask_number(match[0]), text)

    return _masked(form, level, hide)


def _holds_numbers(block: Block) -> bool:
    """Whether there is anything that :attr:`Mask.IDS` hides: in most forms there is not."""
    kinds = _kinds(type(block))
    values = block.__dict__
    for name in kinds.texts:
        text = values[name]
        if text is not None and len(text) >= _SHORTEST and _IN_TEXT.search(text):
            return True
    return (
        any(map(values.get, kinds.numbers))
        or any(_rows_hold_numbers(values[name]) for name in kinds.groups if values[name])
        or any(_holds_numbers(values[name]) for name in kinds.parts if values[name] is not None)
        or any(_IN_TEXT.search(item) for name in kinds.items for item in values[name] or ())
        or (kinds.masks_itself and bool(block.masks(Mask.IDS)))
    )


def _rows_hold_numbers(rows: Sequence[Block]) -> bool:
    """Whether rows of one table hold any; long texts are looked for column by column."""
    kinds = _kinds(type(rows[0]))
    has_more = kinds.numbers or kinds.parts or kinds.items or kinds.masks_itself
    if has_more or any(any(map(attrgetter(name), rows)) for name in kinds.groups):
        return any(map(_holds_numbers, rows))
    texts = (text for name in kinds.texts for text in map(attrgetter(name), rows))
    return any(_IN_TEXT.search(text) for text in texts if text and len(text) >= _SHORTEST)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """The stored fields of a class of forms, rows or parts that may hold a person's number."""

    numbers: tuple[str, ...]
    texts: tuple[str, ...]
    items: tuple[str, ...]
    parts: tuple[str, ...]
    groups: tuple[str, ...]
    masks_itself: bool


@functools.cache
def _kinds(block: type[Block]) -> _Kinds:
    from csdforms.schemas.form import Block  # which imports this module

    specs = [spec for spec in block.specs().values() if not spec.computed]

    def names(wanted: Callable[[FieldSpec], object]) -> tuple[str, ...]:
        return tuple(spec.name for spec in specs if wanted(spec))

    return _Kinds(
        numbers=names(lambda spec: isinstance(spec.type, (IdNumber, BankAccount))),
        texts=names(lambda spec: isinstance(spec.type, Text) and spec.type.limit >= _SHORTEST),
        items=names(lambda spec: isinstance(spec.type, Items)),
        parts=names(lambda spec: spec.model and not spec.many),
        groups=names(lambda spec: spec.many),
        masks_itself=block.masks is not Block.masks,
    )


def mask_number(number: str) -> str:
    """Return a number with its middle hidden: 110105********002X, 139****6721."""
    head, tail = (6, 4) if len(number) >= _LONG else (3, 4)
    return f"{number[:head]}{'*' * max(4, len(number) - head - tail)}{number[-tail:]}"


def _hides(spec: FieldSpec, level: Mask) -> bool:
    if level is Mask.ALL:
        return spec.type is not None and spec.type.personal
    return isinstance(spec.type, (IdNumber, BankAccount))


def _hidden(block: Block, level: Mask) -> Iterator[tuple[str, str]]:
    """Yield what is hidden with what is shown instead; two telephone numbers are two pairs."""
    for _, spec, value in block.filled():
        if spec.many:
            for row in value:
                yield from _hidden(row, level)
        elif spec.model:
            yield from _hidden(value, level)
        elif spec.type and _hides(spec, level) and isinstance(value, str):
            # A short address may be part of any word, a short name may not.
            least = 2 if isinstance(spec.type, Name) else 5
            for old, new in _pairs(value, spec.type.mask(value) or ""):
                if old != new and len(old) >= least:
                    yield old, new
                    yield "".join(old.split()), new  # 李 晓岚 is 李晓岚 in running text


def _pairs(value: str, shown: str) -> Iterator[tuple[str, str]]:
    before, after = value.split(" / "), shown.split(" / ")
    if len(before) == len(after):
        yield from zip(before, after, strict=True)
    else:
        yield value, shown


def _masked(block: B, level: Mask, hide: Callable[[str], str]) -> B:
    changes: dict[str, Any] = {}
    for name, spec, value in block.filled():
        if spec.many:
            changes[name] = tuple(_masked(row, level, hide) for row in value)
        elif spec.model:
            changes[name] = _masked(value, level, hide)
        elif spec.type and _hides(spec, level) and spec.type.mask(value) != value:
            changes[name] = spec.type.mask(value)
        elif isinstance(spec.type, Text):
            changes[name] = hide(value)
        elif isinstance(spec.type, Items):
            changes[name] = tuple(map(hide, value))
    return block.model_copy(update={**changes, **block.masks(level)})
