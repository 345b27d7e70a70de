"""Tick boxes: one of several words, or several of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Literal, get_args

from csdforms.schemas.types.base import FieldType, Refused, fold

__all__ = ["Choice", "Choices"]

_SEPARATORS = re.compile(r"[、，,；;/\n]\s*|\s{2,}")
_TICKED = re.compile(r"[☑√✓✔■]\s*([^\s□☑√✓✔■]+)")
_BRACKETS = re.compile(r"\(.*?\)")


class _Boxes(FieldType[Any]):
    """What single and multiple choice share: the words and their other spellings."""

    def __init__(self, words: object, also: Mapping[str, str] | None = None) -> None:
        self.words: tuple[str, ...] = get_args(words)
        if not self.words:
            raise TypeError("Choice takes a Literal of the printed words")
        self._known = {self._key(word): word for word in self.words}
        for other, word in (also or {}).items():
            if word not in self.words:
                raise TypeError(f"{word} is not one of {self.words}")
            self._known.setdefault(self._key(other), word)

    @staticmethod
    def _key(word: str) -> str:
        return "".join(fold(word).casefold().split())

    def one(self, given: object) -> str:
        """Return the printed word for one spelling of it."""
        key = self._key(str(given)) if isinstance(given, (str, int)) else ""
        word = self._known.get(key) or self._known.get(_BRACKETS.sub("", key))
        if word is None:
            raise Refused(f"应是其中之一：{'、'.join(self.words)}。")
        return word

    def choices(self) -> tuple[str, ...]:
        return self.words

    def _boxes(self, chosen: Iterable[str]) -> str:
        ticked = set(chosen)
        return " ".join(f"{'☑' if word in ticked else '□'}{word}" for word in self.words)


class Choice(_Boxes):
    """One of the words of a ``Literal``, ``also`` maps further spellings to a word.

    Prints the word; the face ``boxes`` prints the whole row of boxes with one ticked, and that
    row is accepted again.
    """

    kind: ClassVar[str] = "单选"

    def accept(self, given: object) -> str:
        if isinstance(given, str) and (ticked := _TICKED.findall(given)):
            if len(ticked) > 1:
                raise Refused("只能勾选一项。")
            return self.one(ticked[0])
        return self.one(given)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words)}

    def faces(self) -> Mapping[str, Callable[[str | None], str]]:
        return {"boxes": lambda value: self._boxes((value,) if value else ())}


class Choices(_Boxes):
    """Several of the words of a ``Literal``, kept in the printed order, each once."""

    kind: ClassVar[str] = "多选"

    def accept(self, given: object) -> tuple[str, ...]:
        if isinstance(given, str):
            parts: Iterable[object] = _TICKED.findall(given) or _SEPARATORS.split(given.strip())
        elif isinstance(given, (list, tuple)):
            parts = given
        else:
            raise Refused(f"应是其中几项：{'、'.join(self.words)}。")
        chosen = {self.one(part) for part in parts if part not in ("", None)}
        if not chosen:
            raise Refused("不能空着。")
        return tuple(word for word in self.words if word in chosen)

    def show(self, value: tuple[str, ...]) -> str:
        return "、".join(value)

    def encode(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {"type": "string", "enum": list(self.words)},
            "minItems": 1,
            "uniqueItems": True,
        }

    def faces(self) -> Mapping[str, Callable[[tuple[str, ...] | None], str]]:
        return {"boxes": lambda value: self._boxes(value or ())}
