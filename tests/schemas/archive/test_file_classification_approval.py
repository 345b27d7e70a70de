"""客户档案定密审批表: who decides on what level, for how long, and how it is marked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import Paper, error

from csdforms.schemas.archive.file_classification_approval import FileClassificationApproval
from csdforms.schemas.checking import examine, parse

TODAY = dt.date(2026, 6, 1)
PAPER = Paper(FileClassificationApproval, TODAY)
SAMPLE, with_changes = PAPER.sample, PAPER.with_changes
problems, filled = PAPER.problems, PAPER.filled


def test_the_sample_has_no_finding() -> None:
    assert problems() == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = FileClassificationApproval.empty()
    boxes = {problem.path.split(".")[0] for problem in blank.complete().rules(TODAY)}
    assert boxes <= FileClassificationApproval.specs().keys()


#: A first decision about a file without a level.
FIRST: dict[str, Any] = {
    "classifying_kind": "定密",
    "file_level": None,
    "classified_until": None,
    "effective_from": None,
    "confirm_due_on": None,
}


def first(**changes: Any) -> set[tuple[str, str]]:
    return problems(**(FIRST | changes))


def test_a_first_classification_has_no_finding() -> None:
    assert first() == set()


@pytest.mark.parametrize(
    ("level", "years", "decider"),
    [
        ("公开", None, "客户服务部经理"),
        ("内部", None, "客户信息主管"),
        ("秘密", 3, "客户服务部经理"),
        ("机密", 5, "总经理"),
        ("绝密", 10, "总经理"),
    ],
)
def test_each_level_has_its_decider_and_its_usual_term(
    level: str, years: int | None, decider: str
) -> None:
    data = with_changes(**FIRST, proposed_level=level, decided_level=None, decided_until=None)
    data["proposed_until"] = None
    sheet = parse(FileClassificationApproval, data, today=TODAY)
    assert sheet.decider == decider
    expected = None if years is None else dt.date(2026 + years, 3, 18)
    assert sheet.proposed_until == sheet.decided_until == expected
    assert sheet.decided_level == level


def test_the_present_level_counts_too_when_somebody_decides() -> None:
    sheet = filled(classifying_kind="降低密级", file_level="机密", proposed_level="内部",
                   proposed_until=None, decided_level="内部", decided_until=None,
                   effective_from="2026-03-20")  # fmt: skip
    assert sheet.decider == "总经理"


def test_a_term_from_29_february_ends_on_the_28th() -> None:
    data = with_changes(
        **FIRST, applied_on="2024-02-29", proposed_until=None, proposed_level="秘密",
        info_supervisor_opinion=None, cs_manager_opinion=None, gm_opinion=None, decided_level=None,
        decided_until=None, marked_by=None, marked_on=None,
    )  # fmt: skip
    sheet = parse(FileClassificationApproval, data, today=TODAY)
    assert sheet.proposed_until == dt.date(2027, 2, 28)


def test_s20_the_mark_says_that_it_is_a_trade_secret_and_has_no_star() -> None:
    assert filled().secrecy_mark == "商业秘密·机密 保密期限至2031-03-20 责任单位客户服务部"
    assert filled(proposed_until="长期", decided_until="长期").secrecy_mark == (
        "商业秘密·机密 保密期限长期 责任单位客户服务部"
    )


def test_what_is_not_decided_has_no_mark() -> None:
    data = with_changes(gm_opinion=None)
    sheet = parse(FileClassificationApproval, data | {"decided_level": None,
        "decided_until": None, "effective_from": None, "marked_by": None,
        "marked_on": None}, today=TODAY)  # fmt: skip
    assert sheet.secrecy_mark is None


def test_an_internal_file_is_marked_by_its_word_alone() -> None:
    sheet = filled(**FIRST, proposed_level="内部", proposed_until=None, decided_level="内部",
                   decided_until=None)  # fmt: skip
    assert sheet.secrecy_mark == "内部"


@pytest.mark.parametrize("sign", ["★", "☆", "✭"])
def test_s20_a_star_is_refused_wherever_it_stands(sign: str) -> None:
    assert problems(classifying_reason=f"机密{sign}5年") == error("classifying_reason")
    assert problems(circle=[f"赵启明{sign}"]) == error("circle")
    part = {"opinion_text": f"机密{sign}"}
    assert problems(gm_opinion=part) == error("gm_opinion.opinion_text")


@pytest.mark.parametrize("kind", ["个体工商户", "自然人"])
def test_s19_a_persons_file_is_never_public(kind: str) -> None:
    changes = {"proposed_level": "公开", "proposed_until": None, "decided_level": "公开",
               "decided_until": None, "file_kind": kind}  # fmt: skip
    assert first(**changes) == error("proposed_level") | error("decided_level")
    assert first(**(changes | {"file_kind": "法人或其他组织"})) == set()


@pytest.mark.parametrize("level", ["公开", "内部"])
def test_what_is_open_or_internal_has_no_term(level: str) -> None:
    changes = {"proposed_level": level, "decided_level": level}
    assert first(**changes) == error("proposed_until") | error("decided_until")


def test_confidential_needs_circle_points_and_measures() -> None:
    assert problems(circle=None) == error("circle")
    assert problems(secret_points=None) == error("secret_points")
    assert problems(secrecy_measures=None) == error("secrecy_measures")
    internal = {"proposed_level": "内部", "decided_level": "内部", "proposed_until": None,
                "decided_until": None, "circle": None, "secret_points": None}  # fmt: skip
    assert first(**internal, secrecy_measures=None) == set()


def test_an_item_is_of_the_file() -> None:
    inside = {"item_no": "KH-F-2026-000236-X/4.10-2026-0001"}
    assert problems(**inside) == set()
    assert problems(item_no="KH-Z-2025-000128-3/3.2-2026-0001") == error("item_no")


@pytest.mark.parametrize(
    ("kind", "old", "new", "fits"),
    [
        ("提高密级", "秘密", "机密", True),
        ("提高密级", "机密", "机密", False),
        ("降低密级", "绝密", "机密", True),
        ("降低密级", "机密", "机密", False),
        ("解密", "机密", "公开", True),
        ("解密", "机密", "内部", True),
        ("解密", "机密", "秘密", False),
        ("解密", "内部", "内部", False),
        ("变更知悉范围", "机密", "机密", True),
        ("变更知悉范围", "秘密", "机密", False),
        ("延长保密期限", "机密", "机密", True),
        ("延长保密期限", "秘密", "机密", False),
    ],
)
def test_a_change_is_what_it_says(kind: str, old: str, new: str, fits: bool) -> None:
    changes: dict[str, Any] = {"classifying_kind": kind, "file_level": old, "proposed_level": new,
                               "decided_level": new}  # fmt: skip
    if new in ("公开", "内部"):
        changes |= {"proposed_until": None, "decided_until": None}
    if kind != "提高密级":
        changes |= {"effective_from": "2026-03-20"}
    assert problems(**changes) == (set() if fits else error("proposed_level"))


def test_a_change_says_what_it_changes() -> None:
    assert problems(file_level=None) == error("file_level")


EXTENSION: dict[str, Any] = {
    "classifying_kind": "延长保密期限", "file_level": "机密", "effective_from": "2026-03-20",
}  # fmt: skip


def test_s17_an_extension_comes_before_the_end_and_reaches_further() -> None:
    late = {"classified_until": "2026-03-17"}
    assert problems(**EXTENSION, **late) == error("applied_on")
    assert problems(**EXTENSION, classified_until="2026-03-18") == set()
    assert problems(**EXTENSION, classified_until="2031-03-20") == error("proposed_until")
    assert problems(**EXTENSION, classified_until=None) == error("classified_until")


def test_a_raise_works_at_once_and_is_confirmed() -> None:
    assert problems(confirm_due_on=None) == error("confirm_due_on")
    assert problems(effective_from="2026-03-17") == error("effective_from")


def test_no_other_decision_works_backwards() -> None:
    assert first(effective_from="2026-03-19") == error("effective_from")
    assert first(effective_from="2026-03-20") == set()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"applied_on": "2026-03-19", "confirm_due_on": "2026-03-24",
          "effective_from": "2026-03-20"}, "info_supervisor_opinion.opinion_on"),
        ({"cs_manager_opinion": {"opinion_on": "2026-03-17"}}, "cs_manager_opinion.opinion_on"),
        ({"gm_opinion": {"opinion_on": "2026-03-18"}}, "gm_opinion.opinion_on"),
        ({"marked_on": "2026-03-19"}, "marked_on"),
        ({"proposed_until": "2026-03-17"}, "proposed_until"),
        ({"confirm_due_on": "2026-03-17"}, "confirm_due_on"),
        ({"marked_on": "2026-06-02"}, "marked_on"),
    ],
)  # fmt: skip
def test_days_follow_each_other(changes: dict[str, Any], path: str) -> None:
    assert problems(**changes) == error(path)


@pytest.mark.parametrize("name", ["info_supervisor_opinion", "cs_manager_opinion", "gm_opinion"])
def test_who_proposes_does_not_decide(name: str) -> None:
    assert problems(**{name: {"opinion_by": "周明"}}) == error(f"{name}.opinion_by")


def test_three_offices_are_three_people() -> None:
    same = {"opinion_by": "王芳"}
    assert problems(cs_manager_opinion=same) == error("cs_manager_opinion.opinion_by")
    gm = {"opinion_by": "赵启明"}
    assert problems(gm_opinion=gm) == error("gm_opinion.opinion_by")


DONE = ("decided_level", "effective_from", "marked_by", "marked_on")


@pytest.mark.parametrize("said", [None, "不同意"])
def test_nothing_is_done_before_the_one_who_decides_says_yes(said: str | None) -> None:
    opinion = None if said is None else {"verdict": said, "opinion_text": "理由不足"}
    assert problems(gm_opinion=opinion) == {(name, "error") for name in DONE}


def test_confidential_goes_through_the_manager() -> None:
    assert problems(cs_manager_opinion=None) == error("cs_manager_opinion")


def test_nobody_decides_on_more_than_was_proposed() -> None:
    assert problems(decided_level="绝密") == error("decided_level")


def test_a_day_of_marking_has_its_person() -> None:
    assert problems(marked_by=None) == error("marked_by")


def test_the_words_of_the_archive_are_read() -> None:
    sheet, _ = examine(FileClassificationApproval, {"classifying_kind": "release"}, today=TODAY)
    assert sheet.classifying_kind == "解密"


def test_a_blank_sheet_names_nobody() -> None:
    assert FileClassificationApproval.empty().decider is None
