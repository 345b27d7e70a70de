"""Tick boxes: one of several words, several of them, yes or no."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, get_args

from csdforms.schemas.types.base import FieldType, Refused, fold, text_of, written
from csdforms.schemas.types.disclosure import Disclosure

__all__ = ["Choice", "Choices", "Flag", "choice_of"]

_SEPARATORS = re.compile(r"[、，,；;/\s]+")
_TICKS = "☑☒√✓✔■"
_BOXES = re.compile(f"([{_TICKS}□☐])")
_TRIMMINGS = " \t\r\n\u3000、，,；;/_"
_EXPLAINED = re.compile(r"([^()]+)\(([^()]+)\)")
_PROMPTS = frozenset({"注明", "请注明", "说明", "请说明"})
_LONGEST = 2_000  # a row of boxes, every one printed
_LONG_ROW = 8  # words of so many characters may need more than one line


def _ticked(text: str) -> list[str] | None:
    """Return the words behind the ticked boxes, ``None`` where there are no boxes at all.

    A tick behind its word (``来电√ 来访``) would be taken for that of the next one.
    """
    if len(text) > _LONGEST:
        raise Refused("太长，请只填选项。")
    before, *pieces = _BOXES.split(text)
    if not pieces:
        return None
    marks, words = pieces[::2], [piece.strip(_TRIMMINGS) for piece in pieces[1::2]]
    if before.strip() or not all(words):
        raise Refused("勾选的符号应在选项前面，例如 ☑来电 □来访。")
    ticked = [word for mark, word in zip(marks, words, strict=True) if mark in _TICKS]
    if not ticked:
        raise Refused("没有勾选任何一项；不填请整栏留空。")
    return ticked


class _Boxes(FieldType[Any]):
    """What single and multiple choice share: the words and their other spellings."""

    disclosure = Disclosure.OPEN
    deciding = FieldType.deciding | {"one"}

    def __init__(self, words: object, also: Mapping[str, str] | None = None) -> None:
        self.words: tuple[str, ...] = get_args(words)
        if not self.words:
            raise TypeError("Choice takes a Literal of the printed words")
        self._known = {self._key(word): word for word in self.words}
        for other, word in (also or {}).items():
            if word not in self.words:
                raise TypeError(f"{word} is not one of {self.words}")
            if self._known.setdefault(self._key(other), word) != word:
                raise TypeError(f"{other} means two words")
        self._plain = self._known | {word: word for word in self.words}

    @staticmethod
    def _key(word: str) -> str:
        return "".join(fold(word).casefold().split())

    def one(self, given: object) -> str:
        """Return the printed word for one spelling of it."""
        text = written(given) or ""
        key = self._key(text) if len(text) <= _LONGEST else ""
        word = self._known.get(key) or self._explained(key)
        if word is None:
            raise Refused(f"应是其中之一：{'、'.join(self.words)}。")
        return word

    def _explained(self, key: str) -> str | None:
        """Return the word that brackets only explain: 一般(普通件), 其他(注明)."""
        match = _EXPLAINED.fullmatch(key)
        word = self._known.get(match[1]) if match else None
        again = match and (match[2] in _PROMPTS or self._known.get(match[2]) == word)
        return word if again else None

    def choices(self) -> tuple[str, ...]:
        return self.words

    def _boxes(self, chosen: Iterable[str]) -> str:
        ticked = set(chosen)
        return " ".join(f"{'☑' if word in ticked else '□'}{word}" for word in self.words)

    def _faces(self, chosen: Callable[[Any], Iterable[str]]) -> Mapping[str, Callable[[Any], str]]:
        """The row of boxes, and for many words the same in two and in three lines."""
        lines = {"boxes": 1, "boxes2": 2, "boxes3": 3}
        if sum(map(len, self.words)) < _LONG_ROW:
            del lines["boxes2"], lines["boxes3"]

        def face(count: int) -> Callable[[Any], str]:
            return lambda value: _in_lines(self._boxes(chosen(value)), count)

        return {name: face(count) for name, count in lines.items()}


def _in_lines(row: str, count: int) -> str:
    """Break a row of boxes between boxes, into lines of about the same length.

    Left to itself a Chinese line breaks inside of a word.
    """
    if count == 1:
        return row
    lines: list[list[str]] = [[] for _ in range(count)]
    end = 0
    for box in row.split(" "):
        end += len(box)
        # Each stands on the line that its middle falls on.
        lines[int((end - len(box) / 2) * count / len(row.replace(" ", "")))].append(box)
    return "\n".join(" ".join(line) for line in lines if line)


class Choice(_Boxes):
    """One of the words of a ``Literal``, ``also`` maps further spellings to a word.

    Prints the word; the face ``boxes`` prints the whole row of boxes with one ticked, and that
    row is accepted again; ``boxes2`` and ``boxes3`` print long rows in so many lines.
    """

    kind: ClassVar[str] = "单选"

    def accept(self, given: object) -> str:
        ticked = _ticked(given) if isinstance(given, str) else None
        if ticked is None:
            return self.one(given)
        if len(ticked) > 1:
            raise Refused("只能勾选一项。")
        return self.one(ticked[0])

    def plain(self, given: object) -> str | None:
        return self._plain.get(given) if type(given) is str else None

    def plain_column(self, given: Sequence[Any]) -> Sequence[str] | None:
        if set(map(type, given)) != {str}:
            return super().plain_column(given)
        words = list(map(self._plain.get, given))
        return None if None in words else words  # type: ignore[return-value]

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words)}

    def faces(self) -> Mapping[str, Callable[[str | None], str]]:
        return self._faces(lambda value: (value,) if value else ())


def choice_of(entry: object) -> Choice:
    """Return the choice of a vocabulary entry (``Annotated[…, Choice(…), Label(…)]``)."""
    return next(item for item in get_args(entry) if isinstance(item, Choice))


class Choices(_Boxes):
    """Several of the words of a ``Literal``, kept in the printed order, each once."""

    kind: ClassVar[str] = "多选"

    def accept(self, given: object) -> tuple[str, ...]:
        if isinstance(given, str):
            parts: Iterable[object] = _ticked(given) or _SEPARATORS.split(given)
        elif isinstance(given, (list, tuple)):
            parts = given
        else:
            raise Refused(f"应是其中几项：{'、'.join(self.words)}。")
        chosen = {self.one(part) for part in parts if part not in ("", None)}
        if not chosen:
            raise Refused("不能空着。")
        return tuple(word for word in self.words if word in chosen)

    def plain(self, given: object) -> tuple[str, ...] | None:
        if type(given) is not list and type(given) is not tuple:
            return None
        chosen = {self._plain.get(part) if type(part) is str else None for part in given}
        if not chosen or None in chosen:
            return None
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
        return self._faces(lambda value: value or ())


_YES = frozenset({"是", "有", "对", "真", "已", "√", "✓", "✔", "☑", "☒", "1", "true", "yes", "y"})
_NO = frozenset(
    {"否", "无", "错", "假", "未", "×", "✗", "✘", "□", "☐", "0", "false", "no", "n", "不是", "没有"}
)

_PLAIN: Mapping[str, bool] = {"是": True, "否": False}


class Flag(FieldType[bool]):
    """Yes or no, printed ``☑是 □否`` in a form and ``是`` or ``否`` in a column.

    ``yes`` and ``no`` are words that say the same in this box, such as 收费 and 免费.
    """

    kind: ClassVar[str] = "是/否"
    disclosure = Disclosure.OPEN

    def __init__(self, *, yes: tuple[str, ...] = (), no: tuple[str, ...] = ()) -> None:
        self.yes = _YES.union(yes)
        self.no = _NO.union(no)

    def accept(self, given: object) -> bool:
        if isinstance(given, bool):
            return given
        word = text_of(given, "“是”或“否”").casefold()
        if word not in self.yes | self.no:
            word, *others = _ticked(word) or [word]
            if others:
                raise Refused("只能勾选一项。")
        if word in self.yes:
            return True
        if word in self.no:
            return False
        raise Refused("应填“是”或“否”。")

    def plain(self, given: object) -> bool | None:
        if isinstance(given, bool):
            return given
        return _PLAIN.get(given) if type(given) is str else None

    def show(self, value: bool) -> str:
        return "是" if value else "否"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def choices(self) -> tuple[str, ...]:
        return ("是", "否")

    def faces(self) -> Mapping[str, Callable[[bool | None], str]]:
        return {"boxes": _yes_no_boxes}


def _yes_no_boxes(value: bool | None) -> str:
    return f"{'☑' if value is True else '□'}是 {'☑' if value is False else '□'}否"
