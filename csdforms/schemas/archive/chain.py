"""What the papers of the archive have in common: hands kept apart, opinions in order, no star.

Separation is by name here, as a sheet knows no more of its signers; the archive itself goes by the
registered person (flows.md 0.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csdforms.schemas.form import Block, Part
from csdforms.schemas.opinion import Opinion
from csdforms.schemas.rules import Problem, error, not_before
from csdforms.schemas.types import Items, Text

__all__ = [
    "LEVELS", "agreed", "apart", "at", "carried_out", "days_in_order", "item_of_file",
    "label_at", "rank", "without_star",
]  # fmt: skip

#: The levels of secrecy, the lowest first.
LEVELS = ("公开", "内部", "秘密", "机密", "绝密")
_STARS = "★☆⭐✪✫✬✭✮✯✰⚝⋆"


def rank(level: str | None) -> int:
    """Return the rank of a level, from 0 up; -1 while the box is empty."""
    return -1 if level is None else LEVELS.index(level)


def at(form: Block, path: str) -> Any:
    """Return what stands in a box of a form or of a part of it, None where that is empty."""
    value: Any = form
    for name in path.split("."):
        value = None if value is None else getattr(value, name)
    return value


def label_at(form: Block, path: str) -> str:
    """Return what a sheet calls a box; one of a part by the part's label first."""
    outer, _, inner = path.partition(".")
    spec = type(form).specs()[outer]
    if not inner or spec.model is None:
        return spec.label
    return f"{spec.label}{spec.model.label_of(inner)}"


def agreed(form: Block, name: str) -> bool:
    """Whether an office gave its consent, with or without a condition."""
    opinion = getattr(form, name)
    return isinstance(opinion, Opinion) and opinion.agreed()


def apart(
    form: Block, path: str, *others: str, because: str = "不得由同一人办理"
) -> Iterator[Problem]:
    """Yield a problem for each of the other boxes that names the same person as the first."""
    person = at(form, path)
    for other in others:
        if person is not None and at(form, other) == person:
            yield error(other, f"与“{label_at(form, path)}”是同一人，{because}，请核对。")


def days_in_order(form: Block, *paths: str) -> Iterator[Problem]:
    """Yield a problem for each day that is before one named earlier, in a part or not."""
    latest: str | None = None
    for path in paths:
        day = at(form, path)
        if day is None:
            continue
        if latest is None or not_before(day, at(form, latest)):
            latest = path
        else:
            yield error(path, f"早于“{label_at(form, latest)}”，请核对两处的日期和时间。")


def item_of_file(form: Block) -> Iterator[Problem]:
    """Yield an item that is not of the file named on the paper, or in the row."""
    file, item = at(form, "file_no"), at(form, "item_no")
    if file is not None and item is not None and not item.startswith(f"{file}/"):
        yield error("item_no", "不是这份档案的件，请核对件号和档案号。")


def without_star(form: Block) -> Iterator[Problem]:
    """Yield the texts with a star in them: the mark of state secrets (保守国家秘密法第22条)."""
    for name, spec, value in form.filled():
        if isinstance(value, Part):
            yield from (
                Problem(f"{name}.{problem.path}", problem.message, problem.severity)
                for problem in without_star(value)
            )
        elif isinstance(spec.type, (Text, Items)) and set(_STARS) & set("".join(value)):
            text = "不得使用“★”：那是国家秘密的标志，商业秘密请写作“商业秘密·机密”的样子。"
            yield error(name, text)


def carried_out(form: Block, opinion: str, *done: str) -> Iterator[Problem]:
    """Yield what was done although the office that decides did not say yes, or said nothing."""
    said = getattr(form, opinion)
    if agreed(form, opinion):
        return
    label = form.label_of(opinion)
    why = "没有填写" if said is None else "不是同意"
    for name in done:
        if getattr(form, name) is not None:
            yield error(name, f"“{label}”{why}，不得办理，请核对。")
