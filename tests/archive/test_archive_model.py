"""The whole archive against a model in plain Python, whatever is done in whatever order.

The model knows the rules by itself: it counts numbers, finds duplicates by comparing values, and
says for every act what must come of it. The archive lies in a folder and is opened anew at times.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive.customers import CORPORATE, INDIVIDUAL, Clock
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from csdforms.archive import numbers
from csdforms.archive.archive import Archive
from csdforms.archive.requests import NewFile
from csdforms.errors import (
    AlreadyFiled,
    AmbiguousCustomer,
    CsdformsError,
    DuplicateCustomer,
    ForeignItem,
    InvalidNumber,
    NotPermitted,
    UnknownFile,
)

#: Few values, so that customers often share them.
_USCCS = ("91310115MAXX0Y0XXT", "91310199MA0000001A", "92310199MAXX0Y0XXA")
_NAMES = ("望塔五金厂", "云帆包装有限公司", "澄湖商店")
_PERSONS = ("张三", "李晓岚")
_PHONES = ("13900000001", "13900000002", "13900000003")
_IDS = ("E12345678", "E87654321")
_ALIASES = ("XS-1", "XS-2", "XS-3")
_KINDS = {"企业法人": "F", "个体工商户": "G"}

companies = st.fixed_dictionaries(
    {"customer_name": st.sampled_from(_NAMES), "org_kind": st.sampled_from(sorted(_KINDS))},
    optional={"uscc": st.sampled_from(_USCCS), "phone": st.sampled_from(_PHONES)},
)
persons = st.fixed_dictionaries(
    {"customer_name": st.sampled_from(_PERSONS)},
    optional={"id_no": st.sampled_from(_IDS), "phone": st.sampled_from(_PHONES)},
)
profiles = st.one_of(
    st.tuples(st.just(CORPORATE), companies), st.tuples(st.just(INDIVIDUAL), persons)
)
customer_nos = st.one_of(
    st.none(),
    st.sampled_from(_ALIASES),
    st.builds(numbers.make, st.sampled_from("FGZ"), st.sampled_from([2025, 2026, 2028]),
              st.integers(1, 6)),
)  # fmt: skip
sheets = st.fixed_dictionaries(
    {"remarks": st.sampled_from(["甲", "乙"])},
    optional={
        "uscc": st.sampled_from(_USCCS),
        "customer_no": st.sampled_from(_ALIASES),
        "complaint_no": st.sampled_from(["TS-1", "TS-2"]),
    },
)
forms = st.sampled_from([("complaint_handling", "3.8"), ("complaint_statistics", "3.9")])
places = st.integers(0, 30)


@dataclasses.dataclass
class Kept:
    """What the model knows of a file."""

    number: str
    form: str
    versions: list[dict[str, Any]]
    former: list[str] = dataclasses.field(default_factory=list)
    aliases: list[str] = dataclasses.field(default_factory=list)
    items: list[tuple[str, str, dict[str, Any], bytes | None]] = dataclasses.field(
        default_factory=list
    )
    acts: list[str] = dataclasses.field(default_factory=lambda: ["create"])

    @property
    def data(self) -> dict[str, Any]:
        return self.versions[-1]

    @property
    def kind(self) -> str:
        return self.number[3]


def _kind(form: str, data: dict[str, Any]) -> str:
    return "Z" if form == INDIVIDUAL else _KINDS[data["org_kind"]]


def _likeness(kind: str, data: dict[str, Any], other: Kept) -> int:
    """Return how surely two are one: 3 certain, 2 strong, 1 weak, 0 not at all (§3.4)."""

    def same(box: str) -> bool:
        return box in data and data[box] == other.data.get(box)

    persons = (kind == "Z") + (other.kind == "Z")
    codes = "uscc" in data and "uscc" in other.data
    if codes and data["uscc"][8:17] == other.data["uscc"][8:17]:
        return 3
    if persons == 2 and same("id_no"):
        return 3
    named = data["customer_name"] in (other.data["customer_name"], *other.former)
    if not persons and named:
        return 2
    if persons == 2 and same("phone") and same("customer_name"):
        return 2
    return 1 if same("phone") else 0


def _outcome(act: Callable[[], Any]) -> Any:
    """Return what an act returns, or the error that it raises."""
    try:
        return act()
    except CsdformsError as error:
        return error


class ArchiveModel(RuleBasedStateMachine):
    """Do something; it comes out as the model says, and everything else is as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = Clock()
        self.files: dict[str, Kept] = {}
        self.department: list[tuple[str, str, dict[str, Any], bytes | None]] = []
        self.serials: dict[int, set[int]] = {}
        self.counted: dict[int, int] = {}
        self.lines = 1

    @initialize()
    def create(self) -> None:
        place = self.folder / "archive"
        self.archive = Archive.create(place, actor="zhang", clock=self.clock)

    def teardown(self) -> None:
        self.archive.close()
        shutil.rmtree(self.folder)

    # --- acts -------------------------------------------------------------------------------------

    @rule(profile=profiles, customer_no=customer_nos, distinct=st.sampled_from(["", "核对过"]))
    def open_file(self, profile: Any, customer_no: Any, distinct: Any) -> None:
        form, data = profile
        if customer_no:
            data = data | {"customer_no": customer_no}
        expected = self._opened(form, data, distinct)
        outcome = _outcome(lambda: self.archive.open_file(data, form=form, distinct=distinct))
        self._keep(form, data, outcome, expected)

    @rule(rows=st.lists(st.tuples(profiles, customer_nos), max_size=6))
    def open_many(self, rows: Any) -> None:
        new = [
            NewFile(form, data | ({"customer_no": number} if number else {}))
            for (form, data), number in rows
        ]
        outcomes = list(self.archive.open_many(new))
        assert [outcome.row for outcome in outcomes] == list(range(1, len(rows) + 1))
        for row, outcome in zip(new, outcomes, strict=True):
            expected = self._opened(row.form, dict(row.data), "")
            self._keep(row.form, dict(row.data), outcome.receipt or outcome.error, expected)

    @precondition(lambda self: self.files)
    @rule(
        place=places,
        changes=companies | persons,
        fax=st.sampled_from([None, "1", "2"]),
        evidence=st.sampled_from(["", "换证通知"]),
        distinct=st.sampled_from(["", "核对过"]),
    )
    def revise(self, place: Any, changes: Any, fax: Any, evidence: Any, distinct: Any) -> None:
        kept = self._at(place)
        data = {**changes, **({"fax": fax} if fax else {})}
        for box in ("id_no",) if kept.form == CORPORATE else ("uscc", "org_kind"):
            data.pop(box, None)
        if kept.form == CORPORATE:
            data.setdefault("org_kind", kept.data["org_kind"])
        expected = self._revised(kept, data, evidence, distinct)
        outcome = _outcome(
            lambda: self.archive.revise(
                kept.number, data, reason="变更", evidence=evidence, distinct=distinct
            )
        )
        if isinstance(outcome, CsdformsError):
            assert type(outcome) is expected
        else:
            assert expected is None
            old_name = kept.data["customer_name"]
            former = dict.fromkeys([*kept.former, old_name])
            former.pop(data["customer_name"], None)
            kept.former = list(former)
            kept.versions.append(data | {"customer_no": kept.data["customer_no"]})
            kept.acts.append("revise")
            self.lines += 1

    @precondition(lambda self: self.files)
    @rule(place=places, form=forms, data=sheets, document=st.sampled_from([None, b"1", b"2"]))
    def file(self, place: Any, form: Any, data: Any, document: Any) -> None:
        kept = self._at(place)
        if self._is_foreign(kept, data):
            expected: type[CsdformsError] | None = ForeignItem
        else:
            expected = self._filed(kept.items, form, data)
        assert self._file(kept.number, kept.items, form, data, document) is expected
        if expected is None:
            kept.acts.append("file")

    @rule(form=forms, data=sheets, document=st.sampled_from([None, b"1"]))
    def file_with_the_department(self, form: Any, data: Any, document: Any) -> None:
        expected = self._filed(self.department, form, data)
        assert self._file("", self.department, form, data, document) is expected

    @precondition(lambda self: self.files)
    @rule(place=places, alias=st.sampled_from(_ALIASES))
    def add_alias(self, place: Any, alias: str) -> None:
        kept = self._at(place)
        owner = self._owner(alias)
        outcome = _outcome(lambda: self.archive.add_alias(kept.number, alias))
        if owner is kept:
            assert isinstance(outcome, AlreadyFiled)
        elif owner:
            assert isinstance(outcome, DuplicateCustomer)
            assert outcome.numbers == (owner.number,)
        else:
            assert outcome is None
            kept.aliases.append(alias)
            kept.acts.append("alias")
            self.lines += 1

    @rule(days=st.sampled_from([-400, -1, 1, 400]))
    def the_clock_is_set(self, days: Any) -> None:
        at = self.clock.at + dt.timedelta(days=days)
        if at.year in (2025, 2026, 2027, 2028):
            self.clock.at = at

    @rule()
    def reopen(self) -> None:
        self.archive.close()
        self.archive = Archive.open(self.folder / "archive", actor="zhang", clock=self.clock)

    @rule()
    def lose_the_index(self) -> None:
        self.archive.close()
        for cache in (self.folder / "archive").glob("index.sqlite*"):
            cache.unlink()
        self.archive = Archive.open(self.folder / "archive", actor="zhang", clock=self.clock)

    # --- what must come of it ---------------------------------------------------------------------

    def _opened(self, form: str, data: Any, distinct: Any) -> type[CsdformsError] | str:
        """Return the error, or the number that the customer gets ("" for the next one)."""
        kind, given = _kind(form, data), data.get("customer_no", "")
        on_paper = given.startswith("KH")
        if given in self.files or (given and not on_paper and self._owner(given)):
            return DuplicateCustomer
        if on_paper:
            year, serial = int(given[5:9]), int(given[10:16])
            if given[3] != kind or year > self._year or serial in self._used(year):
                return InvalidNumber
        likeness = max((_likeness(kind, data, kept) for kept in self.files.values()), default=0)
        if likeness == 3 or (likeness == 2 and not distinct):
            return DuplicateCustomer
        return given if on_paper else ""

    def _keep(self, form: str, data: Any, outcome: Any, expected: Any) -> None:
        if isinstance(outcome, CsdformsError):
            assert type(outcome) is expected
            return
        assert isinstance(expected, str)
        kind = _kind(form, data)
        if expected:
            number = expected
        else:
            serial = self.counted.get(self._year, 0) + 1
            while serial in self._used(self._year):
                serial += 1
            self.counted[self._year] = serial
            number = numbers.make(kind, self._year, serial)
        assert outcome.number == number
        shared = [kept for kept in self.files.values() if _likeness(kind, data, kept)]
        assert len(outcome.warnings) == len(shared)
        self._used(int(number[5:9])).add(int(number[10:16]))
        given = data.get("customer_no", "")
        kept = Kept(number, form, [data | {"customer_no": given or number}])
        if given and not given.startswith("KH"):
            kept.aliases.append(given)
        self.files[number] = kept
        self.lines += 1

    def _revised(
        self, kept: Any, data: Any, evidence: Any, distinct: Any
    ) -> type[CsdformsError] | None:
        if _kind(kept.form, data) != kept.kind:
            return NotPermitted
        identity = "id_no" if kept.kind == "Z" else "uscc"
        changed = identity in kept.data and kept.data[identity] != data.get(identity)
        if changed and not evidence:
            return NotPermitted
        if data == {name: kept.data[name] for name in kept.data if name != "customer_no"}:
            return AlreadyFiled
        others = [other for other in self.files.values() if other is not kept]
        likeness = max(
            (
                now
                for other in others
                for before, now in [
                    (_likeness(kept.kind, kept.data, other), _likeness(kept.kind, data, other))
                ]
                if now > before
            ),
            default=0,
        )
        held = likeness == 3 or (likeness == 2 and not distinct)
        return DuplicateCustomer if held else None

    def _filed(self, items: Any, form: str, data: Any) -> type[CsdformsError] | None:
        same = any((form[0], data) == (other, known) for _, other, known, _ in items)
        return AlreadyFiled if same else None

    def _file(
        self, number: str, items: Any, form: Any, data: Any, document: Any
    ) -> type[CsdformsError] | None:
        identifier, section = form
        outcome = _outcome(
            lambda: self.archive.file(number, identifier, data, document, section=section)
        )
        if isinstance(outcome, CsdformsError):
            return type(outcome)
        series = f"{number or 'BM'}/{section}-{self._year}-"
        sequence = sum(known.startswith(series) for known, *_ in items) + 1
        assert outcome.number == f"{series}{sequence:04}"
        items.append((outcome.number, identifier, data, document))
        self.lines += 1
        return None

    def _is_foreign(self, kept: Any, data: Any) -> bool:
        number, uscc = data.get("customer_no"), data.get("uscc")
        if number and self._owner(number) is not kept:
            return True
        if not uscc:
            return False
        if "uscc" in kept.data:
            return bool(uscc != kept.data["uscc"])
        return any(other.data.get("uscc") == uscc for other in self.files.values())

    @property
    def _year(self) -> int:
        """The year of the next act: the journal's clock never goes backwards."""
        return int(max(self.archive.store.last().at, self.clock.at.isoformat())[:4])

    def _used(self, year: int) -> set[int]:
        return self.serials.setdefault(year, set())

    def _owner(self, number: str) -> Kept | None:
        if number in self.files:
            return self.files[number]
        return next((kept for kept in self.files.values() if number in kept.aliases), None)

    def _at(self, place: int) -> Kept:
        return list(self.files.values())[place % len(self.files)]

    # --- what always holds ------------------------------------------------------------------------

    @invariant()
    def everything_is_there(self) -> None:
        archive = self.archive
        assert archive.count() == len(self.files)
        assert archive.store.last().no == self.lines
        assert [card.number for card in archive.list_files()] == list(self.files)
        moments = [line.at for line in archive.store.lines()]
        assert moments == sorted(moments)
        for kept in self.files.values():
            shown = archive.show(kept.number)
            card = shown.card
            assert card.name == kept.data["customer_name"]
            assert card.former_names == tuple(kept.former)
            assert card.customer_nos == tuple(kept.aliases)
            assert (card.uscc, card.items) == (kept.data.get("uscc", ""), len(kept.items))
            assert (shown.profile.data, card.versions) == (kept.data, len(kept.versions))
            assert [(item.number, item.form, item.data) for item in shown.items] == [
                item[:3] for item in kept.items
            ]
            assert [event.act for event in archive.history(kept.number)] == kept.acts

    @precondition(lambda self: self.files)
    @rule(place=places)
    def old_versions_are_readable(self, place: Any) -> None:
        kept = self._at(place)
        for version, data in enumerate(kept.versions, start=1):
            assert self.archive.show(kept.number, version).profile.data == data

    @rule()
    def items_and_documents_are_readable(self) -> None:
        everything = [item for kept in self.files.values() for item in kept.items]
        for number, form, data, document in everything + self.department:
            item = self.archive.item(number)
            assert (item.form, item.data) == (form, data)
            if document is not None:
                assert self.archive.document(number) == document
        linked = {item.number for item in self.archive.linked("complaint_no", "TS-1")}
        assert linked == {
            number
            for number, _, data, _ in everything + self.department
            if data.get("complaint_no") == "TS-1"
        }

    @rule(name=st.sampled_from([*_NAMES, *_PERSONS]), phone=st.sampled_from(_PHONES))
    def customers_are_found(self, name: str, phone: Any) -> None:
        def found(text: str) -> set[str]:
            return {card.number for card in self.archive.find(text)}

        files = self.files.values()
        assert found(phone) == {kept.number for kept in files if kept.data.get("phone") == phone}
        named = {
            kept.number for kept in files if name in (kept.data["customer_name"], *kept.former)
        }
        assert found(name) == found(name[:2]) == named
        for kept in files:
            for number in (kept.number, *kept.aliases):
                assert found(number) == {kept.number}

    @rule(data=sheets, phone=st.sampled_from(_PHONES), name=st.sampled_from(_PERSONS))
    def sheets_find_their_files(self, data: Any, phone: Any, name: str) -> None:
        sheet = data | {"customer_name": name, "phone": phone}
        number = _outcome(lambda: self.archive.file_for(sheet))
        if isinstance(number, AmbiguousCustomer):
            assert set(number.numbers) <= set(self.files)
            assert len(number.numbers) > 1
            return
        if isinstance(number, UnknownFile):
            number = ""
        if owner := self._owner(data.get("customer_no", "-")):
            assert number == owner.number
        elif number:
            assert not data.get("customer_no")
            kept = self.files[number]
            names = (kept.data["customer_name"], *kept.former)
            linked = data.get("complaint_no")
            assert (
                kept.data.get("uscc") == data.get("uscc", "-")
                or (linked and any(linked == item[2].get("complaint_no") for item in kept.items))
                or (kept.data.get("phone") == phone and name in names)
                or (kept.kind != "Z" and name in names)
            )


TestArchiveModel = ArchiveModel.TestCase
TestArchiveModel.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
