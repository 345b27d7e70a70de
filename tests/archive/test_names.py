from __future__ import annotations

import itertools
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csdforms.archive import names
from csdforms.archive.names import Query, grams, loose, normal, readings, searched

#: Characters of one, two and more readings, and other scripts.
NAMES = st.text("张三李四王上海华联单曾行长西安先有限责任公司 ·（）Ab3Жé々のﾊ", max_size=10)
LETTERS = st.text("abcdefghijklnopqrstuvwxyzü '", max_size=8)


def is_cjk(char: str) -> bool:
    return char >= "\u2e80"


def words_of(name: str) -> str:
    """The name without signs, spaces only between words of other scripts."""
    words = [""]
    for char in unicodedata.normalize("NFKC", name).casefold():
        if char.isalnum():
            words[-1] += char
        else:
            words.append("")
    text = ""
    for word in filter(None, words):
        apart = text and not is_cjk(text[-1]) and not is_cjk(word[0])
        text += f" {word}" if apart else word
    return text


def stands_in(query: str, name: str) -> bool:
    """The rule, in the simplest words: every start, every way to read."""
    wanted = words_of(query)
    if not wanted:
        return False
    form = words_of(name)
    return any(
        is_written_in(wanted, text) or is_spelt_in(wanted, text)
        for text in (form, form.replace("有限责任公司", "有限公司"))
    )


def is_written_in(wanted: str, text: str) -> bool:
    return any(
        text[place:].startswith(wanted)
        for place in range(len(text))
        if is_cjk(wanted[0]) or place == 0 or is_cjk(text[place - 1]) or text[place - 1] == " "
    )


def is_spelt_in(wanted: str, text: str) -> bool:
    letters = wanted.replace("ü", "v").replace(" ", "")
    known = [found for found in map(readings, text) if found]
    return (
        letters.isascii()
        and letters.isalpha()
        and any(
            "".join(way).startswith(letters)
            or "".join(syllable[0] for syllable in way).startswith(letters)
            for start in range(len(known))
            for way in itertools.product(*known[start:])
        )
    )


def has_grams(plan: Any, text: str) -> bool:
    """Whether a name comes into question by its grams alone."""
    known = grams(text).split()

    def has(gram: str) -> bool:
        if gram.endswith("*"):
            return any(one.startswith(gram[:-1]) for one in known)
        return gram in known

    return any(all(any(map(has, each)) for each in listed) for listed in plan)


@settings(deadline=None)  # the first one reads the dictionary
@given(NAMES, NAMES | LETTERS)
@example("有限责任公司", "有限公")
@example("A 3", "a3")
def test_a_text_is_found_where_the_rule_says_and_nowhere_else(name: str, query: str) -> None:
    assert Query(query).matches(searched(name)) is stands_in(query, name)


@settings(deadline=None)
@given(NAMES, st.data())
def test_any_part_of_a_name_is_found_in_it_and_by_its_grams(name: str, data: st.DataObject) -> None:
    form = words_of(name)
    start = data.draw(st.integers(0, len(form)))
    part = form[start : data.draw(st.integers(start, len(form)))]
    known = [data.draw(st.sampled_from(found)) for found in map(readings, form) if found]
    first = data.draw(st.integers(0, len(known)))
    spelt = "".join(known[first:])[: data.draw(st.integers(0, 12))]
    initials = "".join(syllable[0] for syllable in known[first:])
    text = searched(name)
    for wanted in (part, spelt, initials):
        query = Query(wanted)
        if query.matches(text):
            assert has_grams(query.plan, text)
        else:
            assert wanted in (part, "")
            assert not stands_in(wanted, name)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("张", "张三"),
        ("张三", "张 三"),
        ("zhangs", "张三"),
        ("ZhangSan", "张三"),
        ("zs", "张三"),
        ("ｚｓ", "张三"),
        ("zhāng", "张三"),
        ("华联", "上海华联商厦有限公司"),
        ("hualian", "上海华联商厦有限公司"),
        ("shanghaihualianshangshayouxiangongsi", "上海华联商厦有限公司"),
        ("xiamen", "厦门金龙"),
        ("有限公司", "华联有限责任公司"),
        ("责任", "华联有限责任公司"),
        ("上海华联", "华联超市（上海华联）"),
        ("xian", "西安"),
        ("xi'an", "西安"),
        ("xian", "先锋"),
        ("shanxiongxin", "单雄信"),
        ("dan", "单雄信"),
        ("zengguofan", "曾国藩"),
        ("xiezhen", "解缜"),
        ("hangzhang", "行长"),
        ("lvbu", "吕布"),
        ("lü", "吕布"),
        ("afantimaimaiti", "阿凡提·买买提"),
        ("陳", "陈一"),
        ("陈一", "陳一"),
        ("yubo pack", "Shanghai Yubo Packaging Co., Ltd."),
        ("co ltd", "Shanghai Yubo Packaging Co., Ltd."),
        ("tcl集", "深圳TCL集团"),
        ("3m", "3M中国"),
        ("Жук", "жук"),
    ],
)
def test_names_are_found(query: str, name: str) -> None:
    assert Query(query).matches(searched(name))
    assert has_grams(Query(query).plan, searched(name))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "张三"),
        ("（）", "张三（）"),
        ("ang", "张三"),
        ("zhangsf", "张三丰"),
        ("ubo", "Yubo"),
        ("m", "3M中国"),
        ("张四", "张三"),
        ("zhangsi", "张三"),
        ("zhang san", "Zhang"),
        ("zhangsan", "三张"),
    ],
)
def test_other_names_are_not_found(query: str, name: str) -> None:
    assert not Query(query).matches(searched(name))


