"""One question to the archive: who asks, what he may see of the answer, and the note of it.

Each is put once, in this order: who it is, what he finds, what he sees of that, the note in the
log, and then what is handed out, masked. A file that is hidden from him is noted, and answered
like one that is not there: with the same words, after the same work.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from csdforms.archive import lookup
from csdforms.archive.actor import day_of, moment
from csdforms.archive.office import Office
from csdforms.archive.records import Card, Event, Item, Profile, Reader
from csdforms.archive.secrecy.levels import INTERNAL, effective, level_shown
from csdforms.archive.secrecy.sight import ALL, Sight, department_card, sight
from csdforms.archive.secrecy.view import Seen
from csdforms.archive.store import Document
from csdforms.archive.usable import closed, is_open_to
from csdforms.errors import CsdformsError, NotAuthorised, UnknownFile

__all__ = ["GRANTOR", "Inquiry", "counted", "discreet"]

_BATCH = 500  # files of a list that are noted together

#: So many searches within this time are nobody's work who serves a customer (Z12).
_SEARCHES = 60
_WATCH = dt.timedelta(minutes=10)
_LOOKED_BACK = 2000  # lines of the log

GRANTOR = "有权批准查阅的主管或经理"

#: What of an act's detail is told to whom the values are not: numbers, states, names of fields.
_PLAIN = frozenset({
    "account", "case", "clearance", "copy_no", "fields", "files", "first", "form", "from", "grant",
    "item", "kind", "level", "of", "pages", "person", "problem", "reader", "roles", "state",
    "title", "to", "until", "version", "wanted",
})  # fmt: skip

#: What of a detail is the number of a line.
_LINES = frozenset({"first", "of"})


class Inquiry:
    """A question that somebody puts.

    Args:
        office: the archive's.
        actor: the account; by default the one that acts.
        purpose: what for.
        fields: what he asks to see unmasked, by English name; ``*``: everything.

    Raises:
        NotAuthorised: if the account is not registered, or its holder has left; noted.
    """

    def __init__(
        self, office: Office, actor: str = "", purpose: str = "", fields: Collection[str] = ()
    ) -> None:
        self.office = office
        self.person = office.person(actor)
        self.purpose = purpose.strip()
        self.fields = frozenset(fields)
        self.at = office.moment()
        self.seen = Seen(office.store, self.person)
        self._sights: dict[tuple[str, int], Sight] = {}

    def card_of(self, given: str, act: str, *, follow: bool = True) -> Document:
        """Return the card of the file with a number, of a merged one where it went.

        Raises:
            InvalidNumber: if it is written like a file number, but wrongly.
            UnknownFile: if there is none for him; the try is noted.
        """
        card = _card(self.seen, given, follow=follow)
        if card is None:
            hidden = _card(self.office.store, given, follow=follow)
            if hidden is None:
                lookup.in_vain(self.office.store, gets=2 + follow)
            raise self.absent(hidden, given, act)
        return card

    def absent(
        self, hidden: Mapping[str, Any] | None, given: str, act: str, what: str = "档案"
    ) -> UnknownFile:
        """Note that somebody asked for what is hidden or absent; return the error to raise."""
        subject = str((hidden or {}).get("number", ""))
        self.office.note("refused", self.person, subject=subject, purpose=self.purpose, wanted=act)
        return UnknownFile(given, what)

    def look(self, card: Mapping[str, Any]) -> Sight:
        """Return what he sees of a file."""
        which = str(card["number"]), effective(card)  # the department's papers have no number
        if which not in self._sights:
            self._sights[which] = sight(
                self.office.store,
                self.person,
                card,
                at=self.at,
                purpose=self.purpose,
                fields=self.fields,
            )
        return self._sights[which]

    def read(self, card: Mapping[str, Any], act: str) -> Sight:
        """Return what he sees of a file that he looks into.

        Raises:
            NotAuthorised: if he may not, or may not see all the fields that he asks for; noted.
            ClosedFile: if it is a closed one, and the purpose none of those that remain; noted.
        """
        look = self.look(card)
        if look.readable and look.shows(self.fields):
            return look
        if not (look.readable or is_open_to(card, self.purpose)):
            raise self.closed(card, act)
        if not look.readable and not self.purpose and effective(card) <= INTERNAL:
            raise self.refused(card, f"不写明用途（--purpose）就{act}")
        raise self.refused(card, f"{act}的原文" if look.readable else act, GRANTOR)

    def refused(self, card: Mapping[str, Any], act: str, who: str = "") -> NotAuthorised:
        """Note a try that is refused; return the error to raise."""
        return self.office.refused(self.person, act, subject=str(card["number"]), who=who)

    def closed(self, card: Mapping[str, Any], act: str) -> CsdformsError:
        """Note that somebody would look into a closed file; return the error to raise."""
        file = str(card["number"])
        self.office.note("refused", self.person, subject=file, purpose=self.purpose, wanted=act)
        return closed(card)

    def owner(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the card of the file in which an item lies, or the department's.

        In a file that was merged, it is shown as what lies in the survivor: on its level, to those
        who may read that.
        """
        if not item["file"]:
            return department_card(item["data"])
        card = _card(self.seen, item["file"], follow=True)
        assert card is not None  # the item itself would not be seen
        return card

    def noted(
        self, act: str, file: str, look: Sight, **detail: Any
    ) -> contextlib.AbstractContextManager[int]:
        """Note that he is handed something out, and then whatever fails in the block.

        Raises:
            NotAuthorised: if it goes into a file, and is more than he may carry away today; noted.
        """
        if self.office.to_file:
            self._carry(file, detail.get("item", ""))
        detail |= {"fields": sorted(look.fields), "grant": look.grant}
        return self.office.noted(act, self.person, subject=file, purpose=self.purpose, **detail)

    def _carry(self, file: str, item: str) -> None:
        """Register that a file, or one item, goes into a file on disk."""
        from csdforms.archive.secrecy.outgoing.carrying import carry

        store = self.office.store
        place = ("items", "number", item) if item else ("items", "file", file)
        keys = store.find(*place)
        forms = [form for key in keys if (form := store.get("items", key))]
        if not item:
            newest = store.find("profiles", "file", file)[-1:]
            forms += [form for key in newest if (form := store.get("profiles", key))]
        carry(self.office, self.person, file, forms, item=item, purpose=self.purpose)

    # What is handed out

    def card(self, card: Document, look: Sight | None = None) -> Card:
        """Return a card as he sees it; without a sight, as it stands in lists."""
        fields = look.fields if look else frozenset({ALL} if self.person.sole else ())
        level = level_shown(card)
        if ALL in fields:
            return Card.of(card)._replace(level=level)
        from csdforms.archive.secrecy.masking.masks import masked_card

        shown = masked_card(card, fields)
        for name in ("parent", "merged_into"):
            if shown.get(name) and not self.seen.knows(shown[name]):
                del shown[name]
        return Card.of(shown)._replace(level=level, masked=True)

    def profile(self, profile: Document, card: Mapping[str, Any], look: Sight) -> Profile:
        """Return a version of the profile as he sees it."""
        if ALL in look.fields:
            return Profile.of(profile)
        return Profile.of({**profile, "data": self._data(profile, card, look)})._replace(
            masked=True
        )

    def item(self, item: Document, card: Mapping[str, Any], look: Sight) -> Item:
        """Return an item as he sees it; what only stands in his lists has no boxes.

        Its digest is one of its data, from which they could be guessed.
        """
        if ALL in look.fields:
            return Item.of(item)
        data = self._data(item, card, look) if look.readable else {}
        return Item.of({**item, "data": data, "digest": ""})._replace(masked=True)

    def _data(self, form: Document, card: Mapping[str, Any], look: Sight) -> dict[str, Any]:
        from csdforms.archive.secrecy.masking.masks import disclosed

        return disclosed(
            form["form"],
            form["data"],
            look.fields,
            kind=card.get("kind", ""),
            edition=form["edition"],
            today=day_of(self.at),
        )

    # Lists and searches

    def note_search(self, numbers: Iterable[str]) -> None:
        """Note what a search hit; of who may be refused, one without a hit as well."""
        files = list(numbers)
        self._carry_list(files)
        if files or self._is_watched:
            self.office.note("find", self.person, purpose=self.purpose, files=files)

    def _carry_list(self, files: list[str]) -> None:
        if self.office.to_file and files:
            from csdforms.archive.secrecy.outgoing.carrying import carry_list

            carry_list(self.office, self.person, files, purpose=self.purpose)

    def refuse_trying_out(self) -> None:
        """Let a search pass, unless he has made too many in the last minutes.

        Raises:
            NotAuthorised: if he has; noted.
        """
        last = self.office.store.last_note()
        if not self._is_watched or last is None:
            return
        start = moment(dt.datetime.fromisoformat(self.at) - _WATCH)
        lines = (line for line, _ in self.office.store.notes(max(1, last.no - _LOOKED_BACK)))
        own = [line for line in lines if line.act == "find" and line.actor == self.person.account]
        if sum(line.at > start for line in own) >= _SEARCHES:
            raise self.office.refused(self.person, "这样频繁地查找，请稍后再试")

    @property
    def _is_watched(self) -> bool:
        """Whether it is not his work to look for any customer."""
        return not self.person.may("consult")

    def hits(self, act: str, documents: Iterable[Document], key: str) -> Iterator[Document]:
        """Yield what a list or a search hit, some hundred at a time, each batch noted before.

        A list may be read long after it was asked for: who has left meanwhile gets no more of it,
        and a grant that is over shows nothing more.
        """
        rest = iter(documents)
        while batch := list(islice(rest, _BATCH)):
            self.office.still(self.person)
            self.at = self.office.moment()
            self._sights.clear()
            files = list(dict.fromkeys(one[key] for one in batch if one[key]))
            self._carry_list(files)
            self.office.note(act, self.person, purpose=self.purpose, files=files)
            yield from batch


def discreet(event: Event, hide: Callable[[str], str]) -> Event:
    """Return an event without values: what its texts say, with what is hidden left out of them."""
    detail = {name: value for name, value in event.detail.items() if name in _PLAIN}
    if event.fields:
        detail["fields"] = list(event.fields)  # their names; of a change there are values, too
    return event._replace(purpose=hide(event.purpose), reason=hide(event.reason), detail=detail)


def counted(events: Iterable[Event]) -> Iterator[Event]:
    """Number events by themselves: the archive's own numbers count what is hidden, too."""
    for number, event in enumerate(events, start=1):
        detail = {name: said for name, said in event.detail.items() if name not in _LINES}
        yield event._replace(no=number, detail=detail)


def _card(reader: Reader, given: str, *, follow: bool) -> Document | None:
    try:
        key = lookup.key_of(reader, given)
    except UnknownFile:
        return None
    return lookup.get_file(reader, lookup.survivor(reader, key) if follow else key)
