"""The sample archive in archive/: in order, complete, and what its script makes."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from csdforms.archive.archive import Archive
from csdforms.archive.verifying import verify
from csdforms.schemas.catalogue import identifiers

ROOT = Path(__file__).parents[2]
PERSON = "KH-Z-2025-000128-3"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy, since looking something up leaves an index beside the journal."""
    folder = tmp_path_factory.mktemp("sample") / "archive"
    for path in (ROOT / "archive").rglob("*"):
        kept = path.relative_to(ROOT / "archive")
        if path.is_file() and kept.parts[0] in {"README.md", "journal.jsonl", "documents"}:
            (folder / kept).parent.mkdir(parents=True, exist_ok=True)
            (folder / kept).write_bytes(path.read_bytes())
    return folder


def test_it_is_in_order(sample: Path) -> None:
    found = verify(sample, read_data=True)
    assert found.problems == ()
    assert found.is_sound


def test_it_has_every_kind_of_file_and_an_item_of_every_form(sample: Path) -> None:
    with Archive.open(sample, actor="档案员") as archive:
        cards = list(archive.list_files())
        assert {card.kind for card in cards} == {"F", "G", "Z"}
        assert [card.name for card in cards if card.parent] == ["上海屿泊包装有限公司嘉定分公司"]
        forms = {item.form for form in identifiers() for item in archive.list_items(form=form)}
        profiles = {archive.show(card.number).profile.form for card in cards}
        assert forms | profiles == set(identifiers())
        assert [card.number for card in archive.find("xs-0236")] == ["KH-F-2026-000236-X"]
        assert archive.show(PERSON).card.versions == 2
        items = archive.linked("complaint_no", "TS-20260305-001")
        sections = {"2.2", "3.2", "3.7", "3.8", "3.10"}
        assert {item.section for item in items} == sections


def test_it_is_what_its_script_makes(sample: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("x", ROOT / "docs" / "sample_archive.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.build(tmp_path / "again")
    assert _contents(tmp_path / "again") == _contents(sample)


def _contents(folder: Path) -> list[Any]:
    """Return what an archive says, without the bytes of documents: compression may differ."""
    with Archive.open(folder) as archive:
        lines = [(line.at, line.actor, line.act, line.subject) for line in archive.store.lines()]
        rows = [
            {name: value for name, value in document.items() if name != "document"}
            for table in ("files", "profiles", "items", "counters")
            for _, document in archive.store.rows(table)
        ]
        return [archive.store.archive, lines, rows]
