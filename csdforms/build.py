"""Rewrites what is derived from the code in a checkout: ``python -m csdforms.build [form …]``.

``templates/*.docx`` are drawn from their declarations, ``schemas/*.json`` from the models. Both are
committed; tests prove that they are what this module would write.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from csdforms.schemas.catalogue import find, identifiers
from csdforms.schemas.publishing import json_schema
from csdforms.shipped import shared_folder
from csdforms.templates.drawing import draw
from csdforms.templates.locating import declared_sheet

if TYPE_CHECKING:
    from csdforms.schemas.form import Form

__all__ = ["build", "schema_text"]


def schema_text(form: type[Form]) -> str:
    """Return the published schema of a form as it stands in its file."""
    return json.dumps(json_schema(form), ensure_ascii=False, indent=2) + "\n"


def build(*names: str) -> None:
    """Rewrite the template and the published schema of these forms, or of every form."""
    for form in map(find, names or identifiers()):
        name = form.identifier()
        template = draw(form, declared_sheet(form))
        (shared_folder("templates") / f"{name}.docx").write_bytes(template)
        text = schema_text(form)
        (shared_folder("schemas") / f"{name}.json").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    build(*sys.argv[1:])
