"""Reads a file of data as it stands: no number is rounded, no word turned into something else."""

from __future__ import annotations

import codecs
import json
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csdforms.errors import MissingFile, NotPermitted, UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["decode", "read_data", "read_json"]

_LARGEST = 50 * 1024 * 1024
_MOST_DIGITS = 100  # before or after the point: no figure of a form comes near


def read_data(source: str) -> dict[str, Any]:
    """Return the data in a .json, .yaml or .yml file, or on standard input (``-``).

    Standard input may hold either; the text is UTF-8, UTF-16 with its mark, or GBK.

    Raises:
        MissingFile: if there is no such file.
        NotPermitted: if the system does not let us read it.
        UnreadableInput: if it cannot be read, or does not hold a mapping of labels to values.
    """
    suffix = Path(source).suffix.casefold()
    if source != "-" and suffix not in {".json", ".yaml", ".yml"}:
        raise UnreadableInput(source, "数据文件应是 .json、.yaml 或 .yml。")
    text = decode(_bytes(source), source)
    if not text.strip():
        raise UnreadableInput(source, "里面没有内容。")
    as_json = suffix == ".json" or (source == "-" and text.lstrip().startswith("{"))
    try:
        data = read_json(text, source) if as_json else _yaml(text, source)
    except RecursionError:
        raise UnreadableInput(source, "嵌套太深，不像一张表单的数据。") from None
    if not isinstance(data, dict):
        raise UnreadableInput(source, f"最外层应是一组“栏目: 内容”。{_colons(text)}")
    return data


def _bytes(source: str) -> bytes:
    path = Path(source)
    try:
        if source == "-":
            data = sys.stdin.buffer.read(_LARGEST + 1)
        elif path.is_dir():
            raise UnreadableInput(source, "这是文件夹，不是数据文件。")
        else:
            with path.open("rb") as file:
                data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise MissingFile(path, "数据文件") from None
    except OSError as problem:
        raise NotPermitted(f"读不了 {source}（{problem.strerror or '系统拒绝'}）。") from None
    if len(data) > _LARGEST:
        raise UnreadableInput(source, "内容太多，不像一张表单的数据。")
    return data


def decode(data: bytes, source: str) -> str:
    """Return the text of a file saved by any of the usual Windows editors.

    Raises:
        UnreadableInput: if it is none of UTF-8, UTF-16 with a byte order mark, GB 18030.
    """
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableInput(source, "文字编码不是 UTF-8 或 GBK，请另存为 UTF-8。")


def read_json(text: str, source: str) -> Any:
    """Return what a JSON text says, its numbers exactly as they are written.

    Raises:
        UnreadableInput: naming the line, if it is no JSON, or names something twice.
    """

    def once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in pairs:
            if key in data:
                raise UnreadableInput(source, f"栏目“{key}”写了两次，请只留一个。")
            data[key] = value
        return data

    def exact(digits: str) -> Decimal:
        try:
            number = Decimal(digits)
        except InvalidOperation:  # not even an exponent
            number = None
        if number is None or abs(number.adjusted()) > _MOST_DIGITS:
            raise UnreadableInput(source, f"数字 {digits[:20]} 太大或太小，不像表单里的数。")
        return number

    def whole(digits: str) -> int:
        return int(exact(digits))

    def refuse(word: str) -> Any:
        raise UnreadableInput(source, f"不能有 {word}，没有数字就空着。")

    try:
        return json.loads(
            text,
            parse_float=exact,
            parse_int=whole,
            parse_constant=refuse,
            object_pairs_hook=once,
        )
    except json.JSONDecodeError as problem:
        where = f"第 {problem.lineno} 行第 {problem.colno} 列"
        raise UnreadableInput(source, f"{where}不合 JSON 写法，请检查引号、逗号和括号。") from None


def _yaml(text: str, source: str) -> Any:
    from csdforms.intake.plain_yaml import read_yaml  # most data are JSON

    return read_yaml(text, source, hint=_colons(text))


def _colons(text: str) -> str:
    return "冒号要用半角“:”，后面空一格，不能用“：”。" if "：" in text else "冒号后面要空一格。"
