"""A compiled template: what is left to do for each document.

Nothing here needs docxtpl, Jinja or lxml, unless a document asks for what only docxtpl can do:
added columns (its repair of a table's grid), tabs in a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from csdforms.errors import InvalidTemplate
from csdforms.templates.zipping import Frame

__all__ = ["WIDER", "CompiledPart", "CompiledTemplate", "NeedsDocxtpl"]

#: What a rendering notes where it adds cells to a row.
WIDER = -1

_DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_BREAK = b'</w:t><w:br/><w:t xml:space="preserve">'
_LISTING = re.compile("[\t\a\f]")  # what docxtpl turns into tabs, paragraphs and pages
_UNUSUAL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BETWEEN = "\u241f"  # a printable sign that hardly any value holds
_FORBIDDEN = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_Render = Callable[..., None]


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """One part of a template as code, with what is known of every document's.

    ``is_well_formed``: for all data. ``needs_finishing``: by docxtpl, for all data, not only where
    something unusual is printed; so is a document without one of ``tables`` in its notes.
    """

    code: CodeType
    is_well_formed: bool
    needs_finishing: bool
    tables: int
    is_body: bool


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template ready to be filled.

    ``asks`` holds the paths it prints (``calls.status``), ``tests`` those it only asks about,
    ``groups`` those it loops over. ``unproven`` are the paths of ``asks`` that may, for some data,
    not be printed, ``names`` all those that a document needs, ``unprinted`` those of a form's
    fields that it has no tag for. ``frame`` is the file around the parts, ``blank_frame`` that of
    an empty sheet.
    """

    name: str
    parts: Mapping[str, CompiledPart]
    frame: Frame
    blank_frame: Frame
    asks: frozenset[str]
    tests: frozenset[str]
    groups: frozenset[str]
    unproven: frozenset[str]
    names: frozenset[str]
    unprinted: tuple[str, ...] = ()
    _functions: dict[str, _Render] = field(default_factory=dict, init=False, repr=False)

    def render(self, context: Mapping[str, Any]) -> dict[str, bytes]:
        """Return the XML of each rendered part, as docxtpl itself would give it.

        Raises:
            InvalidTemplate: if a tag cannot be printed, or tags tear the document's cells apart.
        """
        return self.rendered(context)[0]

    def rendered(self, context: Mapping[str, Any]) -> tuple[dict[str, bytes], set[object]]:
        """Return the parts as :meth:`render` does, and the noted paths that were printed."""
        notes: set[object] = set()
        return {part: self._rendered(part, context, notes) for part in self.parts}, notes

    def proved(self, context: Mapping[str, Any]) -> dict[str, bytes]:
        """Return the parts, proved: every value stands where it belongs.

        Raises:
            InvalidTemplate: as :meth:`render` does.
            LostValue: naming the paths of values that do not.
        """
        parts, notes = self.rendered(context)
        if doubtful := self.unproven - notes:
            from csdforms.templates.proof import prove

            prove(self.name, parts.values(), context, doubtful)
        return parts

    def _rendered(self, name: str, context: Mapping[str, Any], notes: set[object]) -> bytes:
        part = self.parts[name]
        render = self._functions.get(name)
        if render is None:
            render = self._functions[name] = _function(part.code)
        pieces: list[Any] = []
        seen: set[object] = set()
        needs_finishing = part.needs_finishing
        try:
            try:
                render(context, pieces.extend, _text, _attribute, seen.add, _rows)
                pieces[1::2] = _runs(pieces[1::2])
            except _Listing:
                pieces = []
                needs_finishing = True
                render(context, pieces.extend, _raw, _raw_attribute, seen.add, _rows)
                pieces[1::2] = map(_raw, pieces[1::2])
        except _Unprintable as problem:
            raise InvalidTemplate(self.name, f"有标签印不出来（{problem}）。") from problem.odd
        except (KeyError, TypeError) as problem:
            missing = isinstance(problem, KeyError)
            reason = f"没有 {problem.args[0]}" if missing else "值的类型不合标签的用法"
            raise InvalidTemplate(self.name, f"有标签印不出来（{reason}）。") from problem
        xml = b"".join((_DECLARATION, *pieces))
        notes |= seen
        if (
            needs_finishing
            or not part.is_well_formed
            or WIDER in seen
            or not all(table in seen for table in range(part.tables))
        ):
            from csdforms.templates.finishing import finished

            return finished(self.name, xml, repair=part.is_body)
        return xml


