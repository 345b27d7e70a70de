"""The schema of each form as JSON Schema, for editors and programs in any language.

It describes the data by English name in their plain spelling (ISO dates, decimal numbers as text,
percentages as fractions); csdforms itself also takes labels and the spellings of clerks.
"""

from __future__ import annotations

from typing import Any

from csdforms.schemas.form import Block, Form

__all__ = ["json_schema"]


def json_schema(form: type[Form]) -> dict[str, Any]:
    """Return the JSON Schema of a form (draft 2020-12), with Chinese titles and aliases.

    Example:
        >>> import csdforms
        >>> csdforms.json_schema(csdforms.find("呼入记录表"))["title"]
        '呼入记录表'
    """
    schema = form.model_json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:csdforms:{form.identifier()}:{form.edition}",
        "title": form.title(),
        "x-section": form.section,
        "x-kind": form.kind,
        "x-number": form.number,
    }
    _name(schema, form)
    for name, inner in _models(form).items():
        _name(schema["$defs"][name], inner)
    return head | {key: value for key, value in schema.items() if key not in head}


def _name(schema: dict[str, Any], block: type[Block]) -> None:
    """Add to each property what the archive shows of it, and the other labels that mean it.

    They are ordered as on the sheet.
    """
    properties = schema["properties"]
    stored = [spec for spec in block.specs().values() if not spec.computed]
    schema["properties"] = {spec.name: properties[spec.name] for spec in stored}
    for spec in stored:
        if spec.model is None:
            properties[spec.name]["x-disclosure"] = str(spec.disclosure)
        aliases = [name for name in spec.names[1:] if name != spec.label]
        if aliases:
            properties[spec.name]["x-aliases"] = aliases


def _models(block: type[Block]) -> dict[str, type[Block]]:
    models: dict[str, type[Block]] = {}
    for spec in block.specs().values():
        if spec.model is not None and not spec.computed:
            models[spec.model.__name__] = spec.model
            models |= _models(spec.model)
    return models
