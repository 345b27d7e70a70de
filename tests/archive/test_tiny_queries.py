"""TinyDB on a journal beside TinyDB in memory: the same calls, the same answers."""

from __future__ import annotations

import copy
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from archive.store_contract import ARCHIVE, CARD, INIT, act
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import Query, TinyDB, where
from tinydb.operations import delete, increment
from tinydb.operations import set as setting
from tinydb.queries import QueryInstance
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from csdforms.archive.planner import candidates
from csdforms.archive.tiny import TinyStore

FIELDS = ["a", "b", "name"]
words = st.text("abAB张三 \n", max_size=4)
scalars = st.none() | st.booleans() | st.integers(-2, 3) | st.sampled_from([0.5, 1.0]) | words
values = scalars | st.lists(scalars, max_size=3) | st.fixed_dictionaries({"d": scalars})
documents = st.dictionaries(st.sampled_from(FIELDS), values, max_size=3)
tables = st.sampled_from(["_default", "notes"])
ids = st.lists(st.integers(1, 12), max_size=4)


@st.composite
def paths(draw: st.DrawFn) -> Query:
    path = where(draw(st.sampled_from(FIELDS)))
    match draw(st.integers(0, 5)):
        case 0:
            path = path["d"]
        case 1:
            path = path.map(str)
    return path


def equals(found: Any, wanted: Any) -> bool:
    return bool(found == wanted)


def is_int(found: Any) -> bool:
    return type(found) is int


@st.composite
def leaves(draw: st.DrawFn, *, may_raise: bool) -> QueryInstance:
    path, value = draw(paths()), draw(values)
    flags = draw(st.sampled_from([0, re.IGNORECASE, re.DOTALL, re.MULTILINE]))
    pattern = draw(st.sampled_from(["a", "^b", "张.", "A$", "[ab]+", "b.", ""]))
    several = draw(st.lists(scalars, max_size=3))
    simple: list[Callable[[], QueryInstance]] = [
        lambda: path == value,
        lambda: path != value,
        path.exists,
        lambda: path.matches(pattern, flags),
        lambda: path.search(pattern, flags),
        lambda: path.test(equals, value),  # type: ignore[arg-type]
        lambda: path.any(several),
        lambda: path.any(where("d") == value),
        lambda: path.one_of(several),
        lambda: Query().fragment({"a": value}),
        Query().noop,
    ]
    # TinyDB in memory keeps half a change if one of these raises in the middle of an update.
    raising: list[Callable[[], QueryInstance]] = [
        lambda: path < value,
        lambda: path <= value,
        lambda: path > value,
        lambda: path >= value,
        lambda: path.all(several),
        lambda: path.fragment({"d": value}),
    ]
    return draw(st.sampled_from(simple + (raising if may_raise else [])))()


def queries(*, may_raise: bool = False) -> st.SearchStrategy[QueryInstance]:
    return st.recursive(
        leaves(may_raise=may_raise),
        lambda inner: (
            st.builds(lambda one, two: one & two, inner, inner)
            | st.builds(lambda one, two: one | two, inner, inner)
            | st.builds(lambda one: ~one, inner)
        ),
        max_leaves=4,
    )


def add_tag(document: dict[str, Any]) -> None:
    """A change deep inside, in place."""
    inner = document.setdefault("b", {})
    if isinstance(inner, list):
        inner.append("tag")
    elif isinstance(inner, dict):
        inner["d"] = "tag"


changes = (
    documents
    | st.just(add_tag)
    | st.builds(setting, st.sampled_from(FIELDS), values)
    | st.just(dict.clear)
)


class Sorted(Table):
    """TinyDB's table in memory, its documents in the order of their ids, as ours are."""

    def _update_table(self, updater: Any) -> None:
        super()._update_table(updater)
        kept: Any = self._storage.read()
        kept[self.name] = dict(sorted(kept[self.name].items(), key=lambda item: int(item[0])))


class PlainStorage(MemoryStorage):
    """Lets no two documents share one list, as no file does."""

    def write(self, data: dict[str, Any]) -> None:
        apart = {
            name: {key: copy.deepcopy(document) for key, document in table.items()}
            for name, table in data.items()
        }
        super().write(apart)


class Memory(TinyDB):
    table_class = Sorted


def answer(call: Callable[[], Any]) -> Any:
    """Return what a call returns, or what it raises; ids with the documents."""
    try:
        found = call()
    except Exception as problem:  # noqa: BLE001 - both shall raise the same
        return type(problem)
    if isinstance(found, Document):
        return found.doc_id, copy.deepcopy(dict(found))
    if isinstance(found, list):
        return [answer(lambda one=one: one) for one in found]  # type: ignore[misc]
    return found


