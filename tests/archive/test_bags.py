from __future__ import annotations

import hashlib
import json
import logging
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bagit
import pytest
from archive.customers import (
    CORPORATE,
    INDIVIDUAL,
    Clock,
    change_card,
    company,
    open_company,
    other_company,
    person,
)
from archive.paper import NUMBER, SECOND

from csdforms.archive.archive import Archive
from csdforms.archive.bags import Moved, export_bag, import_bag
from csdforms.archive.records import Item, Profile
from csdforms.archive.requests import Receipt
from csdforms.archive.store import Act
from csdforms.archive.verifying import verify
from csdforms.errors import (
    ArchiveExists,
    DamagedArchive,
    DuplicateCustomer,
    MissingFile,
    NotAllowedNow,
    NotPermitted,
    UnknownFile,
    UnreadableInput,
)

LATER = "2026-04-01T09:00:00.000000+08:00"


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive, and a bag of its files; tests work on copies."""
    folder = tmp_path_factory.mktemp("originals")
    with Archive.create(folder / "source", actor="zhang", clock=Clock()) as archive:
        archive.open_file(company(customer_no="S-1"), form=CORPORATE, document=b"one", edition="1")
        new = company(customer_no="S-1", customer_name="上海屿泊包装股份有限公司")
        archive.revise(NUMBER, new, reason="更名", document=b"two")
        archive.file(NUMBER, "form_a", {"complaint_no": "T"}, b"three", section="3.2", title="表一")
        archive.file(NUMBER, "form_b", {"a": ["b"]}, section="3.2", title="../表")
        archive.file(NUMBER, "form_c", {"a": "c"}, b"three", section="3.10")
        archive.open_file(person(), form=INDIVIDUAL)
        archive.file("", "statistics", {"month": "2026-03"}, section="3.9")
        export_bag(archive, folder / "bag", organization="海晏家居")
    return folder


@pytest.fixture
def source(originals: Path, tmp_path: Path) -> Iterator[Archive]:
    shutil.copytree(originals / "source", tmp_path / "source")
    with Archive.open(tmp_path / "source", actor="zhang", clock=Clock()) as archive:
        yield archive


@pytest.fixture
def bag(originals: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(originals / "bag", tmp_path / "bag"))


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "target", actor="li", clock=Clock()) as archive:
        yield archive


def later() -> Clock:
    clock = Clock()
    clock.at = clock.at.fromisoformat(LATER)
    return clock


def everything(archive: Archive, number: str) -> tuple[Any, ...]:
    """Return a file with all its versions and documents; who filed what is each archive's own."""
    newest = archive.show(number)
    newest = newest._replace(items=tuple(item._replace(filed_by="") for item in newest.items))
    versions = [archive.show(number, no).profile for no in range(1, newest.card.versions + 1)]
    kept: list[Profile | Item] = [*versions, *newest.items]
    digests = [one.document for one in kept if one.document]
    return newest, versions, [archive.document(digest) for digest in digests]


def test_there_and_back(source: Archive, bag: Path, target: Archive) -> None:
    moved = list(import_bag(bag, target, actor="li", clock=later(), reason="移交"))
    assert moved == [Moved(NUMBER, Receipt(NUMBER)), Moved(SECOND, Receipt(SECOND))]
    for number in (NUMBER, SECOND):
        assert everything(target, number) == everything(source, number)
    [event] = target.history(NUMBER)
    before = list(source.history(NUMBER))
    origin = {"archive": source.store.archive, "anchor": source.store.last().anchor}
    assert (event.act, event.actor, event.at, event.reason) == ("import", "li", LATER, "移交")
    assert event.detail["from"] == {**origin, "number": NUMBER}
    assert [one["act"] for one in event.detail["history"]] == [one.act for one in before]
    assert event.detail["history"][1]["reason"] == "更名"
    found = verify(target.store.folder, read_data=True)  # type: ignore[attr-defined]
    assert found.problems == ()


def test_numbers_go_on_where_they_were(bag: Path, target: Archive) -> None:
    list(import_bag(bag, target, clock=later()))
    assert target.file(NUMBER, "f", {}, section="3.2").number == f"{NUMBER}/3.2-2026-0003"
    number = target.open_file(other_company(), form=CORPORATE).number
    assert number not in (NUMBER, SECOND)
    assert [card.number for card in target.find("S-1")] == [NUMBER]
    assert target.show(NUMBER).card.former_names == ("上海屿泊包装有限公司",)


