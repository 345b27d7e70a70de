"""Levels of secrecy proposed, decided, raised and changed (定密; archive.md §4.2, flows.md 4.16).

Every change of a level, of its term or of the circle of readers is proposed by one person and
decided by another; only raising works at once, until it is confirmed or falls back. Each is an act
in the journal, which is the history; nothing works backwards in time.
"""

from __future__ import annotations

from collections.abc import Sequence

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.secrecy.classifying import deciding, reviewing
from csdforms.archive.secrecy.classifying.acts import Case, Words
from csdforms.archive.secrecy.classifying.by_form import ClassifyingForms
from csdforms.archive.secrecy.classifying.consequences import Decision
from csdforms.archive.secrecy.classifying.deciding import MANAGER, Wish, level_in
from csdforms.archive.secrecy.classifying.labels import (
    LABELS,
    SETTINGS,
    Settings,
    marking_settings,
    read_level,
)
from csdforms.archive.secrecy.classifying.periods import (
    CONFIRM_WITHIN,
    Workdays,
    weekdays,
    workdays_later,
)
from csdforms.archive.secrecy.classifying.proposing import Proposing
from csdforms.archive.secrecy.levels import Entry, rank
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Act
from csdforms.errors import NotPermitted

__all__ = ["Classifying"]


class Classifying(Proposing, ClassifyingForms):
    """The levels of an archive's files.

    ``number`` is a file's number, or another of the customer's; ``item`` the number of an item in
    it, for a level of its own; ``actor`` the account that acts.

    All acts raise:
        NotAuthorised: if whoever acts has no right to it; noted.
        UnknownFile: if there is no such file or item, or he may not know of it; noted.
        InvalidNumber: if a number is written like one of a file, but wrongly.
        NotAllowedNow: if the file is void or destroyed.
        NotPermitted: if it breaks a rule; nothing was changed.

    Args:
        office: the archive's.
        is_workday: says whether people work on a day; without a calendar, weekends are known.
    """

    def __init__(self, office: Office, *, is_workday: Workdays = weekdays) -> None:
        super().__init__(office)
        self._is_workday = is_workday

    # What another decides

    def decide(
        self,
        number: str,
        level: int | str = "",
        *,
        item: str = "",
        reason: str = "",
        actor: str = "",
        purpose: str = "",
    ) -> Decision:
        """Decide as proposed: the leader of the level, and of the level that the file has now.

        Lowering and early release are for who decided the level, or is above him. ``level`` is the
        one on which he decides: if something else is proposed by now, nothing happens.
        """
        with self.deciding("决定密级", number, item, actor) as case:
            proposed = _pending(case, "proposed")
            wish = Wish.of(proposed)
            if level != "" and read_level(level, marking_settings(case.work).labels) != wish.level:
                raise NotPermitted("没有办理：所提请的不是这一密级，请先查看 reclassify due。")
            self._require_power(case, wish.level, proposed["by"])
            filed = day_of(proposed["at"])
            deciding.check(case.work, case.card, case.item, wish, today=case.today, filed=filed)
            if deciding.lowers(case.card, case.item, wish):
                if not deciding.may_lower(case.person, case.entry):
                    raise self.refused(case, "原定密人或其上级")
                self.require_disinterested(case, proposed["by"], case.person.person)
            after = deciding.applied(case.card, case.item, wish, case.person, case.today)
            words = Words(purpose, reason or wish.reason)
            by, basis = proposed["by"], wish.basis
            return self.change(case, after, wish.kind, words, basis=basis, proposed_by=by)

    def refuse(
        self,
        number: str,
        *,
        reason: str,
        item: str = "",
        raised: bool = False,
        actor: str = "",
        purpose: str = "",
    ) -> Decision:
        """Refuse what was proposed; ``raised``: a raise, which then falls back at once."""
        pending = "raised" if raised else "proposed"
        with self.deciding("答复密级提请", number, item, actor) as case:
            given = _pending(case, pending)
            self._require_power(case, rank(given["level"]), given["by"])
            words = Words(purpose, said(reason, "理由"))
            after = case.having(**{pending: None})
            return self.change(case, after, "refuse", words, proposed_by=given["by"])

    # Raising: at once

    def raise_level(
        self,
        number: str,
        level: int | str,
        *,
        reason: str,
        item: str = "",
        actor: str = "",
        purpose: str = "",
    ) -> Decision:
        """Raise a level at once; it is to be confirmed in three working days, or falls back.

        Everybody who read the file loses it, and his grant; on a level with a circle, only who is
        in it and who decides on the level knows of the file.
        """
        with self.proposing("提高密级", number, item, actor) as case:
            wanted = read_level(level, marking_settings(case.work).labels)
            words = Words(purpose, said(reason, "理由"))
            if wanted <= level_in(case.card, case.item):
                raise NotPermitted("没有办理：所定的密级不高于现在的密级。")
            due = workdays_later(case.today, CONFIRM_WITHIN, self._is_workday)
            raised = {"level": wanted, "by": case.person.person, "at": case.at, "due": due}
            raised["reason"] = words.reason
            return self.change(case, case.having(raised=raised), "raise", words, due=due)

    def confirm(
        self,
        number: str,
        *,
        until: str = "",
        circle: Sequence[str] = (),
        reason: str = "",
        basis: str = "",
        item: str = "",
        actor: str = "",
        purpose: str = "",
    ) -> Decision:
        """Confirm a raise in time; from now on it is a decision, with a term and a circle."""
        with self.deciding("确认提高密级", number, item, actor) as case:
            raised = _pending(case, "raised")
            self._require_power(case, raised["level"], raised["by"])
            if raised["due"] < case.today:
                raise NotPermitted("没有办理：确认的期限已过，请重新提请定密。")
            words = Words(purpose, reason or case.act)
            wish = Wish("confirm", raised["level"], until, tuple(circle), words.reason, basis)
            today, calm = case.today, case.having(raised=None)
            deciding.check(case.work, calm, case.item, wish, today=today, filed=today)
            after = deciding.applied(case.card, case.item, wish, case.person, today)
            return self.change(case, after, "confirm", words, basis=basis)

    # What the calendar asks for

    def due(self, *, actor: str = "") -> tuple[reviewing.Matter, ...]:
        """Return what waits for a decision, a confirmation, a review or a recall, or soon ends.

        Terms and yearly reviews are listed from 30 days before on; only files that he may see.
        """
        person = self.proposer("查看密级到期事项", actor)
        self.office.note("due", person)
        return reviewing.due(self.office, person)

    def review(
        self, number: str, *, reason: str, item: str = "", actor: str = "", purpose: str = ""
    ) -> Decision:
        """Note that a level was reviewed and stays as it is (yearly for 机密 and 绝密)."""
        with self.deciding("复核密级", number, item, actor) as case:
            words = Words(purpose, said(reason, "理由"))
            self._require_power(case, level_in(case.card, case.item), "")
            return self.change(case, case.having(reviewed=case.today), "review", words)

    def settle_due(self, *, actor: str = "") -> tuple[Decision, ...]:
        """Release what nobody extended in time, and let raises fall back that nobody confirmed.

        Only of files on whose level he may decide: a clock that is set forward must not let
        anybody open what the leader of the level keeps closed.
        """
        person = self.decider("办理密级到期事项", actor)
        with self.office.writing(person) as (work, at):
            return tuple(reviewing.settle(work, person, at))

    # How levels are called

    def use_labels(
        self, labels: str, unit: str = "", *, reason: str = "", actor: str = ""
    ) -> Settings:
        """Choose the set of labels, and the unit that marks name; for the whole archive.

        Args:
            labels: ``classic``, ``soe`` or ``plain``.
            unit: the unit; "" leaves it as it is.
            reason: why.
            actor: who acts: the department's manager, or above.
        """
        person = self.decider("选定密级名称", actor, MANAGER)
        if labels not in LABELS:
            raise NotPermitted(f"没有办理：密级名称应是 {'、'.join(LABELS)} 之一。")
        with self.office.writing(person) as (work, at):
            settings = Settings(labels, unit or marking_settings(work).unit)
            said = settings._asdict()
            work.put(SETTINGS, 1, {**(work.get(SETTINGS, 1) or {}), **said})
            work.record(Act("labels", person.account, at, reason=reason, detail=said))
        return settings

    def _require_power(self, case: Case, level: int, proposer: str) -> None:
        """Let pass who may decide on this level and the file's own, and did not propose it."""
        power, title = deciding.decider_of(case.card, level)
        if case.person.highest("decides") < power:
            raise self.refused(case, title)
        if case.person.person == proposer and not case.person.sole:
            raise self.refused(case, "另一位有权决定的人")


def _pending(case: Case, name: str) -> Entry:
    entry = case.entry
    if name not in entry:
        raise NotPermitted("没有办理：这份档案没有待答复的密级提请。")
    pending: Entry = entry[name]
    return pending