class Beside(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = TinyStore.create(self.folder / "archive", ARCHIVE, INIT, actor="zhang")
        self.memory = Memory(storage=PlainStorage)
        self.highest = {"_default": 0, "notes": 0}

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def ours(self, name: str) -> Table:
        return self.store.database.table(name)

    def theirs(self, name: str) -> Table:
        table = self.memory.table(name)
        table.clear_cache()  # which would answer wrongly, see the test of flags
        return table

    def both(self, name: str, call: Callable[[Table], Any]) -> Any:
        expected = answer(lambda: call(self.theirs(name)))
        assert answer(lambda: call(self.ours(name))) == expected
        return expected

    def new_ids(self, name: str, found: list[int]) -> None:
        first = self.highest[name] + 1
        assert found == list(range(first, first + len(found)))
        self.highest[name] += len(found)

    @initialize(name=tables, many=st.lists(documents, min_size=5, max_size=12))
    def begin(self, name: str, many: list[dict[str, Any]]) -> None:
        self.insert_multiple(name, many)

    @rule(name=tables, document=documents)
    def insert(self, name: str, document: dict[str, Any]) -> None:
        key = self.ours(name).insert(copy.deepcopy(document))
        self.new_ids(name, [key])
        self.theirs(name).insert(Document(copy.deepcopy(document), doc_id=key))

    @rule(name=tables, document=documents, key=st.integers(1, 15))
    def insert_with_an_id(self, name: str, document: dict[str, Any], key: int) -> None:
        self.both(name, lambda table: table.insert(Document(copy.deepcopy(document), doc_id=key)))
        self.highest[name] = max(self.highest[name], key)

    @rule(name=tables, many=st.lists(documents, max_size=4))
    def insert_multiple(self, name: str, many: list[dict[str, Any]]) -> None:
        keys = self.ours(name).insert_multiple(copy.deepcopy(many))
        self.new_ids(name, keys)
        self.theirs(name).insert_multiple(
            Document(copy.deepcopy(each), doc_id=key) for key, each in zip(keys, many, strict=True)
        )

    @rule(name=tables, change=changes, query=queries())
    def update(self, name: str, change: Any, query: QueryInstance) -> None:
        self.both(name, lambda table: table.update(copy.deepcopy(change), query))

    @rule(name=tables, change=changes, chosen=st.none() | ids)
    def update_by_id(self, name: str, change: Any, chosen: list[int] | None) -> None:
        self.both(name, lambda table: table.update(copy.deepcopy(change), doc_ids=chosen))

    @rule(name=tables, field=st.sampled_from(FIELDS))
    def operate(self, name: str, field: str) -> None:
        is_number = where(field).test(is_int)
        self.both(name, lambda table: table.update(increment(field), is_number))
        self.both(name, lambda table: table.update(delete(field), where(field) == 3))

    @rule(name=tables, updates=st.lists(st.tuples(changes, queries()), max_size=3))
    def update_multiple(self, name: str, updates: list[tuple[Any, QueryInstance]]) -> None:
        self.both(name, lambda table: table.update_multiple(copy.deepcopy(updates)))

    @rule(name=tables, document=documents, query=queries())
    def upsert(self, name: str, document: dict[str, Any], query: QueryInstance) -> None:
        if self.theirs(name).contains(query):
            self.both(name, lambda table: table.upsert(copy.deepcopy(document), query))
        else:
            keys = self.ours(name).upsert(copy.deepcopy(document), query)
            self.new_ids(name, keys)
            self.theirs(name).insert(Document(copy.deepcopy(document), doc_id=keys[0]))

    @rule(name=tables, document=documents, key=st.integers(1, 15))
    def upsert_with_an_id(self, name: str, document: dict[str, Any], key: int) -> None:
        self.both(name, lambda table: table.upsert(Document(copy.deepcopy(document), doc_id=key)))
        self.highest[name] = max(self.highest[name], key)

    @rule(name=tables, query=queries())
    def remove(self, name: str, query: QueryInstance) -> None:
        self.both(name, lambda table: table.remove(query))

    @rule(name=tables, chosen=ids.map(lambda each: list(dict.fromkeys(each))))
    def remove_by_id(self, name: str, chosen: list[int]) -> None:
        self.both(name, lambda table: table.remove(doc_ids=chosen))

    @rule(name=tables)
    def empty(self, name: str) -> None:
        self.both(name, lambda table: table.truncate())

    @rule(name=tables)
    def drop(self, name: str) -> None:
        self.store.database.drop_table(name)
        self.memory.drop_table(name)

    @rule()
    def drop_all(self) -> None:
        self.store.database.drop_tables()
        self.memory.drop_tables()

    @rule(name=tables)
    def misuse(self, name: str) -> None:
        for call in (
            lambda table: table.insert(7),
            lambda table: table.insert_multiple([{}, 7]),
            lambda table: table.upsert({}),
            lambda table: table.remove(),
            lambda table: table.get(),
            lambda table: table.contains(),
            lambda table: table.search(Query()),
        ):
            mine = answer(lambda call=call: call(self.ours(name)))  # type: ignore[misc]
            if len(self.ours(name)):
                assert isinstance(mine, type)
                assert issubclass(mine, Exception)

    @rule(name=tables, document=documents, change=changes, query=queries())
    def all_in_one(
        self, name: str, document: dict[str, Any], change: Any, query: QueryInstance
    ) -> None:
        with self.store.writing() as work:
            self.insert(name, document)
            self.update(name, change, query)
            self.insert_multiple(name, [document])
            self.ask(name, query, [1, 2, self.highest[name]])
            self.remove(name, query)
            self.everything_is_the_same()
            work.record(act("several"))

    @rule(again=st.sampled_from(["open", "compact", "lose the index"]))
    def reopen(self, again: str) -> None:
        if again == "compact":
            self.store.compact()
        self.store.close()
        if again == "lose the index":
            (self.folder / "archive" / "index.sqlite").unlink()
        self.store = TinyStore.open(self.folder / "archive", actor="zhang")

    @rule(name=tables, query=queries(may_raise=True), chosen=ids)
    def ask(self, name: str, query: QueryInstance, chosen: list[int]) -> None:
        self.both(name, lambda table: table.search(query))
        self.both(name, lambda table: table.count(query))
        self.both(name, lambda table: table.get(query))
        self.both(name, lambda table: table.contains(query))
        self.both(name, lambda table: table.get(doc_ids=chosen))
        for key in chosen:
            self.both(name, lambda table, key=key: table.get(doc_id=key))  # type: ignore[misc]
            self.both(name, lambda table, key=key: table.contains(doc_id=key))  # type: ignore[misc]

    @invariant()
    def everything_is_the_same(self) -> None:
        for name in self.highest:
            self.both(name, lambda table: table.all())
            self.both(name, len)
        assert self.store.database.tables() == {
            name for name in self.memory.tables() if len(self.memory.table(name))
        }


TestBeside = Beside.TestCase
TestBeside.settings = settings(
    max_examples=15,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TinyStore]:
    with TinyStore.create(tmp_path / "archive", ARCHIVE, INIT, actor="zhang") as store:
        yield store


def test_several_changes_are_made_in_turn_where_their_queries_match_by_then(
    store: TinyStore,
) -> None:
    notes = store.database.table("notes")
    notes.insert_multiple([{"a": 1, "b": 5}, {"a": 2}, {"a": 9}])
    changes: list[tuple[Any, Any]] = [
        ({"a": 3}, where("a") == 1),
        (setting("b", 7), where("b") == 5),
        ({"late": True}, where("a") == 1),  # of which there is none any more
        (increment("a"), where("a") == 2),
    ]
    assert notes.update_multiple(changes) == [1, 1, 2]
    assert notes.all() == [{"a": 3, "b": 7}, {"a": 3}, {"a": 9}]


def test_queries_that_differ_in_their_flags_are_two(store: TinyStore) -> None:
    notes = store.database.table("notes")
    notes.insert({"text": "ABC"})
    text = where("text")
    for _ in range(2):
        assert notes.search(text.search("abc")) == []
        assert notes.search(text.search("abc", re.IGNORECASE)) == [{"text": "ABC"}]
        assert notes.count(text.matches("abc")) == 0
        assert notes.count(text.matches("abc", re.IGNORECASE)) == 1


# --- the planner

SPELLINGS = {
    "number": ["KH-F-2026-000001-4", "kh-f-2026-000001-4", "ＫＨ", "KH-F-2026-000001-5"],
    "uscc": ["91110000MA01ABCD2X", "91110000ma01abcd2x", "9111 0000MA01ABCD2X"],
    "name": ["星河（上海）贸易", "星河(上海)贸易", "张三", "张 三", " "],
    "state": ["ACTIVE", "active", "DRAFT"],
    "grade": ["A", "a", "Ａ"],
    "level": ["公开", "秘密"],
    "salesperson": ["李", "李 ", "王"],
    "kind": ["F", "Z"],
    "parent": ["KH-F-2026-000001-4", "x"],
}
odd = st.sampled_from(["", "*", "91****", None, 7, ["F"], {"d": "F"}])
cards = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(texts) | odd for name, texts in SPELLINGS.items()}
)