def test_what_is_in_a_bag(source: Archive, bag: Path) -> None:
    info = bagit.Bag(str(bag)).info
    assert info["Source-Organization"] == "海晏家居"
    assert info["External-Description"] == "客户档案 2 份"
    assert info["External-Identifier"] == source.store.archive
    assert info["Internal-Sender-Identifier"] == source.store.last().anchor
    assert info["Bagging-Date"] == "2026-03-05"
    assert sorted(path.name for path in (bag / "data").iterdir()) == [NUMBER, SECOND]
    names = {path.name: path.read_bytes() for path in (bag / "data" / NUMBER).iterdir()}
    content = json.loads(names.pop("file.json"))
    assert names == {
        f"{NUMBER}_客户资料_第1版.docx": b"one",
        f"{NUMBER}_客户资料_第2版.docx": b"two",
        f"{NUMBER}_3.2-2026-0001_表一.docx": b"three",  # two items have it: it is there once
    }
    assert [item["links"] for item in content["items"]] == [{"complaint_no": "T"}, {}, {}]
    assert len(content["profiles"]) == 2
    assert [one["actor"] for one in content["history"]] == ["zhang"] * 5
    for path in bag.rglob("*.docx"):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert digest in (bag / "manifest-sha256.txt").read_text(encoding="utf-8")


def test_some_files(source: Archive, tmp_path: Path) -> None:
    given = ["kh z 2026 000002 2", SECOND]
    assert export_bag(source, tmp_path / "bag", given) == [SECOND]
    assert "Source-Organization" not in bagit.Bag(str(tmp_path / "bag")).info
    with pytest.raises(UnknownFile):
        export_bag(source, tmp_path / "other", ["S-9"])
    assert not (tmp_path / "other").exists()


def test_an_archive_without_customers(target: Archive, tmp_path: Path) -> None:
    assert export_bag(target, tmp_path / "bag") == []
    assert not (tmp_path / "bag").exists()


def test_only_into_a_new_or_empty_folder(source: Archive, bag: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveExists):
        export_bag(source, bag)
    with pytest.raises(MissingFile):
        export_bag(source, tmp_path / "none" / "bag")


def test_a_damaged_document_is_not_exported(source: Archive, tmp_path: Path) -> None:
    digest = hashlib.sha256(b"two").hexdigest()
    path = tmp_path / "source" / "documents" / digest[:2] / f"{digest}.docx"
    path.write_bytes(b"owt")
    before = set(tmp_path.iterdir())
    with pytest.raises(DamagedArchive):
        export_bag(source, tmp_path / "bag")
    assert set(tmp_path.iterdir()) == before


# Who is on file already


def test_duplicates_are_refused_each_for_itself(bag: Path, target: Archive) -> None:
    open_company(target)
    first, second = import_bag(bag, target)
    assert isinstance(first.error, DuplicateCustomer)
    assert first.receipt is None
    # The serial of the person's number is free here.
    assert second == Moved(SECOND, Receipt(SECOND))
    assert target.count() == 2
    lines = target.store.last().no
    assert [moved.error is None for moved in import_bag(bag, target)] == [False, False]
    assert target.store.last().no == lines


def test_a_supervisor_may_decide(bag: Path, target: Archive) -> None:
    alike = other_company(customer_name="上海屿泊包装股份有限公司")
    target.open_file(alike, form=CORPORATE)
    first, _ = import_bag(bag, target)
    assert isinstance(first.error, DuplicateCustomer)
    assert not first.error.certain
    first, _ = import_bag(bag, target, distinct="同名，另一主体")
    assert first.receipt
    [event] = target.history(first.receipt.number)
    assert event.detail["distinct"] == "同名，另一主体"


def test_an_alias_of_another_customer(bag: Path, target: Archive) -> None:
    target.add_alias(target.open_file(other_company(), form=CORPORATE).number, "S-1")
    first, _ = import_bag(bag, target)
    assert isinstance(first.error, DuplicateCustomer)
    assert first.error.by == ("客户编号",)


# Numbers that cannot be had


def test_a_number_that_another_customer_has(source: Archive, bag: Path, target: Archive) -> None:
    assert target.open_file(other_company(), form=CORPORATE).number == NUMBER
    first, _ = import_bag(bag, target)
    assert first.receipt
    number = first.receipt.number
    assert number != NUMBER
    assert first.receipt.warnings == (f"原档案号 {NUMBER} 在这里不能用，已另编 {number}。",)
    moved, original = target.show(number), source.show(NUMBER)
    assert moved.card == original.card._replace(number=number)
    assert [item.number for item in moved.items] == [
        item.number.replace(NUMBER, number) for item in original.items
    ]
    assert moved.profile.data == original.profile.data


