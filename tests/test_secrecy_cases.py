"""docs/secrecy-cases.md: every case of the rules has a test with its number, and is listed."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: How many cases the rules number: secrecy, masking, log, creation, duplicates.
COUNTS = {"S": 32, "M": 14, "L": 7, "C": 24, "U": 13}
EVERY = {f"{letter}{no:02}" for letter, count in COUNTS.items() for no in range(1, count + 1)}

_TEST = re.compile(r"^ *def test((?:_(?:and_)?[smlcu]\d\d)+)_\w+\(", re.MULTILINE)
_FILE = re.compile(r"`([\w/]+\.py)`")


def in_the_table() -> dict[str, set[str]]:
    """Return the cases of the table, each with the files of its tests."""
    text = (ROOT / "docs" / "secrecy-cases.md").read_text("utf-8")
    rows = re.findall(r"^\| ([A-Z]\d\d) \|.*\|(.*)\|$", text, re.MULTILINE)
    assert len({number for number, _ in rows}) == len(rows), "a case is listed twice"
    return {number: set(_FILE.findall(files)) for number, files in rows}


def in_the_tests() -> dict[str, set[str]]:
    """Return the cases after which tests are named, each with the files of these."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for match in _TEST.finditer(path.read_text("utf-8")):
            for number in re.findall(r"[smlcu]\d\d", match[1]):
                name = path.relative_to(ROOT / "tests").as_posix()
                found.setdefault(number.upper(), set()).add(name)
    return found


def test_every_case_is_listed_with_its_tests() -> None:
    assert in_the_table().keys() == EVERY
    assert in_the_table() == in_the_tests()
