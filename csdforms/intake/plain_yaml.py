"""YAML with every scalar as the text that was typed."""

from __future__ import annotations

from typing import Any

import yaml

from csdforms.errors import UnreadableInput

__all__ = ["read_yaml"]


def read_yaml(text: str, source: str, hint: str = "") -> Any:
    """Return what a YAML text says, in mappings, lists and texts.

    Raises:
        UnreadableInput: naming the line, with a hint, if it is no YAML or uses aliases.
    """
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as problem:
        what = f"不合 YAML 写法，请检查这一行和上一行的缩进。{hint}"
        raise UnreadableInput(source, f"{_place(problem.problem_mark)}{what}") from None
    except yaml.reader.ReaderError as problem:
        line = text.count("\n", 0, problem.position) + 1
        raise UnreadableInput(source, f"第 {line} 行有不能印的控制字符。") from None
    return _plain(node, source, set())


def _plain(node: yaml.Node | None, source: str, seen: set[int]) -> Any:
    """Return a node with every scalar as the text it is: 010010 is no number, 否 no boolean."""
    if node is None:
        return None
    if id(node) in seen:
        raise UnreadableInput(source, f"{_place(node.start_mark)}的内容用了别名（*），请写全。")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in {"~", "null"} else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, source, seen) for item in node.value]
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise UnreadableInput(source, f"{_place(key.start_mark)}的栏目名称应是文字。")
        if key.value in mapping:
            text = f"{_place(key.start_mark)}的栏目“{key.value}”前面已写过，请只留一个。"
            raise UnreadableInput(source, text)
        mapping[key.value] = _plain(value, source, seen)
    return mapping


def _place(mark: Any) -> str:
    return f"第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else ""