def test_a_number_that_was_burnt(bag: Path, target: Archive) -> None:
    target.open_file(other_company(), form=CORPORATE)
    with target.store.writing() as work:  # two more were given out, and their files refused
        work.put("counters", 2026, {"serial": 3})
        work.record(Act("test", "tests", target.store.last().at))
    _, second = import_bag(bag, target)
    assert second.receipt
    assert target.show(second.receipt.number).card.customer_nos == (SECOND,)


def test_an_old_number_goes_on_finding_its_customer(bag: Path, target: Archive) -> None:
    target.open_file(other_company(), form=CORPORATE)
    with target.store.writing() as work:
        work.put("counters", 2026, {"serial": 3})
        work.record(Act("test", "tests", target.store.last().at))
    _, second = import_bag(bag, target)
    assert second.receipt
    number = second.receipt.number
    assert target.show(SECOND).card.number == number
    assert [card.number for card in target.find(SECOND)] == [number]
    assert target.file_for({"customer_no": SECOND}) == number
    item = target.file(SECOND, "f", {"customer_no": SECOND}, section="3.2")
    assert item.number.startswith(number)
    assert [event.act for event in target.history(SECOND)] == ["import", "file"]
    with pytest.raises(DuplicateCustomer):
        target.open_file(person(id_no=None, customer_no=SECOND), form=INDIVIDUAL)


def test_the_archives_own_actor_and_clock_are_the_imports(bag: Path, tmp_path: Path) -> None:
    with Archive.create(tmp_path / "own", actor="li", clock=later()) as target:
        list(import_bag(bag, target))
        [event] = target.history(NUMBER)
    assert (event.actor, event.at) == ("li", LATER)


# States


def test_the_state_is_kept(source: Archive, target: Archive, tmp_path: Path) -> None:
    change_card(source, NUMBER, state="SEALED")
    export_bag(source, tmp_path / "bag", [NUMBER], purpose="审计")
    list(import_bag(tmp_path / "bag", target))
    assert target.show(NUMBER, purpose="审计").card.state == "SEALED"


@pytest.mark.parametrize("state", ["MERGED", "VOID", "DESTROYED"])
def test_what_is_no_file_any_more(
    source: Archive, target: Archive, tmp_path: Path, state: str
) -> None:
    change_card(source, NUMBER, state=state)
    export_bag(source, tmp_path / "bag", [NUMBER])
    [moved] = import_bag(tmp_path / "bag", target)
    assert isinstance(moved.error, NotAllowedNow)


# Bags from elsewhere


def changed(bag: Path, change: Callable[[dict[str, Any]], object], number: str = NUMBER) -> Path:
    """Change a file in a bag, and make the bag fit it again."""
    path = bag / "data" / number / "file.json"
    content = json.loads(path.read_bytes())
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    bagit.Bag(str(bag)).save(manifests=True)
    return bag


@pytest.mark.parametrize(
    ("secrecy", "kept"),
    [
        ({"level": 3, "circle": ["王敏"]}, {"level": 3}),
        ({"level": 1, "items": {}}, {"level": 1, "items": {}}),
        ("机密", "机密"),
        (None, None),
    ],
)
def test_what_was_decided_about_secrecy_comes_along(
    bag: Path, target: Archive, secrecy: Any, kept: Any
) -> None:
    first, _ = import_bag(changed(bag, lambda one: one["card"].update(secrecy=secrecy)), target)
    assert first.receipt is not None
    [key] = target.store.find("files", "number", first.receipt.number)
    assert (target.store.get("files", key) or {})["secrecy"] == kept


def test_m05_a_masked_value_in_a_bag_is_refused(bag: Path, target: Archive) -> None:
    def mask(content: dict[str, Any]) -> None:
        content["profiles"][0]["data"]["phone"] = "021-****78"

    first, second = import_bag(changed(bag, mask), target)
    assert isinstance(first.error, UnreadableInput)
    assert second.receipt is not None


