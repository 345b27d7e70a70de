"""Is this customer on file already? By strength, as archive.md §3.4 ranks what two files share.

The same unified code, the organisation code in it, or the same document: certainly the same, and
refused. The same company name, now or formerly, or a person's name and telephone: a supervisor
decides. A telephone or an account alone, or a name in look-alike letters: a warning, no more; of
persons the same name alone says nothing. Files that are void, refused or destroyed do not count;
colleagues' drafts do.

Whoever asks is told of files that exist for him, and of others only that there is one: neither
number nor name, nor what is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from csdforms.archive import names
from csdforms.archive.lookup import get_file, survivor
from csdforms.archive.records import Reader
from csdforms.archive.states import REVIVABLE, is_on_file
from csdforms.archive.store import Document
from csdforms.errors import DuplicateCustomer

__all__ = ["IS_SEALED", "OPEN", "Guard", "Match", "Strength", "decide", "matches", "tombstone"]

_PERSON = "Z"
_NAME = "客户名称"
_ALIKE = "客户名称（字形相近）"
_PHONE = "联系电话"

#: What to do with a customer who was deregistered.
IS_SEALED = "原档案已封存，请按恢复程序办理，不另建新档。"
_BARRED = "该客户在黑名单上，已经停办，请报客户服务部经理处理。"
_OWN_DRAFT = "该客户已有您的草稿，请在那份草稿上修改。"


class Strength(IntEnum):
    """How sure it is that two files are about one customer."""

    WEAK = 1
    STRONG = 2
    CERTAIN = 3


class Match(NamedTuple):
    """A file or draft that may be about the same customer, and the labels of what is the same."""

    number: str
    strength: Strength
    by: tuple[str, ...]
    advice: str = ""  # what to do instead of the usual
    barred: bool = False  # nobody at the counter decides on a customer on the blacklist
    hidden: bool = False  # it does not exist for whoever asks

    def __str__(self) -> str:
        what = "草稿" if self.number.startswith("CG-") else "档案"
        return f"{'、'.join(self.by)}与{what} {self.number} 相同，请核对是否同一客户。"


class Guard:
    """Who asks, and what he may be told; this one may be told everything."""

    person = ""
    #: What he hit upon without being told.
    hidden: Sequence[str] = ()

    def sees(self, card: Document) -> bool:
        """Whether a file exists for whoever asks."""
        return True

    def hides(self, numbers: Sequence[str]) -> DuplicateCustomer:
        """Return what is said when these files match and do not exist for whoever asks."""
        return DuplicateCustomer((), (), certain=False)

    def decided(self, numbers: Sequence[str]) -> None:
        """Take note of the files of which he decided that they are another customer's."""


OPEN = Guard()

_STRENGTHS = {
    "统一社会信用代码": Strength.CERTAIN,
    "组织机构代码": Strength.CERTAIN,
    "证件号码": Strength.CERTAIN,
    _NAME: Strength.STRONG,
    _ALIKE: Strength.WEAK,
    _PHONE: Strength.WEAK,
    "银行账号": Strength.WEAK,
}


def matches(
    reader: Reader,
    card: Document,
    *,
    own: str = "",
    parent: str = "",
    guard: Guard = OPEN,
    drafts: bool = False,
) -> list[Match]:
    """Return the files that may be about this customer, the surest first.

    Args:
        reader: the store, or the work under the writer's lock.
        card: the customer's card, with or without a number.
        own: the number of the customer's own file or draft, which is no other.
        parent: the file of the head office: a branch may share name and telephone, not the code.
        guard: who asks, and what he may be told.
        drafts: whether drafts count.
    """
    found: dict[str, Match] = {}
    for key, labels in _shared(reader, card, "files").items():
        other = get_file(reader, key)
        last = get_file(reader, survivor(reader, key))
        if is_on_file(other["state"]) and last["number"] != own:
            match = _judged(card, other, labels, last["number"])
            _add(found, _of_file(match, (other, last), guard))
    if drafts:
        for key, labels in _shared(reader, card, "drafts").items():
            other = reader.get("drafts", key) or {}
            if other["number"] != own:
                match = _judged(card, other, labels, other["number"])
                _add(found, _of_draft(match, other, guard))
    ranked = sorted(found.values(), key=lambda match: (-match.strength, match.number))
    return [
        match for match in ranked if match.number != parent or match.strength is Strength.CERTAIN
    ]


