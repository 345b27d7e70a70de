"""Recognising what a masked copy hides: a value that is not whole must never be stored back.

The boxes of names, numbers and addresses take masked values, so that a copy can be read back: as
forms mask for other eyes (李某某), and as the archive does for its readers (李**, ****).
Whoever keeps the truth refuses them there; in a copy also where a text repeats them, for nobody
but csdforms writes four stars into a document that it fills.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csdforms.schemas.checking import Finding
from csdforms.schemas.form import Block, FieldSpec, Form
from csdforms.schemas.types import Disclosure

__all__ = ["hidden_values"]

_IN_NAME = re.compile(r"[*＊]|^.某某$")
_IN_VALUE = re.compile(r"[*＊]{2}")
_IN_TEXT = re.compile(r"\*{4}")
_GROUPED = re.compile(r".[*＊]+")
#: What is shown as it stands, though free text without what other boxes hide.
_READABLE = (Disclosure.OPEN, Disclosure.TEXT, Disclosure.GROUPED)


def hidden_values(form: Form, *, in_texts: bool) -> Iterator[Finding]:
    """Yield an error for every box whose value is hidden in whole or in part.

    ``in_texts`` looks into free text too, where a customer's own words may hold stars.
    """
    yield from _in_block(form, "", in_texts=in_texts)


def _in_block(block: Block, where: str, *, in_texts: bool) -> Iterator[Finding]:
    for name, spec, value in block.filled():
        path = f"{where}{name}"
        if spec.many:
            for number, row in enumerate(value, start=1):
                yield from _in_block(row, f"{path}.{number}.", in_texts=in_texts)
        elif spec.model:
            yield from _in_block(value, f"{path}.", in_texts=in_texts)
        elif any(_is_hidden(spec, text, in_texts=in_texts) for text in _texts(value)):
            text = "内容已隐去（含“*”或“某某”），档案要存全文，请改填原来的内容。"
            yield Finding(path, spec.label, text)


def _texts(value: object) -> tuple[str, ...]:
    """Return the texts in a box; only a list of items has more than one."""
    values = value if isinstance(value, tuple) else (value,)
    return tuple(text for text in values if isinstance(text, str))


def _is_hidden(spec: FieldSpec, text: str, *, in_texts: bool) -> bool:
    rule = spec.disclosure
    if rule in (Disclosure.NAME, Disclosure.CUSTOMER):
        return bool(_IN_NAME.search(text))
    if rule is Disclosure.GROUPED and _GROUPED.fullmatch(text):
        return True
    if rule not in _READABLE:
        masks = spec.type is not None and spec.type.personal
        return bool((_IN_VALUE if masks else _IN_TEXT).search(text))
    return in_texts and bool(_IN_TEXT.search(text))
