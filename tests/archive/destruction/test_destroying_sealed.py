"""Destruction in a sealed archive: with the tombstone the file's data key is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive.customers import Clock, open_company
from archive.destruction.hands import (
    OVER,
    TEN_YEARS,
    accounted,
    begin,
    convened,
    counted,
    destroyed,
    engage,
    item,
    person_over,
    reported,
    seal,
    signed,
)
from archive.secrecy.department import card

from csdforms.archive.actor import BEIJING
from csdforms.archive.archive import Archive
from csdforms.archive.places import as_kept
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.verifying import verify

KEY = ArchiveKey(bytes(range(32)))


@pytest.fixture
def sealed(tmp_path: Path, clock: Clock) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive", actor="zhang", clock=clock, key=KEY) as opened:
        yield opened


def key_of(archive: Archive) -> str:
    """Return the wrapped data key on the first card, as it is kept."""
    kept = as_kept(archive.store).get("files", 1)
    assert kept is not None
    return str(kept["key"])


def test_the_data_key_dies_with_the_payload_and_only_then(sealed: Archive, clock: Clock) -> None:
    number = person_over(sealed, "换锁")
    engage(sealed)
    clock.at = dt.datetime.fromisoformat(f"{OVER}T10:00:00").replace(tzinfo=BEIJING)
    before = key_of(sealed)
    listed = counted(sealed, number)
    assert key_of(sealed) == before
    sealed.destructions.run(listed, actor="chen")
    after = key_of(sealed)
    assert after != before
    assert card(sealed, number)["state"] == "DESTROYING"
    accounted(sealed, listed)
    for account in ("jian", "shi"):
        sealed.destructions.attest(listed, actor=account)
    sealed.destructions.finish(listed, actor="chen")
    assert card(sealed, number)["state"] == "DESTROYED"
    assert key_of(sealed) == after  # the words of the act ``destroy`` still open
    said = [
        (sealed.store.get("acts", line.no) or {})["detail"]
        for line in sealed.store.lines()
        if line.act == "destroy"
    ]
    assert said == [{"list": listed, "line": 1}]
    assert verify(sealed.store, read_data=True).is_sound
    assert [one.number for one in sealed.destructions.all(actor="gao")] == [listed]


def test_an_item_goes_and_its_file_keeps_its_key(sealed: Archive, clock: Clock) -> None:
    number = open_company(sealed)
    claim, gone = item(sealed, number, "索赔"), item(sealed, number, "换锁")
    seal(sealed, number, TEN_YEARS)
    engage(sealed)
    clock.at = dt.datetime.fromisoformat(f"{OVER}T10:00:00").replace(tzinfo=BEIJING)
    before = key_of(sealed)
    appraisal = convened(sealed, number)
    reported(sealed, appraisal, outcome="split", reason="索赔", until="2039-12-31", keep=[claim])
    listed = signed(sealed, appraisal).destruction
    sealed.destructions.approve(listed, actor="qiang")
    sealed.destructions.approve(listed, actor="gao")
    begin(sealed, listed)
    for account in ("jian", "shi"):
        sealed.destructions.count(listed, 1, actor=account)
    sealed.destructions.run(listed, actor="chen")
    assert key_of(sealed) == before
    left = card(sealed, number)
    assert [one["item"] for one in left["destroyed_items"]] == [gone]
    assert sealed.store.find("items", "number", claim)
    assert verify(sealed.store, read_data=True).is_sound


def test_a_destroyed_archive_opens_again(tmp_path: Path, clock: Clock) -> None:
    with Archive.create(tmp_path / "archive", actor="zhang", clock=clock, key=KEY) as archive:
        number = person_over(archive)
        engage(archive)
        clock.at = dt.datetime.fromisoformat(f"{OVER}T10:00:00").replace(tzinfo=BEIJING)
        listed = destroyed(archive, number)
    with Archive.open(tmp_path / "archive", actor="gao", clock=clock, key=KEY) as archive:
        assert archive.destructions.get(listed).state == "done"
        assert card(archive, number)["tombstone"]["list"] == listed
