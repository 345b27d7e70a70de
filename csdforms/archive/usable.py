"""What a closed customer's number may still be used for (archive.md §6.5, §8; flows.md G-CUST).

Closed is a file that is sealed, and what comes after; closed, too, is one whose data may only be
stored (限制处理). It is looked into, and its customer named in a form, for the purposes of
:data:`PURPOSES` alone; a purpose begins with the word: ``投诉：TS-20261122-001 复核``. The papers
of the chapter that keeps the archive itself (6) may name closed customers, for they are about them,
and are put into a closed file for any of these purposes.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from csdforms.archive import numbers
from csdforms.archive.card import CORPORATE, INDIVIDUAL, text_of
from csdforms.archive.lookup import get_file, key_of, survivor
from csdforms.archive.records import Reader
from csdforms.archive.states import CLOSED, DESTROYED, MERGED, VOID
from csdforms.archive.store import Document
from csdforms.errors import ClosedFile, InvalidNumber, UnknownFile

if TYPE_CHECKING:
    from csdforms.archive.office import Office
    from csdforms.archive.opening import By

__all__ = [
    "PURPOSES",
    "Named",
    "Use",
    "closed",
    "is_open_to",
    "named",
    "refusal",
    "refusals",
    "require_usable",
]


class Use(NamedTuple):
    """A purpose for which a closed file is still used."""

    forms: tuple[str, ...]  # the forms that may name its customer, and be put into it
    #: Whether it does for data that may only be stored, too (D18; L-PIPL 47(2)).
    restricted: bool = False


_CALLS = ("inbound_call_record", "telephone_record")
_CASE = (
    "complaint_register_one",
    "complaint_register_two",
    "complaint_investigation",
    "complaint_handling",
    "complaint_handling_log",
    "complaint_handling_notice",
    "complaint_handling_report",
    "complaint_case_tracking",
    "complaint_summary",
)
_PROFILES = (CORPORATE, INDIVIDUAL)

#: By the word with which the purpose begins.
PURPOSES: Mapping[str, Use] = {
    "索赔": Use((*_CASE, *_CALLS)),
    "保修": Use(("after_sales_register", "after_sales_evaluation", *_CALLS), restricted=True),
    "投诉": Use((*_CASE, *_CALLS, "outbound_call_record"), restricted=True),
    "财务": Use((), restricted=True),
    "法务": Use((), restricted=True),
    "恢复": Use(_PROFILES, restricted=True),  # the customer himself asks for it
    "个人信息请求": Use((*_CALLS, *_PROFILES), restricted=True),
    "审计": Use(()),
}

_ARCHIVE = "6."  # the sections of the archive's own papers
#: Lists of those who are to be called.
_CALL_LISTS = frozenset({"telephone_interview_plan"})
_NUMBER = "customer_no"

_NO_MORE = {
    DESTROYED: "的档案已销毁，编号不再使用；再有往来的，请另建新档。",
    VOID: "的档案已作废，编号不再使用，请核对。",
}


class Named(NamedTuple):
    """A customer's number in a form."""

    path: str  # the box, ``rows.3.customer_no``
    number: str

    def __repr__(self) -> str:
        return f"Named({self.path!r})"


def is_open_to(card: Mapping[str, Any], purpose: str) -> bool:
    """Whether a file may be looked into for a purpose, as far as that depends on its state."""
    is_restricted = bool(card.get("restricted"))
    if card.get("state") not in CLOSED and not is_restricted:
        return True
    use = _use(purpose)
    return use is not None and (use.restricted or not is_restricted)


def closed(card: Mapping[str, Any]) -> ClosedFile:
    """Return what to say to somebody who would look into a file without such a purpose."""
    return ClosedFile(card["number"], f"{_why(card)}，{_only(card)}查阅，{_ADVICE}")


def refusal(
    reader: Reader, given: str | Document, form: str, purpose: str = "", *, section: str = ""
) -> ClosedFile | None:
    """Return why a customer may not be named in a form, None if he may, or nobody knows him.

    Args:
        reader: what whoever asks may know of: of a hidden file he is told nothing.
        given: a number of the customer; or the card of his file, if the form is to be put into it.
        form: the form's identifier.
        purpose: what for.
        section: the form's section of the manual.
    """
    card = _card(reader, given) if isinstance(given, str) else given
    is_own = section.startswith(_ARCHIVE)
    if card is None or (is_own and isinstance(given, str)):
        return None
    number, state = card["number"], card["state"]
    if state in _NO_MORE:
        return ClosedFile(number, _NO_MORE[state])
    if state == MERGED:
        last = get_file(reader, survivor(reader, key_of(reader, number)))["number"]
        return ClosedFile(number, f"的档案已并入 {last}，请改填 {last}。")
    if state in CLOSED or card.get("restricted"):
        use = _use(purpose)
        fits = use is not None and (is_own or form in use.forms)
        if not (fits and is_open_to(card, purpose)):
            revive = "恢复往来的，请申请恢复。" if state in CLOSED else ""
            return ClosedFile(
                number, f"{_why(card)}，{_only(card)}填写相应的表单，{_ADVICE}{revive}"
            )
    elif card.get("do_not_call") and form in _CALL_LISTS:
        return ClosedFile(number, "已要求不再致电，请从名单中删去。")
    return None


