"""Legal holds (archive.md §5, K07)."""

from __future__ import annotations

import pytest
from archive.custody.keepers import KEEPERS, engage, goes_to, last_act, row
from archive.customers import Clock, change_card
from archive.secrecy.department import ABSENT, acts, card, notes, opened, second

from csdforms.archive.archive import Archive
from csdforms.archive.custody.custody import Custody
from csdforms.errors import NotAllowedNow, NotAuthorised, NotPermitted, UnknownFile

WHY = "诉讼证据保全"
REFERENCE = "（2026）沪0115民初1号"


@pytest.fixture
def number(archive: Archive) -> str:
    return opened(archive, 1)


@pytest.fixture
def custody(archive: Archive, number: str) -> Custody:
    assert number  # it is opened while there is one keeper
    return engage(archive)


def test_legal_sets_several_and_lifts_each(archive: Archive, custody: Custody, number: str) -> None:
    first = custody.hold(number.lower(), REFERENCE, reason=WHY, actor="fang")
    other = custody.hold(number, "（2026）沪02执5号", reason=WHY, actor="fang")
    assert (first.number, other.number) == ("BQ-2026-0001", "BQ-2026-0002")
    assert (first.file, first.reference, first.by) == (number, REFERENCE, "方正")
    assert card(archive, number)["holds"] == [first.number, other.number]
    assert last_act(archive) == ("hold", "fang", number)
    lifted = custody.lift(first.number.lower(), "撤诉裁定", reason="撤诉", actor="fang")
    assert (lifted.lifted_by, lifted.lift_reference, lifted.lift_reason) == (
        "方正",
        "撤诉裁定",
        "撤诉",
    )
    assert card(archive, number)["holds"] == [other.number]
    custody.lift(other.number, "结案", reason="履行完毕", actor="fang")
    assert "holds" not in card(archive, number)
    assert [act["detail"]["hold"] for act in acts(archive, "lift-hold")] == [
        first.number,
        other.number,
    ]


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("who", sorted(set(KEEPERS) - {"fang"}))
def test_k07_nobody_but_legal_sets_lifts_or_reviews_a_hold(
    archive: Archive, custody: Custody, number: str, who: str
) -> None:
    hold = custody.hold(number, REFERENCE, reason=WHY, actor="fang").number
    before = archive.store.last()
    with pytest.raises(NotAuthorised, match="设置法律保全"):
        custody.hold(number, REFERENCE, reason=WHY, actor=who)
    with pytest.raises(NotAuthorised, match="解除法律保全"):
        custody.lift(hold, REFERENCE, reason=WHY, actor=who)
    with pytest.raises(NotAuthorised, match="复核法律保全"):
        custody.review_hold(hold, reason=WHY, actor=who)
    assert archive.store.last() == before
    assert len(notes(archive, "refused")) == 3


@pytest.mark.parametrize(("reference", "why"), [(" ", WHY), (REFERENCE, " ")])
def test_a_hold_needs_a_reference_and_a_reason(
    custody: Custody, number: str, reference: str, why: str
) -> None:
    with pytest.raises(NotPermitted):
        custody.hold(number, reference, reason=why, actor="fang")
    hold = custody.hold(number, REFERENCE, reason=WHY, actor="fang").number
    with pytest.raises(NotPermitted):
        custody.lift(hold, reference, reason=why, actor="fang")


def test_a_hold_is_lifted_once(custody: Custody, number: str) -> None:
    hold = custody.hold(number, REFERENCE, reason=WHY, actor="fang").number
    custody.lift(hold, REFERENCE, reason=WHY, actor="fang")
    with pytest.raises(NotPermitted, match="已经解除"):
        custody.lift(hold, REFERENCE, reason=WHY, actor="fang")
    with pytest.raises(NotPermitted, match="已经解除"):
        custody.review_hold(hold, reason=WHY, actor="fang")