def rename(content: dict[str, Any]) -> None:
    """Let a document's name be another document's."""
    names = content["documents"]
    names.update(dict.fromkeys(names, next(reversed(names.values()))))


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.update(format="csdforms-file 2"),
        lambda it: it.pop("format"),
        lambda it: it.pop("card"),
        lambda it: it.update(card=[]),
        lambda it: it["card"].update(number="KH-F-2026-000001-5"),
        lambda it: it["card"].update(state="ELSEWHERE"),
        lambda it: it["card"].update(customer_nos="S-1"),
        lambda it: it["card"].update(former_names=[1]),
        lambda it: it.update(source=None),
        lambda it: it.update(history={}),
        lambda it: it.update(profiles=[]),
        lambda it: it["profiles"].pop(0),
        lambda it: it["profiles"][0].update(data=[]),
        lambda it: it["profiles"][0].update(version=True),
        lambda it: it["profiles"].insert(0, 7),
        lambda it: it["profiles"][1].update(form="form_a"),
        lambda it: it["profiles"][1]["data"].pop("customer_name"),
        lambda it: it["items"][0].update(number=f"{SECOND}/3.2-2026-0001"),
        lambda it: it["items"][0].update(section="3.3"),
        lambda it: it["items"][0].update(number=f"{NUMBER}/3.2-1"),
        lambda it: it["items"][0].update(data={"complaint_no": "U"}),
        lambda it: it["items"][0].update(links={"complaint_no": 7}),
        lambda it: it["items"].append(it["items"][0]),
        lambda it: it.pop("documents"),
        lambda it: it.update(documents=[]),
        lambda it: it["documents"].popitem(),
        lambda it: it["documents"].update(dict.fromkeys(it["documents"], "../file.json")),
        lambda it: it["items"][0].update(document=[7]),
        rename,
    ],
)
def test_files_out_of_shape(
    bag: Path, target: Archive, change: Callable[[dict[str, Any]], object]
) -> None:
    first, second = import_bag(changed(bag, change), target)
    assert first.receipt is None
    assert first.error
    assert second.receipt
    assert target.count() == 1
    assert target.store.count("profiles") == 1
    assert target.store.count("items") == 0
    assert list(target.store.files()) == []


def test_no_file_comes_in_under_another_identity(bag: Path, target: Archive) -> None:
    changed(bag, lambda it: it["card"].update(uscc="91310115MA1K0000XX", name="别人", phones=[]))
    list(import_bag(bag, target))
    card = target.show(NUMBER).card
    assert (card.uscc, card.name) == ("91310115MAXX0Y0XXT", "上海屿泊包装股份有限公司")
    assert card.phones


def test_a_moment_that_is_none(bag: Path, target: Archive) -> None:
    changed(bag, lambda it: it["card"].update(created_at="yesterday"))
    list(import_bag(bag, target, clock=later()))
    assert target.show(NUMBER).card.created_at == LATER


def test_a_folder_without_a_file(bag: Path, target: Archive) -> None:
    (bag / "data" / NUMBER / "file.json").write_bytes(b"{")
    (bag / "data" / SECOND / "file.json").rename(bag / "data" / SECOND / "other.json")
    bagit.Bag(str(bag)).save(manifests=True)
    moved = list(import_bag(bag, target))
    assert all(isinstance(one.error, UnreadableInput) for one in moved)


@pytest.mark.parametrize("what", ["change", "add", "remove", "manifest", "oxum", "none"])
def test_a_bag_that_is_not_whole(bag: Path, target: Archive, what: str) -> None:
    path = bag / "data" / NUMBER / "file.json"
    if what == "change":
        path.write_bytes(path.read_bytes().replace(b"S-1", b"S-2"))
    elif what == "add":
        (bag / "data" / "more.txt").write_bytes(b"")
    elif what == "remove":
        path.unlink()
    elif what == "manifest":
        (bag / "manifest-sha256.txt").write_bytes(b"\xff")
    elif what == "oxum":
        info = (bag / "bag-info.txt").read_text(encoding="utf-8")
        (bag / "bag-info.txt").write_text(info.replace("Payload-Oxum: ", "Payload-Oxum: x"))
    else:
        (bag / "bagit.txt").unlink()
    with pytest.raises(UnreadableInput, match="BagIt"):
        import_bag(bag, target)
    assert target.count() == 0


def test_a_bag_with_a_link_to_elsewhere(bag: Path, target: Archive, tmp_path: Path) -> None:
    path = bag / "data" / NUMBER / "file.json"
    outside = tmp_path / "outside.json"
    outside.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(outside)
    with pytest.raises(UnreadableInput, match="BagIt"):
        import_bag(bag, target)


def test_there_is_no_bag(target: Archive, tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        import_bag(tmp_path / "none", target)


def test_a_store_that_refuses_stops_the_import(
    bag: Path, target: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_: bytes) -> str:
        raise NotPermitted("磁盘已满")

    monkeypatch.setattr(target.store, "put_file", refuses)
    with pytest.raises(NotPermitted):
        list(import_bag(bag, target))
    assert target.count() == 0


# The package


def test_the_package_is_not_installed(
    source: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "bagit", None)
    with pytest.raises(UnreadableInput, match=r"csdforms\[bagit\]"):
        export_bag(source, tmp_path / "bag")


def test_the_package_says_nothing_on_the_console(
    bag: Path, target: Archive, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger("bagit")
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "propagate", False)
    (bag / "data" / "more.txt").write_bytes(b"")
    with pytest.raises(UnreadableInput):
        import_bag(bag, target)
    assert capfd.readouterr() == ("", "")
    assert len(logger.handlers) == 1
