"""Frozen files (archive.md §8)."""

from __future__ import annotations

import pytest
from archive.custody.keepers import KEEPERS, engage, goes_to, last_act, row
from archive.customers import Clock, change_card, company
from archive.secrecy.department import ABSENT, card, opened

from csdforms.archive.archive import Archive
from csdforms.archive.custody.custody import Custody
from csdforms.errors import NotAllowedNow, NotAuthorised, NotPermitted, UnknownFile

WHY = "涉嫌串货，等候核查"


@pytest.fixture
def number(archive: Archive) -> str:
    return opened(archive, 1)


@pytest.fixture
def custody(archive: Archive, number: str) -> Custody:
    assert number  # it is opened while there is one keeper
    return engage(archive)


@pytest.mark.parametrize("who", ["fang", "qiang"])
@pytest.mark.parametrize("before", ["ACTIVE", "DORMANT"])
def test_legal_and_the_manager_freeze_and_unfreeze(
    archive: Archive, custody: Custody, number: str, who: str, before: str
) -> None:
    change_card(archive, number, state=before)
    done = custody.freeze(number, until="2026-04-05", reason=WHY, actor=who)
    assert (done.file, done.until, done.ended_by) == (number, "2026-04-05", "")
    kept = card(archive, number)
    assert kept["state"] == "FROZEN"
    assert kept["frozen"] == {"until": "2026-04-05", "by": KEEPERS[who][0], "before": before}
    assert last_act(archive) == ("freeze", who, number)
    with pytest.raises(NotAllowedNow, match="冻结"):
        archive.revise(number, company(fax="1"), reason="更正", actor="chen")
    assert custody.unfreeze(number, reason="查清", actor="qiang").ended_by == "赵强"
    kept = card(archive, number)
    assert (kept["state"], "frozen" in kept) == (before, False)
    assert row(archive, "freezes")["ended"]["reason"] == "查清"
    assert last_act(archive) == ("unfreeze", "qiang", number)


def test_the_clock_unfreezes_nothing(
    archive: Archive, custody: Custody, clock: Clock, number: str
) -> None:
    custody.freeze(number, until="2026-03-06", reason=WHY, actor="fang")
    assert custody.due(kind="freeze", actor="fang") == ()
    goes_to(clock, "2026-06-01")
    assert card(archive, number)["state"] == "FROZEN"
    assert [one.kind for one in custody.due(kind="freeze", actor="fang")] == ["freeze"]


@pytest.mark.parametrize(
    ("until", "said"),
    [("2026-03-04", "已经过了"), ("soon", "2026-03-05"), ("", "2026-03-05")],
)
def test_a_freeze_ends_some_day(custody: Custody, number: str, until: str, said: str) -> None:
    with pytest.raises(NotPermitted, match=said):
        custody.freeze(number, until=until, reason=WHY, actor="fang")


def test_both_need_a_reason(custody: Custody, number: str) -> None:
    with pytest.raises(NotPermitted, match="理由"):
        custody.freeze(number, until="2026-04-05", reason="", actor="fang")
    with pytest.raises(NotPermitted, match="理由"):
        custody.unfreeze(number, reason=" ", actor="fang")


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("who", sorted(set(KEEPERS) - {"fang", "qiang", "qiang2", "zhou2"}))
def test_nobody_else_does(archive: Archive, custody: Custody, number: str, who: str) -> None:
    before = archive.store.last()
    with pytest.raises(NotAuthorised, match="冻结档案"):
        custody.freeze(number, until="2026-04-05", reason=WHY, actor=who)
    with pytest.raises(NotAuthorised, match="解冻档案"):
        custody.unfreeze(number, reason=WHY, actor=who)
    assert archive.store.last() == before


def test_only_what_is_in_use_is_frozen_and_only_what_is_frozen_unfrozen(
    archive: Archive, custody: Custody, number: str
) -> None:
    with pytest.raises(NotAllowedNow, match=r"在用.*不能解冻"):
        custody.unfreeze(number, reason=WHY, actor="fang")
    change_card(archive, number, state="SEALED")
    with pytest.raises(NotAllowedNow, match=r"封存.*不能冻结"):
        custody.freeze(number, until="2026-04-05", reason=WHY, actor="fang")
    with pytest.raises(UnknownFile):
        custody.freeze(ABSENT, until="2026-04-05", reason=WHY, actor="fang")


def test_a_freeze_tells_no_reason_in_a_traceback(custody: Custody, number: str) -> None:
    done = custody.freeze(number, until="2026-04-05", reason=WHY, actor="fang")
    assert repr(done) == f"Freeze('{number}', until='2026-04-05')"
