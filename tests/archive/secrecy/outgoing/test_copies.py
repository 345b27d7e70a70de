"""Printing out of the archive, and the register of copies (S21, M11, M13; archive.md §4.3)."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from archive.customers import COMPANY, PERSON, Clock, change_card, open_company, open_person
from archive.memory_store import MemoryStore
from archive.secrecy.department import hire

from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.outgoing.bulk import Records
from csdforms.archive.secrecy.outgoing.copies import Copies
from csdforms.archive.secrecy.outgoing.copy_register import COPIES, Copy, CopyRegister, of_form
from csdforms.archive.secrecy.outgoing.exporting import exporting
from csdforms.archive.store import Act
from csdforms.errors import (
    CsdformsError,
    NotAllowedNow,
    NotAuthorised,
    NotPermitted,
    UnknownFile,
)

INSIDE, SECRET, CONFIDENTIAL, TOP = range(1, 5)


@pytest.fixture
def archive(clock: Clock) -> Archive:
    store = MemoryStore(Act("init", "founder", moment(clock())))
    return Archive(store, actor="founder", clock=clock)


@pytest.fixture
def copies(archive: Archive) -> Copies:
    return Copies(archive.office)


def register(archive: Archive, account: str, person: str, role: str, clearance: int = 4) -> None:
    """Put somebody into the registry, as acts of the administrators do."""
    hire(archive, {account: (person, [role], clearance)})


def classify(archive: Archive, number: str, level: int, *circle: str) -> None:
    change_card(archive, number, secrecy={"level": level, "circle": list(circle)})


def grant(archive: Archive, number: str, reader: str, clock: Clock, *fields: str) -> None:
    """Let somebody read a file, as a leader does."""
    at = moment(clock())
    entry = {
        "number": "SQ-2026-0001",
        "file": number,
        "reader": reader,
        "fields": list(fields),
        "purpose": "核对",
        "from": at,
        "to": at.replace("2026", "2027"),
        "by": "赵强",
        "up_to": 4,
        "at": at,
    }
    with archive.store.writing() as work:
        work.put("grants", work.last_key("grants") + 1, entry)
        work.record(Act("test", "founder", archive.store.last().at, number))


def printed(copies: Copies, number: str, actor: str = "", **options: Any) -> Any:
    with copies.printing(number, purpose="核对", actor=actor, **options) as printout:
        return printout


def notes(archive: Archive) -> list[tuple[str, dict[str, Any]]]:
    return [(line.act, said) for line, said in archive.store.notes()]


def test_the_only_keeper_prints_everything(archive: Archive, copies: Copies, clock: Clock) -> None:
    number = open_person(archive)
    printout = printed(copies, number)
    assert printout.number == number
    assert printout.form == "individual_customer_profile"
    assert printout.data["id_no"] == PERSON["id_no"]
    assert (printout.copy_no, printout.reader, printout.at) == (1, "founder", moment(clock()))
    assert printout.mark.endswith("第1/1份")  # 绝密: nobody has said what it is


def test_m06_what_is_printed_follows_the_readers_right(archive: Archive, copies: Copies) -> None:
    number = open_person(archive, confidentiality="内部")
    register(archive, "wang", "王敏", "info_specialist")
    printout = printed(copies, number, "wang")
    assert printout.data["customer_name"] == "李**"
    assert printout.data["id_no"] == "310***********0023"
    shown = printed(copies, number, "wang", fields=["mobile"])
    assert shown.data["mobile"] == PERSON["mobile"]
    assert shown.data["id_no"] == "310***********0023"
    with pytest.raises(NotAuthorised):
        printed(copies, number, "wang", fields=["*"])


def test_who_may_not_read_does_not_print(archive: Archive, copies: Copies) -> None:
    number = open_company(archive, confidentiality="内部")
    register(archive, "chen", "陈立", "sales")
    with pytest.raises(NotAuthorised):
        printed(copies, number, "chen")
    assert notes(archive)[-1][0] == "refused"
    assert not list(archive.store.rows(COPIES))


def test_a_purpose_is_asked_for(archive: Archive, copies: Copies) -> None:
    number = open_company(archive)
    with pytest.raises(NotPermitted, match="打印用途"), copies.printing(number, purpose=" "):
        pass


def test_what_is_secret_the_general_manager_prints(
    archive: Archive, copies: Copies, clock: Clock
) -> None:
    number = open_company(archive)
    for account, person, role in (("wang", "王敏", "cs_manager"), ("zhao", "赵强", "gm")):
        register(archive, account, person, role)
        grant(archive, number, person, clock, "*")
    for level in (SECRET, CONFIDENTIAL, TOP):
        classify(archive, number, level, "王敏", "赵强")
        with pytest.raises(NotAuthorised, match="总经理"):
            printed(copies, number, "wang")
        printout = printed(copies, number, "zhao")
        assert printout.reader == "赵强"
        copies.recall(number, printout.copy_no, reason="用毕", actor="zhao")


def test_a_delegate_prints_what_is_secret_and_no_more(
    archive: Archive, copies: Copies, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from csdforms.archive.secrecy import roles

    delegate = roles.ROLES["cs_manager"]
    rights = delegate.rights | {"print"}
    monkeypatch.setitem(roles.ROLES, "cs_manager", delegate._replace(rights=rights))
    number = open_company(archive)
    register(archive, "wang", "王敏", "cs_manager")
    grant(archive, number, "王敏", clock, "*")
    classify(archive, number, SECRET, "王敏")
    assert printed(copies, number, "wang").copy_no == 1
    classify(archive, number, CONFIDENTIAL, "王敏")
    with pytest.raises(NotAuthorised):
        printed(copies, number, "wang")


def test_what_is_confidential_is_as_if_absent_outside_its_circle(
    archive: Archive, copies: Copies
) -> None:
    number = open_company(archive)
    register(archive, "wang", "王敏", "info_specialist")
    classify(archive, number, CONFIDENTIAL, "赵强")
    with pytest.raises(UnknownFile) as there:
        printed(copies, number, "wang")
    absent = "KH-F-2026-000077-8"
    with pytest.raises(UnknownFile) as gone:
        printed(copies, absent, "wang")
    assert str(there.value).replace(number, "") == str(gone.value).replace(absent, "")


def test_s21_copy_numbers_are_unique_and_there_is_no_second_copy_of_top_secret(
    archive: Archive, copies: Copies
) -> None:
    number = open_company(archive)
    classify(archive, number, CONFIDENTIAL)
    assert [printed(copies, number).copy_no for _ in range(3)] == [1, 2, 3]
    classify(archive, number, TOP)
    with pytest.raises(NotPermitted, match="绝密件只印一份"):
        printed(copies, number)
    for copy_no in (1, 2, 3):
        copies.recall(number, copy_no, reason="销毁")
    assert printed(copies, number).copy_no == 4
    with pytest.raises(NotPermitted):
        printed(copies, number)
    assert notes(archive)[-1][0] == "refused"


def test_s21_two_who_print_at_once_get_two_numbers(archive: Archive, copies: Copies) -> None:
    number = open_company(archive)
    classify(archive, number, INSIDE)
    got: list[int] = []
    workers = [
        threading.Thread(target=lambda: got.append(printed(copies, number).copy_no))
        for _ in range(8)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(got) == list(range(1, 9))


def test_items_are_numbered_each_by_themselves(archive: Archive, copies: Copies) -> None:
    number = open_company(archive)
    classify(archive, number, INSIDE)
    data = {"customer_name": COMPANY["customer_name"], "complaint_no": "TS-1"}
    item = archive.file(number, "complaint_register_one", data, section="3.2").number
    printed(copies, number)
    printout = printed(copies, item)
    assert (printout.number, printout.copy_no) == (item, 1)
    assert printout.data == data
    found = copies.of(number)
    assert [(copy.item, copy.copy_no) for copy in found] == [("", 1), (item, 1)]
    assert copies.recall(item, 1, reason="收回").recalled
    with pytest.raises(UnknownFile):
        printed(copies, f"{number}/3.2-2026-0009")


def test_the_departments_own_papers(archive: Archive, copies: Copies) -> None:
    data = {"customer_name": "李晓岚", "confidentiality": "内部"}
    paper = archive.file("", "complaint_register_two", data, section="3.2").number
    printout = printed(copies, paper)
    assert (printout.data, printout.mark, printout.copy_no) == (data, "内部", 1)
    register(archive, "wang", "王敏", "info_specialist")
    register(archive, "chen", "陈立", "sales")
    masked = printed(copies, paper, "wang")
    assert (masked.data["customer_name"], masked.copy_no) == ("李**", 2)
    unmasked = printed(copies, paper, "wang", fields=["customer_name"])
    assert unmasked.data["customer_name"] == "李晓岚"
    for actor, fields in (("chen", []), ("wang", ["*"])):
        with pytest.raises(NotAuthorised):
            printed(copies, paper, actor, fields=fields)


def test_an_older_version_of_the_profile(archive: Archive, copies: Copies) -> None:
    number = open_company(archive)
    classify(archive, number, INSIDE)
    archive.revise(number, {**COMPANY, "phone": "021-87654321"}, reason="换号")
    assert printed(copies, number).data["phone"] == "021-87654321"
    assert printed(copies, number, version=1).data["phone"] == COMPANY["phone"]
    with pytest.raises(UnknownFile, match="第 9 版"):
        printed(copies, number, version=9)


def test_it_is_in_the_log_and_in_the_register_before_it_is_made(
    archive: Archive, copies: Copies
) -> None:
    number = open_company(archive)
    classify(archive, number, INSIDE)
    with copies.printing(number, purpose="客户来函", fields=["phone"]):
        [(_, entry)] = archive.store.rows(COPIES)
        act, said = notes(archive)[-1]
        line = archive.store.last()
    assert entry == {
        "file": number,
        "reader": "founder",
        "kind": "print",
        "copy_no": 1,
        "at": entry["at"],
        "day": "2026-03-05",
        "records": entry["records"],
    }
    assert Records.of(entry["records"]) == Records(other=1)
    assert (act, said["purpose"], said["detail"]["copy_no"]) == ("print", "客户来函", 1)
    assert (line.act, line.subject) == ("print", number)


def test_a_copy_that_could_not_be_made_is_put_down_as_such(
    archive: Archive, copies: Copies
) -> None:
    number = open_company(archive)
    classify(archive, number, TOP)
    with pytest.raises(OSError, match="没有纸"), copies.printing(number, purpose="核对"):
        raise OSError("没有纸")
    [(_, entry)] = archive.store.rows(COPIES)
    assert entry["recalled"]
    assert [act for act, _ in notes(archive)][-2:] == ["print", "failed"]
    assert archive.store.last().act == "print-failed"
    assert printed(copies, number).copy_no == 2  # the first is not out


def test_whatever_the_failure_it_is_the_callers_that_is_raised(
    archive: Archive, copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_company(archive)

    def broken(*_: object) -> None:
        raise CsdformsError("磁盘已满")

    monkeypatch.setattr(CopyRegister, "recall", broken)
    with pytest.raises(OSError, match="没有纸"), copies.printing(number, purpose="核对"):
        raise OSError("没有纸")


def test_without_the_log_nothing_is_printed(
    archive: Archive, copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_company(archive)

    def refuses(_: object) -> int:
        raise NotPermitted("写不了日志")

    monkeypatch.setattr(archive.store, "note", refuses)
    with pytest.raises(NotPermitted, match="写不了日志"), copies.printing(number, purpose="核对"):
        raise AssertionError("nothing to print")
    assert not list(archive.store.rows(COPIES))


def test_m11_log_and_journal_name_fields_and_never_values(archive: Archive, copies: Copies) -> None:
    number = open_person(archive, confidentiality="内部")
    before = len(list(archive.store.raw_lines()))
    register(archive, "wang", "王敏", "info_specialist")
    printed(copies, number, "wang", fields=["mobile"])
    printing = copies.printing(number, purpose="核对", actor="wang")
    with pytest.raises(ValueError, match="13900006721"), printing:
        raise ValueError("13900006721 李晓岚")
    written = b"".join([*archive.store.raw_notes(), *list(archive.store.raw_lines())[before:]])
    assert b"mobile" in written
    for value in (PERSON["mobile"], PERSON["id_no"], PERSON["customer_name"]):
        assert value.encode() not in written
    assert PERSON["customer_name"] not in str(notes(archive))


def test_m13_what_is_printed_counts_with_the_day(archive: Archive, copies: Copies) -> None:
    data = {"customer_name": COMPANY["customer_name"], "form_no": "1"}
    number = open_company(archive, confidentiality="内部")
    item = archive.file(number, "customer_credit_analysis", data, section="4.3").number
    register(archive, "wang", "王敏", "info_specialist")
    for _ in range(24):
        printed(copies, item, "wang")
    with pytest.raises(NotAuthorised):
        printed(copies, item, "wang")
    assert len(copies.of(number, actor="wang")) == 24


def test_an_export_is_numbered_with_the_prints_and_is_never_taken_back(
    archive: Archive, copies: Copies
) -> None:
    number = open_company(archive)
    printed(copies, number)
    [(_, card)] = archive.store.rows("files")
    with exporting(archive.office, archive.office.person(), [card]) as [copy]:
        assert (copy.kind, copy.copy_no) == ("export", 2)
    with pytest.raises(NotAllowedNow, match="已导出"):
        copies.recall(number, 2, reason="收回")


def test_what_is_back_is_out_no_more(archive: Archive, copies: Copies, clock: Clock) -> None:
    number = open_company(archive)
    printed(copies, number)
    copy = copies.recall(number, 1, reason="密级变更")
    assert copy == Copy(number, "founder", "print", 1, copy.at, recalled=moment(clock()))
    assert copies.of(number) == [copy]
    assert archive.store.last().act == "recall"
    with pytest.raises(NotAllowedNow, match="已收回"):
        copies.recall(number, 1, reason="再收")
    with pytest.raises(UnknownFile, match="第 2 份"):
        copies.recall(number, 2, reason="收回")
    with pytest.raises(NotPermitted, match="收回的理由"):
        copies.recall(number, 1, reason="")


def test_who_has_no_right_takes_no_copy_back(archive: Archive, copies: Copies) -> None:
    number = open_company(archive, confidentiality="内部")
    printed(copies, number)
    register(archive, "wang", "王敏", "info_specialist")
    with pytest.raises(NotAuthorised):
        copies.recall(number, 1, reason="收回", actor="wang")


def test_a_row_that_is_gone_is_no_copy() -> None:
    class Reader:
        def get(self, table: str, key: int) -> None:
            return None

        def find(self, table: str, kind: str, value: str) -> list[int]:
            return [1]

    assert list(of_form(Reader(), "KH", "")) == []
