"""The sample archive in archive/: in order, complete, and what its script makes."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.staff import owns
from csdforms.archive.store import LEDGERS
from csdforms.archive.verifying import verify
from csdforms.errors import ClosedFile, NotAuthorised
from csdforms.reports.verifying import verify as verify_report
from csdforms.schemas.catalogue import identifiers

ROOT = Path(__file__).parents[2]
PERSON = "KH-Z-2025-000128-3"
COMMITTED = {"README.md", "journal.jsonl", "access.jsonl", "documents"}
TABLES = ("files", "profiles", "items", "counters", "copies", "loans", *LEDGERS)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return a copy, since looking something up leaves a note, and an index beside the journal."""
    folder = tmp_path / "archive"
    for path in (ROOT / "archive").rglob("*"):
        kept = path.relative_to(ROOT / "archive")
        if path.is_file() and kept.parts[0] in COMMITTED:
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
        profiles = {archive.show(one.number, purpose="审计").profile.form for one in cards}
        assert forms | profiles == set(identifiers())
        assert [card.number for card in archive.find("xs-0236")] == ["KH-F-2026-000236-X"]
        assert archive.show(PERSON).card.versions == 2
        items = archive.linked("complaint_no", "TS-20260305-001")
        sections = {"2.2", "3.2", "3.7", "3.8", "3.10"}
        assert {item.section for item in items} == sections


def test_a_file_in_it_is_sealed_another_one_held_and_a_request_answered(sample: Path) -> None:
    with Archive.open(sample, actor="档案员") as archive:
        [seal] = archive.seals.seals()
        assert (seal.file, seal.state) == ("KH-F-2024-000087-7", "sealed")
        [check] = archive.seals.check_all()
        assert check.sound
        with pytest.raises(ClosedFile):
            archive.show(seal.file, purpose="回访")
        assert [hold.file for hold in archive.custody.holds()] == ["KH-F-2025-000118-7"]
        [request] = archive.personal_requests.requests(every=True)
        assert (request.file, request.state) == (PERSON, "answered")


def test_its_ledgers_are_the_examples_and_two_sheets_are_computed_from_them(sample: Path) -> None:
    with Archive.open(sample, actor="档案员") as archive:
        counts = {table: archive.store.count(table) for table in LEDGERS}
        assert counts == {"sales": 11, "receipts": 6, "receivables": 9, "targets": 9}
        [statistics, overview] = [
            item
            for form in ("complaint_statistics", "customer_sales_overview")
            for item in archive.list_items(form=form)
            if "provenance" in item.data
        ]
        assert statistics.data["period_start"] == "2026-01-01"
        assert statistics.data["total"]["received"] == 2
        # 49200 + 20300 + 32400, 25440 + 27330 - 1200 and so on: examples/ledgers/sales.csv
        rows = overview.data["customers"]
        net = {row["customer_no"]: row["net_sales_amount"] for row in rows}
        assert net == {
            "KH-F-2026-000236-X": "101900.00",
            "KH-F-2025-000118-7": "51570.00",
            "KH-F-2025-000087-0": "28136.00",
            "KH-Z-2025-000311-5": "2680.00",
            "KH-Z-2025-000128-3": "2255.00",
        }
        for item in (statistics, overview):
            assert verify_report(archive, item.number).is_same


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
            _without_documents(document)
            for table in TABLES
            for _, document in archive.store.rows(table)
        ]
        notes = [(line.at, line.act, line.subject, said) for line, said in archive.store.notes()]
        return [archive.store.archive, lines, rows, notes]


def _without_documents(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out a document's digest, and what a report says of the chain that has it."""
    kept = {name: value for name, value in row.items() if name != "document"}
    if "provenance" in row.get("data", {}):
        del kept["digest"]
        said = row["data"]["provenance"]
        kept["data"] = row["data"] | {"provenance": said | {"archive_head": ""}}
    return kept


def test_who_looks_around_in_it_takes_a_copy_over(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csdforms.archive.office.account", lambda: "reader")
    copy = shutil.copytree(sample, tmp_path / "copy")
    with Archive.open(copy) as archive:
        with pytest.raises(NotAuthorised):
            archive.find("李晓")
        archive.staff.take_over("李强", proof=lambda: owns(copy), reason="试用")
        assert [card.number for card in archive.find("李晓")] == [PERSON]
        acts = [event.act for event in archive.who_saw(PERSON)]
    assert {"create", "revise", "find", "show", "lend", "give-back"} <= set(acts)
    assert verify(copy).problems == ()


def test_its_log_names_no_computer() -> None:
    log = (ROOT / "archive" / "access.jsonl").read_text("utf-8")
    assert set(re.findall('"host":"([^"]*)"', log)) == {"archive-pc"}
