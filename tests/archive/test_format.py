"""The format of archive/README.md, read by a reader that knows nothing but that text."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from archive.customers import Clock, company, open_company, open_person, other_company
from archive.destruction.hands import OVER, THREE_YEARS, destroyed, engage, item, seal
from archive.paper import NUMBER, Paper
from archive.secrecy.department import hire, opened

from csdforms.archive.archive import Archive
from csdforms.archive.backup import backup, restore
from csdforms.archive.store import LEDGERS, OWN_TABLES, Act
from csdforms.archive.verifying import verify
from csdforms.schemas.ledgers.receipt import Receipt
from csdforms.schemas.ledgers.receivable import Receivable
from csdforms.schemas.ledgers.sale_line import SaleLine

README = Path(__file__).parents[2] / "archive" / "README.md"
TEXT = README.read_text(encoding="utf-8")
CHINESE, ENGLISH = TEXT.split("\n---\n")
[EXAMPLE] = re.findall(r"```jsonl\n(.*?)```", TEXT, re.DOTALL)

MOMENT = "2026-03-05T14:05:09.123456+08:00"


class Read(NamedTuple):
    """What stands in a journal."""

    headers: list[dict[str, Any]]
    hashes: list[str]
    tables: dict[str, dict[int, dict[str, Any]]]


def read_by_the_text(journal: bytes) -> Read:
    """Read and check a journal by sections 2, 3, 6 and 10 of the text."""
    found = Read([], [], {})
    commit: list[tuple[str, int, Any]] = []
    complete = 0  # lines in complete commits
    prev = "0" * 64
    for line in journal.split(b"\n"):
        end = re.search(rb'\},"([0-9a-f]{64})"', line)
        if not end or b"\0" in line or line[-1:] != b"]":
            break  # the end, or a torn one
        head = line[1 : end.start() + 1]
        header = json.loads(head)
        assert hashlib.sha256(head).hexdigest() == end[1].decode()
        assert header["prev"] == prev
        assert header["no"] == len(found.headers) + 1
        place = end.end()
        for table, key, digest, size in header["changes"]:
            assert line[place : place + 1] == b","
            blank = line[place + 1 : place + 5] == b"null"
            payload = line[place + 1 : place + 1 + (4 if blank else size)]
            assert blank or hashlib.sha256(payload).hexdigest() == digest
            document = None if blank else json.loads(payload)["document"]
            if digest is None or not blank:
                commit.append((table, key, document))
            place += 1 + len(payload)
        assert line[place:] == b"]"
        prev = end[1].decode()
        found.headers.append(header)
        found.hashes.append(prev)
        if not header.get("more"):
            complete = len(found.headers)
            for table, key, document in commit:
                found.tables.setdefault(table, {})[key] = document
            commit.clear()
    del found.headers[complete:], found.hashes[complete:]
    return found


def check_character(number: str) -> str:
    """Return a file number's check character by section 5 of the text."""
    p = 0
    for digit in number.split("-")[2] + number.split("-")[3]:
        p = (p + int(digit)) * 2 % 11
    check = (12 - p) % 11
    return "X" if check == 10 else str(check)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    with Archive.create(folder, actor="zhang", clock=Clock()) as archive:
        archive.open_file(company(), form="corporate_customer_profile", document=b"one")
        new = company(short_name="屿泊")
        archive.revise(NUMBER, new, reason="改简称", purpose="来电更正", document=b"two")
        data = {"complaint_no": "TS-1"}
        archive.file(NUMBER, "complaint_register_one", data, b"three", section="3.2", title="表一")
        archive.file("", "complaint_statistics", {"month": "2026-03"}, section="3.9")
        open_person(archive)
        archive.add_alias(NUMBER, "S-1")
        archive.store.compact(Act("compact", "zhang", MOMENT))
    return folder


def test_the_log_of_access_is_read_like_the_journal(filled: Path) -> None:
    journal = read_by_the_text((filled / "journal.jsonl").read_bytes())
    with Archive.open(filled, actor="zhang") as archive:
        archive.show(NUMBER, purpose="回访")
    found = read_by_the_text((filled / "access.jsonl").read_bytes())
    assert found.headers[0]["format"] == "csdforms-access 1"
    assert found.headers[0]["archive"] == journal.headers[0]["archive"]
    assert journal.tables["acts"][1]["detail"]["access"] == f"1:{found.hashes[0]}"
    assert (found.headers[-1]["act"], found.headers[-1]["subject"]) == ("show", NUMBER)
    assert found.tables["acts"][len(found.headers)]["purpose"] == "回访"
    _, anchor = verify(filled).anchor.split(",")
    assert anchor == f"{len(found.headers)}:{found.hashes[-1]}"


