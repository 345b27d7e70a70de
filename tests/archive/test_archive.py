"""The archive as a whole: who, when, how many at once, and what a refusal leaves behind."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from archive.customers import (
    CORPORATE,
    INDIVIDUAL,
    Clock,
    change_card,
    company,
    open_company,
    open_person,
    other_company,
    person,
)

from csdforms.archive import numbers, opening
from csdforms.archive.actor import account as own_account
from csdforms.archive.archive import Archive
from csdforms.archive.requests import NewFile
from csdforms.archive.store import Store
from csdforms.errors import (
    DuplicateCustomer,
    InvalidNumber,
    NotPermitted,
    UnknownFile,
    UnknownForm,
    UnreadableInput,
)

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Archive.create(tmp_path / "archive", actor="zhang").close()
    return tmp_path / "archive"


def _people(count: int, first: int = 1) -> list[NewFile]:
    """Return profiles of people who share nothing."""
    return [
        NewFile(
            INDIVIDUAL,
            {"customer_name": f"客户{number}", "mobile": f"139{number:08}"},
        )
        for number in range(first, first + count)
    ]


# --- who and when ---------------------------------------------------------------------------------


def test_whoever_is_not_named_is_the_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("archive", "office"):
        monkeypatch.setattr(f"csdforms.archive.{part}.account", own_account)
    with Archive.create(tmp_path / "own") as archive:
        number = open_company(archive)
        archive.revise(number, company(fax="1"), reason="补", actor=own_account())
        assert [event.actor for event in archive.history(number)] == [own_account()] * 2
        assert archive.store.last().actor == own_account()


def test_an_archive_may_have_an_actor_of_its_own(archive: Archive) -> None:
    number = open_company(archive)
    assert [event.actor for event in archive.history(number)] == ["zhang"]


def test_the_journals_clock_never_goes_backwards(archive: Archive, clock: Clock) -> None:
    first = open_company(archive)
    clock.at -= dt.timedelta(days=365)
    second = open_person(archive)
    [event] = archive.history(second)
    assert second[5:9] == "2026"
    assert event.at == "2026-03-05T14:05:09.123456+08:00"
    clock.at += dt.timedelta(days=365, seconds=1)
    archive.revise(first, company(fax="1"), reason="补")
    assert list(archive.history(first))[-1].at == "2026-03-05T14:05:10.123456+08:00"


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (dt.datetime(2026, 12, 31, 15, 59, 59, 999999, tzinfo=dt.UTC), 2026),
        (dt.datetime(2026, 12, 31, 16, 0, tzinfo=dt.UTC), 2027),
    ],
)
def test_c14_the_year_changes_at_midnight_in_beijing(
    archive: Archive, clock: Clock, moment: Any, year: Any
) -> None:
    clock.at = moment
    assert open_company(archive) == numbers.make("F", year, 1)


# --- all or nothing -------------------------------------------------------------------------------


class _Failing:
    """A store whose commit fails, as on a full disk."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextlib.contextmanager
    def writing(self, timeout: float = 10.0) -> Iterator[Any]:
        with self._store.writing(timeout) as work:
            yield work
            raise NotPermitted("no room")


def test_c12_what_fails_to_be_kept_gave_out_no_number(archive: Archive, clock: Clock) -> None:
    failing = Archive(cast("Store", _Failing(archive.store)), actor="zhang", clock=clock)
    number = open_person(archive)
    before = archive.store.last()
    with pytest.raises(NotPermitted):
        open_company(failing)
    with pytest.raises(NotPermitted):
        failing.file(number, "f", {"a": "1"}, section="3.2")
    assert archive.store.last() == before
    assert archive.count() == 1
    assert open_company(archive) == numbers.make("F", 2026, 2)
    assert archive.file(number, "f", {"a": "1"}, section="3.2").number.endswith("-0001")


# --- many at once ---------------------------------------------------------------------------------


