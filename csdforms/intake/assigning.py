"""Single values set over a file's: ``--set 投诉等级=高等级``, ``--set calls.2.status=已办结``."""

from __future__ import annotations

from typing import Any

from csdforms.errors import UnreadableInput
from csdforms.schemas.form import Block, Form

__all__ = ["assign"]


def assign(form: type[Form], data: dict[str, Any], setting: str) -> None:
    """Set one value in the data of a form, in place of what any label of the field gave.

    ``setting`` is ``NAME=VALUE``; the name may be a label or alias, a path into a part
    (``legal_representative.name``) or a row counted from 1 (``calls.2.status``). An empty value
    empties the field.

    Raises:
        UnreadableInput: if there is no ``=``, or the form has no such field or row.
    """
    name, equals, value = setting.partition("=")
    if not equals or not name.strip():
        raise UnreadableInput(f"--set {setting.partition('=')[0]}", "应写成 栏目=内容。")
    source = f"--set {name}"
    model: type[Block] | None = form
    place: Any = data
    steps = name.strip().split(".")
    while model is not None and steps:
        step = steps.pop(0)
        path = model.labels().find(step)
        if path is None:
            nearest = model.labels().nearest(step)
            hint = f"最接近的是“{nearest}”。" if nearest else "请用 csdforms form 查看栏目。"
            raise UnreadableInput(source, f"《{form.title()}》没有栏目“{step}”，{hint}")
        for part in path:
            spec = model.specs()[part]
            key = _key_of(model, place, part)
            if part == path[-1] and not steps:
                place[key] = value
                return
            if spec.model is None:
                raise UnreadableInput(source, f"栏目“{step}”下面没有更细的栏目。")
            model = spec.model
            place = _row(source, place, key, steps) if spec.many else _part(place, key)
    raise UnreadableInput(source, "还要写明是这一行的哪一栏。")


def _part(place: dict[str, Any], key: str) -> dict[str, Any]:
    inner = place.get(key)
    place[key] = dict(inner) if isinstance(inner, dict) else {}
    part: dict[str, Any] = place[key]
    return part


def _row(source: str, place: dict[str, Any], key: str, steps: list[str]) -> dict[str, Any]:
    rows = place.get(key)
    number = steps.pop(0) if steps else ""
    if not isinstance(rows, list) or not number.isdecimal() or not 1 <= int(number) <= len(rows):
        raise UnreadableInput(source, "数据里没有这一行，行号从 1 起。")
    row = rows[int(number) - 1]
    if not isinstance(row, dict):
        raise UnreadableInput(source, "这一行不是一组“栏目: 内容”。")
    return row


def _key_of(model: type[Block], place: dict[str, Any], name: str) -> str:
    """Return the key under which the data hold this field already, or its name."""
    for key in place:
        if model.labels().find(key) == (name,):
            return key
    return name
