"""What is masked must never be stored back (archive.md §4.4, M05): the last look before keeping.

Forms are looked through box by box where they are checked; here whatever comes in, from any
caller, is refused if a box that identifies somebody has a star in it, or if any box has what the
masked view shows: nothing but stars, or a number with its middle hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from csdforms.errors import UnreadableInput

__all__ = ["require_whole"]

#: Boxes of names and numbers that identify; in the words of a customer a star may stand.
_IDENTIFYING = frozenset({
    "account_no", "complainant", "contact_person", "customer_name", "email", "english_name",
    "id_no", "invoice_title", "mobile", "name", "name_pinyin", "org_code", "phone", "short_name",
    "tax_no", "uscc",
})  # fmt: skip
_STAR = re.compile("[*＊]")
_MASKED = re.compile(
    r"\s*[*＊]+\s*"  # all of it
    r"|[^\x00-\x7f][*＊]+|[a-zA-Z][*＊]{2,}"  # a name: 张**
    r"|.*(?:1\d\d\*{4}\d{4}|0\d{2,3}-\*{4}\d\d|[0-9A-Z]{3}\*{11}[0-9A-Z]{4}|\*{3}@).*"
    r"|\*{4}\d{4}|.*[省市区县旗]\*{4}",
    re.ASCII | re.DOTALL,
)


def require_whole(data: Mapping[str, Any]) -> None:
    """Let a form's data pass if nothing in them is masked.

    Raises:
        UnreadableInput: naming the boxes, never a value.
    """
    if boxes := list(dict.fromkeys(_masked(data, ""))):
        raise UnreadableInput(
            "、".join(boxes), "内容已隐去（含“*”），档案要存全文，请改填原来的内容。"
        )


def _masked(value: Any, box: str) -> Iterator[str]:
    """Yield the names of the boxes whose value is hidden, in whole or in part."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _masked(inner, str(name))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _masked(inner, box)
    elif isinstance(value, str) and (
        _MASKED.fullmatch(value) or (box in _IDENTIFYING and _STAR.search(value))
    ):
        yield box
