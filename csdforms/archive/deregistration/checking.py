"""The joint check carried out: what stands in the way now, and what that makes of an application.

Used at the check itself, and again when it is approved and when the file is sealed (archive.md
§6.3, §8; D05). A system outside that cannot answer stands in the way like an open matter (D25).
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from csdforms.archive import states
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.deregistration.findings import open_matters
from csdforms.archive.deregistration.joint_check import FRESH, LINES, blocker, is_fresh, problem_of
from csdforms.archive.records import Reader
from csdforms.archive.store import Document

__all__ = ["Partners", "Standing", "ask", "follow", "recheck", "standing", "suspend"]

#: Systems outside, by name: each is asked by the number of a file what it knows to be open.
Partners: TypeAlias = Mapping[str, Callable[[str], Iterable[Blocker]]]

#: The line in which a system stands that cannot answer: orders and what was lent are its business.
_OUTSIDE = "G5"
_PLACES = {line.code: place for place, line in enumerate(LINES)}


class Standing(NamedTuple):
    """How the joint check stands."""

    blockers: tuple[Blocker, ...]  # what is open
    unsigned: tuple[Blocker, ...]  # lines that nobody signed, or not of late

    @property
    def everything(self) -> tuple[Blocker, ...]:
        """Everything that stands in the way of a decision."""
        return self.blockers + self.unsigned


def ask(partners: Partners, file: str) -> tuple[Blocker, ...]:
    """Return what the systems outside know to be open; not under the writer's lock, it may last.

    Why one of them failed is not told: its words are not ours.
    """
    found: list[Blocker] = []
    for name, partner in partners.items():
        try:
            found += list(partner(file))
        except Exception:  # noqa: BLE001  whatever happens there is a reason to wait
            found.append(blocker(_OUTSIDE, f"系统 {name} 没有完成核查，按未了事项处理"))
    return tuple(found)


def standing(row: Mapping[str, Any], known: Iterable[Blocker], *, at: str) -> Standing:
    """Return how the joint check of an application stands at a moment.

    Args:
        row: the application.
        known: what the archive, and the systems outside, know to be open.
        at: the moment.
    """
    found, unsigned = [*known], []
    for line in LINES:
        signed = row["lines"].get(line.code)
        if signed and (problem := problem_of(line, signed, row.get("write_off"))):
            found.append(blocker(line.code, problem))
        elif not signed:
            unsigned.append(blocker(line.code, f"{line.title}：尚未签署"))
        elif not is_fresh(signed, at):
            text = f"{line.title}：签署或对账单已超过 {FRESH} 天，请重新签署"
            unsigned.append(blocker(line.code, text))
    return Standing(tuple(sorted(found, key=_place)), tuple(unsigned))


def recheck(
    reader: Reader,
    row: Mapping[str, Any],
    card: Mapping[str, Any],
    *,
    at: str,
    asked: Iterable[Blocker] = (),
) -> tuple[Blocker, ...]:
    """Return everything that stands in the way at the moment of a decision, stale lines included.

    Whoever decides suspends the application with it (:func:`suspend`), commits that, and then
    raises :class:`~csdforms.errors.NotCleared`.

    Args:
        reader: the store, or the work under the writer's lock.
        row: the application.
        card: the card of its file.
        at: the moment.
        asked: what the systems outside said, see :func:`ask`.
    """
    return standing(row, (*open_matters(reader, card, at=at), *asked), at=at).everything


def suspend(row: Document, card: Document, blockers: Iterable[Blocker], *, at: str) -> None:
    """Let an application wait, and its file with it; what was approved and settled is void."""
    if card["state"] != states.SUSPENDED:
        states.advance(card, "suspend")
        row["suspended_at"] = at
    row |= {"state": "suspended", "blockers": [list(one) for one in blockers], "approvals": []}
    row.pop("settled", None)


def follow(row: Document, card: Document, now: Standing, *, at: str) -> None:
    """Let an application go where the joint check leads: wait, go on, or be cleared."""
    if now.blockers:
        suspend(row, card, now.blockers, at=at)
        return
    row["blockers"] = []
    if card["state"] == states.SUSPENDED:
        states.advance(card, "recheck")
        row["state"] = "checking"
        del row["suspended_at"]
    if card["state"] == states.CHECKING and not now.unsigned:
        states.advance(card, "clear")
        row["state"] = "cleared"


def _place(one: Blocker) -> int:
    """Return where a line stands in the joint check; what others call otherwise comes last."""
    return _PLACES.get(one.line, len(_PLACES))
