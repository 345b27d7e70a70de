"""Single values set over a file's: ``--set 投诉等级=高等级``, ``--set calls.2.status=已办结``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from csdforms.errors import UnreadableInput

if TYPE_CHECKING:
    from csdforms.schemas.form import Block, FieldSpec, Form

__all__ = ["assign"]


def assign(form: type[Form], data: dict[str, Any], setting: str) -> None:
    """Set one value in the data of a form, in place of what any label of the field gave.

    ``setting`` is ``NAME=VALUE``; the name may be a label or alias, a path into a part
    (``legal_representative.name``) or a row counted from 1 (``calls.2.status``). An empty value
    empties the field.

    Raises:
        UnreadableInput: if there is no ``=``, or the form has no such field or row.
    """
    name, *value = re.split("[=＝]", setting, maxsplit=1)
    source = f"--set {name}"
    if not value or not name.strip():
        raise UnreadableInput(source, "应写成 栏目=内容。")
    block: type[Block] = form
    place = data
    steps = name.split(".")
    path = _path(source, block, steps)
    while steps and (rows := block.specs()[path[0]]).many:
        place = _row(source, block, place, rows, steps)
        assert rows.model is not None
        block = rows.model
        path = _path(source, block, steps)
    if steps:
        raise UnreadableInput(source, f"栏目“{path[-1]}”下面没有更细的栏目。")
    _put(block, place, path, value[0])


def _path(source: str, block: type[Block], steps: list[str]) -> tuple[str, ...]:
    """Take the steps that name one field of a block, or of one of its parts; return its path."""
    if not steps:
        raise UnreadableInput(source, "还要写明是这一行的哪一栏。")
    step = steps.pop(0)
    path = block.labels().find(step)
    if path is None:
        nearest = block.labels().nearest(step)
        hint = f"最接近的是“{nearest}”。" if nearest else "请用 csdforms form 查看栏目。"
        raise UnreadableInput(source, f"没有栏目“{step}”，{hint}")
    spec = block.specs()[path[0]]
    if len(path) == 1 and spec.model is not None and not spec.many:
        if steps:
            return path + _path(source, spec.model, steps)
        main = getattr(spec.model, "main", None)  # 法定代表人=张三 sets the name
        return (*path, main) if main else path
    return path


def _row(
    source: str, block: type[Block], place: dict[str, Any], rows: FieldSpec, steps: list[str]
) -> dict[str, Any]:
    """Take the step that numbers a row; return the row."""
    number = steps.pop(0)
    given = next((place[key] for key in place if block.labels().find(key) == (rows.name,)), None)
    found: object = None
    if isinstance(given, list):
        found = {str(position): row for position, row in enumerate(given, start=1)}.get(number)
    if not isinstance(found, dict):
        raise UnreadableInput(source, f"数据里没有这一行“{number}”，行号从 1 起。")
    return found


def _put(block: type[Block], place: dict[str, Any], path: tuple[str, ...], value: str) -> None:
    """Set a field, and take away what the data say of it under any of its names."""
    find = block.labels().find
    for key in [key for key in place if find(key) == path]:
        del place[key]
    part = block.specs()[path[0]].model
    if path[1:] and part is not None:  # a box of a part may stand inside the part, too
        for key in [key for key in place if find(key) == path[:1]]:
            if isinstance(inner := place[key], dict):
                here = [name for name in inner if part.labels().find(name) == path[1:]]
                place[key] = {name: inner[name] for name in inner if name not in here}
            elif getattr(part, "main", None) == path[1]:
                del place[key]
    place[".".join(path)] = value