def decide(
    found: Sequence[Match],
    distinct: str = "",
    *,
    known: Collection[str] = (),
    guard: Guard = OPEN,
    later: bool = False,
) -> tuple[str, ...]:
    """Refuse the customer if it is on file; return what should be looked at again.

    Args:
        found: the matches.
        distinct: why it is another customer in spite of the same name; "" if nobody decided so.
        known: the files about which that was decided; without any, all that he sees.
        guard: who asks, and what he may be told.
        later: whether somebody else decides on strong ones, after this.

    Raises:
        DuplicateCustomer: if it is certain, or strong and not decided.
    """

    def is_decided(match: Match) -> bool:
        seen = match.number in known if known else not match.hidden
        return bool(distinct) and seen and not match.barred

    strong = [match for match in found if match.strength is Strength.STRONG]
    certain = [match for match in found if match.strength is Strength.CERTAIN]
    undecided = [match for match in strong if not is_decided(match)]
    waiting = [match for match in undecided if not later or match.hidden or match.barred]
    for those in (certain, waiting):
        if seen := [match for match in those if not match.hidden]:
            raise DuplicateCustomer(
                [match.number for match in seen],
                list(dict.fromkeys(label for match in seen for label in match.by)),
                certain=those is certain,
                advice=next((match.advice for match in seen if match.advice), ""),
            )
    if hidden := [match.number for match in (*certain, *waiting)]:
        raise guard.hides(hidden)
    if decided := [match.number for match in strong if is_decided(match)]:
        guard.decided(decided)
    return tuple(str(match) for match in found if not match.hidden)


def tombstone(reader: Reader, card: Document, guard: Guard = OPEN) -> str:
    """Return the number of the destroyed file of the same organisation, "" if there is none.

    A person whose file was destroyed must not be recognised any more.
    """
    if card["kind"] == "F" and "uscc" in card:
        for key in reader.find("files", "uscc", card["uscc"]):
            other = get_file(reader, key)
            if other["state"] == "DESTROYED" and guard.sees(other):
                return str(other["number"])
    return ""


def _shared(reader: Reader, card: Document, table: str) -> dict[int, list[str]]:
    """Return the keys of what has something in common with the card, each with the labels of it."""
    shared: dict[int, list[str]] = {}
    values: list[tuple[str, str, Iterable[str]]] = [
        ("统一社会信用代码", "uscc", filter(None, [card.get("uscc")])),
        ("组织机构代码", "org_code", filter(None, [card.get("org_code")])),
        ("证件号码", "id", card.get("ids", [])),
        (_PHONE, "phone", card.get("phones", [])),
        ("银行账号", "account", card.get("accounts", [])),
    ]
    if card["kind"] != _PERSON:
        name = [names.normal(card["name"])]
        values += [(_NAME, "name", name), (_NAME, "former_name", name)]
        values += [(_ALIKE, "loose_name", [names.loose(card["name"])])]
    for label, kind, given in values:
        for value in given:
            for key in reader.find(table, kind, value):
                shared.setdefault(key, []).append(label)
    return shared


def _judged(card: Document, other: Document, labels: list[str], number: str) -> Match | None:
    """Return the match by the labels that count between these two, None if none does."""
    by = list(dict.fromkeys(_counting(card, other, labels)))
    return Match(number, max(map(_STRENGTHS.__getitem__, by)), tuple(by)) if by else None


def _counting(card: Document, other: Document, labels: list[str]) -> Iterator[str]:
    """Yield the labels that count, with the kinds of both in view."""
    persons = [card["kind"], other["kind"]].count(_PERSON)
    same_name = names.normal(card["name"]) == names.normal(other["name"])
    if persons == len((card, other)) and same_name and _PHONE in labels:
        yield _NAME
    for label in labels:
        # A company may bear a person's name, and what is written alike is more than looks alike.
        if not (persons and label in (_NAME, _ALIKE)) and not (label == _ALIKE and _NAME in labels):
            yield label


def _of_file(match: Match | None, cards: tuple[Document, Document], guard: Guard) -> Match | None:
    """Return a match with what the file's state means for it; both cards if it was merged."""
    if match is None:
        return None
    hidden = not all(guard.sees(card) for card in cards)
    if match.strength > Strength.WEAK and any(card.get("blacklist") for card in cards):
        return match._replace(advice=_BARRED, barred=True, hidden=hidden)
    sealed = match.strength is Strength.CERTAIN and cards[-1]["state"] in REVIVABLE
    return match._replace(advice=IS_SEALED if sealed else "", hidden=hidden)


def _of_draft(match: Match | None, draft: Document, guard: Guard) -> Match | None:
    """Return a match with a draft; whoever began it sees it in any case."""
    if match is None:
        return None
    own = draft["owner"] == guard.person
    advice = _OWN_DRAFT if own else f"同事{draft['owner']}正在为其建档，请与其商定由谁办理。"
    if match.strength is not Strength.CERTAIN:
        advice = ""  # the supervisor decides first whether it is he at all
    return match._replace(advice=advice, hidden=not own and not guard.sees(draft))


def _add(found: dict[str, Match], match: Match | None) -> None:
    """Put a match with the others: of merged files only the survivor is named, once."""
    if match is None:
        return
    if before := found.get(match.number):
        by = tuple(dict.fromkeys((*before.by, *match.by)))
        surer = max(before, match, key=lambda one: one.strength)
        match = surer._replace(
            by=by,
            barred=before.barred or match.barred,
            advice=_BARRED if before.barred or match.barred else surer.advice,
            hidden=before.hidden or match.hidden,
        )
    found[match.number] = match
