from __future__ import annotations

import io
import json
import string
import sys
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csdforms.errors import CsdformsError, MissingFile, NotPermitted, UnreadableInput
from csdforms.intake import reading
from csdforms.intake.reading import decode, read_data

TEXT = "投诉人: 王𠜎\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("数据 一")


def read(folder: Path, content: str | bytes, suffix: str) -> dict[str, Any]:
    path = folder / f"data{suffix}"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return read_data(str(path))


def refusal(folder: Path, content: str | bytes, suffix: str) -> str:
    with pytest.raises(UnreadableInput) as caught:
        read(folder, content, suffix)
    return str(caught.value)


def standard_input(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(content.encode("utf-8")))
    monkeypatch.setattr(sys, "stdin", stdin)


# JSON


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**60), max_value=10**60))
@example(Decimal("0.1"))
@example(Decimal("1409.50"))
@example(Decimal("12345678901234567890.123456789012345678901234567890"))
@settings(max_examples=50, deadline=None)
def test_json_numbers_stay_exact(folder: Path, number: Decimal) -> None:
    if abs(number.adjusted()) > 60:
        return
    value = read(folder, f'{{"金额": {number}}}', ".json")["金额"]
    assert Decimal(value) == number
    assert str(Decimal(value)) == str(number) or value == number == number.to_integral()


def test_an_eighteen_digit_number_keeps_its_digits(folder: Path) -> None:
    assert read(folder, '{"n": 310199197804120035}', ".json") == {"n": 310199197804120035}


def test_trailing_zeros_stay(folder: Path) -> None:
    assert str(read(folder, '{"n": 1409.50}', ".json")["n"]) == "1409.50"


def test_json_words_keep_their_kind(folder: Path) -> None:
    data = read(
        folder, '{"a": true, "b": false, "c": null, "d": "null", "e": [1, {"f": ""}]}', ".json"
    )
    assert data == {"a": True, "b": False, "c": None, "d": "null", "e": [1, {"f": ""}]}


@pytest.mark.parametrize(
    "number", ["1e101", "-1e101", "1e-102", "1e999999999", "1e99999999999999999999", "9" * 5000]
)
def test_monstrous_numbers_are_refused(folder: Path, number: str) -> None:
    assert "太大或太小" in refusal(folder, f'{{"n": {number}}}', ".json")


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_words_that_are_no_numbers_are_refused_by_name(folder: Path, word: str) -> None:
    assert f"不能有 {word}" in refusal(folder, f'{{"n": {word}}}', ".json")


def test_a_json_key_given_twice_is_refused_at_any_depth(folder: Path) -> None:
    assert "“电话”写了两次" in refusal(folder, '{"电话": "1", "电话": "1"}', ".json")
    assert "“电话”写了两次" in refusal(folder, '{"a": [{"电话": 1, "电话": 2}]}', ".json")


def test_broken_json_names_line_and_column(folder: Path) -> None:
    assert "第 3 行第 3 列" in refusal(folder, '{\n  "a": 1,\n  b: 2\n}', ".json")


# YAML

PLAIN = [
    "010010", "0x1F", "0o17", "1e3", "1_000", "12:30:45", "+86", "1.10", ".inf", ".nan", "-0",
    "否", "是", "yes", "No", "on", "OFF", "true", "False", "Null", "2026-03-05",
    "2026-03-05 14:05:00", "<<", "=", "3台", "￥1,409.50元", "021-62345670", "王𠜎",
]  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_a_yaml_scalar_stays_the_text_it_is(folder: Path, text: str) -> None:
    assert read(folder, f"栏目: {text}\n", ".yaml") == {"栏目": text}
    assert read(folder, f"{text}: x\n", ".yaml") == {text: "x"}


@pytest.mark.parametrize("empty", ["null", "~"])
def test_null_and_the_tilde_are_empty_unless_quoted(folder: Path, empty: str) -> None:
    assert read(folder, f"a: {empty}\nb: '{empty}'\nc: [{empty}]\n", ".yml") == {
        "a": None,
        "b": empty,
        "c": [None],
    }


