"""Text boxes: one line, several lines, lists of short texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, ClassVar

from csdforms.schemas.types.base import FieldType, Refused, written
from csdforms.schemas.types.disclosure import Disclosure

__all__ = ["Address", "Items", "Line", "Name", "Text", "clean"]

_NEWLINES = re.compile(r"\r\n?")
_BLANKS = " \t\n\u00a0\u3000"
_HIDDEN = "****"
_BESIDE = "|"  # any printable sign that stands between the cells of a column
_BETWEEN = re.compile(r"[、；;\n]")
_NAMES = {"\t": "制表符", "\x00": "空字符", "\x0b": "垂直制表符", "\x0c": "换页符", "\x1b": "ESC"}


def clean(given: object, limit: int) -> str:
    """Return text fit for a Word document: LF line ends, no control characters, trimmed.

    Raises:
        Refused: for control characters (named by code point), lone surrogates, noncharacters and
            line separators that XML or Word cannot carry, and for text over ``limit`` characters.
    """
    text = written(given)
    if text is None:
        raise Refused("应填文字。")
    text = _NEWLINES.sub("\n", text).strip(_BLANKS)
    if len(text) > limit:
        raise Refused(f"太长，最多 {limit} 个字，现有 {len(text)} 个字。")
    if not text.isprintable():
        for position, char in enumerate(text, start=1):
            if char != "\n" and _is_forbidden(char):
                name = _NAMES.get(char, "不可见的控制字符")
                raise Refused(
                    f"第 {position} 个字符 U+{ord(char):04X}（{name}）不能印在纸上，请删去。"
                )
    if not text.strip():
        raise Refused("不能空着。")
    return text


def _is_forbidden(char: str) -> bool:
    """Whether a character is a control, half a surrogate pair, a separator or no character."""
    code = ord(char)
    nothing = code % 0x10000 in (0xFFFE, 0xFFFF) or code in range(0xFDD0, 0xFDF0)
    return nothing or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}


def _doubt(text: str) -> str | None:
    """Doubt signs that turn or hide text without being seen: bidi marks, zero widths."""
    if not text.isprintable() and any(unicodedata.category(char) == "Cf" for char in text):
        return "含有看不见的字符（零宽或文字方向符号），请核对后重新输入。"
    return None


class Text(FieldType[str]):
    """A box of several lines; line breaks are kept."""

    kind: ClassVar[str] = "多行文字"
    disclosure = Disclosure.TEXT

    def __init__(self, limit: int = 5000, *, at_least: int = 0, personal: bool = True) -> None:
        self.limit = limit
        self.at_least = at_least
        self.personal = personal  # free text may name anybody

    def accept(self, given: object) -> str:
        text = clean(given, self.limit)
        if len(text) < self.at_least:
            raise Refused(f"太短，至少写 {self.at_least} 个字。")
        return text

    def plain(self, given: object) -> str | None:
        # No control character but the line break is printable, and no blank but the space.
        if type(given) is not str or not self.at_least <= len(given) <= self.limit:
            return None
        printable = given.isprintable() or given.replace("\n", "").isprintable()
        return given if printable and given and given == given.strip() else None

    def doubt(self, value: str) -> str | None:
        return _doubt(value)

    def json_schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "string", "maxLength": self.limit}
        return schema | ({"minLength": self.at_least} if self.at_least else {"minLength": 1})


class Line(Text):
    """A box of one line; where it is personal, a copy for other eyes keeps its first characters."""

    kind: ClassVar[str] = "文字"
    #: Of a line about a person; nobody can tell beforehand what stands in it.
    of_person: ClassVar[Disclosure] = Disclosure.HIDDEN

    def __init__(self, limit: int = 200, *, personal: bool = False) -> None:
        super().__init__(limit, personal=personal)
        if personal:
            self.disclosure = self.of_person

    def accept(self, given: object) -> str:
        text = super().accept(given)
        if "\n" in text:
            raise Refused("这一栏只能写一行，请去掉换行。")
        return text

    def plain(self, given: object) -> str | None:
        if (
            type(given) is str
            and given.isprintable()
            and given == given.strip()
            and 0 < len(given) <= self.limit
        ):
            return given
        return None

    def plain_column(self, given: Sequence[Any]) -> Sequence[str] | None:
        if set(map(type, given)) == {str}:
            text = _BESIDE.join(given)
            lengths = set(map(len, given))
            trimmed = (
                f" {_BESIDE}" not in text and f"{_BESIDE} " not in text and text == text.strip()
            )
            if trimmed and text.isprintable() and 0 not in lengths and max(lengths) <= self.limit:
                return given
        return super().plain_column(given)

    def mask(self, value: str) -> str:
        if not self.personal or value.endswith(_HIDDEN):
            return value
        return value[: min(6, len(value) // 2)] + _HIDDEN


class Name(Line):
    """The name of a person or body outside the department; masked as ``李某某``."""

    kind: ClassVar[str] = "姓名或名称"
    of_person = Disclosure.NAME

    def __init__(self, limit: int = 100) -> None:
        super().__init__(limit, personal=True)

    def mask(self, value: str) -> str:
        return value if value == "匿名" else f"{value[0]}某某"


class Address(Line):
    """A postal address; its copy for other eyes keeps the first six characters."""

    kind: ClassVar[str] = "地址"
    of_person = Disclosure.ADDRESS

    def __init__(self, limit: int = 100) -> None:
        super().__init__(limit, personal=True)


class Items(FieldType[tuple[str, ...]]):
    """A list of short texts, printed with ``、`` between them.

    Given as a list, or as one text with ``、`` ``；`` or line breaks between the items.
    """

    kind: ClassVar[str] = "多项文字"
    disclosure = Disclosure.TEXT

    def __init__(self, limit: int = 200, *, personal: bool = False) -> None:
        self.line = Line(limit)
        self.personal = personal

    def accept(self, given: object) -> tuple[str, ...]:
        parts = given if isinstance(given, (list, tuple)) else (given,)
        texts = [written(part) for part in parts]
        if None in texts:
            raise Refused("应填文字，几项之间用顿号隔开。")
        pieces = (piece for text in texts for piece in _BETWEEN.split(text or ""))
        items = tuple(self.line.accept(piece) for piece in pieces if piece.strip())
        if not items:
            raise Refused("不能空着。")
        return items

    def plain(self, given: object) -> tuple[str, ...] | None:
        if type(given) is not list and type(given) is not tuple:
            return None
        items = tuple(map(self.line.plain, given))
        words = [item for item in items if item is not None and not _BETWEEN.search(item)]
        return tuple(words) if words and len(words) == len(items) else None

    def doubt(self, value: tuple[str, ...]) -> str | None:
        return _doubt("".join(value))

    def show(self, value: tuple[str, ...]) -> str:
        return "、".join(value)

    def encode(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.line.json_schema(), "minItems": 1}
