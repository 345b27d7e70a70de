"""What a box is called: its printed label, the other labels clerks use, and how to find it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csdforms.schemas.form import Block

__all__ = ["Group", "Label", "LabelIndex", "PrintedAs", "normalise", "stated_unit"]

_SCALES = "百千万亿%‰"
#: What stands in brackets, unless it changes the figure: 金额(万元) is not 金额.
_BRACKETED = re.compile(rf"[(\[【〔][^()\[\]【】〔〕{_SCALES}]*[)\]】〕]")
#: The unit in brackets, or the one that a label ends in.
_UNIT = re.compile(
    rf"[(\[【〔][^()\[\]【】〔〕]*?([{_SCALES}][^()\[\]【】〔〕]*)"
    r"|([百千万亿]{1,2}元|[%‰])\W{0,9}$"
)
#: The units of time, each with its other spellings as they are compared.
_TIMES = {
    "秒": "秒钟 s sec",
    "分钟": "分 min mins minute minutes",
    "小时": "个小时 时 钟头 h hr hrs hour hours",
    "天": "日 自然日 日历天 日历日 d day days",
    "工作日": "个工作日 工作天",
    "周": "星期 week weeks",
    "月": "个月 month months",
    "季度": "季 个季度",
    "年": "year years",
}
_TIME_OF = {word: unit for unit, words in _TIMES.items() for word in (unit, *words.split())}
#: Money that is no yuan, in words, codes and signs.
_FOREIGN_MONEY = re.compile(
    "美元|美金|港元|港币|欧元|日元|日圆|英镑|澳元|加元|新台币|台币|澳门元|澳门币|葡币|韩元|韩币"
    "|新加坡元|新币|瑞士法郎|瑞郎|卢布|泰铢|卢比|越南盾|林吉特|外币|原币"
    "|(?<![a-z])(?:usd|hkd|eur|jpy|gbp|aud|cad|twd|mop|krw|sgd|chf|rub|thb|inr|vnd|myr)(?![a-z])"
    "|[$€£₩]"
)
_IN_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)")
_BETWEEN = re.compile(r"[\s:;,、。]+")
_TAILS = re.compile(r"[\s:;,、。/_\-]+")
_AS_UNIT = re.compile(r"(?:单位|按|以)?(.*?)计?")
_SIGNS = re.compile(r"[\s:;,.、。*_\-—~/\\|()\[\]【】〔〕《》〈〉\"'“”‘’·•☆★#]+")
_COMPARED = 60  # the characters of an unknown label that are compared with the known ones
_SHORT = 3


class Label:
    """The Chinese label of a field in the vocabulary, with the other labels it goes by.

    Aliases may be written several in one string, with spaces between them.
    """

    def __init__(self, text: str, *aliases: str) -> None:
        self.text = text
        self.aliases = tuple(alias for several in aliases for alias in several.split())


class PrintedAs(Label):
    """The label that one form prints for a field which the vocabulary calls otherwise."""


class Group(Label):
    """The label of a group of rows, and how many rows there must be."""

    def __init__(self, text: str, *aliases: str, at_least: int = 0, at_most: int = 5000) -> None:
        super().__init__(text, *aliases)
        self.at_least = at_least
        self.at_most = at_most


def normalise(label: str) -> str:
    """Return a label as it is compared: spacing, brackets, signs and width do not matter."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", label).casefold())


def stated_unit(label: str) -> str:
    """Return the unit by which a label changes its figure, an empty text if it states none.

    A scale, a unit of time, or money that is no yuan.

    >>> stated_unit("金额（万元）"), stated_unit("折价％"), stated_unit("金额（元）")
    ('万元', '%', '')
    >>> stated_unit("响应时间（单位：分钟）"), stated_unit("日期（年月日）")
    ('分钟', '')
    """
    text = unicodedata.normalize("NFKC", label).casefold()
    if found := _UNIT.search(text):
        return normalise(found[1] or found[2])
    if found := _FOREIGN_MONEY.search(text):
        return found[0]
    words = [word for inside in _IN_BRACKETS.findall(text) for word in _BETWEEN.split(inside)]
    # 响应时间/分钟; but S/N is no second.
    tails = _TAILS.split(_IN_BRACKETS.sub("", text))[1:]
    words += [word for word in tails if len(word) > 1 or not word.isascii()]
    # Several of them are no unit but a pattern: 年 月 日.
    times = {unit for unit in map(_time_unit, words) if unit}
    return times.pop() if len(times) == 1 else ""


