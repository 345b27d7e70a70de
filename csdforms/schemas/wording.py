"""What a label says: its words by their meaning (``synonyms.txt``), and how it may be spelled."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from csdforms.schemas.labels import normalise

__all__ = ["Meaning", "lexicon", "meaning", "plain", "signed", "spellings"]

Meaning = tuple[str, ...]


_LONGEST = 60  # no label is longer
#: D3-: the steps of an 8D report.
_STEP = re.compile(r"^\s*D[1-8]\s*[-：:—、.]?\s*", re.IGNORECASE)
_LATIN = re.compile(
    r"(?<=[\u4e00-\u9fff])\s*(?!ID|No)[A-Za-z][A-Za-z0-9\s.,'&/()-]*$", re.IGNORECASE
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_HALVES = re.compile(r"[/／]|[、或及和]")
#: What is due is no day of the past: 应结案日期 is a 期限.
_DUE = re.compile(
    "(?:应|要求|预计|计划|期望|限期|规定)(?:办结|结案|完成|关闭|解决|处理|整改|回复|答复)"
    "(?:日期|时间|日|时限|期限)"
)
_LEADING = re.compile(r"^\s*(?:[(（]?[0-9一二三四五六七八九十]{1,2}[)）、.．:：]|[*※★])\s*")
_BOXES = re.compile("[□☐☑√].*$", re.DOTALL)
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]?")
#: Who signs on foreign sheets, where the form does not know these posts itself.
_POSTS = {
    "主管": "审核",
    "负责人": "批准",
    "经理": "批准",
    "总经理": "批准",
    "领导": "批准",
}
_PERSONS = {"人", "业务员", "法人", *_POSTS}


class Lexicon:
    """The words of foreign sheets, as ``synonyms.txt`` lists them."""

    def __init__(self, text: str) -> None:
        self.meanings: dict[str, Meaning] = {}
        self.kinds: dict[str, frozenset[str]] = {}
        for line in text.splitlines():
            if line.startswith("["):
                kind, *members = line.split()
                self.kinds[kind.strip("[]")] = frozenset(members)
            elif "＝" in line:
                word, _, meanings = line.partition("＝")
                self.meanings[word] = tuple(meanings.split())
            elif "：" in line and not line.startswith("#"):
                one, _, others = line.partition("：")
                self.meanings |= dict.fromkeys((one, *others.split()), (one,))
        self.longest = max(map(len, self.meanings))
        #: Words that say nothing, the longest first.
        self.fillers = sorted(self.kinds["虚词"], key=len, reverse=True)

    @property
    def generic(self) -> frozenset[str]:
        """Meanings that many boxes end in; alone they do not tell which box is meant."""
        return self.kinds["泛称"]

    @property
    def parties(self) -> frozenset[str]:
        """Who the customer is on different sheets: his boxes are often labelled without him."""
        return self.kinds["当事人"]

    def known(self, text: str) -> int:
        """Return the length of the word that a text begins with; one letter only ends it."""
        fillers = self.kinds["虚词"]
        for size in range(min(self.longest, len(text)), 1, -1):
            if text[:size] in self.meanings or text[:size] in fillers:
                return size
        return int(text in self.meanings or text[0] in fillers)


@functools.cache
def lexicon() -> Lexicon:
    """Return the words that are known, read once."""
    return Lexicon(Path(__file__).with_name("synonyms.txt").read_text("utf-8"))


@functools.lru_cache(4096)
def meaning(label: str) -> Meaning:
    """Return what a label says, word by word.

    >>> meaning("顾客手机号"), meaning("问题反映者姓名")
    (('客户', '手机'), ('内容', '投诉人'))
    """
    label = label[:_LONGEST]
    text = normalise(_BRACKETS.sub("", unicodedata.normalize("NFKC", label))) or normalise(label)
    if _DUE.fullmatch(text):
        return ("期限",)
    known = lexicon()
    said: list[str] = []
    unknown = ""
    while text:
        size = known.known(text)
        if size and unknown:
            said.append(unknown)
            unknown = ""
        if size:
            said += known.meanings.get(text[:size], ())  # a filler means nothing
        else:
            unknown += text[0]
        text = text[size or 1 :]
    if unknown:
        said.append(unknown)
    said = [word for place, word in enumerate(said) if place == 0 or word != said[place - 1]]
    before, last = ["", "", *said][-2:]
    named = last == "名称" and before in _PERSONS | known.parties  # 投诉人姓名 is 投诉人
    if named or (last == "人" and before in _POSTS):  # 经理签字 is 经理
        said.pop()
    return tuple(said)


def plain(label: str) -> str:
    """Return a label without its number on the sheet and without tick boxes behind it."""
    return _BOXES.sub("", _LEADING.sub("", label)).strip().rstrip("%％") or label


def spellings(label: str, *, halves_first: bool = False) -> Iterator[tuple[str, ...]]:
    """Yield what a printed label may be reduced to, the nearest to it first.

    Brackets, steps of an 8D report, a translation, options behind a colon, words that say nothing;
    at last the halves of a label for two things.
    """
    bare = plain(label[:_LONGEST])
    texts = [bare, _BRACKETS.sub("", bare), _STEP.sub("", bare)]
    texts += [_BRACKETS.sub("", _STEP.sub("", bare))]
    texts += [text.split("：")[0].split(":")[0] for text in texts]
    texts += [_LATIN.sub("", text) for text in texts if len(_CHINESE.findall(text)) > 1]
    texts += [_without_fillers(text) for text in texts]
    texts += [re.sub("(?:名称|姓名)$", "", text) for text in texts]
    texts = [text.strip() for text in texts if text.strip()]
    wholes = [(text,) for text in dict.fromkeys(texts)]
    split = [tuple(map(str.strip, _HALVES.split(text))) for text in dict.fromkeys(texts)]
    halves = [parts for parts in split if len(parts) > 1 and all(parts)]
    yield from [*halves, *wholes] if halves_first else [*wholes, *halves]


def _without_fillers(text: str) -> str:
    """Return a label without the words before it that do not tell which box is meant."""
    fillers = lexicon().fillers
    while filler := next((word for word in fillers if text.startswith(word)), None):
        text = text.removeprefix(filler)
    return text


def signed(label: Meaning) -> Meaning:
    """Return a meaning with posts as what they do: 主管 reviews, 经理 approves.

    Nothing else may be said: a 财务部经理 signs in a place of his own.
    """
    if not set(label) <= {*_POSTS, "部门", "人", "意见", "审核", "批准"}:
        return ()
    label = tuple(_POSTS.get(word, word) for word in label)
    return (*label, "人") if label[-1:] in (("审核",), ("批准",)) else label
