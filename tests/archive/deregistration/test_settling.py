"""What is settled before the seal: account, refund, letter, receipt (archive.md §6.4)."""

from __future__ import annotations

import pytest
from archive.customers import Clock
from archive.deregistration.leaving import (
    approved,
    checked,
    cleared,
    customer,
    engage,
    in_memory,
    row_of,
    sign,
    sign_all,
    state_of,
    statement,
)
from archive.secrecy.department import acts, passes

from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.records import Application
from csdforms.errors import NotAllowedNow, NotAuthorised, NotPermitted

#: Who does each step.
HANDS = {
    "account": "qian",
    "refund": "qian",
    "signature": "qiang",
    "letter": "wang",
    "receipt": "wang",
}


@pytest.fixture
def archive(clock: Clock) -> Archive:
    return in_memory(clock)


@pytest.fixture
def number(archive: Archive) -> str:
    number = customer(archive)
    engage(archive)
    return number


def _settle(archive: Archive, zx: str, step: str, actor: str = "", **said: str) -> Application:
    given = {"document": f"{step} 1", **said}
    return archive.deregistration.settle(
        zx,
        step,
        document=given["document"],
        on=given.get("on", ""),
        how=given.get("how", ""),
        actor=actor or HANDS[step],
    )


def test_with_the_last_paper_it_is_settled(archive: Archive, number: str) -> None:
    zx = approved(archive, number)
    for step in ("account", "signature", "letter"):
        assert _settle(archive, zx, step, how=" 挂号信 ").state == "approved"
    done = _settle(archive, zx, "receipt")
    assert done.state == "settled"
    assert done.settled == ("account", "signature", "letter", "receipt")
    assert state_of(archive, number) == "SETTLED"
    assert row_of(archive, zx)["settled"]["letter"] == {
        "on": "2026-03-05",
        "by": "王敏",
        "role": "sales",
        "at": archive.office.moment(),
        "document": "letter 1",
        "how": "挂号信",
    }
    assert [act["detail"]["step"] for act in acts(archive, "settle-deregistration")] == [
        "account",
        "signature",
        "letter",
        "receipt",
    ]
    done = archive.deregistration.withdraw(zx, reason="再想想", actor="wang")
    assert done.state == "withdrawn"


@pytest.mark.parametrize("by_statement", [True, False])
def test_what_is_owed_to_the_customer_is_paid_back_first(
    archive: Archive, number: str, by_statement: bool
) -> None:
    if by_statement:
        zx = checked(archive, number)
        sign(archive, zx, "G4", statement=statement(archive, balance="80.00"))
        sign_all(archive, zx)
    else:
        zx = cleared(archive, number, balance="-80.00")
    archive.deregistration.approve(zx, actor="qiang")
    for step in ("account", "signature", "letter", "receipt"):
        assert _settle(archive, zx, step).state == "approved"
    assert _settle(archive, zx, "refund", on="2026-03-04").state == "settled"


@pytest.mark.parametrize(
    ("step", "account"),
    [
        ("account", "wang"),
        ("refund", "qiang"),
        ("signature", "wang"),
        ("letter", "qian"),
        ("receipt", "lin"),
    ],
)
def test_each_paper_is_somebodys_business(
    archive: Archive, number: str, step: str, account: str
) -> None:
    zx = approved(archive, number)
    with pytest.raises(NotAuthorised):
        _settle(archive, zx, step, account)


def test_the_letter_is_signed_then_sent_then_receipted(archive: Archive, number: str) -> None:
    zx = approved(archive, number)
    with pytest.raises(NotPermitted, match="先办销户函签发"):
        _settle(archive, zx, "letter")
    _settle(archive, zx, "signature")
    with pytest.raises(NotPermitted, match="先办销户函送达"):
        _settle(archive, zx, "receipt")
    with pytest.raises(NotPermitted, match="早于销户函签发"):
        _settle(archive, zx, "letter", on="2026-03-04")
    _settle(archive, zx, "letter")
    with pytest.raises(NotPermitted, match="已经登记"):
        _settle(archive, zx, "letter")


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"document": " "}, "文号"),
        ({"on": "2026-03-06"}, "还没有到"),
        ({"on": "昨天"}, "写作"),
    ],
)
def test_what_a_paper_says(archive: Archive, number: str, said: dict[str, str], match: str) -> None:
    zx = approved(archive, number)
    with pytest.raises(NotPermitted, match=match):
        _settle(archive, zx, "account", **said)


def test_only_what_is_approved_and_only_these_steps(
    archive: Archive, number: str, clock: Clock
) -> None:
    zx = cleared(archive, number)
    with pytest.raises(NotAllowedNow, match="不能结算"):
        _settle(archive, zx, "account")
    with pytest.raises(NotPermitted, match="account、refund"):
        _settle(archive, zx, "party", "wang")
    passes(clock, days=1)
    assert "settled" not in row_of(archive, zx)
