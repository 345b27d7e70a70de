"""Files that leave the archive in a bag (archive.md §4.3; M13, M14)."""

from __future__ import annotations

import json
from pathlib import Path

import bagit
import pytest
from archive.customers import Clock, change_card, company, open_company, open_person
from archive.memory_store import MemoryStore
from archive.secrecy.department import acts

from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.bags import export_bag
from csdforms.archive.secrecy.outgoing.bulk import Records
from csdforms.archive.secrecy.outgoing.copies import Copies
from csdforms.archive.secrecy.outgoing.copy_register import COPIES, CopyRegister
from csdforms.archive.secrecy.outgoing.exporting import exporting
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Act, Document
from csdforms.errors import CsdformsError, NotAuthorised, NotPermitted

CREDIT = "customer_credit_analysis"


@pytest.fixture
def archive(clock: Clock) -> Archive:
    store = MemoryStore(Act("init", "founder", moment(clock())))
    return Archive(store, actor="founder", clock=clock)


def cards(archive: Archive) -> list[Document]:
    return [card for _, card in archive.store.rows("files")]


def test_m14_an_export_says_who_has_it_and_stands_in_the_register(
    archive: Archive, clock: Clock, tmp_path: Path
) -> None:
    numbers = [open_company(archive), open_person(archive)]
    export_bag(archive, tmp_path / "first")
    export_bag(archive, tmp_path / "second", numbers[:1])
    info = bagit.Bag(str(tmp_path / "second")).info
    assert (info["Exported-By"], info["Exported-At"]) == ("founder", moment(clock()))
    text = (tmp_path / "second" / "data" / numbers[0] / "file.json").read_text("utf-8")
    copy = json.loads(text)["copy"]
    assert copy == {"reader": "founder", "copy_no": 2, "at": moment(clock())}
    register = Copies(archive.office)
    assert [(one.kind, one.copy_no) for one in register.of(numbers[0])] == [
        ("export", 1),
        ("export", 2),
    ]
    assert [one.copy_no for one in register.of(numbers[1])] == [1]
    *_, said = acts(archive, "export")
    assert said["detail"] == {"files": numbers[:1]}


def test_all_records_of_the_files_count(archive: Archive) -> None:
    number = open_company(archive)
    archive.revise(number, company(phone="021-87654321"), reason="改")
    archive.file(number, CREDIT, {"form_no": "1"}, section="4.3")
    open_person(archive)
    with exporting(archive.office, archive.office.person(), cards(archive)):
        entries = [entry for _, entry in archive.store.rows(COPIES)]
    assert [Records.of(entry["records"]) for entry in entries] == [
        Records(credit=1, other=1),
        Records(other=1),
    ]


def test_m13_more_than_one_may_carry_is_not_exported(archive: Archive) -> None:
    number = open_company(archive, confidentiality="内部")
    for copy in range(25):
        archive.file(number, CREDIT, {"form_no": str(copy)}, section="4.3")
    clerk = Person("wang", "王敏", ("info_supervisor",), 4)
    with pytest.raises(NotAuthorised), exporting(archive.office, clerk, cards(archive)):
        pass
    assert not list(archive.store.rows(COPIES))


def test_what_is_top_secret_leaves_in_no_bag(archive: Archive) -> None:
    number = open_company(archive)
    change_card(archive, number, secrecy={"level": 4, "circle": ["王敏"]})
    clerk = Person("wang", "王敏", ("gm",), 4)
    with pytest.raises(NotPermitted), exporting(archive.office, clerk, cards(archive)):
        pass


def test_without_files_nothing_is_carried(archive: Archive) -> None:
    with exporting(archive.office, archive.office.person(), []) as copies:
        assert copies == []


def test_a_bag_that_could_not_be_written_is_put_down_as_such(archive: Archive) -> None:
    open_company(archive)
    open_person(archive)
    failing = exporting(archive.office, archive.office.person(), cards(archive))
    with pytest.raises(OSError, match="磁盘已满"), failing:
        raise OSError("磁盘已满")
    assert all(entry["recalled"] for _, entry in archive.store.rows(COPIES))
    assert archive.store.last().act == "export-failed"


def test_whatever_the_failure_it_is_the_callers_that_is_raised(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_company(archive)

    def broken(*_: object) -> None:
        raise CsdformsError("写不了")

    monkeypatch.setattr(CopyRegister, "recall", broken)
    failing = exporting(archive.office, archive.office.person(), cards(archive))
    with pytest.raises(OSError, match="磁盘已满"), failing:
        raise OSError("磁盘已满")
