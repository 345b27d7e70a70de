"""Where the files lie that csdforms ships: templates, published schemas, samples."""

from __future__ import annotations

from pathlib import Path

__all__ = ["shared_folder"]

_PACKAGE = Path(__file__).parent
#: Where the wheel puts them.
_INSIDE = {
    "templates": "templates/docx",
    "schemas": "schemas/published",
    "examples": "examples",
}


def shared_folder(name: str) -> Path:
    """Return the folder of shipped files of this name (``templates``, ``examples``, ``schemas``).

    In an installed package they lie inside it; in a checkout beside it, where pyproject.toml is.
    """
    root = _PACKAGE.parent
    inside = _PACKAGE / _INSIDE[name] if name in _INSIDE else root / name
    in_checkout = not inside.is_dir() and (root / "pyproject.toml").is_file()
    return root / name if in_checkout else inside
