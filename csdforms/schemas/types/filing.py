"""Numbers of the archive of customers' files: a file's, an item's, a register's."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from csdforms.schemas.types.base import FieldType, Refused, text_of
from csdforms.schemas.types.disclosure import Disclosure

__all__ = ["ArchivalNumber", "FileNumber", "ItemNumber", "RegisterNumber"]

_HYPHENS = dict.fromkeys(map(ord, "-‐‑‒–—―−_"), "-")
_FILE = re.compile(r"KH([FGZ])([0-9]{4})([0-9]{6})([0-9X])")
_FILE_PATTERN = "KH-[FGZ]-[0-9]{4}-[0-9]{6}-[0-9X]"
_ITEM_PATTERN = r"[0-9]+(?:\.[0-9]+)*-[0-9]{4}-[0-9]{4}"
_ITEM = re.compile(_ITEM_PATTERN)
_DEPARTMENT = re.compile("[A-Z]{2}")


def _tidy(given: object, expected: str) -> str:
    """Return a number in half-width capitals with one sort of hyphen, without spaces."""
    return "".join(text_of(given, expected).split()).translate(_HYPHENS).upper()


class FileNumber(FieldType[str]):
    """The number of a customer's file: ``KH-F-2026-000001-4``.

    F an organisation, G a sole trader, Z a natural person; the year, its serial, and the check
    character of ISO 7064 MOD 11-2 over both. Lower case, full width, spaces and missing hyphens
    are accepted; a test compares with what the archive accepts.
    """

    kind: ClassVar[str] = "档案号"
    disclosure = Disclosure.OPEN

    def accept(self, given: object) -> str:
        return _file_number(_tidy(given, self.kind))

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_FILE_PATTERN}$"}


def _file_number(tidy: str) -> str:
    from stdnum.iso7064 import mod_11_2

    match = _FILE.fullmatch(tidy.replace("-", ""))
    if not match:
        raise Refused("档案号应写作 KH-F-2026-000001-4 的样子，请对照档案核对。")
    kind, year, serial, check = match.groups()
    if mod_11_2.calc_check_digit(year + serial) != check:
        raise Refused("档案号的校验码不对，请对照档案逐位核对。")
    return f"KH-{kind}-{year}-{serial}-{check}"


class ItemNumber(FieldType[str]):
    """The number of an item in a file: ``KH-F-2026-000001-4/3.2-2026-0001``.

    Two letters in place of the file's number stand for papers of no customer.
    """

    kind: ClassVar[str] = "件号"
    disclosure = Disclosure.OPEN

    def accept(self, given: object) -> str:
        file, _, item = _tidy(given, self.kind).rpartition("/")
        if not file or not _ITEM.fullmatch(item):
            raise Refused("件号应写作 KH-F-2026-000001-4/3.2-2026-0001 的样子，请核对。")
        return f"{file if _DEPARTMENT.fullmatch(file) else _file_number(file)}/{item}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{_FILE_PATTERN}|[A-Z]{{2}})/{_ITEM_PATTERN}$"}


class ArchivalNumber(ItemNumber):
    """The number of a file, or of an item in one."""

    kind: ClassVar[str] = "档号"

    def accept(self, given: object) -> str:
        tidy = _tidy(given, self.kind)
        return super().accept(tidy) if "/" in tidy else _file_number(tidy)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_FILE_PATTERN}(?:/{_ITEM_PATTERN})?$"}


class RegisterNumber(FieldType[str]):
    """A number that a register of the archive gave out: its letters, the year, the year's serial.

    Args:
        letters: the register's: ZX for deregistrations, FC for seals, XH for destructions …
    """

    kind: ClassVar[str] = "登记号"
    disclosure = Disclosure.OPEN

    def __init__(self, letters: str) -> None:
        self.letters = letters
        self._spelling = re.compile(rf"{letters}([0-9]{{4}})([0-9]{{4,6}})")

    def accept(self, given: object) -> str:
        match = self._spelling.fullmatch(_tidy(given, self.kind).replace("-", ""))
        if not match or not int(match[2]):
            raise Refused(f"应写作 {self.letters}-2026-0001 的样子，请对照登记簿核对。")
        return f"{self.letters}-{match[1]}-{int(match[2]):04}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.letters}-[0-9]{{4}}-[0-9]{{4,6}}$"}
