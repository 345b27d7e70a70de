"""A file that was opened by mistake (archive.md §8: ACTIVE, void)."""

from __future__ import annotations

import datetime as dt

import pytest
from archive.customers import CORPORATE, Clock, change_card, company, open_company
from archive.hands import approved, drafted, engage

from csdforms.archive import numbers
from csdforms.archive.archive import Archive
from csdforms.archive.drafting.drafting import Drafting
from csdforms.errors import NotAllowedNow, NotAuthorised, NotPermitted, UnknownFile


@pytest.fixture
def drafts(archive: Archive) -> Drafting:
    return engage(archive)


@pytest.fixture
def number(drafts: Drafting) -> str:
    return approved(drafts, drafted(drafts))


def _state(archive: Archive, number: str) -> str:
    [key] = archive.store.find("files", "number", number)
    return str((archive.store.get("files", key) or {})["state"])


@pytest.mark.parametrize(("first", "second"), [("fang", "ming"), ("ming", "fang")])
def test_supervisor_and_manager_do_it_together(
    archive: Archive, drafts: Drafting, number: str, first: str, second: str
) -> None:
    assert drafts.void(number, reason="录错客户", actor=first) is False
    assert _state(archive, number) == "ACTIVE"
    assert drafts.void(number.lower(), reason="属实", actor=second) is True
    assert _state(archive, number) == "VOID"
    lines = list(archive.store.history(number))[-2:]
    assert [line.act for line in lines] == ["propose-void", "void"]
    said = archive.store.get("acts", lines[-1].no) or {}
    assert said["reason"] == "属实"
    assert said["detail"]["proposed_by"] in ("王芳", "赵启明")


@pytest.mark.parametrize(
    ("first", "second"),
    [("fang", "fang"), ("fang", "fang2"), ("fang", "yun"), ("ming", "fang2")],
)
def test_one_person_or_two_of_one_office_do_not(
    archive: Archive, drafts: Drafting, number: str, first: str, second: str
) -> None:
    drafts.void(number, reason="录错客户", actor=first)
    with pytest.raises(NotAuthorised, match="另一位"):
        drafts.void(number, reason="属实", actor=second)
    assert _state(archive, number) == "ACTIVE"


def test_c13_its_number_stays_burnt_and_the_customer_may_come_again(
    drafts: Drafting, number: str
) -> None:
    drafts.void(number, reason="录错客户", actor="fang")
    drafts.void(number, reason="属实", actor="ming")
    assert approved(drafts, drafted(drafts)) == numbers.make("F", 2026, 2)
    with pytest.raises(NotAllowedNow, match="作废"):
        drafts.void(number, reason="再来", actor="fang")


def test_within_fifteen_days(drafts: Drafting, number: str, clock: Clock) -> None:
    clock.at += dt.timedelta(days=15)
    assert drafts.void(number, reason="录错客户", actor="fang") is False
    clock.at += dt.timedelta(days=1)
    with pytest.raises(NotPermitted, match="超过 15 天"):
        drafts.void(number, reason="属实", actor="ming")


def test_with_nothing_in_it(archive: Archive, drafts: Drafting, number: str) -> None:
    drafts.void(number, reason="录错客户", actor="fang")
    archive.file(number, "f", {"a": "1"}, section="3.2", actor="min")
    with pytest.raises(NotPermitted, match="已有归档的件"):
        drafts.void(number, reason="属实", actor="ming")


def test_with_a_reason(drafts: Drafting, number: str) -> None:
    with pytest.raises(NotPermitted, match="理由"):
        drafts.void(number, reason=" ", actor="fang")


def test_a_file_that_he_may_not_see_is_as_if_absent(archive: Archive) -> None:
    number = open_company(archive, confidentiality="机密")
    drafts = engage(archive)
    for given in (number, numbers.make("F", 2026, 999)):
        with pytest.raises(UnknownFile) as refusal:
            drafts.void(given, reason="录错", actor="fang")
        assert str(refusal.value) == str(UnknownFile(given))


@pytest.mark.parametrize("state", ["DORMANT", "FROZEN", "SEALED"])
def test_other_states_are_deregistered_instead(archive: Archive, state: str) -> None:
    number = archive.open_file(company(), form=CORPORATE).number
    change_card(archive, number, state=state)
    with pytest.raises(NotAllowedNow):
        archive.drafts.void(number, reason="录错")
