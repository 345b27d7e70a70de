"""Ranks, and the level that counts (archive.md §4.1, §4.2; S10, S11, S28, S31)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdforms.archive.secrecy.levels import (
    HIGHEST,
    RANKS,
    default_level,
    effective,
    entry_of,
    floor,
    item_level,
    items_of,
    merged,
    own_level,
    rank,
    with_entry,
)

ITEM = "KH-F-2026-000001-4/3.2-2026-0001"
OTHER = "KH-F-2026-000001-4/4.9-2026-0001"


def card(level: object = "内部", /, **secrecy: Any) -> dict[str, Any]:
    return {"kind": "F", "level": level, **({"secrecy": secrecy} if secrecy else {})}


def test_the_five_levels() -> None:
    assert RANKS == ("公开", "内部", "秘密", "机密", "绝密")
    assert [rank(name) for name in RANKS] == [rank(number) for number in range(5)] == [*range(5)]


@pytest.mark.parametrize(
    "level",
    [
        None,
        -1,
        5,
        True,
        False,
        2.0,
        "",
        "机 密",
        "普通商密",
        "secret",
        "★机密",
        [2],
        {"level": 0},
        (),
    ],
)
def test_s31_what_is_no_level_is_the_highest(level: object) -> None:
    assert rank(level) == 4
    assert effective({"level": level}) == 4
    assert effective({"level": "公开", "secrecy": {"level": level}}) == 4
    assert effective({"level": "公开", "secrecy": {"items": {ITEM: {"level": level}}}}) == 4
    assert effective({"level": "公开", "secrecy": {"raised": {"level": level}}}) == 4


def test_s31_a_card_without_any_level_is_at_the_highest() -> None:
    assert effective({}) == own_level({}) == HIGHEST == 4


@pytest.mark.parametrize("broken", [None, "机密", [], 7])
def test_s31_what_is_no_decision_is_the_highest(broken: object) -> None:
    for secrecy in (broken, {"level": 0, "raised": broken}, {"level": 0, "items": {ITEM: broken}}):
        found = effective({"level": "公开", "secrecy": secrecy})
        assert found == (3 if broken == "机密" else 4)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.floats()
        | st.text()
        | st.integers(5)
        | st.integers(max_value=-1),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_s31_nothing_unknown_is_ever_lower_than_the_highest(value: object) -> None:
    assert rank(value) == (RANKS.index(value) if isinstance(value, str) and value in RANKS else 4)


def test_before_a_decision_the_profile_counts_and_after_it_the_decision() -> None:
    assert effective(card("秘密")) == 2
    assert effective(card("秘密", proposed={"level": 0})) == 2
    assert effective(card("秘密", level=1)) == 1
    assert effective(card("公开", level=3)) == 3


def test_a_raise_counts_before_it_is_confirmed() -> None:
    assert effective(card(level=1, raised={"level": 3})) == 3
    assert effective(card("秘密", raised={"level": 4})) == 4
    assert effective(card(level=4, raised={"level": 3})) == 4


def test_s10_an_item_at_confidential_makes_its_file_confidential() -> None:
    filed = card(level=1, items={ITEM: {"level": 3}, OTHER: {"level": 2}})
    assert (own_level(filed), effective(filed)) == (1, 3)
    assert (item_level(filed, ITEM), item_level(filed, OTHER), item_level(filed, "?")) == (3, 2, 0)
    assert effective(card(level=1, items={ITEM: {"level": 1, "raised": {"level": 4}}})) == 4
    assert effective(card(level=1, items={ITEM: {"proposed": {"level": 4}}})) == 1


def test_s11_without_the_item_the_level_is_computed_anew_but_never_below_the_decision() -> None:
    filed = card(level=2, items={ITEM: {"level": 4}, OTHER: {"level": 3}})
    assert effective(filed) == 4
    assert effective(less := with_entry(filed, {}, ITEM)) == 3
    assert effective(least := with_entry(less, {"level": 0}, OTHER)) == 2
    assert items_of(least) == {OTHER: {"level": 0}}
    assert effective(filed) == 4  # the card that was given is left alone


def test_what_is_said_of_a_file_leaves_its_items_and_its_circle() -> None:
    filed = card(level=3, until="2031-01-01", circle=["王敏"], items={ITEM: {"level": 2}})
    said = with_entry(filed, {"level": 4, "by": "赵强"})
    assert entry_of(said) == {
        "level": 4,
        "by": "赵强",
        "circle": ["王敏"],
        "items": {ITEM: {"level": 2}},
    }
    assert entry_of(said, ITEM) == {"level": 2}
    assert "circle" in entry_of(with_entry(filed, {"level": 1, "items": {ITEM: {"level": 3}}}))
    assert "circle" not in entry_of(with_entry(filed, {"level": 2}))


def test_a_persons_file_is_never_public() -> None:
    assert [floor({"kind": kind}) for kind in ("F", "G", "Z", "?")] == [0, 1, 1, 1]
    assert floor({}) == 1


@pytest.mark.parametrize(
    ("grade", "level"),
    [
        ("一般", 2), ("普通客户", 2), ("C", 2), ("D类客户", 2), ("", 2), ("没有听说过的", 2),
        ("重点", 3), ("重点客户", 3), ("关键", 3), ("A", 3), ("a级", 3), ("B类客户", 3), ("VIP", 3),
        ("VIP+", 4), ("vip+客户", 4), ("战略客户", 4),
    ],
)  # fmt: skip
def test_the_level_follows_from_the_first_grade(grade: str, level: int) -> None:
    assert default_level({"grade": grade}) == level
    assert default_level({"grade": grade}, heightened=True) == min(level + 1, 4)


def test_without_a_grade_the_level_is_secret() -> None:
    assert default_level({}) == 2


def test_s28_merging_internal_with_top_secret_is_top_secret() -> None:
    low = card(level=1, by="孙丽", power=1)
    high = card(level=4, until="2036-01-01", by="赵强", power=4, circle=["王敏"])
    for one, other in ((low, high), (high, low)):
        assert merged(one, other) == {
            "level": 4,
            "until": "2036-01-01",
            "by": "赵强",
            "power": 4,
            "circle": ["王敏"],
        }
    assert merged(card("绝密"), card("内部")) == {"level": 4, "circle": []}
    assert merged(card("秘密"), card("内部")) == {"level": 2}


def test_s28_of_two_equal_levels_the_longer_term_and_the_narrower_circle() -> None:
    short = card(level=3, until="2030-01-01", circle=["王敏", "李强"])
    long = card(level=3, until="2031-01-01", circle=["李强", "周静"])
    forever = card(level=3, circle=["李强"])
    assert merged(short, long) == {"level": 3, "until": "2031-01-01", "circle": ["李强"]}
    assert merged(long, short)["until"] == "2031-01-01"
    assert merged(forever, long) == merged(long, forever) == {"level": 3, "circle": ["李强"]}


def test_s28_raises_and_items_are_carried_over_and_proposals_lapse() -> None:
    one = card(level=2, raised={"level": 3}, items={ITEM: {"level": 2}}, proposed={"level": 1})
    two = card(level=1, raised={"level": 4}, items={OTHER: {"level": 3}}, circle=["王敏"])
    assert merged(one, two) == {
        "level": 2,
        "raised": {"level": 4},
        "items": {ITEM: {"level": 2}, OTHER: {"level": 3}},
        "circle": ["王敏"],
    }
    assert merged(card(level=1), card(level=2)) == {"level": 2}
