"""Importing into the archive: once by number, of customers one may know of, never in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archive.customers import Clock, change_card, open_company, open_person
from archive.secrecy.department import acts, classify, hire, notes, opened

from csdforms.archive.archive import Archive
from csdforms.archive.ledgers.requests import NewDocument, Taken
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.store import Document
from csdforms.errors import NotAuthorised

UNKNOWN = Taken("wrong", "没有这位客户的档案；这一栏写档案号，或登记过的别号。", of_customer=True)


def receipt(customer: str, number: str = "SK-1", amount: str = "100.00") -> NewDocument:
    data = {"on": "2026-03-01", "amount": amount, "kind": "收款"}
    return NewDocument(number, customer, data)


def take(archive: Archive, *documents: NewDocument, actor: str = "", **said: object) -> list[Taken]:
    options: dict[str, object] = {"source": "收款.csv", "actor": actor} | said
    return archive.ledgers.take("receipts", documents, **options)  # type: ignore[arg-type]


def kept(archive: Archive, table: str = "receipts") -> list[Document]:
    return [document for _, document in archive.store.rows(table)]


def test_a_document_is_kept_with_who_brought_it_and_from_where(archive: Archive) -> None:
    file = open_company(archive)
    assert take(archive, receipt(file), purpose="月结") == [Taken("new")]
    assert kept(archive) == [
        {
            "number": "SK-1",
            "file": file,
            "on": "2026-03-01",
            "amount": "100.00",
            "kind": "收款",
            "at": "2026-03-05T14:05:09.123456+08:00",
            "by": "zhang",
            "source": "收款.csv",
        }
    ]
    [act] = acts(archive, "import-ledger")
    assert act["detail"] == {"table": "receipts", "source": "收款.csv", "new": 1, "updated": 0}
    assert (act["purpose"], act["subject"]) == ("月结", "")


def test_the_same_again_is_passed_over_and_no_line_is_written(archive: Archive) -> None:
    file = open_company(archive)
    take(archive, receipt(file))
    before = archive.store.last().anchor
    assert take(archive, receipt(file)) == [Taken("same")]
    assert archive.store.last().anchor == before


def test_another_content_is_refused_unless_it_is_an_update(archive: Archive) -> None:
    file = open_company(archive)
    take(archive, receipt(file))
    changed = receipt(file, amount="90.00")
    [taken] = take(archive, changed)
    assert taken.problem.startswith("已导入，内容不同")
    assert kept(archive)[0]["amount"] == "100.00"
    assert take(archive, changed, update=True) == [Taken("updated")]
    assert [one["amount"] for one in kept(archive)] == ["90.00"]


def test_a_document_never_goes_to_another_customer(archive: Archive) -> None:
    first, second = open_company(archive), open_person(archive)
    take(archive, receipt(first))
    [taken] = take(archive, receipt(second), update=True)
    assert taken.status == "wrong"
    assert "另一位客户" in taken.problem
    assert kept(archive)[0]["file"] == first


def test_a_wrong_one_stops_no_other_and_a_dry_run_writes_nothing(archive: Archive) -> None:
    file = open_company(archive)
    misspelt = file[:-1] + ("0" if file[-1] != "0" else "1")
    both = receipt(misspelt, "SK-2"), receipt(file), receipt("没有此户", "SK-3")
    said = take(archive, *both, dry_run=True)
    assert [one.status for one in said] == ["wrong", "new", "wrong"]
    assert "写错了" in said[0].problem
    assert said[2] == UNKNOWN
    assert not kept(archive)
    assert take(archive, *both) == said
    assert len(kept(archive)) == 1


def test_a_customer_is_found_by_his_other_number_and_where_his_file_went(archive: Archive) -> None:
    first, second = open_company(archive), open_person(archive)
    archive.add_alias(first, "C-77")
    change_card(archive, first, state="MERGED", merged_into=second)
    take(archive, receipt("C-77"), receipt(first, "SK-2"))
    assert {one["file"] for one in kept(archive)} == {second}


def test_what_lies_in_a_merged_file_is_the_survivors(archive: Archive) -> None:
    first, second = open_company(archive), open_person(archive)
    take(archive, receipt(first))
    change_card(archive, first, state="MERGED", merged_into=second)
    assert take(archive, receipt(second)) == [Taken("same")]
    assert take(archive, receipt(second, amount="1.00"), update=True) == [Taken("updated")]
    assert kept(archive)[0]["file"] == first


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"state": "SEALED"}, "已注销封存"),
        ({"restricted": {"at": "x"}}, "限制处理"),
        ({"state": "DESTROYED"}, "已销毁"),
    ],
)
def test_a_closed_file_takes_in_nothing(
    archive: Archive, changes: dict[str, object], word: str
) -> None:
    file = open_company(archive)
    change_card(archive, file, **changes)
    [taken] = take(archive, receipt(file))
    assert taken.status == "wrong"
    assert taken.of_customer
    assert word in taken.problem
    assert not kept(archive)


def test_a_target_is_numbered_after_file_and_month(archive: Archive) -> None:
    file = open_company(archive)
    archive.add_alias(file, "C-77")
    target = {"on": "2026-03-01", "amount": "5.00"}
    documents = [
        NewDocument("", file, target),
        NewDocument("", "C-77", target | {"amount": "6.00"}),
    ]
    said = archive.ledgers.take("targets", documents, source="目标.csv")
    assert [one.status for one in said] == ["new", "wrong"]
    assert [one["number"] for one in kept(archive, "targets")] == [f"{file}/2026-03"]


def test_many_are_one_commit_of_several_lines(archive: Archive) -> None:
    file = open_company(archive)
    said = take(archive, *(receipt(file, f"SK-{number}") for number in range(501)))
    assert {one.status for one in said} == {"new"}
    lines = [line for line in archive.store.lines() if line.act == "import-ledger"]
    assert [len(line.changes) for line in lines] == [501, 2]  # its own words among them
    assert [act["detail"]["new"] for act in acts(archive, "import-ledger")] == [500, 1]


def test_who_has_no_right_is_refused_and_noted(archive: Archive) -> None:
    file = open_company(archive)
    hire(archive)
    with pytest.raises(NotAuthorised):
        take(archive, receipt(file), actor="lin")
    [note] = notes(archive, "refused")
    assert note["detail"]["wanted"] == "导入账目"
    assert not kept(archive)


def test_a_hidden_customer_is_as_an_absent_one(archive: Archive) -> None:
    hidden = opened(archive, 3, ("高远",))
    hire(archive)
    absent = "XS-没有"
    assert take(archive, receipt(hidden), actor="chen") == [UNKNOWN]
    assert take(archive, receipt(absent), actor="chen") == [UNKNOWN]
    first, second = notes(archive, "refused")
    assert first["detail"]["files"] == [hidden]
    assert second["detail"]["files"] == []


def test_the_number_of_a_hidden_customers_document_is_free(archive: Archive) -> None:
    hidden, seen = open_company(archive), open_person(archive)
    take(archive, receipt(hidden))
    classify(archive, hidden, 3, ("高远",))
    classify(archive, seen, 1)
    hire(archive)
    assert take(archive, receipt(seen), actor="chen") == [Taken("new")]
    assert sorted(one["file"] for one in kept(archive)) == sorted([hidden, seen])
    assert take(archive, receipt(seen), actor="chen") == [Taken("same")]


@pytest.mark.parametrize("kind", ["sealed", "sqlite"])
def test_other_stores_keep_them_too(kind: str, tmp_path: Path, clock: Clock) -> None:
    key = ArchiveKey.new() if kind == "sealed" else None
    place = f"sqlite:///{tmp_path.as_posix()}/a.db" if kind == "sqlite" else tmp_path / "a"
    with Archive.create(place, actor="zhang", clock=clock, key=key) as archive:
        file = open_company(archive)
        assert take(archive, receipt(file)) == [Taken("new")]
        assert take(archive, receipt(file)) == [Taken("same")]
        assert take(archive, receipt(file, amount="7.00"), update=True) == [Taken("updated")]
        assert [one["amount"] for one in kept(archive)] == ["7.00"]
    if kind == "sealed":
        assert not any(b"7.00" in one.read_bytes() for one in _files(tmp_path))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_document_tells_nothing_of_itself_when_it_is_printed() -> None:
    assert repr(receipt("C-77")) == "NewDocument('SK-1')"
    assert json.dumps(receipt("C-77").data, ensure_ascii=False)