@st.composite
def card_queries(draw: st.DrawFn) -> QueryInstance:
    field = draw(st.sampled_from([*SPELLINGS, "region"]))
    several = st.sampled_from(SPELLINGS.get(field, ["310000"])) | odd
    path = where(field)
    asked: QueryInstance = path == draw(several)
    match draw(st.integers(0, 4)):
        case 0:
            asked = path.one_of(draw(st.lists(several, max_size=3)))
        case 1:
            asked = path != draw(several)
        case 2:
            asked = path.search(draw(st.sampled_from(["1", "a", "张"])), re.IGNORECASE)
    return asked


planned = st.recursive(
    card_queries(),
    lambda inner: (
        st.builds(lambda one, two: one & two, inner, inner)
        | st.builds(lambda one, two: one | two, inner, inner)
        | st.builds(lambda one: ~one, inner)
    ),
    max_leaves=5,
)


@settings(max_examples=8, deadline=None)
@given(many=st.lists(cards, min_size=3, max_size=20), asked=st.lists(planned, min_size=20))
def test_what_the_index_proposes_is_all_that_matches(
    many: list[dict[str, Any]], asked: list[QueryInstance], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("planner") / "archive"
    with TinyStore.create(folder, ARCHIVE, INIT) as store:
        files = store.database.table("files")
        with store.writing() as work:
            for key, card in enumerate(many, start=1):
                work.put("files", key, card)
            for query in asked:  # not committed yet
                assert files.search(query) == [card for card in many if query(card)]
            work.record(act())
        for query in asked:
            assert files.search(query) == [card for card in many if query(card)]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        (where("uscc") == "91110000MA01ABCD2X", {"uscc"}),
        (where("state").one_of(["ACTIVE", "DRAFT"]), {"state"}),
        ((where("uscc") == "x") & (where("extra") > 3), {"uscc"}),
        ((where("uscc") == "x") | (where("number") == "y"), {"uscc", "number"}),
        ((where("uscc") == "x") | (where("extra") == "y"), None),
        (~(where("uscc") == "x"), None),
        (where("uscc") != "x", None),
        (where("uscc").search("x"), None),
        (where("uscc").map(str) == "x", None),
        (where("uscc") == "", None),
        (where("uscc") == "9111**********", None),
        (where("uscc") == 7, None),
        (where("extra") == "x", None),
        (where("uscc")["d"] == "x", None),
        (where("state").one_of([]), set()),
        (lambda card: card["state"] == "ACTIVE", None),
    ],
)
def test_what_the_index_is_asked(query: Any, asked: set[str] | None) -> None:
    kinds: set[str] = set()

    def find(_table: str, kind: str, _value: str) -> list[int]:
        kinds.add(kind)
        return [3, 1]

    found = candidates("files", query, find)
    if asked is None:
        assert found is None
    else:
        assert found == ([1, 3] if asked else [])
        assert kinds == asked
    assert candidates("notes", query, find) is None


