"""The proof of filling: what the data say is what the paper says.

Every value that is not empty stands in the document where its tag stood: in the content control
that bears its path, or, in a department's own template without controls, somewhere in the text.
For most fields a template itself proves it, for all data: the tag stands alone in its control, and
every condition around it holds when the field is filled in. The others are looked for in each
document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lxml import etree

from csdforms.errors import LostValue
from csdforms.templates.package import W, parser
from csdforms.templates.paths import FACES, field_of

if TYPE_CHECKING:
    from csdforms.templates.structure import Structure

__all__ = ["controls", "prove", "text_of", "unproven"]

_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}


def unproven(asks: Iterable[str], structures: Iterable[Structure]) -> frozenset[str]:
    """Return the paths that a template may, for some data, not print where they belong.

    Where such a path is printed once or not at all, the rendering notes that it was.
    """
    known = list(structures)
    controlled = set().union(*(structure.controls for structure in known))
    sites = [site for structure in known for site in structure.sites]
    open_paths = set(asks)
    for path in asks:
        control = next((name for name in (path, field_of(path)) if name in controlled), None)
        right = [
            site
            for site in sites
            if site.path == path and site.is_text and (control is None or control in site.controls)
        ]
        if any(site.is_reached for site in right):
            open_paths.discard(path)
            continue
        for site in right:
            site.is_noted = not site.is_repeated
    return frozenset(open_paths)


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


def prove(
    name: str, parts: Iterable[bytes], context: Mapping[str, Any], asks: Iterable[str]
) -> None:
    """Prove that every value of these paths stands in the parts of a filled document.

    Raises:
        LostValue: naming the paths of values that do not.
    """
    values = [value for ask in sorted(asks) for value in _values(context, ask.split("."), "")]
    if not values:
        return
    trees = [etree.fromstring(part, parser()) for part in parts]
    boxes = controls(trees)
    whole: str | None = None
    lost = []
    for path, control, value in values:
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
