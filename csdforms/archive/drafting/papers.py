"""What must be shown before a customer gets a file (archive.md §3.2), as tables.

A paper is what was shown, as a JSON object::

    {"kind": "营业执照", "issuer": "…", "number": "…", "valid_to": "2048-06-11",
     "seen_by": "王芳", "seen_on": "2026-03-11"}

Either the original was seen, by whom and when, or ``copy_at`` says where the original of a stamped
copy lies. A consent says instead which text was agreed to, when, and how::

    {"kind": "单独同意", "version": "2026-01-01", "given_on": "2026-03-10", "channel": "书面签字",
     "items": ["银行账户"]}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from csdforms.archive.card import text_of
from csdforms.archive.store import Document
from csdforms.errors import UnreadableInput

__all__ = [
    "PaperRules",
    "Problem",
    "Requirement",
    "mark_seen",
    "paper_problems",
    "read_papers",
    "unseen",
]


@dataclass(frozen=True, slots=True)
class PaperRules:
    """What a department may settle for itself.

    Attributes:
        consent_version: the day of the notice and consent texts in force; an older one is renewed.
        expiring_days: a paper that expires within so many days is pointed out.
        of_age: below this age a guardian consents (个人信息保护法 第 31 条).
    """

    consent_version: str = "2026-01-01"
    expiring_days: int = 30
    of_age: int = 14


class Problem(NamedTuple):
    """One thing wrong with a draft, as a sentence for the clerk; never a value."""

    path: str
    label: str
    message: str
    severity: str = "error"

    @property
    def is_error(self) -> bool:
        """Whether it keeps the draft back; a warning wants a second look."""
        return self.severity == "error"

    def __str__(self) -> str:
        mark = "错误" if self.is_error else "提醒"
        where = f"{self.label}（{self.path}）" if self.path else self.label
        return f"[{mark}] {where}：{self.message}"


class Requirement(NamedTuple):
    """A paper that must be there: any of these kinds, or all of these boxes of the profile."""

    label: str
    kinds: tuple[str, ...]
    boxes: tuple[str, ...] = ()
    when: str = ""  # only if this box of the profile is filled


NOTICE, SEPARATE, GUARDIAN = "告知同意", "单独同意", "监护人同意"
_IDENTITY = "身份证件"
_LICENCES = ("营业执照", "事业单位法人证书", "社会团体法人登记证书", "统一社会信用代码证书")

#: Of each kind of customer (F 单位, G 个体工商户, Z 个人).
REQUIRED: Mapping[str, Sequence[Requirement]] = {
    "F": (
        Requirement("营业执照或登记证书", (*_LICENCES, "注册证明")),
        Requirement("法定代表人身份证明", ("法定代表人身份证明",)),
        Requirement(
            "开票资料",
            ("开票资料",),
            ("invoice_title", "invoice_tax_no", "invoice_address_phone", "bank_accounts"),
        ),
        Requirement("授权委托书", ("授权委托书",), when="authorised_agent"),
        Requirement("经办人身份证明", ("经办人身份证明",), when="authorised_agent"),
    ),
    "G": (
        Requirement("营业执照", ("营业执照",)),
        Requirement("经营者身份证明", ("经营者身份证明",)),
        Requirement("授权委托书", ("授权委托书",), when="authorised_agent"),
        Requirement("经办人身份证明", ("经办人身份证明",), when="authorised_agent"),
    ),
    "Z": (
        Requirement("告知同意记录", (NOTICE,)),
        Requirement("证件查验记录", (_IDENTITY,), when="id_no"),
    ),
}

#: What is a record of consent rather than a paper whose original is seen.
CONSENTS = frozenset({NOTICE, SEPARATE, GUARDIAN})

#: A person's boxes that need a consent of their own (个人信息保护法 第 29 条), and its name.
SENSITIVE: Mapping[str, str] = {"bank_account": "银行账户"}
_PICTURE = "证件影像"  # a copy of a person's document, where a note that it was seen will do

_BOX_DATES: Mapping[str, str] = {"licence_valid_until": "执照有效期"}
_TEXTS = frozenset({"kind", "issuer", "number", "seen_by", "copy_at", "need", "version", "channel"})
_DATES = frozenset({"valid_to", "seen_on", "given_on"})
_FOR_EVER = ("", "长期")
_CARD = "居民身份证:"
_BIRTH = slice(6, 14)  # of an identity number
_MASKED = "*"


def read_papers(given: Iterable[Mapping[str, Any]]) -> list[Document]:
    """Return papers as they are kept.

    Raises:
        UnreadableInput: if one of them is none: no kind, an unknown entry, a wrong date, a masked
            number.
    """
    return [_read(number, paper) for number, paper in enumerate(given, start=1)]


def _read(number: int, paper: Mapping[str, Any]) -> Document:
    def wrong(reason: str) -> UnreadableInput:
        return UnreadableInput(f"第 {number} 份证件材料", reason)

    if not isinstance(paper, Mapping) or not text_of(paper.get("kind")):
        raise wrong("没有写明种类（kind）。")
    kept: Document = {}
    for name, value in paper.items():
        if name == "items":
            if not isinstance(value, (list, tuple)) or not all(map(text_of, value)):
                raise wrong("items 应是一列同意的事项。")
            kept[name] = [text_of(item) for item in value]
        elif name in _TEXTS | _DATES and isinstance(value, str):
            kept[name] = text_of(value)
        else:
            raise wrong("有不认识的栏目，或栏目的内容不是文字。")
        if name in _DATES and kept[name] not in _FOR_EVER:
            if not (day := _day(kept[name])):
                raise wrong(f"{name} 应写作 2026-03-05 的样子。")
            kept[name] = day.isoformat()
        if isinstance(value, str) and _MASKED in value:
            raise wrong("有隐去的内容，档案要存全文。")
    return {name: value for name, value in kept.items() if value}


def paper_problems(
    draft: Mapping[str, Any], today: str, rules: PaperRules | None = None
) -> Iterator[Problem]:
    """Yield everything that is wrong with a draft's papers, or missing.

    Args:
        draft: the draft: ``kind``, ``data``, ``papers``.
        today: the day, ``2026-11-22``.
        rules: what the department settled.
    """
    rules = rules or PaperRules()
    data, papers = draft["data"], draft["papers"]
    yield from _missing(draft["kind"], data, papers)
    for paper in papers:
        yield from _expiry(paper["kind"], paper.get("valid_to", ""), today, rules)
        yield from _records(paper, today, rules)
    for box, label in _BOX_DATES.items():
        yield from _expiry(label, text_of(data.get(box)), today, rules)
    if draft["kind"] == "Z":
        yield from _consents(draft, today, rules)


def mark_seen(
    papers: Iterable[Document], kinds: Iterable[str], who: str, day: str
) -> list[Document]:
    """Return the papers, with those of these kinds noted as seen in the original."""
    seen = set(kinds)
    return [
        {**paper, "seen_by": who, "seen_on": day} if paper["kind"] in seen else paper
        for paper in papers
    ]


def unseen(papers: Iterable[Document]) -> list[Problem]:
    """Return the papers of which nobody says who saw the original, or where it lies."""
    return [
        Problem("papers", paper["kind"], "没有写明谁在何时看过原件，也没有写明原件在哪里。")
        for paper in papers
        if paper["kind"] not in CONSENTS
        and not (paper.get("seen_by") and paper.get("seen_on"))
        and not paper.get("copy_at")
    ]


def _missing(kind: str, data: Mapping[str, Any], papers: Sequence[Document]) -> Iterator[Problem]:
    shown = {paper["kind"] for paper in papers}
    for required in REQUIRED[kind]:
        needed = not required.when or data.get(required.when)
        instead = required.boxes and all(data.get(box) for box in required.boxes)
        if needed and not instead and shown.isdisjoint(required.kinds):
            kinds = "”或“".join(required.kinds)
            text = f"缺少，请补收后再提交；材料清单里写作“{kinds}”。"
            yield Problem("papers", required.label, text)


def _expiry(label: str, given: str, today: str, rules: PaperRules) -> Iterator[Problem]:
    until = _day(given)
    if until is None:
        return
    left = (until - dt.date.fromisoformat(today)).days
    if left < 0:
        yield Problem("papers", label, "已过有效期，请补收有效的。")
    elif left <= rules.expiring_days:
        yield Problem("papers", label, f"{left} 天后到期，请提醒客户换证。", "warning")


def _records(paper: Document, today: str, rules: PaperRules) -> Iterator[Problem]:
    """Yield what is wrong with the days of a paper, or with a record of consent."""
    for name in ("seen_on", "given_on"):
        if paper.get(name, "") > today:
            yield Problem("papers", paper["kind"], "写的日期还没有到，请核对。")
    if paper["kind"] in CONSENTS:
        if not all(paper.get(name) for name in ("version", "given_on", "channel")):
            yield Problem("papers", paper["kind"], "应写明文本版本、时间和方式。")
        elif paper["version"] < rules.consent_version:
            yield Problem("papers", paper["kind"], "同意的是旧版文本，请按现行文本重新取得。")


def _consents(draft: Mapping[str, Any], today: str, rules: PaperRules) -> Iterator[Problem]:
    """Yield what a natural person must have agreed to and has not."""
    data, papers = draft["data"], draft["papers"]
    separate = [paper for paper in papers if paper["kind"] == SEPARATE]
    agreed = {item for paper in separate for item in paper.get("items", ())}
    needed = [label for box, label in SENSITIVE.items() if data.get(box)]
    identity = [paper for paper in papers if paper["kind"] == _IDENTITY]
    if any(paper.get("copy_at") for paper in identity):
        needed.append(_PICTURE)
    for label in needed:
        if label not in agreed:
            yield Problem("papers", SEPARATE, f"{label}属敏感个人信息，须取得单独同意。")
    if identity and not any(paper.get("need") for paper in identity):
        text = "证件号码只在业务需要时收集，请写明用途（need），或把它从资料中删去。"
        yield Problem("id_no", "证件号码", text)
    born = _birthday(draft)
    if born is not None and _age(born, dt.date.fromisoformat(today)) < rules.of_age:
        guardian = data.get("guardian") or {}
        if not text_of(guardian.get("name")):
            text = f"客户未满 {rules.of_age} 周岁，应写明监护人。"
            yield Problem("guardian", "监护人", text)
        if all(paper["kind"] != GUARDIAN for paper in papers):
            text = f"客户未满 {rules.of_age} 周岁，须有监护人的同意记录。"
            yield Problem("papers", GUARDIAN, text)


def _birthday(draft: Mapping[str, Any]) -> dt.date | None:
    """Return the day of birth as the profile or the identity card says it."""
    if born := _day(text_of(draft["data"].get("birthday"))):
        return born
    cards = [one for one in draft.get("ids", ()) if one.startswith(_CARD)]
    return _day(cards[0].removeprefix(_CARD)[_BIRTH]) if cards else None


def _age(born: dt.date, today: dt.date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
