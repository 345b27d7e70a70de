"""The proof after filling: what the data say is what the paper says.

Every value that is not empty stands in the document where its tag stood: in the content control
that bears its path, or, in a department's own template without controls, somewhere in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from csdforms.errors import LostValue
from csdforms.templates.package import W

__all__ = ["FACES", "controls", "prove", "text_of"]

#: Names of the further ways in which a field prints; their control bears the field's own path.
FACES = frozenset({"boxes", "boxes2", "boxes3", "mark", "words", "cells"})

_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}


def text_of(element: Any) -> str:
    """Return the text below an element, with line breaks and tabs."""
    pieces: list[str] = []
    for node in element.iter(f"{W}t", f"{W}p", *_BREAKS):
        if node.tag == f"{W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{W}p":
            pieces += ["\n"] if pieces else []
        elif node.getparent().tag == f"{W}r":  # a tab stop of a paragraph is no tab
            pieces.append(_BREAKS[node.tag])
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


def prove(name: str, trees: list[Any], context: Mapping[str, Any], asks: Iterable[str]) -> None:
    """Prove that every value a template asks for stands in the filled document.

    Raises:
        LostValue: naming the paths of values that do not.
    """
    boxes = controls(trees)
    whole: str | None = None
    lost = []
    for ask in sorted(asks):
        for path, control, value in _values(context, ask.split("."), ""):
            texts = boxes.get(path, boxes.get(control))
            if texts is None:
                whole = "\n".join(map(text_of, trees)) if whole is None else whole
                found = value in whole
            else:
                found = value in texts
            if not found:
                lost.append(path)
    if lost:
        raise LostValue(name, lost)


def _values(block: Any, steps: list[str], where: str) -> Iterator[tuple[str, str, str]]:
    """Yield path, tag of the control, and text of every value that a path leads to.

    A field's other faces (``channel_boxes``) and the cells of added columns stand in the control
    of the field itself.
    """
    step, rest = steps[0], steps[1:]
    field, _, face = step.rpartition("_")
    field = field if face in FACES and field in block else step
    value, path, control = block[step], f"{where}{step}", f"{where}{field}"
    if isinstance(value, str):
        # A row of boxes without a tick says nothing: it may be left out with its row.
        if value and block[field]:
            yield path, control, value
    elif isinstance(value, Mapping):
        yield from _values(value, rest, f"{path}.") if rest else ()
    else:
        for number, row in enumerate(value, start=1):
            if isinstance(row, str):  # a label or cell of an added column
                yield from [(path, control, row)] if row else ()
            elif rest:
                yield from _values(row, rest, f"{path}.{number}.")
