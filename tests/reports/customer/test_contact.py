"""How customers are reached stands on the lists for visits and grades, as far as one may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from reports.customer.trading import card, computed, memory, period, profile, sale
from reports.kept import Memory

SHEETS = ("customer_region_classification", "customer_grade_classification")
YEAR = period("2026-01-01", "2026-12-31")
BOXES = ("contact_person", "phone", "address")
PROFILE: dict[str, Any] = {
    "region_code": "310115",
    "office_address": "上海市浦东新区云帆路200号",
    "postcode": "201299",
    "contacts": [
        {"name": "苏静", "phone": "021-62345701"},
        {"name": "方明远", "mobile": "13900006701", "job_title": "经理", "is_main": True},
    ],
}


class Guarded(Memory):
    """An archive in which nothing of a file may be read."""

    def profile_shown(self, file: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        return {}


def one(**said: Any) -> Memory:
    return memory([sale("K1", "5")], [card("K1", **said)], [profile("K1", **PROFILE)])


def row(form: str, kept: Memory) -> Any:
    return computed(form, YEAR, kept).form.rows[0]  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", SHEETS)
def test_the_main_person_and_the_address_are_those_of_the_profile(form: str) -> None:
    found = row(form, one())
    expected = ("方明远", "13900006701", "上海市浦东新区云帆路200号")
    assert tuple(getattr(found, box) for box in BOXES) == expected


@pytest.mark.parametrize("form", SHEETS)
def test_a_person_is_reached_by_his_own_telephone(form: str) -> None:
    own = {
        "mobile": "13900006702",
        "home_address": "临江市海晏区望塔路27号",
        "region_code": "310115",
    }
    kept = memory([sale("K1", "5")], [card("K1", kind="Z")], [profile("K1", **own)])
    found = row(form, kept)
    assert (found.phone, found.address) == ("13900006702", "临江市海晏区望塔路27号")


def test_a_visit_wants_the_postcode_and_a_grade_the_title() -> None:
    regions, grades = (row(form, one()) for form in SHEETS)
    assert (regions.postcode, grades.job_title) == ("201299", "经理")


@pytest.mark.parametrize("form", SHEETS)
def test_of_a_closed_file_and_of_one_that_is_not_read_nothing_is_told(form: str) -> None:
    kept = one()
    guarded = Guarded(**{name: getattr(kept, name) for name in ("ledgers", "files", "profiles")})
    for silent in (guarded, one(sealed={"at": "2026-06-30"}), replace(kept, profiles=[])):
        assert {getattr(row(form, silent), box) for box in BOXES} == {None}