def test_yaml_rows_and_folded_text(folder: Path) -> None:
    rows = "- 编号: 01\n  事由: |\n    第一行\n    第二行\n- {编号: 02, 标记: [甲, 乙]}\n"
    text = f"calls:\n{rows}备注:\n"
    assert read(folder, text, ".yaml") == {
        "calls": [
            {"编号": "01", "事由": "第一行\n第二行\n"},
            {"编号": "02", "标记": ["甲", "乙"]},
        ],
        "备注": "",
    }


# Signs that YAML 1.1 takes for ends of lines: PyYAML itself does not read back what it writes.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"), max_size=40)


@given(
    st.dictionaries(
        WORDS.filter(bool),
        WORDS | st.lists(WORDS, max_size=3),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_what_another_yaml_program_writes_is_read_back(
    folder: Path, data: dict[str, Any], readable: bool
) -> None:
    written = yaml.safe_dump(data, allow_unicode=readable)
    assert read(folder, written, ".yaml") == data


def test_an_alias_is_refused(folder: Path) -> None:
    assert "别名" in refusal(folder, "a: &x [1]\nb: *x\n", ".yaml")
    assert "别名" in refusal(folder, "a: &x {b: *x}\n", ".yaml")


def test_a_billion_laughs_are_refused_before_they_grow(folder: Path) -> None:
    lines = ["a0: &a0 [哈, 哈]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert "别名" in refusal(folder, "\n".join(lines), ".yaml")


def test_a_yaml_key_given_twice_is_refused_with_its_place(folder: Path) -> None:
    message = refusal(folder, "姓名: 甲\n联系人:\n- 电话: 1\n  '电话': 2\n", ".yaml")
    assert "第 4 行第 3 列" in message
    assert "“电话”" in message


@pytest.mark.parametrize("key", ["? [a]\n: 1\n", "? {a: b}\n: 1\n"])
def test_a_yaml_key_must_be_a_word(folder: Path, key: str) -> None:
    assert "栏目名称应是文字" in refusal(folder, key, ".yaml")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\n b: 2\n", "第 2 行第 3 列"),
        ("a: [1, 2\nb: 3\n", "第 2 行第 2 列"),
        ("a: 1\n\tb: 2\n", "第 2 行第 1 列"),
        ("a: 1\n---\nb: 2\n", "第 2 行第 1 列"),
        ("a: *x\n", "第 1 行第 4 列"),
        ("a: 1\nb: \x07\n", "第 2 行"),
    ],
)
def test_broken_yaml_names_line_and_column(folder: Path, text: str, place: str) -> None:
    assert place in refusal(folder, text, ".yaml")


def test_a_yaml_tag_makes_nothing_but_text(folder: Path) -> None:
    text = "a: !!python/object/apply:os.system ['x']\nb: !!int 012\nc: !our 3\n"
    assert read(folder, text, ".yaml") == {"a": ["x"], "b": "012", "c": "3"}


# Both


@pytest.mark.parametrize("suffix", [".json", ".yaml"])
@pytest.mark.parametrize("depth", [100, 10_000])
def test_no_depth_is_a_traceback(folder: Path, suffix: str, depth: int) -> None:
    text = '{"a": ' + "[" * depth + "]" * depth + "}"
    try:
        assert list(read(folder, text, suffix)) == ["a"]
    except UnreadableInput as refused:
        assert "嵌套太深" in str(refused)  # noqa: PT017 - either outcome is right
    else:
        assert depth == 100


@pytest.mark.parametrize("suffix", [".json", ".yaml"])
@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_an_empty_file_is_called_empty(folder: Path, suffix: str, text: str) -> None:
    assert "里面没有内容" in refusal(folder, text, suffix)


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".json", "[]"),
        (".json", "3"),
        (".json", '"x"'),
        (".json", "null"),
        (".yaml", "- a\n"),
        (".yaml", "just words\n"),
        (".yaml", "# nothing\n"),
        (".yaml", "~\n"),
    ],
)
def test_what_is_no_mapping_is_refused(folder: Path, suffix: str, text: str) -> None:
    assert "最外层应是一组" in refusal(folder, text, suffix)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-sig", "utf-16-be-sig", "gb18030"]
)
def test_files_of_the_usual_windows_editors_are_read(folder: Path, encoding: str) -> None:
    data = {
        "utf-16-le-sig": b"\xff\xfe" + TEXT.encode("utf-16-le"),
        "utf-16-be-sig": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    }.get(encoding) or TEXT.encode(encoding)
    assert read(folder, data, ".yaml") == {"投诉人": "王𠜎"}
    assert decode(data, "x") == TEXT