def test_several_names_are_searched_together_but_do_not_flow_into_one_another() -> None:
    text = searched("张三", "（）", "李四", "张三")
    assert text == "张三\n李四\tzhang san\nli si"
    assert Query("李四").matches(text)
    assert Query("lisi").matches(text)
    assert not Query("三李").matches(text)
    assert not Query("sanli").matches(text)
    assert searched("·") == searched() == ""


def test_a_short_name_in_the_whole_one_says_nothing_more() -> None:
    assert searched("华联", "上海华联", "华 联") == searched("上海华联")
    text = searched("Yubo", "Shyubo", "Yubo")  # a Latin word is found from its beginning on
    assert Query("yubo").matches(text)


def test_the_spelling_of_a_name_is_not_one_of_its_latin_words() -> None:
    assert not Query("san 3").matches(searched("张三3"))
    assert Query("zhang").matches(searched("Zhang Wei"))


@pytest.mark.parametrize("length", [1_000, 100_000])
def test_a_very_long_text_is_looked_for_in_no_time(length: int) -> None:
    assert not Query("xian" * (length // 4)).matches(searched("西安"))
    assert not Query("张" * length).matches(searched("张张"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上海华联（集团）有限公司", "上海华联(集团)有限公司"),
        ("上海华联【集团】有限公司", "上海华联(集团)有限公司"),
        (" 上海 华联　有限公司\n", "上海华联有限公司"),
        ("华联有限责任公司", "华联有限公司"),
        ("ＡＢＣ公司", "abc公司"),
        ("Yubo  Co. , Ltd.", "yubo co.,ltd."),
        ("裡仁商行", "里仁商行"),
        ("陳記", "陈记"),
        ("阿凡提•买买提", "阿凡提·买买提"),
        ("华\u200b联", "华联"),
    ],
)
def test_spellings_of_one_name_have_one_normal_form(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("华联", "华连"), ("ab", "a b"), ("华联（上海）", "华联上海"), ("华联", "华联有限公司")],
)
def test_other_names_have_other_normal_forms(one: str, other: str) -> None:
    assert normal(one) != normal(other)
    assert loose(one) != loose(other)


@given(st.text(max_size=20))
def test_normal_forms_are_final(name: str) -> None:
    assert normal(normal(name)) == normal(name)
    assert loose(loose(name)) == loose(name)


def test_look_alikes_of_other_alphabets_are_alike_but_not_the_same() -> None:
    for other in ("ΑBC公司", "АВС公司"):
        assert normal(other) != normal("ABC公司")
        assert loose(other) == loose("ABC公司") == "abc公司"


def test_readings_begin_with_the_commonest_and_know_surnames_and_places() -> None:
    assert readings("张") == ("zhang",)
    assert readings("单") == ("dan", "shan", "chan")
    assert readings("厦") == ("sha", "xia")
    assert readings("吕") == ("lv",)
    for nothing in ("A", "の", "·", "嗯", "\U0010ffff"):
        assert readings(nothing) == ()


def test_every_reading_in_the_dictionary_is_a_syllable_or_a_mere_sound() -> None:
    unknown = set()
    for known in names._dictionary().values():
        first = names._without_tones(known.partition(",")[0])
        if first not in names._syllables():
            unknown.add(first)
    assert unknown == {"m", "n", "hm"}
    for found in names._second_readings().values():
        assert names._syllables().issuperset(found)


def test_variants_are_single_characters_that_lead_to_no_other_variant() -> None:
    assert not set(names._SAME) & set(map(ord, names._SAME.values()))
    assert not set(names._LATIN) & set(map(ord, names._LATIN.values()))
