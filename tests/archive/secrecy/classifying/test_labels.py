"""How levels are called and marked (archive.md §4.1; S20)."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import Clock
from archive.memory_store import MemoryStore
from hypothesis import given
from hypothesis import strategies as st

from csdforms.archive.actor import moment
from csdforms.archive.secrecy.classifying.labels import (
    LABELS,
    UNDECIDED,
    Marking,
    Settings,
    mark,
    mark_of,
    marking,
    marking_settings,
    read_level,
)
from csdforms.archive.store import Act
from csdforms.errors import UnreadableInput

ITEM = "KH-F-2026-000001-4/3.2-2026-0001"


def test_the_mark_on_paper() -> None:
    assert mark(3, "2030-12-31", "客户服务部", 2, 3) == (
        "商业秘密·机密 保密期限至 2030-12-31 责任单位 客户服务部 第2/3份"
    )
    assert mark(4, "", "销售部", 1) == "商业秘密·绝密 保密期限长期 责任单位 销售部 第1/1份"
    assert mark(2, UNDECIDED, "") == "商业秘密·秘密 保密期限待定"
    assert mark("谁也不知道", "", "") == "商业秘密·绝密 保密期限长期"


def test_what_is_no_trade_secret_is_not_marked_as_one() -> None:
    assert mark(0, "2030-12-31", "客户服务部", 1, 1) == "公开"
    assert mark(1) == "内部"


def test_s20_the_set_for_state_enterprises_prints_their_words() -> None:
    words = [mark(level, "2030-12-31", "", labels="soe") for level in range(5)]
    assert words == [
        "",
        "内部",
        "普通商密 保密期限至 2030-12-31",
        "普通商密 保密期限至 2030-12-31",
        "核心商密 保密期限至 2030-12-31",
    ]


def test_plain_ranks() -> None:
    assert mark(0, labels="plain") == "0级"
    assert mark(3, "2030-12-31", "", labels="plain") == "商业秘密·3级 保密期限至 2030-12-31"


levels = st.integers(0, 4) | st.none() | st.text()
texts = st.text(st.characters() | st.sampled_from("★☆⭐🌟✪✭"))


@given(levels, texts, texts, st.integers(0, 9), st.sampled_from([*LABELS]))
def test_s20_no_mark_has_a_star(
    level: object, until: str, unit: str, copy: int, labels: str
) -> None:
    printed = mark(level, until, unit, copy, 3, labels=labels)
    assert not set(printed) & set("★☆⭐🌟✪✭")
    assert printed.isprintable()


def test_s20_no_word_of_any_set_has_a_star() -> None:
    assert not [label for label in LABELS.values() if "★" in "".join([*label[1], label.prefix])]


@pytest.mark.parametrize(
    ("given", "labels", "level"),
    [
        (3, "classic", 3), ("3", "classic", 3), (" 机密 ", "classic", 3), ("公开", "soe", 0),
        ("核心商密", "soe", 4), ("机密", "soe", 3), ("内部", "soe", 1), ("2级", "plain", 2),
    ],
)  # fmt: skip
def test_a_level_as_somebody_writes_it(given: object, labels: str, level: int) -> None:
    assert read_level(given, labels) == level


@pytest.mark.parametrize("given", ["普通商密", "", "5", 5, -1, True, None, "★机密", 2.0])
def test_what_names_no_level_or_two_is_refused(given: object) -> None:
    with pytest.raises(UnreadableInput, match="公开、内部、秘密、机密、绝密") as caught:
        read_level(given, "soe")
    assert "、、" not in str(caught.value)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(Act("init", "zhang", moment(Clock()())))


def card(level: object = "内部", /, **secrecy: Any) -> dict[str, Any]:
    return {"level": level, "secrecy": secrecy}


def test_an_archive_marks_as_it_has_chosen(store: MemoryStore) -> None:
    assert marking_settings(store) == ("classic", "客户服务部")
    with store.writing() as work:
        work.put("settings", 1, {"labels": "soe", "unit": "营销中心", "later": 1})
        work.record(Act("labels", "zhang", store.last().at))
    assert marking_settings(store) == ("soe", "营销中心")
    assert mark_of(store, card(level=4, by="赵强"), 1, 1) == (
        "核心商密 保密期限长期 责任单位 营销中心 第1/1份"
    )
    assert marking_settings(store).word(3) == "普通商密"
    assert Settings().word("?") == "绝密"


@pytest.mark.parametrize(
    ("secrecy", "expected"),
    [
        ({"level": 3, "by": "赵强", "until": "2030-01-01"}, "商业秘密·机密 保密期限至 2030-01-01"),
        ({"level": 3, "by": "赵强"}, "商业秘密·机密 保密期限长期"),
        (
            {"level": 3, "by": "赵强", "until": "2030-01-01", "raised": {"level": 4}},
            "商业秘密·绝密 保密期限待定",
        ),
        (
            {
                "level": 1,
                "by": "赵强",
                "items": {
                    "a": {"level": 3, "by": "赵强", "until": "2030-01-01"},
                    "b": {"level": 3, "by": "赵强", "until": "2031-01-01"},
                    "c": {"level": 2, "by": "赵强"},
                },
            },
            "商业秘密·机密 保密期限至 2031-01-01",
        ),
        (
            {
                "level": 3,
                "by": "赵强",
                "until": "2030-01-01",
                "items": {"a": {"level": 3, "by": "赵强"}},
            },
            "商业秘密·机密 保密期限长期",
        ),
    ],
)
def test_a_file_is_marked_with_the_level_that_counts_and_its_term(
    store: MemoryStore, secrecy: dict[str, Any], expected: str
) -> None:
    assert mark_of(store, card(**secrecy)) == f"{expected} 责任单位 客户服务部"


def test_before_a_decision_the_term_is_open(store: MemoryStore) -> None:
    assert mark_of(store, {"level": "秘密"}).startswith("商业秘密·秘密 保密期限待定")
    assert mark_of(store, {"level": "内部"}) == "内部"


def test_the_old_mark_is_struck_and_the_new_one_set_beside_it() -> None:
    settings = Settings("classic", "")
    old = card(level=3, by="赵强", until="2030-01-01")
    new = card(level=2, by="赵强", until="2030-01-01")
    assert marking(settings, old, new) == Marking(
        "商业秘密·机密 保密期限至 2030-01-01", "商业秘密·秘密 保密期限至 2030-01-01"
    )
    open_ = card(level=1, by="赵强")
    assert marking(settings, new, open_, released="2028-05-01").mark == "解密 2028-05-01 内部"
    soe = Settings("soe", "")
    none = card(level=0, by="赵强")
    assert marking(soe, new, none, released="2028-05-01").mark == "解密 2028-05-01"