def test_an_exact_query_reads_what_it_finds_and_nothing_else(
    store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.writing() as work:
        for key in range(1, 50):
            work.put("files", key, CARD | {"uscc": f"91110000MA01ABC{key:03d}"})
        work.record(act())
    read: list[int] = []
    journal = store._committed.journal
    read_payload = journal.read

    def watch(offset: int, size: int) -> bytes:
        read.append(size)
        return read_payload(offset, size)

    monkeypatch.setattr(journal, "read", watch)
    files = store.database.table("files")
    found = files.get(where("uscc") == "91110000MA01ABC007")
    assert found is not None
    assert (found.doc_id, len(read)) == (7, 1)
    assert files.contains(where("state") == "ACTIVE")
    assert len(read) == 2


def test_a_document_that_vanishes_meanwhile_is_passed_over(
    store: TinyStore, tmp_path: Path
) -> None:
    notes = store.database.table("notes")
    notes.insert_multiple({"n": n} for n in range(250))
    rest = iter(notes)
    assert next(rest) == {"n": 0}
    with TinyStore.open(tmp_path / "archive") as other:
        other.database.table("notes").remove(doc_ids=[150, 230])
    left = [note.doc_id for note in rest]
    assert left == [key for key in range(2, 251) if key not in (150, 230)]
