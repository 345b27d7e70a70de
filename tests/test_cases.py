"""docs/cases.md: every case of the rules has a test with its number, and is listed."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "cases.md").read_text("utf-8")
#: How many cases the rules number (archive.md §10): creation, duplicates, secrecy, masking, log,
#: keeping, deregistration, revival, retention and destruction, storage and command line.
COUNTS = {"C": 24, "U": 13, "S": 32, "M": 14, "L": 7, "K": 9, "D": 26, "R": 8, "X": 18, "Z": 12}
EVERY = [f"{letter}{no:02}" for letter, count in COUNTS.items() for no in range(1, count + 1)]


def test_every_case_is_listed_once_in_order() -> None:
    assert re.findall(r"^\| ([A-Z]\d\d) \|", PAGE, re.MULTILINE) == EVERY


def test_every_case_has_a_test_and_the_table_names_them() -> None:
    script = runpy.run_path(str(ROOT / "docs" / "cases.py"))
    assert set(script["in_the_tests"]()) >= set(EVERY)
    assert script["filled"](PAGE) == PAGE, "run python docs/cases.py"
