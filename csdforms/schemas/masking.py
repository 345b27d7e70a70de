"""What a copy for other eyes shows: 李某某, 139****6721, 110105********002X."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, TypeVar

from csdforms.schemas.types import BankAccount, IdNumber, Text

if TYPE_CHECKING:
    from csdforms.schemas.form import Block, FieldSpec

__all__ = ["Mask", "masked"]

B = TypeVar("B", bound="Block")


class Mask(IntEnum):
    """How much a printed copy hides."""

    NONE = 0
    #: Numbers of identity documents and bank accounts.
    IDS = 1
    #: Those, and names, telephones, e-mail and postal addresses of customers.
    ALL = 2


def masked(form: B, level: Mask) -> B:
    """Return a copy of the form that hides what ``level`` says.

    What is hidden in its own box is also hidden where free text repeats it.
    """
    if level is Mask.NONE:
        return form
    hidden: dict[str, str] = {}
    copy = _masked(form, level, hidden)
    return _replaced(copy, hidden) if hidden else copy


def _hides(spec: FieldSpec, level: Mask) -> bool:
    if level is Mask.ALL:
        return spec.type is not None and spec.type.personal
    return isinstance(spec.type, (IdNumber, BankAccount))


def _masked(block: B, level: Mask, hidden: dict[str, str]) -> B:
    changes: dict[str, Any] = {}
    for name, spec in _stored(block):
        value = getattr(block, name)
        if not value:
            continue
        if spec.many:
            changes[name] = tuple(_masked(row, level, hidden) for row in value)
        elif spec.model:
            changes[name] = _masked(value, level, hidden)
        elif spec.type and _hides(spec, level):
            shown = spec.type.mask(value)
            if shown != value:
                changes[name] = shown
                hidden.update(_pairs(value, shown))
    return block.model_copy(update=changes)


def _pairs(value: str, shown: str) -> dict[str, str]:
    """Pair what was hidden with what is shown; two telephone numbers are two pairs."""
    before, after = value.split(" / "), shown.split(" / ")
    if len(before) != len(after):
        return {value: shown}
    return {old: new for old, new in zip(before, after, strict=True) if len(old) > 1}


def _replaced(block: B, hidden: dict[str, str]) -> B:
    changes: dict[str, Any] = {}
    for name, spec in _stored(block):
        value = getattr(block, name)
        if spec.many:
            changes[name] = tuple(_replaced(row, hidden) for row in value)
        elif spec.model and value is not None:
            changes[name] = _replaced(value, hidden)
        elif isinstance(spec.type, Text) and isinstance(value, str):
            for old in sorted(hidden, key=len, reverse=True):
                value = value.replace(old, hidden[old])
            changes[name] = value
    return block.model_copy(update=changes)


def _stored(block: Block) -> list[tuple[str, FieldSpec]]:
    return [(name, spec) for name, spec in type(block).specs().items() if not spec.computed]
