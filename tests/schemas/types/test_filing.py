"""Numbers of files, items and registers: as the archive itself reads them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdforms.archive import numbers
from csdforms.archive.secrecy import registers
from csdforms.errors import InvalidNumber
from csdforms.schemas.fields import filing
from csdforms.schemas.types import Refused
from csdforms.schemas.types.filing import ArchivalNumber, FileNumber, ItemNumber, RegisterNumber

FILE, ITEM, SEAL = FileNumber(), ItemNumber(), RegisterNumber("FC")
ARCHIVAL = ArchivalNumber()
NUMBER = "KH-F-2026-000001-4"


@given(st.sampled_from("FGZ"), st.integers(1900, 2999), st.integers(1, 999_999))
def test_every_number_that_the_archive_gives_out_is_one(kind: str, year: int, serial: int) -> None:
    number = numbers.make(kind, year, serial)
    assert FILE.accept(number) == FILE.accept(numbers.compact(number).lower()) == number
    assert re.fullmatch(FILE.json_schema()["pattern"], number)


@pytest.mark.parametrize(
    "given",
    ["kh f２０２６ 000001－4", "KHF20260000014", " KH—F—2026—000001—4 ", "kh-f-2026-0000014"],
)
def test_what_the_archive_reads_as_a_number_is_read_here_too(given: str) -> None:
    assert FILE.accept(given) == numbers.read(given) == NUMBER


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("KH-F-2026-000001-5", "校验码"),
        ("KH-X-2026-000001-4", "的样子"),
        ("KH-F-26-000001-4", "的样子"),
        ("3.2", "的样子"),
    ],
)
def test_what_the_archive_refuses_is_refused_here_too(given: str, why: str) -> None:
    with pytest.raises(InvalidNumber):
        numbers.read(given)
    with pytest.raises(Refused, match=why):
        FILE.accept(given)


@pytest.mark.parametrize("given", [None, 4.5, "", "x" * 300])
def test_what_is_no_text_is_no_number(given: object) -> None:
    for kind in (FILE, ITEM, SEAL):
        with pytest.raises(Refused):
            kind.accept(given)


@pytest.mark.parametrize("holder", [NUMBER, "BM"])
def test_an_item_of_a_file_or_of_the_department(holder: str) -> None:
    number = numbers.item_number(holder, "3.10", 2026, 12)
    assert ITEM.accept(number.lower()) == numbers.read_item(number.lower()) == number
    assert re.fullmatch(ITEM.json_schema()["pattern"], number)


@pytest.mark.parametrize(
    "given",
    [NUMBER, "/3.2-2026-0001", f"{NUMBER}/3.2-26-0001", "KH-F-2026-000001-5/3.2-2026-0001",
     "BMX/3.2-2026-0001"],
)  # fmt: skip
def test_what_is_no_item(given: str) -> None:
    with pytest.raises(InvalidNumber):
        numbers.read_item(given)
    with pytest.raises(Refused):
        ITEM.accept(given)


@pytest.mark.parametrize("number", [NUMBER, f"{NUMBER}/3.10-2026-0012"])
def test_a_whole_file_or_an_item_in_one(number: str) -> None:
    assert ARCHIVAL.accept(number.lower()) == number
    assert re.fullmatch(ARCHIVAL.json_schema()["pattern"], number)


@pytest.mark.parametrize("given", ["KH-F-2026-000001-5", f"{NUMBER}/3.10", "BM", None])
def test_what_is_neither(given: object) -> None:
    with pytest.raises(Refused):
        ARCHIVAL.accept(given)


@pytest.mark.parametrize(
    "given", ["FC-2026-0001", "fc2026 0001", "ＦＣ－2026－0001", "FC-2026-00001"]
)
def test_a_number_of_a_register(given: str) -> None:
    assert SEAL.accept(given) == "FC-2026-0001"
    assert re.fullmatch(SEAL.json_schema()["pattern"], SEAL.accept(given))


@pytest.mark.parametrize("given", ["ZX-2026-0001", "FC-2026-0000", "FC-2026-1", "2026-0001"])
def test_a_number_of_another_register_is_refused(given: str) -> None:
    with pytest.raises(Refused, match="FC-2026-0001"):
        SEAL.accept(given)


def test_a_register_that_ran_over_goes_on() -> None:
    assert SEAL.accept("FC-2026-12345") == "FC-2026-12345"


def test_the_vocabulary_has_the_letters_of_every_register() -> None:
    entries = (getattr(filing, name) for name in dir(filing) if name.endswith("No"))
    kinds = (item for entry in entries for item in getattr(entry, "__metadata__", ()))
    named = {kind.letters for kind in kinds if isinstance(kind, RegisterNumber)}
    assert named == set(registers._LETTERS.values()) - {"BG"}  # a change is filed as a profile
