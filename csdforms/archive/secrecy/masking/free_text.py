"""Free text for somebody without the right to see it whole (archive.md §4.4).

What looks like the number of a telephone, a document or an account, or like an address, is hidden
where it stands. Digits may be set apart, full-width, or written as Chinese numerals.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from csdforms.archive.secrecy.masking.hiding import HIDDEN, email, identity, plain

__all__ = ["hide_numbers"]

#: What is shown of something found, by itself and by what stands before it; "": all of it.
_Shown: TypeAlias = Callable[[str, str], str]

_SEPARATOR = r"[ \-.()_·•]{0,3}"
#: Seven digits and more, however they are set apart; what may follow those of a card, or a switch.
_NUMBERS = (
    rf"(?ai)[+(]{{0,2}}\d(?:{_SEPARATOR}\d){{6,}}"
    r"(?:[ \-]{0,2}X(?![A-Z]))?(?: ?(?:转|分机号?|ext\.?|#) ?:?\d{1,6}(?!\d))?"
)
_EMAIL = (
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+ ?@ ?[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63})+"
)
_CUE = (
    r"(?i)(?:电话|手机|座机|号码|传真|致电|回电|护照|通行证|证件|账号|微信|QQ|tel|phone|mobile|fax)"
    r"\D{0,6}$"
)
_CUE_LENGTH = 16
_CHINESE_PHONE = r"(?a)(?:0086|86)?0?(1[3-9]\d)\d{4}(\d{4})"
_CHINESE_FIXED = r"(?a)(?:(?:0086|86)0?|0)(10|2\d|[3-9]\d\d)\d{5,6}(\d\d)"
_CARD_18 = r"(?a)\d{6}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dX]"
_CARD_15 = r"(?a)\d{8}(?:0[1-9]|1[0-2])[0-3]\d{4}"
_ANY_MOBILE = r"(?a)1[3-9]\d{9}"
_ACCOUNT_DIGITS = 15
_EXTENSION = r"转|分机|EXT|#"


def hide_numbers(value: str) -> str:
    """Return a text in which such numbers and addresses are hidden.

    >>> hide_numbers("请回电一三八 0013 8000，或 li@example.com")
    '请回电138****8000，或 l***@example.com'
    """
    before = ""
    while before != value:  # each round leaves fewer digits
        before = value
        value = _replaced(_EMAIL, value, lambda found, _: email(found.replace(" ", "")))
        value = _replaced(_NUMBERS, value, _number)
    return value


def _replaced(pattern: str, value: str, shown: _Shown) -> str:
    """Replace what a pattern finds in the plain spelling; ``shown`` gets it, and what is before."""
    tidy = plain(value)
    pieces, end = [], 0
    for match in re.finditer(pattern, tidy):
        before = tidy[max(0, match.start() - _CUE_LENGTH) : match.start()]
        instead = shown(match[0], before)
        pieces += [value[end : match.start()], instead or value[match.start() : match.end()]]
        end = match.end()
    return "".join([*pieces, value[end:]])


def _number(found: str, before: str) -> str:
    """Return what is shown of a number in running text, "" for one that is nobody's."""
    found = found.upper()
    digits = re.sub(r"\D", "", re.split(_EXTENSION, found.removesuffix("X"))[0])
    whole = digits + ("X" if found.endswith("X") else "")
    if re.fullmatch(_CARD_18, whole) or re.fullmatch(_CARD_15, whole):
        return identity(whole)
    if mobile := re.fullmatch(_CHINESE_PHONE, digits):
        return f"{mobile[1]}{HIDDEN}{mobile[2]}"
    if fixed := re.fullmatch(_CHINESE_FIXED, digits):
        return f"0{fixed[1]}-{HIDDEN}{fixed[2]}"
    if len(digits) >= _ACCOUNT_DIGITS:
        return HIDDEN + whole[-4:]
    return HIDDEN if re.search(_ANY_MOBILE, digits) or re.search(_CUE, before) else ""
