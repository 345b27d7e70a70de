"""From the paths that tags name (``calls.status``) to the fields of a form, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from csdforms.templates.printing import allowed_names

if TYPE_CHECKING:
    from csdforms.schemas.form import Block, FieldSpec, Form
    from csdforms.templates.compiled import CompiledTemplate
    from csdforms.templates.preparing import PreparedTemplate

__all__ = ["FACES", "field_of", "follow", "labelled", "path_of", "stray", "unprinted"]

#: Names of the further ways in which a field prints; their control bears the field's own path.
FACES = frozenset({"boxes", "boxes2", "boxes3", "mark", "words", "cells"})


def field_of(path: str) -> str:
    """Return the path of the field whose face this is, the path itself if it is none."""
    field, _, face = path.rpartition("_")
    return field if face in FACES else path


def path_of(tag: str) -> str:
    """Return the path that a control's tag names, without the numbers of rows."""
    return ".".join(step for step in tag.split(".") if not step.isdecimal())


def follow(form: type[Form], path: str) -> tuple[str, tuple[str, ...], FieldSpec | None]:
    """Follow a path; return its last step, the names that could stand there, and its field.

    Where a step names nothing, it is the last one and there is no field.
    """
    model: type[Block] | None = form
    spec: FieldSpec | None = None
    step, names = path, dict[str, "FieldSpec"]()
    for step in path.split("."):
        names = allowed_names(model) if model is not None else {}
        spec = names.get(step)
        if spec is None:
            break
        model = spec.model
    return step, tuple(names), spec


def stray(form: type[Form], template: CompiledTemplate | PreparedTemplate) -> list[str]:
    """Return the paths that name no field of a form, and those looped over that are no group."""
    return [
        path
        for path in sorted(template.asks | template.tests | template.groups)
        if (spec := follow(form, path)[2]) is None or (path in template.groups and not spec.many)
    ]


def unprinted(form: type[Form], asks: Iterable[str]) -> list[str]:
    """Return the stored fields that a template which asks for these paths does not print."""
    printed = set(map(field_of, asks))
    return sorted(path for path in _stored_paths(form, "") if path not in printed)


def labelled(form: type[Form], path: str) -> str:
    """Return a path with the Chinese label of what it leads to: 联系电话（phone）."""
    spec = follow(form, path)[2]
    return f"{spec.label}（{path}）" if spec is not None else path


def _stored_paths(block: type[Block], where: str) -> Iterator[str]:
    for name, spec in block.specs().items():
        if spec.computed or name in block.printed_through:
            continue
        if spec.model is not None and not (where and name == "extra"):
            yield from _stored_paths(spec.model, f"{where}{name}.")
        elif not (where and name == "seq"):
            yield f"{where}{name}"
