"""Reads a file of data as it stands: no number is rounded, no word turned into something else."""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections.abc import Hashable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from csdforms.errors import MissingFile, NotPermitted, UnreadableInput

__all__ = ["decode", "read_data"]

_LARGEST = 50 * 1024 * 1024


def read_data(source: str) -> dict[str, Any]:
    """Return the data in a .json, .yaml or .yml file, or on standard input (``-``).

    Standard input may hold either; the text is UTF-8, UTF-16 with its mark, or GBK.

    Raises:
        MissingFile: if there is no such file.
        UnreadableInput: if it cannot be read, or does not hold a mapping of labels to values.
    """
    suffix = Path(source).suffix.casefold()
    if source != "-" and suffix not in {".json", ".yaml", ".yml"}:
        raise UnreadableInput(source, "数据文件应是 .json、.yaml 或 .yml。")
    text = decode(_bytes(source), source)
    as_json = suffix == ".json" or (source == "-" and text.lstrip().startswith("{"))
    data = _json(text, source) if as_json else _yaml(text, source)
    if not isinstance(data, dict):
        raise UnreadableInput(source, "最外层应是一组“栏目: 内容”。")
    return {str(key): value for key, value in data.items()}


def _bytes(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read(_LARGEST)
    path = Path(source)
    try:
        if path.stat().st_size > _LARGEST:
            raise UnreadableInput(source, "文件太大，不像一张表单的数据。")
        return path.read_bytes()
    except FileNotFoundError:
        raise MissingFile(path, "数据文件") from None
    except OSError as problem:
        raise NotPermitted(f"读不了 {source}（{problem.strerror or '系统拒绝'}）。") from None


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


def _json(text: str, source: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in pairs:
            if key in data:
                raise UnreadableInput(source, f"栏目“{key}”写了两次，请只留一个。")
            data[key] = value
        return data

    def refuse(word: str) -> Any:
        raise UnreadableInput(source, f"不能有 {word}。")

    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=refuse, object_pairs_hook=once
        )
    except json.JSONDecodeError as problem:
        where = f"第 {problem.lineno} 行第 {problem.colno} 列"
        raise UnreadableInput(source, f"{where}不合 JSON 写法，请检查引号、逗号和括号。") from None
    except (RecursionError, ValueError) as problem:
        if isinstance(problem, UnreadableInput):
            raise
        raise UnreadableInput(source, "嵌套太深或数字太长，不像一张表单的数据。") from None


class _Loader(yaml.BaseLoader):
    """Takes every scalar as the text it is: 010010 is no octal number and 否 no boolean."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event: yaml.AliasEvent = self.peek_event()  # type: ignore[no-untyped-call] # stubs
            raise yaml.composer.ComposerError(None, None, "alias", event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, "duplicate", key_node.start_mark
                )
            seen.add(key_node.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def _null(loader: Any, node: Any) -> None:
    return None


_NULL = "tag:yaml.org,2002:null"
_Loader.add_implicit_resolver(_NULL, re.compile(r"^(?:~|null)$"), ["~", "n"])
_Loader.add_constructor(_NULL, _null)


def _yaml(text: str, source: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - builds nothing but text
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = f"第 {mark.line + 1} 行" if mark else ""
        reason = {"alias": "不能用别名（*）", "duplicate": "同一栏目写了两次"}
        what = reason.get(str(problem.problem), "不合 YAML 写法，请检查缩进和冒号后的空格")
        raise UnreadableInput(source, f"{where}{what}。") from None
    except (yaml.YAMLError, RecursionError):
        raise UnreadableInput(source, "不合 YAML 写法，或含有不能印的控制字符。") from None
