"""The command that rewrites templates and schemas writes what is committed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import IDENTIFIERS

from csdforms import build

ROOT = Path(__file__).parents[1]


def test_templates_and_schemas_are_rewritten_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("templates", "schemas"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(build, "shared_folder", tmp_path.joinpath)
    build.build()
    for name in IDENTIFIERS:
        for file in (f"templates/{name}.docx", f"schemas/{name}.json"):
            assert (tmp_path / file).read_bytes() == (ROOT / file).read_bytes()
