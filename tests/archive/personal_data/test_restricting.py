"""Data that may only be stored because of a request, and the end of that (L-PIPL 47)."""

from __future__ import annotations

import pytest
from archive.personal_data.asking import answered, company_on_file, person_on_file, row, taken
from archive.secrecy.department import acts, card

from csdforms.archive.archive import Archive
from csdforms.errors import NotAuthorised, NotPermitted


def test_d18_a_request_restricts_a_file_and_its_end_frees_it(archive: Archive) -> None:
    file = person_on_file(archive)
    requests = archive.personal_requests
    one, other = (taken(archive, "correct", file=file).number for _ in range(2))
    assert requests.restrict(one, reason="准确性有争议", actor="jie").restricted
    requests.restrict(other, reason="准确性有争议", actor="jie")
    assert card(archive, file)["restricted"] == [one, other]
    assert requests.release(one, reason="已核实", actor="jie").restricted is False
    assert card(archive, file)["restricted"] == [other]  # each ends by itself
    requests.release(other, reason="已核实", actor="jie")
    assert "restricted" not in card(archive, file)
    requests.restrict(one, reason="又有争议", actor="jie")
    assert "released" not in row(archive, one)
    assert [act["reason"] for act in acts(archive, "restrict")] == [
        "准确性有争议",
        "准确性有争议",
        "又有争议",
    ]
    assert [act["detail"] for act in acts(archive, "release-restriction")] == [
        {"request": one},
        {"request": other},
    ]


def test_do_not_call_stays_when_the_restriction_ends(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    answered(archive, number, "partly", "technology")
    archive.personal_requests.release(number, reason="本人撤回请求", actor="jie")
    assert card(archive, file)["do_not_call"] is True
    assert "restricted" not in card(archive, file)


def test_what_restricts_nothing(archive: Archive) -> None:
    file = person_on_file(archive)
    requests = archive.personal_requests
    nobody = taken(archive).number
    with pytest.raises(NotPermitted, match="没有注明档案"):
        requests.restrict(nobody, reason="争议", actor="jie")
    with pytest.raises(NotPermitted, match="没有限制"):
        requests.release(nobody, reason="了结", actor="jie")
    number = taken(archive, file=file).number
    with pytest.raises(NotPermitted, match="没有限制"):
        requests.release(number, reason="了结", actor="jie")
    requests.restrict(number, reason="争议", actor="jie")
    with pytest.raises(NotPermitted, match="已限制"):
        requests.restrict(number, reason="争议", actor="jie")


def test_a_company_is_not_restricted_for_one_of_its_people(archive: Archive) -> None:
    file = company_on_file(archive)
    number = taken(archive, file=file, relation="contact_person", requester="陈立").number
    with pytest.raises(NotPermitted, match="变更单位资料"):
        archive.personal_requests.restrict(number, reason="争议", actor="jie")


def test_it_takes_a_reason_and_the_right(archive: Archive) -> None:
    file = person_on_file(archive)
    number = taken(archive, file=file).number
    for act in (archive.personal_requests.restrict, archive.personal_requests.release):
        with pytest.raises(NotPermitted, match="请写明"):
            act(number, reason=" ", actor="jie")
        with pytest.raises(NotAuthorised):
            act(number, reason="争议", actor="chen")
