"""The catalogue of forms: the manual's chapters, and how to find a form in them.

A chapter lists its forms once, by class name in the manual's order; the module, and with it
every other name, follows from the class. A form is imported when it is asked for.
"""

from __future__ import annotations

import difflib
import functools
import importlib
from types import ModuleType

from csdforms.errors import UnknownForm
from csdforms.schemas.chapter import module_name
from csdforms.schemas.form import Form
from csdforms.schemas.labels import normalise

__all__ = ["CHAPTERS", "chapter_title", "find", "forms", "identifiers"]

#: Packages of the four chapters, in the manual's order.
CHAPTERS = ("after_sales", "complaint", "customer", "telephone")


@functools.cache
def _chapter(name: str) -> ModuleType:
    return importlib.import_module(f"csdforms.schemas.{name}")


def chapter_title(name: str) -> str:
    """Return the Chinese heading of a chapter, such as ``第三章 客户投诉管理``."""
    return str(_chapter(name).TITLE)


@functools.cache
def identifiers() -> dict[str, str]:
    """Return each form's identifier with its chapter, in the manual's order; imports no form."""
    return {
        module_name(class_name): chapter
        for chapter in CHAPTERS
        for class_name in _chapter(chapter).__all__
    }


def forms() -> tuple[type[Form], ...]:
    """Return every form, in the manual's order.

    Example:
        >>> import csdforms
        >>> csdforms.forms()[0].title()
        '售后服务调查问卷'
    """
    return tuple(find(identifier) for identifier in identifiers())


@functools.cache
def _by_title() -> dict[str, type[Form]]:
    return {normalise(form.title()): form for form in forms()}


def find(name: str) -> type[Form]:
    """Return the form with this identifier or Chinese title.

    Raises:
        UnknownForm: if there is none; it names the nearest ones.

    Example:
        >>> import csdforms
        >>> csdforms.find("客户投诉登记表一").identifier()
        'complaint_register_one'
    """
    if name in identifiers():
        return _load(identifiers()[name], name)
    if form := _by_title().get(normalise(name)):
        return form
    known = [*identifiers(), *(form.title() for form in _by_title().values())]
    raise UnknownForm(name, difflib.get_close_matches(name, known, n=3, cutoff=0.5))


def _load(package: str, identifier: str) -> type[Form]:
    """Import the class of one form from its module."""
    module = importlib.import_module(f"csdforms.schemas.{package}.{identifier}")
    class_name = "".join(word.capitalize() for word in identifier.split("_"))
    form: type[Form] = getattr(module, class_name)
    return form
