"""Which field of a form is meant, by its English name or by what its sheet prints.

Apart from the commands, because it loads a form; who gives English names loads none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from csdforms.archive.card import CORPORATE, INDIVIDUAL
from csdforms.schemas.catalogue import contents
from csdforms.schemas.catalogue import find as find_form
from csdforms.schemas.labels import normalise

if TYPE_CHECKING:
    from csdforms.schemas.form import Form

__all__ = ["field_named"]

_SECTION = re.compile(r"[/／]\s*([0-9]+\.[0-9]+)-")
_PERSON = re.compile(r"KH-?Z", re.IGNORECASE)
_COMPANY = re.compile(r"KH-?[FG]", re.IGNORECASE)


def field_named(label: str, number: str) -> str:
    """Return the English name of a field, ``contacts.mobile``.

    Args:
        label: what the sheet prints there, or another label of it.
        number: of the file, whose profile is meant, or of an item.

    Raises:
        BadParameter: if no such field is known.
    """
    for form in _forms_of(number):
        if path := form.labels().find(label):
            return ".".join(path)
        for group in form.specs().values():
            for part in group.model.specs().values() if group.model else ():
                if normalise(label) == normalise(f"{group.label}{part.label}"):
                    return f"{group.name}.{part.name}"
    raise click.BadParameter(f"没有叫“{label}”的栏目，请按表上的写法，或写英文名。")


def _forms_of(number: str) -> list[type[Form]]:
    if section := _SECTION.search(number):
        names = [entry.identifier for entry in contents() if entry.section == section[1]]
    elif _PERSON.match(number):
        names = [INDIVIDUAL]
    elif _COMPANY.match(number):
        names = [CORPORATE]
    else:
        names = [CORPORATE, INDIVIDUAL]
    return [find_form(name) for name in names]