def _time_unit(word: str) -> str | None:
    match = _AS_UNIT.fullmatch(word)
    return _TIME_OF.get(match[1]) if match else None


def _short(label: str) -> str:
    """Return a label without what stands in brackets: ``金额(元)`` is ``金额``."""
    return normalise(_BRACKETED.sub("", unicodedata.normalize("NFKC", label)))


class LabelIndex:
    """Finds the field of one form, row or part that a label means.

    A part's fields are also found by the part's label and their own: 法定代表人证件号码.
    """

    def __init__(self, block: type[Block]) -> None:
        self._specs = block.specs()
        self._paths: dict[str, tuple[str, ...]] = {}
        self._labels: dict[str, str] = {}
        shortened: dict[str, set[tuple[str, ...]]] = {}
        for label, path in _names(block):
            self._add(normalise(label), path)
            shortened.setdefault(_short(label), set()).add(path)
        for spec in block.specs().values():
            self._labels.setdefault(normalise(spec.label), spec.label)
            if spec.model and not spec.many:
                inner = (f"{spec.label}{one.label}" for one in spec.model.specs().values())
                self._labels |= {normalise(label): label for label in inner}
        for key, paths in shortened.items():
            if len(paths) == 1:
                self._paths.setdefault(key, *paths)

    def _add(self, key: str, path: tuple[str, ...]) -> None:
        other = self._paths.setdefault(key, path)
        if other != path:
            raise TypeError(f"label {key} means both {'.'.join(other)} and {'.'.join(path)}")

    def find(self, label: str) -> tuple[str, ...] | None:
        """Return the path of the field that a label means, ``None`` if no field has it."""
        path = self._paths.get(normalise(label))
        if path is None:
            path = self._paths.get(_short(label))
            if path is not None and not self.same_unit(label, path):
                return None
        return path

    def same_unit(self, label: str, path: tuple[str, ...]) -> bool:
        """Whether a label states no unit, or one in which the field at this path counts."""
        from csdforms.schemas.types import Clock, Day, Moment, Month
        from csdforms.schemas.types.terms import Year

        unit = stated_unit(label)
        if not unit:
            return True
        spec = self._specs[path[0]]
        if len(path) > 1:
            assert spec.model is not None
            spec = spec.model.specs()[path[1]]
        if unit in map(stated_unit, spec.names):
            return True
        if unit in _TIMES and isinstance(spec.type, (Clock, Day, Moment, Month, Year)):
            return True  # 受理日期（日）
        counted = getattr(spec.type, "unit", "")
        spellings = (unit, *_TIMES.get(unit, "").split())
        return any(re.fullmatch(counted, word) for word in spellings)

    def nearest(self, label: str) -> str | None:
        """Return the printed label that looks most like this one, if any does."""
        wanted = normalise(label)[:_COMPARED]
        cutoff = 0.5 if len(wanted) > _SHORT else 0.67  # short labels look alike by chance
        import difflib  # only for those who misspell

        close = difflib.get_close_matches(wanted, self._labels, n=1, cutoff=cutoff)
        return self._labels[close[0]] if close else None


def _names(block: type[Block]) -> Iterable[tuple[str, tuple[str, ...]]]:
    own: list[tuple[Sequence[str], tuple[str, ...]]] = []
    inner: list[tuple[Sequence[str], tuple[str, ...]]] = []
    for spec in block.specs().values():
        own.append((spec.names, (spec.name,)))
        if spec.model and not spec.many:
            inner += [
                (
                    [f"{outer}{name}" for outer in spec.names[1:] for name in part.names[1:]]
                    + [f"{spec.name}.{part.name}"],
                    (spec.name, part.name),
                )
                for part in spec.model.specs().values()
            ]
    taken = {normalise(name) for names, _ in own for name in names}
    for names, path in own:
        yield from ((name, path) for name in names)
    for names, path in inner:
        yield from ((name, path) for name in names if normalise(name) not in taken)
