"""What was done, and how much there is: history, log, who saw what, counts; nothing here writes.

Whoever is not the only keeper is told of an act by names of fields, never by values.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from csdforms.archive import lookup
from csdforms.archive.office import Office
from csdforms.archive.records import Event
from csdforms.archive.secrecy.inquiry import Inquiry, counted, discreet
from csdforms.archive.secrecy.view import Seen
from csdforms.errors import UnknownFile

__all__ = ["Reporting"]

_HISTORY = "查阅档案的沿革"
_CARDS = 1000  # that a log keeps at hand


class Reporting:
    """What an archive tells of itself."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.store = office.store

    def history(self, number: str, *, actor: str = "", purpose: str = "") -> Iterator[Event]:
        """Return what was done with a file, oldest first; a merged one has its own history.

        Where not everybody sees every file, acts are told without values, and counted from 1; of
        those about several files he is told of the files that he may know of.

        Raises:
            InvalidNumber: if it is written like a file number, but wrongly.
            UnknownFile: if there is no such file for him.
            NotAuthorised: if he may not read it.
        """
        ask = Inquiry(self.office, actor, purpose)
        card = ask.card_of(number, _HISTORY, follow=False)
        look = ask.read(card, _HISTORY)
        file = str(card["number"])
        with ask.noted("history", file, look):
            events = self._events(file)
        if ask.person.sole:
            return events
        return counted(self._discreetly(_of_known(events, ask.seen, file)))

    def log(self, first: int = 1, *, actor: str = "") -> Iterator[Event]:
        """Return what was done with the archive, from an act's number on, without values.

        Raises:
            NotAuthorised: if he has no right to look into the log.
        """
        person = self.office.person(actor)
        self.office.require(person, "audit", "查看日志")
        self.office.note("log", person, first=first)
        store = self.store
        events = (Event.of(line, store.get("acts", line.no)) for line in store.lines(first))
        return events if person.sole else self._discreetly(events)

    def who_saw(self, number: str, *, actor: str = "", purpose: str = "") -> Iterator[Event]:
        """Return who has had a customer's data, and what was done with them, for the customer.

        The auditor is told of any file, with the numbers of the lines; others with the right
        ``trace`` of those they may know of, counted from 1.

        Raises:
            InvalidNumber: if it is written like a file number, but wrongly.
            UnknownFile: if there is no such file for him.
            NotAuthorised: if he has no right to it.
        """
        from csdforms.archive.who_saw import who_saw

        act = "查看谁查阅过客户的档案"
        ask = Inquiry(self.office, actor, purpose)
        self.office.require(ask.person, "trace", act)
        reader = self.store if ask.person.may("audit") else ask.seen
        try:
            file = str(lookup.get_file(reader, lookup.key_of(reader, number))["number"])
        except UnknownFile:
            raise ask.absent(None, number, act) from None
        self.office.note("who-saw", ask.person, subject=file, purpose=ask.purpose)
        events = who_saw(self.store, file)
        if ask.person.sole:
            return events
        if ask.person.may("audit"):
            return self._discreetly(events)
        return counted(self._discreetly(_of_known(events, ask.seen, file)))

    def count(self, *, actor: str = "") -> int:
        """Return how many customers' files there are of which he may know."""
        return Inquiry(self.office, actor).seen.count("files")

    def is_complete(self, *, actor: str = "") -> bool:
        """Whether what he is shown in lists and totals is all there can be (S29).

        That follows from who he is, never from what there is: a mark that came and went with a
        hidden file would tell of it. So every list and total of somebody who may not see every file
        there might be is to be marked as 本人可见范围内, whether or not there is such a file.
        """
        return self.office.person(actor).sole

    def _events(self, number: str) -> Iterator[Event]:
        for line in self.store.history(number):
            yield Event.of(line, self.store.get("acts", line.no))

    def _discreetly(self, events: Iterator[Event]) -> Iterator[Event]:
        """Tell events without values, also where their texts repeat what a card hides."""
        hiding = functools.lru_cache(_CARDS)(self._hiding)
        return (discreet(event, hiding(event.subject)) for event in events)

    def _hiding(self, number: str) -> Callable[[str], str]:
        from csdforms.archive.secrecy.masking.masks import hiding_card

        keys = self.store.find("files", "number", number) if number else []
        return hiding_card(lookup.get_file(self.store, keys[0]) if keys else {})


def _of_known(events: Iterator[Event], seen: Seen, own: str) -> Iterator[Event]:
    """Yield events without the files that somebody may not know of.

    A merger with such a file, that was undone, is left out: it would tell that there is another
    file of the customer.
    """
    for event in events:
        files = event.detail.get("files", ())
        known = [file for file in files if file == own or seen.knows(file)]
        if len(known) == len(files):
            yield event
        elif "merger" not in event.detail:
            yield event._replace(detail={**event.detail, "files": known})
