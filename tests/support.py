"""What several tests share: the forms, their samples, and documents read as XML."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from lxml import etree

from csdforms.schemas.catalogue import forms, identifiers
from csdforms.shipped import shared_folder

IDENTIFIERS = tuple(identifiers())
FORMS = forms()


def sample(identifier: str) -> dict[str, Any]:
    """Return the shipped sample of a form."""
    path = shared_folder("examples") / f"{identifier}.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def part(document: bytes, name: str = "word/document.xml") -> Any:
    """Return one part of a Word document as an XML tree."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return etree.fromstring(archive.read(name))


def parts(document: bytes) -> dict[str, bytes]:
    """Return all parts of a Word document."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
