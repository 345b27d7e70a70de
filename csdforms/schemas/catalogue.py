"""The catalogue of forms: the manual's chapters, and how to find a form in them.

A chapter lists its forms in the manual's order: class, section and title. The module, and with it
every other name, follows from the class. A form is imported when it is asked for; who looks
through the catalogue imports none.
"""

from __future__ import annotations

import functools
import importlib
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from csdforms.errors import UnknownForm
from csdforms.schemas.chapter import module_name
from csdforms.schemas.labels import normalise

if TYPE_CHECKING:
    from csdforms.schemas.form import Form

__all__ = ["CHAPTERS", "Entry", "chapter_title", "contents", "find", "forms", "identifiers"]

#: Packages of the manual's four chapters in its order; then the papers of the archive.
CHAPTERS = ("after_sales", "complaint", "customer", "telephone", "archive")


@functools.cache
def _chapter(name: str) -> ModuleType:
    return importlib.import_module(f"csdforms.schemas.{name}")


def chapter_title(name: str) -> str:
    """Return the Chinese heading of a chapter, such as ``第三章 客户投诉管理``."""
    return str(_chapter(name).TITLE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One form in the manual's table of contents."""

    identifier: str
    chapter: str
    section: str
    title: str


@functools.cache
def contents() -> tuple[Entry, ...]:
    """Return the manual's table of contents; imports no form."""
    return tuple(
        Entry(module_name(class_name), chapter, section, title)
        for chapter in CHAPTERS
        for class_name, (section, title) in _chapter(chapter).CONTENTS.items()
    )


@functools.cache
def identifiers() -> dict[str, str]:
    """Return each form's identifier with its chapter, in the manual's order; imports no form."""
    return {entry.identifier: entry.chapter for entry in contents()}


def forms() -> tuple[type[Form], ...]:
    """Return every form, in the manual's order.

    Example:
        >>> import csdforms
        >>> csdforms.forms()[0].title()
        '售后服务登记表'
    """
    return tuple(find(identifier) for identifier in identifiers())


def find(name: str) -> type[Form]:
    """Return the form with this identifier or Chinese title.

    Raises:
        UnknownForm: if there is none; it names the nearest ones.

    Example:
        >>> import csdforms
        >>> csdforms.find("客户投诉登记表一").identifier()
        'complaint_register_one'
    """
    wanted = normalise(name)
    for entry in contents():
        if name == entry.identifier or wanted == normalise(entry.title):
            return _load(entry.chapter, entry.identifier)
    known = [name for entry in contents() for name in (entry.identifier, entry.title)]
    import difflib  # only for those who misspell

    raise UnknownForm(name, difflib.get_close_matches(name, known, n=3, cutoff=0.5))


def _load(package: str, identifier: str) -> type[Form]:
    """Import the class of one form from its module."""
    module = importlib.import_module(f"csdforms.schemas.{package}.{identifier}")
    class_name = "".join(word.capitalize() for word in identifier.split("_"))
    form: type[Form] = getattr(module, class_name)
    return form
