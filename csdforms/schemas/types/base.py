"""What every field type can do: the faces of a value.

A type is one small object that knows how its value is *accepted* (the spellings that clerks,
Excel and other programs send), how it is *shown* on paper, and how it travels as JSON. Showing
and then accepting gives the value back, for every type. The same object is Pydantic metadata, so
``Annotated[Decimal, Money()]`` validates in a plain Pydantic model too.
"""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from csdforms.schemas.types.disclosure import Disclosure

__all__ = ["FieldType", "Refused", "fold", "text_of", "written"]

T = TypeVar("T")

_LONGEST = 200  # no number, day or word is longer: what is pasted by mistake meets no pattern
_LARGEST = 10**100  # no whole number is larger; Python itself refuses to print the largest


class Refused(ValueError):
    """A value that a field type does not accept; the message is a Chinese sentence."""


class FieldType(ABC, Generic[T]):
    """One kind of box on paper: what it accepts, shows, doubts and hides."""

    #: What the box holds, for ``csdforms form``.
    kind: ClassVar[str]
    #: Personal data never appear in findings, errors or logs.
    personal: bool = False
    #: What the archive shows of it to a reader without the right to see it whole.
    disclosure: Disclosure = Disclosure.HIDDEN
    #: What a filled sheet prints where there is no value.
    absent: ClassVar[str] = ""
    #: The methods that say what is accepted: a type that overrides one loses the shortcut.
    deciding: ClassVar[frozenset[str]] = frozenset({"accept", "doubt"})

    def __init_subclass__(cls, **config: Any) -> None:
        """Take the shortcuts away from a type that decides otherwise than its base."""
        super().__init_subclass__(**config)
        own = vars(cls).keys()
        decides = not cls.deciding.isdisjoint(own)
        if "plain_column" not in own and (decides or "plain" in own):
            cls.plain_column = FieldType.plain_column  # type: ignore[method-assign]
        if "plain" not in own and decides:
            cls.plain = FieldType.plain  # type: ignore[method-assign]

    @abstractmethod
    def accept(self, given: object) -> T:
        """Turn what was given into the value; raise :class:`Refused` with a sentence otherwise."""

    def plain(self, given: object) -> T | None:
        """Return the value of an everyday spelling at once, ``None`` for all others.

        A shortcut: it never gives another value than :meth:`accept`, nor one that is doubted,
        and none at all for a dash, with which a box that takes no words is struck through.
        """
        return None

    def plain_column(self, given: Sequence[Any]) -> Sequence[T] | None:
        """Return the values of a column of everyday spellings, ``None`` if one of them is not."""
        values = list(map(self.plain, given))
        return None if any(value is None for value in values) else values  # type: ignore[return-value]

    def show(self, value: T) -> str:
        """Return the value as it is printed in a cell."""
        return str(value)

    def doubt(self, value: T) -> str | None:
        """Return a sentence when an accepted value deserves a second look, else ``None``."""
        return None

    def mask(self, value: T) -> T | None:
        """Return the value as a copy for other eyes shows it, ``None`` where it shows nothing.

        By default nothing is hidden. This is the rule of the forms, for paper that leaves the
        department's hands; what a reader of the archive sees, ``disclosure`` says.
        """
        return value

    def encode(self, value: T) -> Any:
        """Return the value as plain JSON; :meth:`accept` takes it back."""
        return value

    @abstractmethod
    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what :meth:`encode` gives."""

    def choices(self) -> tuple[str, ...]:
        """Return the allowed values where they can be listed."""
        return ()

    def faces(self) -> Mapping[str, Callable[[T | None], str]]:
        """Return further ways of printing: ``boxes`` makes the tag ``{{ channel_boxes }}``."""
        return {}

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.accept,
            serialization=core_schema.plain_serializer_function_ser_schema(
                self.encode, when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.json_schema()


def fold(text: str) -> str:
    """Fold full-width letters, digits and signs to half width (NFKC) and trim."""
    return unicodedata.normalize("NFKC", text).strip()


def written(given: object) -> str | None:
    """Return text as it is and a whole number in digits, ``None`` for everything else."""
    if isinstance(given, int) and not isinstance(given, bool) and abs(given) < _LARGEST:
        return str(given)
    return given if isinstance(given, str) else None


def text_of(given: object, expected: str) -> str:
    """Return what was given as folded text, for types that read digits and signs."""
    text = str(given) if isinstance(given, float) else written(given)
    if text is None or len(text) > _LONGEST:
        raise Refused(f"应填{expected}。")
    # Folding would make 102 of 10².
    if not text.isascii() and any(unicodedata.category(char) == "No" for char in text):
        raise Refused(f"应填{expected}。")
    return fold(text)
