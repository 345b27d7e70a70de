"""The proof after filling: what the data say is what the paper says.

Every value that is not empty stands in the document where its tag stood: in the content control
that bears its path, or, in a department's own template without controls, somewhere in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree
from markupsafe import Markup

from csdforms.errors import LostValue

__all__ = ["controls", "prove", "text_of"]

#: Names of the further ways in which a field prints; their control bears the field's own path.
FACES = frozenset({"boxes", "mark", "words"})

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(element: Any) -> str:
    """Return the text below an element, with line breaks and tabs."""
    pieces: list[str] = []
    for node in element.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}p"):
        if node.tag == f"{W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{W}br":
            pieces.append("\n")
        elif node.tag == f"{W}tab" and node.getparent().tag == f"{W}r":
            pieces.append("\t")
        elif node.tag == f"{W}p" and pieces:
            pieces.append("\n")
    return "".join(pieces)


def controls(trees: Iterable[Any]) -> dict[str, list[str]]:
    """Return the texts of all content controls by their tag."""
    found: dict[str, list[str]] = {}
    for tree in trees:
        for control in tree.iter(f"{W}sdt"):
            tag = control.find(f"{W}sdtPr/{W}tag")
            content = control.find(f"{W}sdtContent")
            if tag is not None and content is not None:
                found.setdefault(tag.get(f"{W}val"), []).append(text_of(content))
    return found


def prove(
    name: str, trees: list[Any], context: Mapping[str, Any], asks: Iterable[str]
) -> None:
    """Prove that every value a template asks for stands in the filled document.

    Raises:
        LostValue: naming the paths of values that do not.
    """
    boxes = controls(trees)
    whole: str | None = None
    lost = []
    for path, value in _values(context, asks):
        field, _, face = path.rpartition("_")
        in_boxes = boxes.get(field if face in FACES else path)
        if in_boxes is not None:
            if value not in in_boxes:
                lost.append(path)
            continue
        if whole is None:
            whole = "\n".join(text_of(tree) for tree in trees)
        if value not in whole:
            lost.append(path)
    if lost:
        raise LostValue(name, lost)


def _values(context: Mapping[str, Any], asks: Iterable[str]) -> Iterable[tuple[str, str]]:
    for ask in sorted(asks):
        yield from _walk(context, ask.split("."), "")


def _walk(block: Any, steps: list[str], where: str) -> Iterable[tuple[str, str]]:
    if isinstance(block, list):
        for number, row in enumerate(block, start=1):
            if isinstance(row, str):  # a label or cell of an added column
                yield where.rstrip("."), _plain(row)
            else:
                yield from _walk(row, steps, f"{where}{number}.")
        return
    if not steps:
        return
    value = block[steps[0]]
    field, _, face = steps[0].rpartition("_")
    if isinstance(value, str):
        # A row of boxes without a tick says nothing: it may be left out with its row.
        if value and (face not in FACES or block[field]):
            yield f"{where}{steps[0]}", _plain(value)
    else:
        yield from _walk(value, steps[1:], f"{where}{steps[0]}.")


def _plain(value: str) -> str:
    return str(value.unescape()) if isinstance(value, Markup) else value
