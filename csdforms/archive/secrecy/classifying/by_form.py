"""One decision for a class of forms: the level of every item of a form (archive.md §4.2).

The rules are the table ``form_levels``, one document a form::

    {"form": "customer_credit_analysis", "level": 3, "term": "5年", "circle": ["王敏"],
     "by": "赵强", "power": 4, "on": "2026-11-22", "reason": "…", "basis": "…", "proposed": {…}}

A rule holds for what is on file when it is decided, and for what is filed afterwards. It never
lowers an item; a milder rule changes nothing that is on file.
"""

from __future__ import annotations

from collections.abc import Sequence

from csdforms.archive.actor import day_of
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.classifying import deciding
from csdforms.archive.secrecy.classifying.acts import LevelActs
from csdforms.archive.secrecy.classifying.consequences import put_change
from csdforms.archive.secrecy.classifying.deciding import DECIDERS, MANAGER, POWER, Wish
from csdforms.archive.secrecy.classifying.labels import marking_settings, read_level
from csdforms.archive.secrecy.classifying.periods import end_of
from csdforms.archive.secrecy.levels import CONFIDENTIAL, Entry, entry_of, item_level, with_entry
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import NotPermitted

__all__ = ["FORM_LEVELS", "ClassifyingForms", "classify_filed"]

FORM_LEVELS = "form_levels"


class ClassifyingForms(LevelActs):
    """Levels of whole classes of forms, proposed by one person and decided by another."""

    def propose_form(
        self,
        form: str,
        level: int | str,
        *,
        until: str = "",
        circle: Sequence[str] = (),
        reason: str,
        basis: str,
        actor: str = "",
        purpose: str = "",
    ) -> None:
        """Propose a level for all items of a form.

        Args:
            form: the form's identifier.
            level: a rank or its name.
            until: the term, ``5年`` or ``长期``; "" is the usual one. It begins on the day on which
                an item gets the level.
            circle: who may know of the files in which such items lie, where they have no circle.
            reason: why.
            basis: the rule or list that it rests on.
            actor: who acts.
            purpose: what for.

        Raises:
            NotAuthorised, NotPermitted, UnreadableInput: as for a file.
        """
        act = "提请为一类表单定密"
        person = self.proposer(act, actor)
        with self.office.writing(person) as (work, at):
            wanted = read_level(level, marking_settings(work).labels)
            if wanted >= CONFIDENTIAL and person.highest("decides") < MANAGER:
                raise self.office.refused(person, act, who=DECIDERS[MANAGER])
            wish = Wish("classify", wanted, until, tuple(circle), said(reason, "理由"), basis)
            deciding.check(work, _NO_FILE, "", wish, today=day_of(at), filed=day_of(at))
            if "-" in until:
                raise NotPermitted("没有办理：一类表单的期限写几年（5年）或长期，不写日期。")
            key, rule = _rule(work, form)
            told = wish._asdict() | {"circle": list(wish.circle)}
            work.put(FORM_LEVELS, key, rule | {"proposed": {**told, "by": person.person, "at": at}})
            detail = {"form": form, **told}
            work.record(Act("propose", person.account, at, "", purpose, reason, detail))

    def decide_form(self, form: str, *, actor: str = "", purpose: str = "") -> int:
        """Decide the level of all items of a form as proposed; return it.

        Raises:
            NotAuthorised, NotPermitted: as for a file.
        """
        act = "决定一类表单的密级"
        person = self.decider(act, actor)
        with self.office.writing(person) as (work, at):
            key, rule = _rule(work, form)
            if "proposed" not in rule:
                raise NotPermitted("没有办理：这种表单没有待答复的密级提请。")
            proposed = rule["proposed"]
            wish = Wish.of(proposed)
            power = max(POWER[wish.level], POWER[rule.get("level", wish.level)])
            if person.highest("decides") < power:
                raise self.office.refused(person, act, who=DECIDERS[power])
            if not person.sole and person.person == proposed["by"]:
                raise self.office.refused(person, act, who="另一位有权决定的人")
            deciding.check(work, _NO_FILE, "", wish, today=day_of(at), filed=day_of(at))
            decided = {
                **{name: proposed[name] for name in ("level", "term", "circle", "reason", "basis")},
                "form": form,
                "by": person.person,
                "power": person.highest("decides"),
                "on": day_of(at),
            }
            work.put(FORM_LEVELS, key, decided)
            detail = {**decided, "proposed_by": proposed["by"]}
            said_so = Act("classify", person.account, at, "", purpose, wish.reason, detail)
            work.record(said_so)
            for place in work.find("items", "form", form):
                item = work.get("items", place)
                if item and item["file"]:
                    _apply(work, item["file"], item["number"], decided, said_so)
        return wish.level


def classify_filed(work: Work, item: Document, account: str, at: str) -> None:
    """Give an item that was just filed the level of its form, if there is one, as an act.

    Args:
        work: what is being written; the act of filing is recorded.
        item: the item.
        account: who filed it.
        at: the moment.
    """
    _, rule = _rule(work, item["form"])
    if "level" in rule and item["file"]:
        _apply(work, item["file"], item["number"], rule, Act("classify", account, at))


#: The bounds of a file do not hold for a class of forms; those of its own file hold for each item.
_NO_FILE: Document = {"kind": "F", "level": "公开"}


def _rule(reader: Reader, form: str) -> tuple[int, Entry]:
    """Return the key and the document of a form's rule; of a new one the next key."""
    key = 1
    while rule := reader.get(FORM_LEVELS, key):
        if rule["form"] == form:
            return key, rule
        key += 1
    return key, {"form": form}


def _apply(work: Work, file: str, number: str, rule: Entry, act: Act) -> None:
    [key] = work.find("files", "number", file)
    card = work.get("files", key) or {}
    if item_level(card, number) >= rule["level"]:
        return
    entry = entry_of(card, number) | {
        name: rule[name] for name in ("level", "by", "power", "reason", "basis")
    }
    entry["on"] = day_of(act.at)
    if end := end_of(rule["term"], rule["level"], day_of(act.at)):
        entry["until"] = end
    secrecy = {"circle": rule["circle"], **card.get("secrecy", {})}
    after = with_entry({**card, "secrecy": secrecy}, entry, number)
    done = act._replace(subject=file, detail={"form": rule["form"]})
    put_change(work, key, (card, after), number, done)