def test_a_gbk_file_is_read() -> None:
    assert decode("编号：￥1 张三".encode("gbk"), "x") == "编号：￥1 张三"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\xfe\xff\xd8\x00", b"\x81\x00\xff", b"a\xff"])
def test_an_unknown_encoding_is_named_with_the_way_out(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match="另存为 UTF-8"):
        decode(data, "x")


@given(st.binary(max_size=200) | st.text(string.printable, max_size=60).map(str.encode))
@example(b"? [")
@example(b"- - ? :")
@example(b"{1e5")
@example(b'{"\\ud800": 1}')
@settings(max_examples=150, deadline=None)
def test_no_rubbish_is_a_traceback(folder: Path, rubbish: bytes) -> None:
    for suffix in (".json", ".yaml"):
        try:
            assert isinstance(read(folder, rubbish, suffix), dict)
        except UnreadableInput:
            continue


def test_standard_input_holds_json_or_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(monkeypatch, ' \n{"编号": 1.50}')
    assert read_data("-") == {"编号": Decimal("1.50")}
    standard_input(monkeypatch, "编号: 0150\n")
    assert read_data("-") == {"编号": "0150"}
    standard_input(monkeypatch, "")
    with pytest.raises(UnreadableInput, match="里面没有内容"):
        read_data("-")


def test_too_much_is_refused_from_a_file_and_from_standard_input(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_LARGEST", 20)
    assert read(folder, "a: 56789012345678901"[:20], ".yaml")
    assert "内容太多" in refusal(folder, "a: 5678901234567890123", ".yaml")
    standard_input(monkeypatch, '{"a": "789012345678"}')
    with pytest.raises(UnreadableInput, match="内容太多"):
        read_data("-")


@pytest.mark.parametrize("name", ["data.txt", "data", "data.docx", "data.xlsx", ""])
def test_another_kind_of_file_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(UnreadableInput, match=r"应是 \.json、\.yaml 或 \.yml"):
        read_data(name)


def test_the_suffix_may_be_in_capitals(folder: Path) -> None:
    (folder / "DATA.JSON").write_text(json.dumps({"a": "b"}), "utf-8")
    assert read_data(str(folder / "DATA.JSON")) == {"a": "b"}


def test_a_missing_file_is_missing(folder: Path) -> None:
    with pytest.raises(MissingFile, match="数据文件"):
        read_data(str(folder / "没有.json"))


def test_a_folder_is_no_file(folder: Path) -> None:
    (folder / "夹.json").mkdir()
    with pytest.raises(UnreadableInput, match="这是文件夹"):
        read_data(str(folder / "夹.json"))


def test_a_file_that_may_not_be_read_is_not_permitted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(NotPermitted, match="Permission denied"):
        read_data(str(folder / "a.json"))


def test_every_refusal_names_its_source(folder: Path) -> None:
    for suffix, text in ((".json", "{"), (".json", "[]"), (".yaml", "a: *x"), (".yaml", "")):
        with pytest.raises(CsdformsError) as caught:
            read(folder, text, suffix)
        assert f"data{suffix}" in str(caught.value)