def test_a_hold_is_reviewed_once_a_year(
    archive: Archive, custody: Custody, clock: Clock, number: str
) -> None:
    hold = custody.hold(number, REFERENCE, reason=WHY, actor="fang")
    assert hold.review_on == "2027-03-05"
    goes_to(clock, "2027-03-06")
    assert custody.review_hold(hold.number, reason="仍在审理", actor="fang").review_on == (
        "2028-03-06"
    )
    [reviewed] = row(archive, "holds")["reviewed"]
    assert (reviewed["by"], reviewed["reason"]) == ("方正", "仍在审理")


def test_holds_on_files_that_one_may_know_of(
    archive: Archive, custody: Custody, number: str
) -> None:
    hold = custody.hold(number, REFERENCE, reason=WHY, actor="fang").number
    assert [one.number for one in custody.holds(actor="chen")] == [hold]
    assert [one.number for one in custody.holds(number, actor="fang")] == [hold]
    assert custody.holds(ABSENT, actor="fang") == ()
    change_card(archive, number, secrecy={"level": 4, "circle": ["高远"]})
    assert custody.holds(actor="chen") == custody.holds(actor="fang") == ()
    with pytest.raises(UnknownFile, match="没有保全"):
        custody.lift(hold, REFERENCE, reason=WHY, actor="fang")
    change_card(archive, number, secrecy={"level": 1})
    custody.lift(hold, REFERENCE, reason=WHY, actor="fang")
    assert custody.holds(actor="fang") == ()
    assert [one.number for one in custody.holds(every=True, actor="fang")] == [hold]


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("who", ["wang", "lin", "sun", "he"])
def test_holds_are_not_everybodys_business(custody: Custody, who: str) -> None:
    with pytest.raises(NotAuthorised, match="查看法律保全"):
        custody.holds(actor=who)


def test_an_unknown_file_or_hold(archive: Archive, custody: Custody) -> None:
    with pytest.raises(UnknownFile):
        custody.hold(ABSENT, REFERENCE, reason=WHY, actor="fang")
    with pytest.raises(UnknownFile, match="BQ-2026-0009"):
        custody.lift("BQ-2026-0009", REFERENCE, reason=WHY, actor="fang")
    assert [one["subject"] for one in notes(archive, "refused")] == ["", ""]


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("state", ["DESTROYING", "DESTROYED", "VOID"])
def test_what_is_being_destroyed_or_is_no_file_cannot_be_held(
    archive: Archive, custody: Custody, number: str, state: str
) -> None:
    change_card(archive, number, state=state)
    with pytest.raises(NotAllowedNow, match="设置保全"):
        custody.hold(number, REFERENCE, reason=WHY, actor="fang")
    assert "holds" not in card(archive, number)


@pytest.mark.parametrize("state", ["APPRAISAL", "DESTROY_PROPOSED", "DESTROY_APPROVED"])
def test_x02_a_file_on_its_way_to_destruction_is_pulled_back(
    archive: Archive, custody: Custody, number: str, state: str
) -> None:
    change_card(archive, number, state=state)
    custody.hold(number, REFERENCE, reason=WHY, actor="fang")
    assert card(archive, number)["state"] == "SEALED"
    assert card(archive, number)["holds"] == ["BQ-2026-0001"]


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("state", ["FROZEN", "DEREG_CLEARED", "SETTLED", "SEALED"])
def test_in_other_states_a_hold_changes_nothing_else(
    archive: Archive, custody: Custody, number: str, state: str
) -> None:
    change_card(archive, number, state=state)
    custody.hold(number, REFERENCE, reason=WHY, actor="fang")
    assert card(archive, number)["state"] == state


def test_the_only_keeper_does_it_all(archive: Archive) -> None:
    number = second(archive)
    hold = archive.custody.hold(number, REFERENCE, reason=WHY)
    assert hold.by == "zhang"
    archive.custody.lift(hold.number, REFERENCE, reason=WHY)
    assert "holds" not in card(archive, number)


def test_a_hold_tells_no_reason_in_a_traceback(custody: Custody, number: str) -> None:
    hold = custody.hold(number, REFERENCE, reason=WHY, actor="fang")
    assert repr(hold) == f"Hold('BQ-2026-0001', '{number}', lifted=False)"
