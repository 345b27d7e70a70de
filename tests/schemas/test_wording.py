"""What a label says is read word by word; each word says one thing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from csdforms.schemas import wording
from csdforms.schemas.wording import meaning, spellings

WORDS = Path(wording.__file__).with_name("synonyms.txt").read_text("utf-8")


def test_no_word_has_two_meanings() -> None:
    said: Counter[str] = Counter()
    for line in WORDS.splitlines():
        if line.startswith(("#", "[")) or not line.strip():
            continue
        meaning_, _, words = line.partition("：")
        said.update(set(words.split()) if words else {line.partition("＝")[0]})
        assert meaning_ not in words.split()
    assert [word for word, times in said.items() if times > 1] == []


def test_a_meaning_is_read_word_by_word() -> None:
    assert meaning("顾客手机号码") == ("客户", "手机")
    assert meaning("投诉人姓名") == ("投诉人",)
    assert meaning("处理情况") == ("处理", "结果")
    assert meaning("请填写详细地址") == ("地址",)
    assert meaning("产品名称（型号）") == ("产品", "名称")


@pytest.mark.parametrize("label", ["应结案日期", "预计完成时间", "要求答复时限"])
def test_what_is_due_is_a_limit_and_no_day_of_the_past(label: str) -> None:
    assert meaning(label) == ("期限",)


@pytest.mark.parametrize(
    ("label", "spelled"),
    [
        ("3、投诉等级", "投诉等级"),
        ("D2-问题描述(5W2H)", "问题描述"),
        ("编号Report No.", "编号"),
        ("付款方式：1-预付，2-月结", "付款方式"),
        ("您的意见", "意见"),
        ("是否为老客户", "老客户"),
        ("回款率%", "回款率"),
        ("投诉类别□质量 □服务", "投诉类别"),
    ],
)
def test_a_printed_label_is_reduced_to_its_words(label: str, spelled: str) -> None:
    assert (spelled,) in list(spellings(label))


def test_a_label_for_two_things_has_halves() -> None:
    assert ("客户姓名", "房号") in list(spellings("客户姓名/房号"))