class NeedsDocxtpl(Exception):
    """A value changes more of the package than the part it is printed in."""


class _Listing(Exception):
    """A value holds what docxtpl makes tabs, paragraphs and pages of, or is XML already."""


class _Unprintable(Exception):
    """A value cannot be printed; ``odd`` is the reason if docxtpl might know better."""

    def __init__(self, message: str, odd: Exception | None = None) -> None:
        super().__init__(message)
        self.odd = odd


def _function(code: CodeType) -> _Render:
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - written by emitting.py from names, loops and conditions only
    render: _Render = names["render"]
    return render


def _runs(values: list[Any]) -> Iterable[bytes]:
    """Return values as text of runs, whose line breaks they may break; all of them in one go."""
    if not {str}.issuperset(map(type, values)):
        return map(_run, values)
    text = _BETWEEN.join(values)
    if not text.isprintable() and _UNUSUAL.search(text):
        return map(_run, values)
    encoded = _escaped(text).replace(b"\n", _BREAK).split(_BETWEEN.encode())
    return encoded if len(encoded) == len(values) else map(_run, values)


def _run(value: Any) -> bytes:
    """Return a value as text of a run."""
    text = _text_of(value)
    return text if isinstance(text, bytes) else _escaped(text).replace(b"\n", _BREAK)


def _text(value: Any) -> bytes:
    """Return a value as text of which only docxtpl can break the lines."""
    text = _text_of(value)
    if isinstance(text, bytes):
        return text
    if "\n" in text:
        raise _Listing
    return _escaped(text)


def _attribute(value: Any) -> bytes:
    """Return a value that stands in an attribute."""
    text = _text_of(value)
    if isinstance(text, bytes):
        return text
    return _quoted(text)


def _raw(value: Any) -> bytes:
    """Return a value for docxtpl to finish."""
    text = _text_of(value, listing=True)
    return text if isinstance(text, bytes) else _escaped(text)


def _raw_attribute(value: Any) -> bytes:
    """Return a value in an attribute of what docxtpl finishes."""
    text = _text_of(value, listing=True)
    return text if isinstance(text, bytes) else _quoted(text)


def _rows(value: Any) -> Any:
    """Return what a loop goes over; not what can be gone over only once: we may have to again."""
    if value.__class__ is not list and iter(value) is value:
        raise _Unprintable("要逐行印的值只能走一遍", TypeError())
    return value


def _quoted(text: str) -> bytes:
    return _escaped(text).replace(b'"', b"&#34;").replace(b"'", b"&#39;")


def _escaped(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def _text_of(value: Any, *, listing: bool = False) -> str | bytes:
    """Return a value as text; as bytes what is XML already (docxtpl's RichText)."""
    if isinstance(value, (list, tuple, dict)):
        raise _Unprintable("表格和成组的栏目要逐栏印", TypeError())
    if hasattr(value, "__html__"):
        if hasattr(value, "tpl"):  # docxtpl's pictures and sub-documents add parts to the package
            raise NeedsDocxtpl
        if not listing:
            raise _Listing
        return str(value.__html__()).encode()
    try:
        text = str(value)
    except Exception as problem:  # noqa: BLE001 - whatever a foreign class does, it may be personal
        raise _Unprintable("有一个值变不成文字", problem) from None
    if not text.isprintable():
        if forbidden := _FORBIDDEN.search(text):  # docxtpl would tear the document: not for it
            raise _Unprintable(f"值里有不能印的字符 U+{ord(forbidden[0]):04X}")
        if not listing and _LISTING.search(text):
            raise _Listing
    return text
