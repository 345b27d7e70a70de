"""What the paper of a report says: numbers that are no longer those of its data.

A document's data have a hash, its text has none: anybody can type another number in Word. Every
number stands in a content control that bears its path, so that it is found wherever it was moved.
What people may write by hand (words, empty boxes) is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from csdforms.reports.addressing import Addresses
from csdforms.reports.filed import FiledReport
from csdforms.reports.sheet import at
from csdforms.schemas.form import Form
from csdforms.templates.package import parser, read_package
from csdforms.templates.printing import printed
from csdforms.templates.proof import controls

__all__ = ["Retyped", "numbers_on"]

_NONE = "—"  # what a quotient without a denominator prints
_TEXT = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")


class Retyped(NamedTuple):
    """A number on the paper: where it stands, what its data print there, what it says."""

    address: str
    data: str
    paper: str

    @property
    def is_same(self) -> bool:
        """Whether it is the number of the data."""
        return self.data == self.paper


def numbers_on(document: bytes, report: FiledReport) -> Iterator[Retyped]:
    """Yield the numbers on the paper of a report, each as often as it stands there."""
    from lxml import etree

    form, known = report.typed, Addresses(report.whole)
    words = printed(form)
    parts = read_package(document, report.number)
    trees = (etree.fromstring(parts[name], parser()) for name in parts if _TEXT.fullmatch(name))
    for tag, found in controls(trees).items():
        try:
            value, said = at(form, tag), at(words, tag)
        except AttributeError:  # a control that somebody made
            continue
        if isinstance(said, str) and (_is_number(value) or said == _NONE or _is_own(form, tag)):
            for text in found:
                yield Retyped(".".join(known.of(tag)), said.strip(), text.strip())


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool)


def _is_own(form: Form, path: str) -> bool:
    """Whether the form itself makes the lines of a group, as of figures of several units."""
    group, _, box = path.partition(".")
    return bool(box) and type(form).specs()[group].computed
