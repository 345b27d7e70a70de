"""What is known of a form, row or part before any data come, worked out once for its class.

Reading, judging and storing ask the same of every row: which label means which field, what must
be there, where rows and parts are. The answers stand here as plain tuples.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel

from csdforms.schemas.labels import normalise
from csdforms.schemas.types import FieldType

if TYPE_CHECKING:
    from csdforms.schemas.form import Block, FieldSpec

__all__ = ["Plan", "Reading", "encoded"]

#: So many labels, and so many sets of labels given together, are remembered for a class. It
#: holds every column of the widest sheet and most ways of leaving some of them out.
_LABELS, _READINGS = 512, 128


# How the slots of a frozen model are filled, once.
_put_values = object.__setattr__
_put_given = vars(BaseModel)["__pydantic_fields_set__"].__set__
_put_extra = vars(BaseModel)["__pydantic_extra__"].__set__
_put_private = vars(BaseModel)["__pydantic_private__"].__set__


class Box(NamedTuple):
    """How what stands under one label is read; boxes are sorted as they stand on the sheet."""

    place: int
    label: str
    name: str
    plain: Callable[[object], Any]
    spec: FieldSpec


class Reading(NamedTuple):
    """How data with certain labels are read."""

    #: Label, name, shortcut and description of each stored field, as they stand on the sheet.
    boxes: tuple[tuple[str, str, Callable[[object], Any], FieldSpec], ...]
    #: The labels of the computed fields that are given, with their descriptions.
    computed: tuple[tuple[str, FieldSpec], ...]
    #: The labels of personal data, with their descriptions.
    personal: tuple[tuple[str, FieldSpec], ...]
    #: The names of the stored fields that are given.
    names: frozenset[str]
    #: Whether nothing can be missing, nor typed that is computed, if every box could be read.
    whole: bool


class Demand(NamedTuple):
    """A stored field that must be there, or how many rows a group must and may have."""

    name: str
    group: bool
    at_least: int
    at_most: int
    spec: FieldSpec

    def unmet(self, value: Any) -> bool:
        """Whether this value is not there, or too few rows or too many."""
        return value is None or (self.group and not self.at_least <= len(value) <= self.at_most)


class Plan:
    """What is known of one class of forms, rows or parts.

    ``own`` names the methods that the class does not leave as they are for all.
    """

    def __init__(self, block: type[Block], own: Collection[str]) -> None:
        self._block = block
        self._hooked = bool(block.__pydantic_post_init__)
        specs = block.specs()
        stored = [spec for spec in specs.values() if not spec.computed]
        #: The value of each stored field that is not given, in Pydantic's order.
        self.defaults = {name: specs[name].default for name in block.model_fields}
        self.demands = tuple(_demand(spec) for spec in stored if spec.required or spec.group)
        #: The names of the parts and groups of rows, and whether they are groups.
        self.inner = tuple((spec.name, spec.many) for spec in stored if spec.model)
        #: The names of the groups whose rows are numbered.
        self.numbered = tuple(spec.name for spec in stored if spec.numbered)
        own_rows = any(self.defaults[name] for name in self.numbered)  # those of the class
        #: Whether the class itself says how it is completed, what it proposes, what its rules are.
        self.completes = own_rows or "complete" in own
        self.proposes = "proposed" in own
        self.rules = "rules" in own
        #: Whether there is anything to complete at all.
        self.grows = bool(self.completes or self.proposes or self.numbered)
        #: Whether it is a whole sheet, with the rules that all sheets share.
        self.is_form = hasattr(block, "shared_rules")
        #: How each stored field travels, see :meth:`Form.stored`.
        self.encoding = tuple((spec.name, _encode(spec)) for spec in stored)
        self._specs = specs
        self._places = {name: place for place, name in enumerate(specs)}
        self._box = functools.lru_cache(maxsize=_LABELS)(self._find_box)
        #: Return how data with these labels are read.
        #:
        #: Raises LookupError: for a label that means no field of its own, or the same as another.
        self.reading = functools.lru_cache(maxsize=_READINGS)(self._find_reading)

    def make(self, values: dict[str, Any], given: set[str]) -> Any:
        """Return the block that holds these values, all and in order, which are not copied.

        What Pydantic's ``model_construct`` comes to where nothing is left to be filled in.
        """
        if self._hooked:
            return self._block.draft(values, given)
        block = object.__new__(self._block)
        _put_values(block, "__dict__", values)
        _put_given(block, given)
        _put_extra(block, None)
        _put_private(block, None)
        return block

    def _find_reading(self, labels: tuple[object, ...]) -> Reading:
        boxes = sorted(map(self._box, labels))
        given = {box.name for box in boxes}
        if len(given) < len(boxes):
            raise LookupError
        stored = [box for box in boxes if not box.spec.computed]
        return Reading(
            boxes=tuple((box.label, box.name, box.plain, box.spec) for box in stored),
            computed=tuple((box.label, box.spec) for box in boxes if box.spec.computed),
            personal=tuple(
                (box.label, box.spec) for box in stored if box.spec.type and box.spec.type.personal
            ),
            names=frozenset(box.name for box in stored),
            whole=len(stored) == len(boxes)
            and not any(
                demand.unmet(self.defaults[demand.name])
                for demand in self.demands
                if demand.name not in given
            ),
        )

    def _find_box(self, label: object) -> Box:
        if type(label) is not str:
            raise LookupError
        name = label if label in self._specs else self._name(label)
        spec = self._specs[name]
        plain = _nothing if spec.type is None else spec.type.plain
        return Box(self._places[name], label, name, plain, spec)

    def _name(self, label: str) -> str:
        path = self._block.labels().find(label)
        if path is None or len(path) > 1 or normalise(label) in map(normalise, self._block.spans):
            raise LookupError
        return path[0]


def encoded(block: Block) -> dict[str, Any]:
    """Return what a block stores as plain JSON, by English name, without boxes left empty."""
    values = block.__dict__
    data: dict[str, Any] = {}
    for name, encode in type(block).plan().encoding:
        value = values[name]
        if value is None:
            continue
        if encode is None:
            data[name] = value
        elif value or value != ():
            data[name] = encode(value)
    return data


def _encoded_rows(rows: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [encoded(row) for row in rows]


def _encode(spec: FieldSpec) -> Callable[[Any], Any] | None:
    if spec.type is None:
        return _encoded_rows if spec.many else encoded
    return None if type(spec.type).encode is FieldType.encode else spec.type.encode


def _nothing(given: object) -> None:
    """The shortcut of rows and parts, which have none."""


def _demand(spec: FieldSpec) -> Demand:
    if spec.group is None:
        return Demand(spec.name, False, 0, 0, spec)  # noqa: FBT003 - as its field says
    return Demand(spec.name, True, spec.group.at_least, spec.group.at_most, spec)  # noqa: FBT003
