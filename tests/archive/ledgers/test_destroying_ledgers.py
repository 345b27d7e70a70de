"""With a file its ledger documents are destroyed, old versions too, in every archive."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.customers import Clock, open_company, open_person
from archive.destruction.destroyed import KINDS, created, erased
from archive.sealing.test_byte_hunt import hunted

from csdforms.archive.archive import Archive
from csdforms.archive.destruction.erasing import sweep
from csdforms.archive.ledgers.requests import NewDocument
from csdforms.archive.store import LEDGERS

SECRETS = {"SK-绝密一": "a number", "望塔牌旧货": "an old version", "望塔牌新货": "the newest one"}


def told(archive: Archive, file: str, number: str, product: str) -> None:
    for table in LEDGERS:
        new = NewDocument(number, file, {"on": "2026-03-01", "lines": [{"product_name": product}]})
        archive.ledgers.take(table, [new], source="导出.csv", update=True)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_ledgers_is_found_any_more(
    kind: str, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSDFORMS_DESTROYED", str(tmp_path / "register"))
    number, old, new = SECRETS
    with created(kind, tmp_path, clock) as archive:
        file, other = open_person(archive), open_company(archive)
        told(archive, file, number, old)
        told(archive, file, number, new)
        told(archive, other, "SK-2", "别家的货")
        assert hunted(tmp_path, {*SECRETS}) or "sealed" in kind
        sweep(archive.office, archive.office.person(), erased(archive, file))
        for table in LEDGERS:
            assert [one["file"] for _, one in archive.store.rows(table)] == [other]
    assert hunted(tmp_path, {*SECRETS}) == []
