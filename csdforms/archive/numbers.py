"""File numbers and item numbers: made, read as people write them, and checked (archive.md §3.1).

A file: ``KH-{F|G|Z}-{year}-{serial 6}-{c}``; F is a legal person or other organisation, G a sole
trader, Z a natural person; c is ISO 7064 MOD 11-2 over the year and the serial. An item (件):
``{file}/{section of the manual}-{year}-{sequence 4}``.
"""

from __future__ import annotations

import re
import unicodedata

from csdforms.errors import InvalidNumber

__all__ = ["check_character", "compact", "item_number", "looks_like", "make", "read", "read_item"]

_MOST_SERIALS = 999_999
_MOST_ITEMS = 9_999
_LONGEST = 100  # signs of what is read at all
_KINDS = ("F", "G", "Z")
_YEAR = re.compile("[0-9]{4}")
_CHECKS = "0123456789X"
_HYPHENS = dict.fromkeys(map(ord, "-‐‑‒–—―−_"), "-")
_FILE = re.compile(r"KH([FGZ])([0-9]{4})([0-9]{6})([0-9X])")
_MEANT = re.compile(r"KH(?:[FGZ][0-9]|[A-Z]?[0-9]{10}[0-9X]$)")
_ITEM = re.compile(r"[0-9]+(?:\.[0-9]+)*-[0-9]{4}-[0-9]{4}")
_DEPARTMENT = re.compile(r"[A-Z]{2}")
_FORM = "应写作 KH-F-2026-000001-4 的样子"


def make(kind: str, year: int, serial: int) -> str:
    """Return a file's number.

    >>> make("F", 2026, 1)
    'KH-F-2026-000001-4'

    Args:
        kind: F, G or Z.
        year: the year in which the file is created, four digits.
        serial: the year's next one, from 1 on.

    Raises:
        InvalidNumber: if the year's serials are used up, or one of the three is none.
    """
    if serial > _MOST_SERIALS:
        given = f"KH-{kind}-{year}-{serial}"
        text = f"{year} 年的流水号已用完（最多 {_MOST_SERIALS} 个），本年不能再建档。"
        raise InvalidNumber(given, text)
    digits = f"{year:04}{serial:06}"
    if kind not in _KINDS or serial < 1 or not _YEAR.fullmatch(digits[:-6]):
        given = f"KH-{kind}-{year}-{serial}"
        raise InvalidNumber(given, f"{_FORM}，类别是 F、G 或 Z，年份四位，流水号从 1 起。")
    return f"KH-{kind}-{year:04}-{serial:06}-{check_character(digits)}"


def check_character(digits: str) -> str:
    """Return the check character of ISO 7064 MOD 11-2 for these digits.

    python-stdnum has it too, but takes half as long to import as a whole look-up; a test compares.
    """
    total = 0
    for digit in digits:
        total = 2 * (total + int(digit))
    return _CHECKS[(1 - total) % 11]


def read(given: str) -> str:
    """Return a file number in its one spelling.

    Lower case, full width, spaces, other hyphens or none at all are accepted.

    >>> read("kh f２０２６ 000001－4")
    'KH-F-2026-000001-4'

    Raises:
        InvalidNumber: if it has no file number's form, or its check character is wrong.
    """
    match = _FILE.fullmatch(_plain(given))
    if not match:
        raise InvalidNumber(_shown(given), f"{_FORM}，请对照档案核对。")
    kind, year, serial, check = match.groups()
    if check_character(year + serial) != check:
        raise InvalidNumber(_shown(given), "校验码不对，请对照档案逐位核对。")
    return f"KH-{kind}-{year}-{serial}-{check}"


def looks_like(given: str) -> bool:
    """Whether this is meant as a file number (not an item's), be it right or wrong."""
    plain = _plain(given)
    return "/" not in plain and bool(_MEANT.match(plain))


def compact(number: str) -> str:
    """Return a file number without hyphens, as it is written into narrow boxes.

    >>> compact("KH-F-2026-000001-4")
    'KHF20260000014'
    """
    return number.replace("-", "")


def item_number(file: str, section: str, year: int, sequence: int) -> str:
    """Return an item's number.

    >>> item_number("KH-F-2026-000001-4", "3.2", 2026, 1)
    'KH-F-2026-000001-4/3.2-2026-0001'

    Args:
        file: the file's number, or what stands for it; items of no customer have none.
        section: the form's section of the manual.
        year: the year of filing.
        sequence: the next one of this form in this year, from 1 on.

    Raises:
        InvalidNumber: if the year's sequence is used up (9999).
    """
    number = f"{file}/{section}-{year:04}-{sequence:04}"
    if sequence > _MOST_ITEMS:
        raise InvalidNumber(number, f"这种表单当年的件号已用完（最多 {_MOST_ITEMS} 件）。")
    return number


def read_item(given: str) -> str:
    """Return an item number in its one spelling.

    The file's part is read as :func:`read` does; two letters stand for papers of no customer.

    Raises:
        InvalidNumber: if it has no item number's form, or the file's check character is wrong.
    """
    folded = unicodedata.normalize("NFKC", given[:_LONGEST])
    file, _, rest = folded.rpartition("/")
    item = "".join(rest.split()).translate(_HYPHENS)
    holder = _plain(file)
    if not _ITEM.fullmatch(item) or not holder:
        text = "件号应写作 KH-F-2026-000001-4/3.2-2026-0001 的样子，请核对。"
        raise InvalidNumber(_shown(given), text)
    return f"{holder if _DEPARTMENT.fullmatch(holder) else read(file)}/{item}"


def _plain(given: str) -> str:
    """Return what was typed in half-width capitals and digits, without spaces and hyphens."""
    folded = unicodedata.normalize("NFKC", given[:_LONGEST])
    return "".join(folded.split()).translate(_HYPHENS).replace("-", "").upper()


def _shown(given: str) -> str:
    return "".join(char for char in given[:_LONGEST] if char.isprintable())
