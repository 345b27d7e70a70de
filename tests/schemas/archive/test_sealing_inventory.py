"""客户档案封存清单: its items, their digests and levels, nothing out, two persons, the term."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import problems
from support import sample

from csdforms.schemas.archive.sealing_inventory import SealingInventory
from csdforms.schemas.checking import parse
from csdforms.schemas.fields.sealing import Digest
from csdforms.schemas.types import Refused

FORM = "sealing_inventory"
TODAY = dt.date(2026, 10, 31)
PERSON: dict[str, Any] = {
    "file_kind": "自然人",
    "retention": "3年",
    "retention_from": "2026-03-26",
    "retention_until": "2029-03-26",
}


def found(changes: dict[str, Any]) -> set[tuple[str, str]]:
    return problems(FORM, changes, TODAY)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        PERSON,
        {"retention": "永久", "retention_until": None},
        {"opening_rows": []},
        dict.fromkeys(("sealer_by", "sealer_on", "second_sealer_by", "second_sealer_on")),
    ],
)
def test_a_sound_inventory_has_no_finding(changes: dict[str, Any]) -> None:
    assert found(changes) == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = SealingInventory.empty().complete()
    assert {problem.path for problem in blank.rules(TODAY)} <= blank.specs().keys()


def test_items_and_pages_are_counted() -> None:
    inventory = parse(SealingInventory, sample(FORM), today=TODAY)
    assert (inventory.sealed_items, inventory.sealed_pages) == (11, 19)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"item_rows": []}, "item_rows"),
        ({"item_rows.1.page_count": 0}, "item_rows.1.page_count"),
        (
            {"item_rows.2.listed_no": "1"},
            "item_rows.2.listed_no",
        ),
        (
            {"item_rows.2.listed_no": "KH-F-2026-000236-X/4.7-2024-0001"},
            "item_rows.2.listed_no",
        ),
        ({"item_rows.3.file_level": "机密"}, "item_rows.3.file_level"),
        ({"item_rows.11.made_on": "2026-03-27"}, "item_rows.11.made_on"),
        ({"item_rows.1.item_digest": "abc"}, "item_rows.1.item_digest"),
        ({"copies_out": 1}, "copies_out"),
        ({"seal_check_passed": False}, "seal_check_passed"),
        ({"deregistration_agreed_on": "2026-03-27"}, "sealed_on"),
        ({"undo_by": "2026-03-25"}, "undo_by"),
        ({"sealer_on": "2026-03-25"}, "sealer_on"),
        ({"second_sealer_on": "2026-03-25"}, "second_sealer_on"),
        ({"sealer_on": None}, "sealer_on"),
        ({"second_sealer_on": None}, "second_sealer_on"),
        ({"second_sealer_by": None, "second_sealer_on": None}, "second_sealer_by"),
        ({"second_sealer_by": "沈静"}, "second_sealer_by"),
        ({"opening_rows.1.resealed_by": "周明"}, "opening_rows.1.resealed_by"),
        ({"opening_rows.1.seal_checked_on": "2026-03-25"}, "opening_rows.1.seal_checked_on"),
        ({"opening_rows.1.seal_checked_on": "2026-11-01"}, "opening_rows.1.seal_checked_on"),
        ({"retention_until": None}, "retention_until"),
        ({"retention": "永久"}, "retention_until"),
        ({"retention_from": "2026-12-30"}, "retention_from"),
        (PERSON | {"retention_from": "2026-03-25"}, "retention_from"),
        ({"remarks": "★"}, "remarks"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(changes: dict[str, Any], where: str) -> None:
    assert found(changes) == {(where, "error")}


def test_d19_nothing_is_sealed_while_an_item_is_on_loan() -> None:
    assert found({"loans_out": 1}) == {("loans_out", "error")}


WHOLE = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"


@pytest.mark.parametrize(
    "given", [WHOLE, WHOLE[:16], f" {WHOLE[:8]} {WHOLE[8:16]}", f"{WHOLE[:16].lower()}…"]
)
def test_of_a_digest_the_first_sixteen_digits_are_kept(given: str) -> None:
    assert Digest().accept(given) == "9f86d081884c7d65"


@pytest.mark.parametrize("given", [WHOLE[:15], WHOLE + "0", "g" * 16, "", None, 1.5])
def test_what_is_no_digest_is_refused(given: object) -> None:
    with pytest.raises(Refused):
        Digest().accept(given)


def test_ten_years_for_a_person_are_doubted() -> None:
    assert found(PERSON | {"retention": "10年"}) == {("retention", "warning")}


def test_a_paper_whose_pages_nobody_knows_is_listed() -> None:
    assert found({"item_rows.1.page_count": None}) == set()
