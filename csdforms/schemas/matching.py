"""Finds the fields that the labels of a foreign sheet mean: each firm's paper says it differently.

A label is tried as the form's own label or alias; then by its meaning, word by word
(``synonyms.txt``); what could stand in several places is decided by its neighbours on the
sheet. A wrong field is worse than none: what stays in doubt is not matched, its candidates are
named.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from csdforms.schemas.form import Block, Extra, FieldSpec, Form, Ledger, Profile, Report
from csdforms.schemas.labels import normalise
from csdforms.schemas.wording import Meaning, lexicon, meaning, plain, signed, spellings

__all__ = ["Match", "match"]

How = Literal["name", "label", "alias", "synonym", "context"]


@dataclass(frozen=True, slots=True)
class Match:
    """What a label means: the path of the field and how it was found, or the candidates."""

    field: str | None
    how: How | None = None
    candidates: tuple[str, ...] = ()


def match(form: type[Block], labels: Sequence[str]) -> dict[str, Match]:
    """Return for each label of a sheet the field of the form that it means.

    ``labels`` stand in the sheet's order. A path names a group's column once for all its rows:
    ``calls.called_at``. For the labels of a table alone, ``form`` may be the model of its rows.

    Example:
        >>> import csdforms
        >>> form = csdforms.find("complaint_register_one")
        >>> found = csdforms.match(form, ["投诉者", "客户手机", "天气"])
        >>> found["客户手机"].field, found["天气"].field
        ('phone', None)
    """
    return _Sheet(form, labels).matches()


#: How much of a label's meaning must be shared, and by how much the best must lead.
_ENOUGH = 0.7
_LEAD = 0.08
_NEAR = 3  # so many boxes further a date or a signature still belongs to the box before it
_STEM = 5  # reviewed_by, review_opinion
_HINTS = 4  # so many candidates are named
#: Who made, checked and approved the sheet is meant only where nothing else is said.
_SIGN_OFF = frozenset(
    ["reviewed_by", "reviewed_on", "review_opinion", "approved_by", "approved_on",
     "approval_opinion", "prepared_by", "prepared_on"]
)  # fmt: skip
#: Boxes of every sheet that take anything: their words would draw in too much.
_BY_NAME_ONLY = frozenset({"remarks", "attachments", "department", "company_name"})


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """One box that a label may mean: a field of the form, or of a row or part of it."""

    path: str
    block: str
    order: int
    spec: FieldSpec
    label: str
    names: frozenset[str]
    full_names: frozenset[str]  # a part's label and the box's: 法定代表人证件号码
    meanings: frozenset[Meaning]


def _places(block: type[Block], where: str = "", outer: Sequence[str] = ()) -> Iterator[_Place]:
    """Yield the boxes of a form, rows and parts included; ``outer`` are the labels of a part."""
    for order, spec in enumerate(block.specs().values()):
        path = f"{where}{spec.name}"
        labels = [*spec.names[1:]]
        full: list[str] = []
        if spec.model is Extra or (spec.model is not None and spec.computed):
            continue  # what a sheet works out repeats what stands elsewhere
        if outer:
            full = [f"{before}{label}" for before in outer for label in labels]
        if spec.model is not None and not spec.many:
            if _is_total(spec.model, block):
                continue
            main = getattr(spec.model, "main", None)
            if main:
                yield _place(f"{path}.{main}", path, order, spec, labels=labels, full=full)
            yield from _places(spec.model, f"{path}.", labels)
            continue
        yield _place(path, where.rstrip("."), order, spec, labels=labels, full=full)
        if spec.model is not None:
            yield from _places(spec.model, f"{path}.")


def _is_total(part: type[Block], block: type[Block]) -> bool:
    """Whether a part is a last line of a table: a sheet labels its columns, not its cells."""
    if not issubclass(block, (Ledger, Report)):
        return False
    names = part.specs().keys()
    return any(
        spec.many and spec.model is not None and 2 * len(names & spec.model.specs()) > len(names)
        for spec in block.specs().values()
    )


def _place(
    path: str, block: str, order: int, spec: FieldSpec, *, labels: list[str], full: list[str]
) -> _Place:
    by_meaning = not spec.many and spec.name not in _BY_NAME_ONLY
    return _Place(
        path,
        block,
        order,
        spec,
        normalise(spec.label),
        frozenset(map(normalise, [*labels, *full])),
        frozenset(full),
        # The name of a group says what its rows are about, not what stands in a box.
        frozenset(map(meaning, [*labels, *full])) if by_meaning else frozenset(),
    )


def _role(word: str, form: type[Block]) -> str:
    """Whoever complains, calls or comes is the customer; on a profile the firm is."""
    if word == "单位" and issubclass(form, Profile):
        return "客户"
    return "客户" if word in lexicon().parties and word != "联系人" else word


class _Places:
    """The boxes of one form, by name, by path, and by the word that their meaning ends in."""

    def __init__(self, form: type[Block]) -> None:
        self.all = tuple(_places(form))
        if issubclass(form, Profile):  # the firm that it speaks of is the customer
            self.all = tuple(place for place in self.all if place.path != "company_name")
        self.by_path = {place.path: place for place in self.all}
        self.by_name: dict[str, list[_Place]] = {}
        self.by_head: dict[str, list[tuple[Meaning, _Place]]] = {}
        for place in self.all:
            for name in place.names:
                self.by_name.setdefault(name, []).append(place)
            for words in filter(None, place.meanings):
                head = _role(words[-1], form)
                self.by_head.setdefault(head, []).append((words, place))


@functools.cache
def _places_of(form: type[Block]) -> _Places:
    return _Places(form)


class _Sheet:
    """The labels of one foreign sheet, being matched."""

    def __init__(self, form: type[Block], labels: Sequence[str]) -> None:
        self.form = form
        self.labels = list(dict.fromkeys(labels))
        self.order = {label: place for place, label in enumerate(self.labels)}
        self.places = _places_of(form)
        self.subject = frozenset(meaning(form.title()) if issubclass(form, Form) else ())
        self.found: dict[str, tuple[_Place, How]] = {}
        self.taken: set[str] = set()
        self.doubtful: dict[str, list[_Place]] = {}

    def matches(self) -> dict[str, Match]:
        for step in (
            self._by_name,
            self._by_what_stands_before,
            self._by_meaning,
            self._by_what_stands_before,
            self._by_neighbours,
        ):
            for label in self.labels:
                if label not in self.found:
                    step(label)
        return {label: self._result(label) for label in self.labels}

    def _result(self, label: str) -> Match:
        if label in self.found:
            place, how = self.found[label]
            return Match(place.path, how)
        places = self.doubtful.get(label, [])
        return Match(None, None, tuple(place.path for place in places[:_HINTS]))

    # By the label itself

    def _by_name(self, label: str) -> None:
        """Find the form's own label or alias."""
        if place := self.places.by_path.get(label):
            self._take(label, place, "name")
            return
        for texts in spellings(label):
            places = self._agreed(label, map(self._named, texts))
            if label.endswith(("名称", "姓名")):
                places = [place for place in places if not place.spec.many]
            if places:
                self._settle(label, places, "alias")
                return

    def _named(self, text: str) -> list[_Place]:
        places = self.places.by_name.get(normalise(text), [])
        tables = {place.block for place in places}  # a column is meant rather than its table
        return _distinct(place for place in places if place.path not in tables)

    def _by_meaning(self, label: str) -> None:
        """Find the box whose label means the same, or nearly."""
        if label in self.doubtful:
            return
        for texts in spellings(label, halves_first=_has_stroke(label)):
            if places := self._agreed(label, map(self._meant, texts)):
                self._settle(label, places, "synonym")
                return

    def _meant(self, text: str) -> list[_Place]:
        said = meaning(text)
        return self._alike(said) or self._alike(signed(said))

    @staticmethod
    def _agreed(label: str, found: Iterable[list[_Place]]) -> list[_Place]:
        """Return the places of a label's halves (姓名/电话) if all that are known agree.

        Behind a stroke stands what is of less weight: 记录人/日期.
        """
        places = list(found)
        known = [half for half in places if half]
        if places[0] and _has_stroke(label):
            return places[0]
        return known[0] if known and all(half == known[0] for half in known) else []

    def _settle(self, label: str, places: list[_Place], how: How) -> None:
        """Take the only place; leave in doubt what may be several, or is taken already.

        A box of a part, and a column of a side table that is not called so itself, are meant only
        beside others of theirs.
        """
        place = places[0]
        if how == "alias" and normalise(plain(label)) == place.label:
            how = "label"
        whole = meaning(label) in map(meaning, place.full_names)  # it names the part as well
        inner = place.block and place.spec.model is None and not whole
        named = how != "synonym" and self._is_table(place.block)
        aside = inner and not named and not self._tells_by_tables
        if len(places) > 1 or aside or (how == "synonym" and place.path in self.taken):
            self.doubtful[label] = places
            return
        self._take(label, place, how)

    def _take(self, label: str, place: _Place, how: How) -> None:
        self.found[label] = place, how
        self.taken.add(place.path)

    def _alike(self, words: Meaning) -> list[_Place]:
        """Return the places whose meaning is nearest to these words, if it is near enough.

        Both must end in the same word.
        """
        scores: dict[_Place, float] = {}
        head = _role(words[-1], self.form) if words else ""
        for other, place in self.places.by_head.get(head, ()):
            if place.spec.name not in _SIGN_OFF or words in place.meanings:
                scores[place] = max(scores.get(place, 0), self._likeness(words, other))
        best = max(scores.values(), default=0)
        if best < _ENOUGH:
            return []
        return _distinct(place for place, score in scores.items() if score > best - _LEAD)

    def _likeness(self, words: Meaning, other: Meaning) -> float:
        """Return how much two meanings share, from 0 to 1."""
        if words == other:
            return 1
        if (set(words) ^ set(other)) & lexicon().kinds["区别"]:
            return 0
        mine, theirs = (Counter(_role(word, self.form) for word in each) for each in (words, other))
        common = sum(self._weight(word) * count for word, count in (mine & theirs).items())
        whole = sum(self._weight(word) * count for word, count in (mine + theirs).items())
        return 0.98 * 2 * common / whole if whole else 0

    def _weight(self, word: str) -> float:
        if word in self.subject:
            return 0.3
        if word in lexicon().parties:
            return 0.4
        if word in lexicon().kinds["修饰"]:
            return 0.3
        if word in ("产品", "服务"):
            return 0.5
        return 0.6 if word in lexicon().generic else 1

    # By what stands around it

    def _by_neighbours(self, label: str) -> None:
        """Decide between places by the table or part that the labels around are in.

        A part is meant only behind another box of it; a table beside another of its columns.
        """
        places = [place for place in self.doubtful.get(label, ()) if place.path not in self.taken]
        for block in self._around(label):
            inside = [place for place in places if place.block == block]
            if inside:
                if len(inside) == 1:
                    self._take(label, inside[0], "context")
                return
        inner = [place for place in places if self._tells_by_tables or self._is_table(place.block)]
        if len(inner) > 1 and len({place.spec.name for place in places}) == 1:
            self._take(label, inner[0], "context")  # the same column: the first table is meant

    @property
    def _tells_by_tables(self) -> bool:
        """Whether most boxes stand in tables: a ledger, a report."""
        return issubclass(self.form, (Ledger, Report))

    def _is_table(self, block: str) -> bool:
        specs = self.form.specs()
        return block in specs and specs[block].many

    def _around(self, label: str) -> Iterator[str]:
        """Yield where the box may stand, the likeliest first."""
        here = self.order[label]
        before, after = (
            self.labels[place] if 0 <= place < len(self.labels) else ""
            for place in (here - 1, here + 1)
        )
        if before in self.found and self.found[before][0].block:
            yield self.found[before][0].block
        table = after in self.found and self._is_table(self.found[after][0].block)
        if table and self._tells_by_tables:
            yield self.found[after][0].block
        yield ""
        if table:
            yield self.found[after][0].block
        mine = {place.path for place in self.doubtful.get(label, ())}
        for other in (before, after):
            if other not in self.found:
                places = [one for one in self.doubtful.get(other, ()) if one.path not in mine]
                yield from (place.block for place in places if self._is_table(place.block))

    def _by_what_stands_before(self, label: str) -> None:
        """A bare 日期 or 签字 belongs to the box before it."""
        words = meaning(label)
        here = self.order[label]
        if not here or not words or not set(words) <= lexicon().generic:
            return
        before = self.found.get(self.labels[here - 1])
        if before is None:
            return
        head = _role(words[-1], self.form)
        alike = {place.path for _, place in self.places.by_head.get(head, ())} - self.taken
        for place in self.places.all:
            same_block = place.block == before[0].block
            if place.path in alike and same_block and _belongs(place, before[0]):
                self._take(label, place, "context")
                return


def _has_stroke(label: str) -> bool:
    """Whether a label is for two things with a stroke between them: 姓名/电话."""
    return "/" in label or "／" in label


def _belongs(place: _Place, before: _Place) -> bool:
    """Whether a box follows another: at once, or soon and by the same name (审核人, 审核日期)."""
    distance = place.order - before.order
    alike = place.spec.name[:_STEM] == before.spec.name[:_STEM]
    return distance == 1 or (1 < distance <= _NEAR and alike)


def _distinct(places: Iterable[_Place]) -> list[_Place]:
    """Return places without a second one for the same field."""
    return list({place.path: place for place in reversed(list(places))}.values())[::-1]
