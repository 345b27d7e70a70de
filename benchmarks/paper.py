"""The words of a document, to see whether two engines have made the same."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

__all__ = ["difference", "words"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/header", "word/document.xml", "word/footer")


def words(path: Path) -> list[str]:
    """Return the text of each paragraph that has any: header, body with its tables, footer.

    The XML is read as it lies in the package: what an engine has damaged is to be seen, too.
    """
    with zipfile.ZipFile(path) as package:
        parts = sorted(name for name in package.namelist() if name.startswith(_PARTS))
        trees = [etree.fromstring(package.read(part)) for part in parts]
    texts = (
        "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))
        for tree in trees
        for paragraph in tree.iter(f"{_W}p")
    )
    return [text for text in texts if text]


def difference(found: list[str], expected: list[str]) -> str | None:
    """Return the first paragraph that is not as expected, ``None`` if all are.

    Example:
        >>> difference(["AT"], ["AT&T"])
        "'AT' instead of 'AT&T'"
    """
    for one, other in zip(found, expected, strict=False):
        if one != other:
            return f"{one!r} instead of {other!r}"
    if len(found) != len(expected):
        return f"{len(found)} paragraphs instead of {len(expected)}"
    return None