def test_a_bulk_import_is_one_commit_for_hundreds(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_BATCH", 4)
    outcomes = list(archive.open_many(_people(10), reason="旧档导入"))
    assert [outcome.row for outcome in outcomes] == list(range(1, 11))
    opened = [str(outcome.receipt) for outcome in outcomes]
    assert opened == [numbers.make("Z", 2026, serial) for serial in range(1, 11)]
    lines = list(archive.store.lines(2))
    assert len(lines) == 10
    [event] = archive.history(opened[6])
    assert (event.act, event.actor, event.reason) == ("create", "zhang", "旧档导入")


def test_each_batch_is_kept_when_its_outcomes_come(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_BATCH", 3)
    outcomes = archive.open_many(_people(9))
    assert archive.count() == 0
    next(outcomes)
    assert archive.count() == 3
    del outcomes
    assert archive.count() == 3


def test_what_keeps_a_row_out_keeps_out_no_other(archive: Archive) -> None:
    known = open_company(archive)
    rows = [
        *_people(1),
        NewFile(CORPORATE, company()),
        NewFile(CORPORATE, company(customer_no="KH-F-2026-000001-5")),
        NewFile(INDIVIDUAL, {}),
        NewFile("complaint_register_one", company()),
        NewFile(CORPORATE, company(), parent="KH-F-2026-000009-X"),
        *_people(2),  # the first of them once more
    ]
    outcomes = list(archive.open_many(rows))
    errors = [type(outcome.error) for outcome in outcomes if outcome.error]
    assert errors == [
        DuplicateCustomer,
        InvalidNumber,
        UnreadableInput,
        UnknownForm,
        UnknownFile,
        DuplicateCustomer,
    ]
    assert [outcome.row for outcome in outcomes if outcome.receipt] == [1, 8]
    assert isinstance(outcomes[1].error, DuplicateCustomer)
    assert outcomes[1].error.numbers == (known,)
    assert str(outcomes[7].receipt) == numbers.make("Z", 2026, 3)
    assert archive.count() == 3
    for outcome in outcomes:
        if outcome.receipt:
            assert archive.show(outcome.receipt.number).card.name.startswith("客户")


@pytest.mark.parametrize(
    "wrong",
    [float("nan"), "\ud800", {"\udc00": "a"}, 10**5000, json.loads("[" * 101 + "]" * 101)],
    ids=["nan", "half", "half key", "long", "deep"],
)
def test_a_row_that_cannot_be_kept_fails_alone(archive: Archive, wrong: Any) -> None:
    good = _people(3)
    bad = good[1]._replace(data={**good[1].data, "remarks": wrong}, document=b"docx")
    outcomes = list(archive.open_many([good[0], bad, good[2]]))
    assert [type(outcome.error) for outcome in outcomes] == [
        type(None),
        UnreadableInput,
        type(None),
    ]
    assert str(outcomes[2].receipt) == numbers.make("Z", 2026, 2)
    assert list(archive.store.files()) == []
    with pytest.raises(UnreadableInput):
        archive.revise(str(outcomes[0].receipt), bad.data, reason="更正", document=b"docx")
    assert list(archive.store.files()) == []


def test_a_document_is_printed_with_the_number(archive: Archive) -> None:
    printed: list[str] = []

    def document(number: str) -> bytes:
        printed.append(number)
        return number.encode()

    first = archive.open_file(company(), form=CORPORATE, document=document).number
    [twice, other] = archive.open_many(
        [
            NewFile(CORPORATE, company(), "1", document),
            NewFile(CORPORATE, other_company(customer_no="XS-1"), "1", document),
        ]
    )
    assert isinstance(twice.error, DuplicateCustomer)
    second = str(other.receipt)
    assert printed == [first, second] == [numbers.make("F", 2026, n) for n in (1, 2)]
    for number in printed:
        file = archive.show(number)
        assert (file.card.versions, archive.document(file.profile.document)) == (1, number.encode())


def test_a_row_that_cannot_be_printed_takes_no_number(archive: Archive) -> None:
    def document(number: str) -> bytes:
        raise UnreadableInput(number, "模板读不出来")

    rows = _people(2)
    first, second = archive.open_many([rows[0]._replace(document=document), rows[1]])
    assert isinstance(first.error, UnreadableInput)
    assert str(second.receipt) == numbers.make("Z", 2026, 1)
    assert archive.count() == 1


def test_a_bulk_import_of_nothing_writes_nothing(archive: Archive) -> None:
    before = archive.store.last()
    assert list(archive.open_many([])) == []
    assert archive.store.last() == before


def test_documents_come_along_in_bulk(archive: Archive) -> None:
    rows = [NewFile(CORPORATE, company(), "1", b"docx")]
    [outcome] = archive.open_many(rows)
    profile = archive.show(str(outcome.receipt)).profile
    assert (profile.edition, archive.document(profile.document)) == ("1", b"docx")


# --- threads and processes ------------------------------------------------------------------------


def test_c11_threads_get_different_numbers(folder: Path) -> None:
    def work(first: int) -> None:
        opened.extend(
            archive.open_file(new.data, form=new.form).number for new in _people(5, first)
        )

    opened: list[str] = []
    with Archive.open(folder) as archive:
        threads = [threading.Thread(target=work, args=(100 * n,)) for n in range(1, 5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert archive.count() == 20
    assert sorted(opened) == [numbers.make("Z", int(opened[0][5:9]), n) for n in range(1, 21)]


_OPEN_FIVE = """
import sys
from csdforms.archive.archive import Archive
with Archive.open(sys.argv[1], actor="zhang") as archive:
    for number in range(5):
        data = {"customer_name": "张三", "mobile": sys.argv[2] + str(number)}
        print(archive.open_file(data, form="individual_customer_profile").number)
        if number:
            archive.file("BM-X", "f", data, section="3.9")
""".replace('"BM-X"', '""')


def test_c11_processes_get_different_numbers(folder: Path) -> None:
    commands = [[sys.executable, "-c", _OPEN_FIVE, str(folder), f"1390000{n}"] for n in range(3)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        for command in commands
    ]
    opened = [number for process in running for number in process.communicate()[0].split()]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert sorted(opened) == [numbers.make("Z", int(opened[0][5:9]), n) for n in range(1, 16)]
    with Archive.open(folder) as archive:
        assert archive.count() == 15
        items = [item.number for item in archive.list_items()]
        assert len(set(items)) == 12
        ends = [line.hash for line in archive.store.lines()]
        assert [line.prev for line in archive.store.lines(2)] == ends[:-1]


def test_u10_of_two_who_open_the_same_customer_one_is_refused(folder: Path) -> None:
    def work() -> None:
        try:
            archive.open_file(person(), form=INDIVIDUAL)
        except DuplicateCustomer as error:
            refused.append(error)

    refused: list[DuplicateCustomer] = []
    with Archive.open(folder) as archive:
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert archive.count() == 1
    assert len(refused) == 3
    assert all(error.certain for error in refused)


def test_another_process_sees_what_was_acknowledged(folder: Path) -> None:
    with Archive.open(folder) as one, Archive.open(folder) as other:
        number = open_company(one)
        assert other.show(number).card.number == number
        other.file(number, "f", {"a": "1"}, section="3.2")
        assert one.show(number).card.items == 1


def test_everything_is_there_after_opening_again(folder: Path) -> None:
    clock = Clock()
    with Archive.open(folder, clock=clock) as archive:
        number = open_company(archive, customer_no="XS-0017")
        archive.file(number, "f", {"complaint_no": "TS-1"}, b"docx", section="3.2")
        change_card(archive, number, state="DORMANT")
        archive.revise(number, company(customer_no="XS-0017", fax="1"), reason="补")
        before = archive.show(number), list(archive.history(number))
    with Archive.open(folder, clock=clock) as archive:
        assert (archive.show(number), list(archive.history(number))) == before
        assert archive.document(before[0].items[0].number) == b"docx"


def test_a_closed_archive_lets_go_of_its_folder(folder: Path) -> None:
    with Archive.open(folder) as archive:
        open_company(archive)
    folder.rename(folder.with_name("moved"))
    with Archive.open(folder.with_name("moved")) as archive:
        assert archive.count() == 1
