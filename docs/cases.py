"""Write the tests into the table of docs/cases.md: each case with the files that test it.

``python docs/cases.py``. The cases themselves are written by hand.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "cases.md"

_TEST = re.compile(r"^ *def test((?:_(?:and_)?[a-z]\d\d)+)_\w+\(", re.MULTILINE)
_CASE = re.compile(r"[a-z]\d\d")
_ROW = re.compile(r"^\| ([A-Z]\d\d) \| (.*?) \|.*\|$", re.MULTILINE)


def in_the_tests() -> dict[str, list[str]]:
    """Return the cases after which tests are named, each with the files of these."""
    found: dict[str, dict[str, None]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        name = path.relative_to(ROOT / "tests").as_posix()
        for match in _TEST.finditer(path.read_text("utf-8")):
            for number in _CASE.findall(match[1]):
                found.setdefault(number.upper(), {})[name] = None
    return {number: list(names) for number, names in found.items()}


def filled(page: str) -> str:
    """Return the page with the tests of each case in its row."""
    tests = in_the_tests()

    def row(match: re.Match[str]) -> str:
        files = "，".join(f"`{name}`" for name in tests.get(match[1], ()))
        return f"| {match[1]} | {match[2]} | {files} |"

    return _ROW.sub(row, page)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text("utf-8")), "utf-8")