def named(data: Mapping[str, Any]) -> Iterator[Named]:
    """Yield the customers' numbers in a form, those in the rows of a ledger as well.

    They stand in the box for the customer's number, or alone in any other.
    """
    yield from _in(data, "")


def require_usable(
    office: "Office",
    by: "By",
    act: str,
    card: Document | None,
    *,
    form: str,
    section: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Refuse a closed file, and a form that names a customer whose file is closed; noted.

    A paper from before a merger may bear the number that was merged into this file.

    Raises:
        ClosedFile: see :func:`refusal`.
    """
    from csdforms.archive.secrecy.view import Seen

    is_closed = card is not None and (card["state"] in CLOSED or card.get("restricted"))
    meant: list[str | Document] = [card] if card and is_closed else []
    seen = Seen(office.store, by.person)
    for one in (*meant, *(found.number for found in named(data or {}))):
        error = refusal(seen, one, form, by.purpose, section=section)
        if error and not _was_merged_into(seen, error.number, card):
            said = {"purpose": by.purpose, "wanted": act}
            office.note("refused", by.person, subject=error.number, **said)
            raise error


def refusals(
    office: "Office",
    sheets: Iterable[Mapping[str, Any]],
    form: str,
    *,
    section: str = "",
    purpose: str = "",
    actor: str = "",
) -> list[list[tuple[str, ClosedFile]]]:
    """Return of each sheet the boxes with a customer who may not be named there, and why.

    All that is asked at once is one search, and noted as one.

    Args:
        office: the archive's.
        sheets: the data of forms of one kind.
        form: the form's identifier.
        section: its section of the manual.
        purpose: what for.
        actor: who asks.

    Raises:
        NotAuthorised: if he is not registered, or seems to try customers out.
    """
    from csdforms.archive.secrecy.inquiry import Inquiry

    given = [list(named(sheet)) for sheet in sheets]
    if not any(given):
        return [[] for _ in given]
    ask = Inquiry(office, actor, purpose)
    ask.refuse_trying_out()
    cards = {one.number: _card(ask.seen, one.number) for found in given for one in found}
    ask.note_search(dict.fromkeys(card["number"] for card in cards.values() if card))
    return [
        [
            (one.path, error)
            for one in found
            if (error := refusal(ask.seen, one.number, form, purpose, section=section))
        ]
        for found in given
    ]


def _was_merged_into(reader: Reader, number: str, card: Document | None) -> bool:
    """Whether this is the number of a file that was merged into another one."""
    key = key_of(reader, number)
    last = get_file(reader, survivor(reader, key))["number"]
    return last != number and card is not None and card["number"] == last


_ADVICE = "请在用途（--purpose）的开头写明其中一项。"


def _why(card: Mapping[str, Any]) -> str:
    return "已注销封存" if card.get("state") in CLOSED else "的资料已限制处理"


def _only(card: Mapping[str, Any]) -> str:
    is_restricted = bool(card.get("restricted"))
    words = [word for word, use in PURPOSES.items() if use.restricted or not is_restricted]
    return f"只能为{'、'.join(words)}"


def _use(purpose: str) -> Use | None:
    begun = purpose.strip()
    return next((use for word, use in PURPOSES.items() if begun.startswith(word)), None)


def _card(reader: Reader, number: str) -> Document | None:
    try:
        key = key_of(reader, number)
    except (InvalidNumber, UnknownFile):  # it is no number of ours
        return None
    card = get_file(reader, key)
    if card["state"] == MERGED and not numbers.looks_like(number):
        # Others go on calling the customer so: it leads to the file where he is now.
        return get_file(reader, survivor(reader, key))
    return card


def _in(value: object, path: str) -> Iterator[Named]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _in(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for row, inner in enumerate(value, start=1):
            yield from _in(inner, f"{path}.{row}")
    elif (text := text_of(value)) and (
        path.rpartition(".")[2] == _NUMBER or numbers.looks_like(text)
    ):
        yield Named(path, text)
