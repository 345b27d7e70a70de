"""From a template's syntax trees to a :class:`CompiledTemplate`."""

from __future__ import annotations

from csdforms.errors import UnsafeTemplate
from csdforms.templates.compiled import CompiledPart, CompiledTemplate
from csdforms.templates.embedding import DATA_PARTS, PROPERTIES, related
from csdforms.templates.emitting import code_of
from csdforms.templates.package import CONTENT_TYPES, DOCUMENT
from csdforms.templates.paths import field_of
from csdforms.templates.preparing import PreparedTemplate, prepare
from csdforms.templates.proof import unproven
from csdforms.templates.structure import structure_of
from csdforms.templates.tags import TagReader
from csdforms.templates.zipping import Frame, frame_of

__all__ = ["compile_template", "compiled", "with_frames"]


def compile_template(data: bytes, name: str) -> CompiledTemplate:
    """Make a template ready for filling.

    Raises:
        UnsafeTemplate: if it could do harm, by what it contains or by what its tags ask for.
        InvalidTemplate: if its tags are not well formed.
    """
    return compiled(prepare(data, name))


def compiled(prepared: PreparedTemplate) -> CompiledTemplate:
    """Return the compiled template of a form."""
    new = [*prepared.parts, PROPERTIES]
    blank = frame_of(related(prepared.package, with_data=False), new, CONTENT_TYPES)
    filled = frame_of(related(prepared.package, with_data=True), [*new, *DATA_PARTS], CONTENT_TYPES)
    return with_frames(prepared, filled, blank)


def with_frames(prepared: PreparedTemplate, frame: Frame, blank_frame: Frame) -> CompiledTemplate:
    """Return the compiled parts of a template in these frames."""
    try:
        return _with_frames(prepared, frame, blank_frame)
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        raise UnsafeTemplate(prepared.name, "有标签写得太复杂，请写得简单些。") from None


def _with_frames(prepared: PreparedTemplate, frame: Frame, blank_frame: Frame) -> CompiledTemplate:
    reader = TagReader(prepared.name)
    structures = {
        part: structure_of(tree, reader, is_body=part == DOCUMENT)
        for part, tree in prepared.parts.items()
    }
    open_paths = unproven(prepared.asks, structures.values())
    parts = {
        part: CompiledPart(
            code=code_of(tree, structures[part], part),
            is_well_formed=structures[part].is_well_formed,
            needs_finishing=structures[part].needs_finishing,
            tables=structures[part].tables,
            is_body=part == DOCUMENT,
        )
        for part, tree in prepared.parts.items()
    }
    return CompiledTemplate(
        name=prepared.name,
        parts=parts,
        frame=frame,
        blank_frame=blank_frame,
        asks=prepared.asks,
        tests=prepared.tests,
        groups=prepared.groups,
        unproven=open_paths,
        names=prepared.asks | prepared.tests | prepared.groups | set(map(field_of, open_paths)),
    )
