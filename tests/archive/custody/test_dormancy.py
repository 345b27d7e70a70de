"""Files without dealings (archive.md §8, K08)."""

from __future__ import annotations

import pytest
from archive.custody.keepers import KEEPERS, engage, goes_to, last_act
from archive.customers import Clock, change_card, company
from archive.secrecy.department import ABSENT, acts, card, opened

from csdforms.archive.archive import Archive
from csdforms.archive.custody.custody import Custody
from csdforms.errors import Held, NotAllowedNow, NotAuthorised, NotPermitted, UnknownFile


@pytest.fixture
def number(archive: Archive) -> str:
    return opened(archive, 1)


@pytest.fixture
def custody(archive: Archive, number: str) -> Custody:
    assert number  # it is opened while there is one keeper
    return engage(archive)


def _candidates(custody: Custody) -> list[tuple[str, str]]:
    return [(one.number, one.last) for one in custody.dormant_candidates(actor="zhou")]


def test_k08_the_clock_only_proposes(
    archive: Archive, custody: Custody, clock: Clock, number: str
) -> None:
    goes_to(clock, "2027-03-04")
    assert _candidates(custody) == []
    with pytest.raises(NotPermitted, match="12 个月"):
        custody.sleep(number, actor="zhou")
    goes_to(clock, "2027-03-05")
    assert _candidates(custody) == [(number, "2026-03-05")]
    assert card(archive, number)["state"] == "ACTIVE"
    assert custody.sleep(number, reason="无往来", actor="zhou").last == "2026-03-05"
    kept = card(archive, number)
    assert (kept["state"], kept["dormant_since"]) == ("DORMANT", "2027-03-05")
    assert last_act(archive) == ("sleep", "zhou", number)
    assert _candidates(custody) == []


def test_a_paper_or_a_change_is_dealings(
    archive: Archive, custody: Custody, clock: Clock, number: str
) -> None:
    goes_to(clock, "2026-05-05")
    archive.file(number, "f", {"a": "1"}, section="3.2", actor="chen")
    goes_to(clock, "2026-06-05")
    data = company(fax="1", confidentiality="内部")
    archive.revise(number, data, reason="更正", actor="chen")
    goes_to(clock, "2027-05-05")
    assert _candidates(custody) == []
    goes_to(clock, "2027-06-05")
    assert _candidates(custody) == [(number, "2026-06-05")]


def test_it_is_used_again_once_it_was_verified(
    archive: Archive, custody: Custody, clock: Clock, number: str
) -> None:
    goes_to(clock, "2027-03-05")
    custody.sleep(number, actor="zhou")
    with pytest.raises(Held, match="核实"):
        custody.resume(number, actor="zhou")
    assert card(archive, number)["state"] == "DORMANT"
    custody.resume(number, verified="电话核对全部栏目", reason="来电订货", actor="zhou")
    kept = card(archive, number)
    assert (kept["state"], kept["versions"]) == ("ACTIVE", 2)
    assert not {"dormant_since", "dormant_version"} & kept.keys()
    [said] = acts(archive, "resume")
    assert said["detail"] == {"version": 2, "verified": "电话核对全部栏目"}
    first, last = (archive.show(number, one, actor="zhou", purpose="核对") for one in (1, 2))
    assert first.profile.data == last.profile.data
    assert _candidates(custody) == []


def test_a_new_version_since_then_is_a_verification(
    archive: Archive, custody: Custody, clock: Clock, number: str
) -> None:
    goes_to(clock, "2027-03-05")
    custody.sleep(number, actor="zhou")
    data = company(fax="1", confidentiality="内部")
    archive.revise(number, data, reason="核实", actor="chen")
    custody.resume(number, actor="zhou")
    assert (card(archive, number)["state"], card(archive, number)["versions"]) == ("ACTIVE", 2)


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("who", sorted(set(KEEPERS) - {"zhou"}))
def test_only_the_supervisor_does_it(custody: Custody, number: str, who: str) -> None:
    with pytest.raises(NotAuthorised):
        custody.dormant_candidates(actor=who)
    with pytest.raises(NotAuthorised, match="确认休眠"):
        custody.sleep(number, actor=who)
    with pytest.raises(NotAuthorised, match="恢复往来"):
        custody.resume(number, actor=who)


def test_what_is_not_in_use_or_not_there(
    archive: Archive, custody: Custody, clock: Clock, number: str
) -> None:
    with pytest.raises(NotAllowedNow, match=r"在用.*恢复往来"):
        custody.resume(number, actor="zhou")
    with pytest.raises(UnknownFile):
        custody.sleep(ABSENT, actor="zhou")
    change_card(archive, number, state="SEALED")
    with pytest.raises(NotAllowedNow, match="封存"):
        custody.sleep(number, actor="zhou")
    change_card(archive, number, state="ACTIVE", secrecy={"level": 4, "circle": ["高远"]})
    goes_to(clock, "2028-01-01")
    assert _candidates(custody) == []