def test_the_whole_archive_can_be_read_by_the_text_alone(filled: Path) -> None:
    found = read_by_the_text((filled / "journal.jsonl").read_bytes())
    anchor, _, _ = verify(filled).anchor.partition(",")
    assert f"{len(found.headers)}:{found.hashes[-1]}" == anchor
    tables = found.tables
    [card] = [card for card in tables["files"].values() if card["name"] == "上海屿泊包装有限公司"]
    number = card["number"]
    profiles = [one for one in tables["profiles"].values() if one["file"] == number]
    items = [one for one in tables["items"].values() if one["file"] == number]
    history = [header for header in found.headers if header["subject"] == number]
    with Archive.open(filled, actor="zhang") as archive:
        file = archive.show(number)
        assert card["customer_nos"] == [*file.card.customer_nos] == ["S-1"]
        assert card["serials"] == {"3.2-2026": 1}
        assert (card["versions"], card["items"]) == (file.card.versions, file.card.items) == (2, 1)
        for one in profiles:
            assert one["data"] == archive.show(number, one["version"]).profile.data
        assert [one["data"] for one in items] == [item.data for item in file.items]
        events = list(archive.history(number))
    assert [header["act"] for header in history] == [event.act for event in events]
    assert [header["act"] for header in history] == ["create", "revise", "file", "alias"]
    assert [tables["acts"][header["no"]]["reason"] for header in history] == ["", "改简称", "", ""]
    for document, content in [(profiles[0], b"one"), (profiles[1], b"two"), (items[0], b"three")]:
        digest = document["document"]
        path = filled / "documents" / digest[:2] / f"{digest}.docx"
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
        assert path.read_bytes() == content
    plain = json.dumps(items[0]["data"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert items[0]["digest"] == hashlib.sha256(plain.encode()).hexdigest()
    for card in tables["files"].values():
        assert card["number"][-1] == check_character(card["number"])


def test_a_torn_end_and_half_a_commit_are_passed_over(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "paper")
    paper.add("note")
    whole = b"".join(paper.lines)
    for end in (b"", paper.lines[1][:70], b"\0" * 512):
        assert len(read_by_the_text(whole + end).headers) == 2
    assert len(read_by_the_text(whole[:-1]).headers) == 2
    paper.add("note", more=True)
    assert len(read_by_the_text(b"".join(paper.lines)).headers) == 2


def test_a_header_may_hold_signs_that_look_like_its_end(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "paper")
    trick = '},"' + "0" * 64 + '"'
    paper.add(trick, subject="]\n[")
    found = read_by_the_text(b"".join(paper.lines))
    assert found.headers[1]["act"] == trick
    assert verify(paper.save()).problems == ()


# The example in the text


def test_the_example_is_a_real_journal(tmp_path: Path) -> None:
    found = read_by_the_text(EXAMPLE.encode())
    assert len(found.headers) == 2
    for half in (CHINESE, ENGLISH):
        assert f"2:{found.hashes[1]}" in half
    assert f"的哈希是 `{found.hashes[1]}`，它的 `prev` 是 `{found.hashes[0]}`" in CHINESE
    (tmp_path / "journal.jsonl").write_bytes(EXAMPLE.encode())
    assert verify(tmp_path, anchor=f"2:{found.hashes[1]}").problems == ()


TOOLS = all(map(shutil.which, ("sh", "sed", "cut", "tr", "sha256sum")))


@pytest.mark.skipif(not TOOLS, reason="needs a Unix shell and sha256sum")
def test_the_commands_print_what_the_text_says(tmp_path: Path) -> None:
    [commands] = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "journal.jsonl").write_bytes(EXAMPLE.encode())
    content = b"a document"
    digest = hashlib.sha256(content).hexdigest()
    place = tmp_path / "documents" / digest[:2] / f"{digest}.docx"
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    done = subprocess.run(["sh", "-c", commands], cwd=tmp_path, capture_output=True, check=True)
    found = read_by_the_text(EXAMPLE.encode())
    assert [line.split()[0].decode() for line in done.stdout.splitlines()] == [
        found.hashes[1],
        found.headers[1]["prev"],
        found.headers[1]["changes"][0][2],
        digest,
    ]
    head = EXAMPLE.splitlines()[1].encode().index(b'},"' + found.hashes[1].encode())
    size = found.headers[1]["changes"][0][3]
    assert f"cut -b {head + 70}-{head + 69 + size} " in commands
    for half in (CHINESE, ENGLISH):
        for figure in (head, head + 70, size):
            assert re.search(rf"\b{figure}\b", half)


# The text and the archive say the same


@pytest.mark.parametrize("half", [CHINESE, ENGLISH], ids=["Chinese", "English"])
def test_everything_is_explained_in_both_languages(filled: Path, half: str) -> None:
    found = read_by_the_text((filled / "journal.jsonl").read_bytes())
    half = re.sub(r"```.*?```", "", half, flags=re.DOTALL)
    explained = set(re.findall(r"`([^`]+)`", half))
    for header in found.headers:
        assert explained >= header.keys()
        assert header["act"] in explained
    assert explained >= found.tables.keys()
    for table, records in found.tables.items():
        [paragraph] = re.findall(rf"\*\*{table}\*\*[:：](.*?)\n\n", half, re.DOTALL)
        for record in records.values():
            assert set(re.findall(r"`([^`]+)`", paragraph)) >= record.keys()
    tops = {path.name for path in filled.iterdir()} - {"index.sqlite-shm", "index.sqlite-wal"}
    assert explained - {"documents/ab/ab….docx"} >= tops - {"documents"}


@pytest.fixture
def department(tmp_path: Path) -> Path:
    """Return an archive in which separate persons did what they do."""
    folder = tmp_path / "department"
    with Archive.create(folder, clock=Clock()) as archive:
        number = opened(archive, 2)
        archive.file(number, "complaint_register_one", {"complaint_no": "TS-1"}, section="3.2")
        hire(archive)
        archive.staff.leave("lin", reason="离职", actor="sun")
        _drafts(archive)
        _grants(archive, number)
        _copies(archive, number)
        archive.cases.close(number, "TS-1", reason="已办", actor="liu")
        form = "complaint_register_one"
        archive.secrecy.propose_form(
            form, 3, circle=("高远",), reason="重要", basis="目录", actor="qiang"
        )
        archive.secrecy.decide_form(form, actor="gao")
        archive.secrecy.use_labels("soe", reason="集团规定", actor="gao")
    return folder


def _drafts(archive: Archive) -> None:
    papers = [{"kind": "营业执照", "number": "1", "seen_by": "陈静", "seen_on": "2026-03-01"}]
    data = other_company() | {"customer_name": "临江市海晏五金厂"}
    archive.drafts.create(data, form="corporate_customer_profile", papers=papers, actor="chen")


def _grants(archive: Archive, number: str) -> None:
    archive.grants.ask(number, purpose="核对", fields=["mobile"], actor="wang")
    archive.grants.approve("SQ-2026-0001", actor="qiang", reason="核对")
    archive.grants.ask(number, purpose="核对", actor="wang")
    archive.grants.refuse("SQ-2026-0002", reason="重复", actor="qiang")
    archive.grants.grant(number, "王敏", purpose="投诉", case="TS-1", actor="qiang")
    archive.grants.revoke("SQ-2026-0003", reason="已办", actor="qiang")
    urgent = archive.grants.emergency(number, reason="产品漏气，须立即通知客户", actor="qiang")
    archive.grants.review(urgent.number, justified=True, reason="属实", actor="jie")


def _copies(archive: Archive, number: str) -> None:
    loan = archive.loans.lend(number, "王敏", purpose="核对", pages=2, original=True, actor="zhou")
    archive.loans.give_back(loan.number, 2, condition="完好", actor="zhou")
    archive.grants.grant(number, "高远", purpose="谈判", actor="qiang")
    with archive.copies.printing(number, purpose="谈判", actor="gao"):
        pass
    archive.copies.recall(number, 1, reason="收回", actor="gao")
    for who in ("zhou", "qiang"):
        archive.releases.release("王敏", level=2, reason="移交", actor=who)


@pytest.mark.parametrize("half", [CHINESE, ENGLISH], ids=["Chinese", "English"])
def test_what_a_department_keeps_is_explained_in_both_languages(
    department: Path, half: str
) -> None:
    tables = read_by_the_text((department / "journal.jsonl").read_bytes()).tables
    assert tables.keys() >= {
        *("acts", "files", "profiles", "items", "counters", "staff", "drafts", "grants"),
        *("loans", "copies", "releases", "cases", "form_levels", "settings"),
    }
    card = re.findall(r"\*\*files\*\*[:：](.*?)\n\n", half, re.DOTALL)[0]
    for table, records in tables.items():
        [paragraph] = re.findall(rf"\*\*{table}\*\*[:：](.*?)\n\n", half, re.DOTALL)
        told = set(re.findall(r"`([^`]+)`", paragraph + (card if table == "drafts" else "")))
        for record in records.values():
            assert told >= record.keys(), table
    secrecy = tables["files"][1]["secrecy"]
    assert set(re.findall(r"`([^`]+)`", card)) >= {*secrecy, *next(iter(secrecy["items"].values()))}


def _told(half: str, table: str) -> set[str]:
    [paragraph] = re.findall(rf"\*\*{table}\*\*[:：](.*?)\n\n", half, re.DOTALL)
    return set(re.findall(r"`([^`]+)`", paragraph))


def _names(value: object) -> set[str]:
    """Return the names of all members in a document, however deep; free words are no names."""
    if isinstance(value, dict):
        return {*value}.union(*map(_names, value.values()))
    return set().union(*map(_names, value)) if isinstance(value, list) else set()


def _told_in_section_7(half: str) -> set[str]:
    section = half.partition("\n## 7. ")[2].partition("\n## 8. ")[0]
    return set(re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", section, flags=re.DOTALL)))


#: Said once for all tables, and what is by the number of a file, or in the form that was filed.
SAID_ONCE = {"by", "roles", "role", "at", "on", "reason", "how", "clear", "text", "statement"}


@pytest.mark.parametrize("half", [CHINESE, ENGLISH], ids=["Chinese", "English"])
def test_the_sample_archive_is_explained_in_both_languages(half: str) -> None:
    tables = read_by_the_text((README.parent / "journal.jsonl").read_bytes()).tables
    assert tables.keys() >= {"deregistrations", "seals", "holds", "inspections"}
    assert tables.keys() >= {"personal_requests", "copies", "loans", *LEDGERS}
    for table, records in tables.items():
        for record in records.values():
            assert _told(half, table) >= record.keys(), table
    [seal_row] = tables["seals"].values()
    assert _told(half, "seals") >= seal_row["inventory"][0].keys()
    for sale in tables["sales"].values():
        assert _told(half, "sales") >= _names(sale)
    assert _told(half, "sales") >= SaleLine.specs().keys() - {"customer_no", "currency"}
    assert _told(half, "receipts") >= Receipt.specs().keys() - {"customer_no", "currency"}
    assert _told(half, "receivables") >= Receivable.specs().keys() - {"customer_no", "currency"}
    assert {card["state"] for card in tables["files"].values()} == {"ACTIVE", "SEALED"}


def test_the_hash_of_an_inventory_is_what_the_text_says() -> None:
    tables = read_by_the_text((README.parent / "journal.jsonl").read_bytes()).tables
    [row] = tables["seals"].values()
    said = {"file": row["file"], "inventory": row["inventory"]}
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(plain.encode()).hexdigest() == row["digest"]
    items = {one["number"]: one for one in tables["items"].values()}
    for entry in row["inventory"]:
        if entry["number"] in items:
            assert entry["digest"] == items[entry["number"]]["digest"]


@pytest.fixture(scope="module")
def after_destruction(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive in which a company's file and a person's were destroyed by law."""
    folder = tmp_path_factory.mktemp("destroyed") / "archive"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSDFORMS_DESTROYED", str(folder.parent / "register"))
        clock = Clock()
        with Archive.create(folder, actor="zhang", clock=clock) as archive:
            numbers = [open_company(archive), open_person(archive)]
            item(archive, numbers[0], "换锁")
            for number in numbers:
                seal(archive, number, THREE_YEARS)
            engage(archive)
            clock.at = clock.at.replace(year=int(OVER[:4]))
            destroyed(archive, *numbers)
    return folder


@pytest.mark.parametrize("half", [CHINESE, ENGLISH], ids=["Chinese", "English"])
def test_what_is_left_of_a_destroyed_file_is_explained(after_destruction: Path, half: str) -> None:
    found = read_by_the_text((after_destruction / "journal.jsonl").read_bytes())
    tables = found.tables
    for table in ("appraisals", "destructions"):
        for record in tables[table].values():
            assert _told(half, table) >= _names(record) - SAID_ONCE, table
    told = _told_in_section_7(half)
    organisation, person = (card for card in tables["files"].values())
    for stone in (organisation, person):
        assert stone["state"] == "DESTROYED"
        assert told >= {*stone, *stone["tombstone"]}
    assert organisation["name"] == "上海屿泊包装有限公司"
    [example] = re.findall(r"```json\n(.*?)\n```", CHINESE, re.DOTALL)
    assert json.loads(example) == person


def test_what_was_destroyed_is_blank_and_its_own_act_is_not(after_destruction: Path) -> None:
    found = read_by_the_text((after_destruction / "journal.jsonl").read_bytes())
    acts = found.tables["acts"]
    for number in (card["number"] for card in found.tables["files"].values()):
        lines = [header for header in found.headers if header["subject"] == number]
        [destroy] = [line["no"] for line in lines if line["act"] == "destroy"]
        assert acts[destroy]["detail"].keys() == {"list", "line"}
        assert not [line for line in lines if line["no"] < destroy and line["no"] in acts]
    for table in ("profiles", "items"):
        assert not any(found.tables.get(table, {}).values())
    [register] = (after_destruction.parent / "register").iterdir()
    entries = [json.loads(line) for line in register.read_text("utf-8").splitlines()]
    assert register.stem == found.headers[0]["archive"]
    for entry in entries:
        assert (entry["hash"], entry["file"]) == (
            found.hashes[entry["no"] - 1],
            found.headers[entry["no"] - 1]["subject"],
        )
        for half in (CHINESE, ENGLISH):
            assert _told_in_section_7(half) >= entry.keys()


@pytest.mark.parametrize("half", [CHINESE, ENGLISH], ids=["Chinese", "English"])
def test_what_is_noted_of_a_report_and_told_of_an_import_is_explained(half: str) -> None:
    found = read_by_the_text((README.parent / "access.jsonl").read_bytes())
    details = {header["act"]: found.tables["acts"][header["no"]] for header in found.headers}
    section = half.partition("\n## 11. ")[2].partition("\n## 12. ")[0]
    told = set(re.findall(r"`([^`]+)`", section))
    assert told >= {"report", *details["report"]["detail"]}
    found = read_by_the_text((README.parent / "journal.jsonl").read_bytes())
    [imported] = [
        found.tables["acts"][header["no"]]["detail"]
        for header in found.headers
        if header["act"] == "import-ledger" and header["changes"][1][0] == "sales"
    ]
    assert imported == {"table": "sales", "source": "sales.csv", "new": 11, "updated": 0}
    [row] = [line for line in half.splitlines() if "`import-ledger`" in line]
    assert set(re.findall(r"`([^`]+)`", row)) >= imported.keys()


@pytest.mark.parametrize("half", [CHINESE, ENGLISH], ids=["Chinese", "English"])
def test_every_table_of_the_archive_is_explained(half: str) -> None:
    for table in OWN_TABLES:
        assert re.search(rf"^\| `{table}` \|", half, re.MULTILINE), table
        assert re.search(rf"^\*\*{table}\*\*[:：]", half, re.MULTILINE), table


def test_both_halves_have_the_same_sections() -> None:
    numbers = [re.findall(r"^## (\d+)\.", half, re.MULTILINE) for half in (CHINESE, ENGLISH)]
    assert numbers[0] == numbers[1] == [str(number) for number in range(1, 13)]


def test_the_text_is_in_every_archive(filled: Path, tmp_path: Path) -> None:
    assert (filled / "README.md").read_bytes() == README.read_bytes()
    with Archive.open(filled, actor="zhang") as archive:
        backup(archive.store, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    assert (tmp_path / "again" / "README.md").read_bytes() == README.read_bytes()
