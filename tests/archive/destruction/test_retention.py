"""How long files are kept: the table, its days, and which period is longer."""

from __future__ import annotations

from typing import Any

import pytest

from csdforms.archive.destruction.retention import (
    CLASSES,
    extended,
    is_over,
    later,
    longer_of,
    retention_of,
    until,
)


@pytest.mark.parametrize(
    ("kind", "grade", "trigger", "financial", "retention"),
    [
        ("F", "", "D1", False, "D10 2026-12-31 2036-12-31"),
        ("F", "C", "D4", False, "D10 2026-12-31 2036-12-31"),
        ("F", "A", "D1", False, "D30 2026-12-31 2056-12-31"),
        ("F", "", "D2", False, "D10 2026-12-31 2036-12-31"),
        ("F", "", "D1", True, "D10 2026-12-31 2036-12-31"),
        ("Z", "", "D1", False, "P3 2026-11-22 2029-11-22"),
        ("Z", "A", "D1", False, "P3 2026-11-22 2029-11-22"),
        ("Z", "", "D2", False, "DEL 2026-11-22 2026-11-22"),
        ("Z", "", "D2", True, "D10 2026-11-22 2036-11-22"),
        ("Z", "", "D1", True, "D10 2026-11-22 2036-11-22"),
        ("G", "", "D2", False, "P3 2026-11-22 2029-11-22"),
    ],
)
def test_what_a_file_is_kept_for(
    kind: str, grade: str, trigger: str, retention: str, *, financial: bool
) -> None:
    card = {"kind": kind, "grade": grade}
    given = retention_of(card, "2026-11-22", trigger, financial=financial)
    assert given == dict(zip(("code", "from", "until"), retention.split(), strict=True))


def test_every_class_says_on_what_it_rests() -> None:
    assert {code: one.years for code, one in CLASSES.items()} == {
        "Y": None, "D30": 30, "D10": 10, "P3": 3, "DEL": 0,
    }  # fmt: skip
    assert all(one.basis for one in CLASSES.values())


def test_x01_the_last_day_still_counts() -> None:
    card = {"kind": "F", "retention": retention_of({"kind": "F"}, "2026-11-22", "D1")}
    assert until(card) == "2036-12-31"
    assert not is_over(card, "2036-12-30")
    assert not is_over(card, "2036-12-31")
    assert is_over(card, "2037-01-01")


def test_x01_the_29th_of_february() -> None:
    card: dict[str, Any] = {"kind": "Z"}
    card["retention"] = retention_of(card, "2028-02-29", "D1")
    assert until(card) == "2031-02-28"
    assert not is_over(card, "2031-02-28")
    assert is_over(card, "2031-03-01")
    card["retention"] = extended(card["retention"], "", "2032-02-29", reason="…", appraisal="JD-…")
    assert not is_over(card, "2032-02-29")
    assert is_over(card, "2032-03-01")


@pytest.mark.parametrize(
    ("day", "years", "months", "last"),
    [
        ("2024-02-29", 4, 0, "2028-02-29"),
        ("2028-02-29", 3, 0, "2031-02-28"),
        ("2026-08-31", 0, 6, "2027-02-28"),
        ("2027-08-31", 0, 6, "2028-02-29"),
        ("2026-12-31", 0, 12, "2027-12-31"),
        ("2026-06-15", 0, 6, "2026-12-15"),
    ],
)
def test_terms_end_on_the_same_date(day: str, years: int, months: int, last: str) -> None:
    assert later(day, years=years, months=months) == last


def test_x01_what_is_not_sealed_is_kept_and_what_is_kept_for_good_too() -> None:
    assert not is_over({"kind": "F"}, "2999-12-31")
    for_good = {"code": "Y", "from": "2026-12-31", "until": ""}
    assert not is_over({"retention": for_good}, "2999-12-31")
    assert extended(for_good, "Y", "", reason="重要合同", appraisal="JD-2026-0001") == for_good | {
        "reason": "重要合同",
        "appraisal": "JD-2026-0001",
    }


def test_deletion_on_request_is_over_at_once() -> None:
    retention = retention_of({"kind": "Z"}, "2026-11-22", "D2")
    assert is_over({"retention": retention}, "2026-11-22")


def test_x15_an_extension_marks_the_new_period_and_the_reason() -> None:
    retention = {"code": "D10", "from": "2026-12-31", "until": "2036-12-31"}
    said = {"reason": "合同纠纷", "appraisal": "JD-2037-0001"}
    assert extended(retention, "D30", "", **said) == {
        "code": "D30", "from": "2026-12-31", "until": "2056-12-31", **said,
    }  # fmt: skip
    assert extended(retention, "", "2040-06-30", **said) == {
        "code": "D10", "from": "2026-12-31", "until": "2040-06-30", **said,
    }  # fmt: skip


def test_the_longer_one_wins() -> None:
    ten = {"code": "D10", "from": "2026-12-31", "until": "2036-12-31"}
    three = {"code": "P3", "from": "2026-11-22", "until": "2029-11-22"}
    for_good = {"code": "Y", "from": "2026-12-31", "until": ""}
    deletion = {"code": "DEL", "from": "2029-11-22", "until": "2029-11-22"}
    assert longer_of(ten, three) == longer_of(three, ten) == ten
    assert longer_of(for_good, ten) == longer_of(ten, for_good) == for_good
    assert longer_of(deletion, three) == longer_of(three, deletion) == three
    assert longer_of(None, three) == longer_of(three, {}) == three
    assert longer_of(None, None) is None
    assert longer_of(ten, None) is not ten


def test_x17_a_changed_table_does_not_act_on_what_is_sealed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card = {"kind": "F", "retention": retention_of({"kind": "F"}, "2026-11-22", "D1")}
    shorter = {**CLASSES, "D10": CLASSES["D10"]._replace(years=1)}
    monkeypatch.setattr("csdforms.archive.destruction.retention.CLASSES", shorter)
    assert not is_over(card, "2036-12-31")
    assert until(card) == "2036-12-31"
    assert retention_of({"kind": "F"}, "2026-11-22", "D1")["until"] == "2027-12-31"
