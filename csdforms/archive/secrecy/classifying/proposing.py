"""Levels, terms and circles of readers, as one person proposes them (archive.md §4.2).

What is proposed stands on the file's card until another person decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from csdforms.archive.secrecy.classifying import deciding
from csdforms.archive.secrecy.classifying.acts import Case, LevelActs
from csdforms.archive.secrecy.classifying.deciding import DECIDERS, MANAGER, Wish, level_in
from csdforms.archive.secrecy.classifying.labels import marking_settings, read_level
from csdforms.archive.secrecy.classifying.periods import FOREVER
from csdforms.archive.secrecy.levels import CONFIDENTIAL, INTERNAL, default_level, floor
from csdforms.archive.store import Act
from csdforms.errors import NotPermitted

__all__ = ["Proposing"]


class Proposing(LevelActs):
    """What staff with the right to propose may apply for."""

    def propose(
        self,
        number: str,
        level: int | str = "",
        *,
        until: str = "",
        circle: Sequence[str] = (),
        reason: str,
        basis: str,
        item: str = "",
        heightened: bool = False,
        actor: str = "",
        purpose: str = "",
    ) -> int:
        """Propose a level; return it. 机密 and above are proposed by the department's manager.

        Args:
            number: the file.
            level: a rank or its name; "" is what follows from the customer's grade.
            until: the last day of the term, ``2030-12-31``, or ``5年``, or ``长期``; "" is the
                usual 3, 5 or 10 years from the day of the decision.
            circle: the persons who may know of it, as the registry of staff names them; for 机密
                and 绝密 it must be named once.
            reason: why.
            basis: the rule or list that it rests on.
            item: the item.
            heightened: see :func:`csdforms.archive.secrecy.levels.default_level`.
            actor: who acts.
            purpose: what for.

        Raises:
            UnreadableInput: if the level is none.
        """
        with self.proposing("提请定密", number, item, actor) as case:
            labels = marking_settings(case.work).labels
            wanted = default_level(case.card, heightened=heightened)
            if level != "":
                wanted = read_level(level, labels)
            if wanted >= CONFIDENTIAL and case.person.highest("decides") < MANAGER:
                raise self.refused(case, DECIDERS[MANAGER])
            wish = Wish("classify", wanted, until, tuple(circle), reason, basis)
            self._put_proposal(case, wish, purpose)
        return wanted

    def lower(
        self,
        number: str,
        level: int | str,
        *,
        reason: str,
        item: str = "",
        actor: str = "",
        purpose: str = "",
    ) -> None:
        """Apply for a lower level; its term goes on. Nobody does who asked to read the file."""
        with self.proposing("申请降低密级", number, item, actor) as case:
            wanted = read_level(level, marking_settings(case.work).labels)
            term = _term(case) if wanted > INTERNAL else ""
            self._put_proposal(case, Wish("lower", wanted, term, reason=reason), purpose)

    def release(
        self, number: str, *, reason: str, item: str = "", actor: str = "", purpose: str = ""
    ) -> None:
        """Apply for the release (解密) before the end; a person's file stops at 内部."""
        with self.proposing("申请解密", number, item, actor) as case:
            wish = Wish("release", floor(case.card), reason=reason)
            self._put_proposal(case, wish, purpose)

    def extend(
        self,
        number: str,
        until: str,
        *,
        reason: str,
        item: str = "",
        actor: str = "",
        purpose: str = "",
    ) -> None:
        """Apply for a longer term, before it ends; afterwards only a new decision helps."""
        with self.proposing("申请延长保密期限", number, item, actor) as case:
            wish = Wish("extend", level_in(case.card, case.item), until, reason=reason)
            self._put_proposal(case, wish, purpose)

    def change_circle(
        self,
        number: str,
        circle: Sequence[str],
        *,
        reason: str,
        actor: str = "",
        purpose: str = "",
    ) -> None:
        """Apply for another circle of readers; it is the file's, with all items in it."""
        with self.proposing("申请变更知悉范围", number, "", actor) as case:
            wish = Wish("circle", level_in(case.card, ""), _term(case), tuple(circle), reason)
            if not circle:
                raise NotPermitted("没有办理：请写明新的知悉范围。")
            self._put_proposal(case, wish, purpose)

    def _put_proposal(self, case: Case, wish: Wish, purpose: str) -> None:
        today = case.today
        deciding.check(case.work, case.card, case.item, wish, today=today, filed=today)
        by = case.person.person
        if case.entry.get("proposed", {"by": by})["by"] != by:
            raise NotPermitted("没有办理：他人已有待决定的密级提请，请先决定或不予同意。")
        if deciding.lowers(case.card, case.item, wish):
            self.require_disinterested(case, by)
        said = wish._asdict() | {"circle": list(wish.circle)}
        case.work.put("files", case.key, case.having(proposed={**said, "by": by, "at": case.at}))
        detail = {"item": case.item, **said} if case.item else said
        account = case.person.account
        case.work.record(
            Act("propose", account, case.at, case.number, purpose, wish.reason, detail)
        )


def _term(case: Case) -> str:
    """Return the term that a file has, as it would be proposed anew."""
    level = level_in(case.card, case.item)
    return str(case.entry.get("until", FOREVER if level > INTERNAL else ""))
