"""Whoever has the folder and no key finds nobody in it, however he spells what he looks for."""

from __future__ import annotations

import base64
import contextlib
import itertools
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive.customers import CORPORATE, INDIVIDUAL, Clock
from archive.leaking import hire, profile
from archive.proceeding import COURSES, proceed
from archive.store_contract import ARCHIVE, INIT, act

from csdforms.archive import names
from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.backup import backup
from csdforms.archive.copying import copy
from csdforms.archive.places import format_text
from csdforms.archive.sealing import name_index
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.sealing.sealed_store import SealedStore
from csdforms.archive.sql import SqlStore
from csdforms.archive.store import PROCEEDINGS, SCHEDULES, Act, Document, Store
from csdforms.archive.tiny import TinyStore

KEY = ArchiveKey.new()
_SURNAMES, _GIVEN = "欧阳司马诸葛上官", "霁翊珩黛璟翀"
_DIGITS = "0123456789"


class Life:
    """A life of an archive, and everything said in it that nobody else may read."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.secrets: set[str] = set()
        self._random = random.Random(seed)  # noqa: S311 - a life can be lived again
        self._files = 0

    def secret(self, value: str) -> str:
        self.secrets.add(value)
        return value

    def digits(self, length: int) -> str:
        return self.secret("".join(self._random.choices(_DIGITS, k=length)))

    def name(self) -> str:
        pick = self._random.choice
        return self.secret(pick(["欧阳", "司马", "诸葛", "上官"]) + pick(_GIVEN) + pick(_GIVEN))

    def words(self, what: str) -> str:
        return self.secret(f"{what}绝不外传{self._random.randrange(10**8):08}")

    def open_file(self) -> None:
        """Open a file, with a profile and a document."""
        self._files += 1
        number = f"KH-Z-2026-{self._files:06}-2"
        card = {
            "number": number,
            "kind": "Z",
            "state": "ACTIVE",
            "created_at": "2026-03-05T14:05:09.123456+08:00",
            "versions": 1,
            "items": 0,
            "name": self.name(),
            "short_name": self.name(),
            "ids": [f"{self.secret('居民身份证')}:{self.digits(17)}X"],
            "phones": [self.digits(11)],
            "accounts": [self.digits(19)],
            "uscc": self.digits(18),
            "region": self.digits(6) + "区",
            "salesperson": self.name(),
            "level": self.secret("绝密"),
            "secrecy": {"circle": [self.words("知悉")], "reason": self.words("定密")},
        }
        profile = {"file": number, "version": 1, "data": {"remarks": self.words("备注")}}
        profile["document"] = self.store.put_file(self.words("文书").encode() * 3)
        with self.store.writing() as work:
            work.put("files", self._files, card)
            work.put("profiles", work.last_key("profiles") + 1, profile)
            work.record(act("create", number, purpose=self.words("建档"), reason=self.words("因")))

    def file_item(self) -> None:
        """File an item with a document, counted on the card."""
        with self.store.writing() as work:
            number, card = self.a_card(work)
            item = {
                "number": f"{number}/CP-2026-0001",
                "file": number,
                "title": self.words("标题"),
                "data": {"complaint": self.words("投诉"), "amount": self.digits(9)},
                "digest": self.digits(32),
                "links": {"complaint_no": self.words("TS")},
                "document": self.store.put_file(self.words("附件").encode("gbk") * 3),
            }
            work.put("items", work.last_key("items") + 1, item)
            work.put("files", int(number[10:16]), card | {"items": card["items"] + 1})
            work.record(act("file", number, detail={"files": [number], "t": self.words("细节")}))

    def decide(self) -> None:
        """Write into the tables about who may do what."""
        said = {"person": self.name(), "purpose": self.words("用途"), "data": self.words("草稿")}
        table = self._random.choice(["drafts", "grants", "loans", "copies", "staff", "own"])
        with self.store.writing() as work:
            work.put(table, work.last_key(table) + 1, {"number": "CG-2026-0001", **said})
            work.record(act("decide", reason=self.words("理由")))

    def proceed(self) -> None:
        """Write into the tables of what is done with files, one by one and together."""
        tables = (*PROCEEDINGS, *SCHEDULES, "backups", "settings")
        table = self._random.choice(tables)
        with self.store.writing() as work:
            number, _ = self.a_card(work)
            clear = {"file": number} if table in PROCEEDINGS else {"files": [number]}
            row: Document = {"number": "QQ-2026-0001", "state": "open", "at": "2026-03-05"}
            row |= clear
            row |= {"requester": {"name": self.name(), "contact": self.digits(11)}}
            row |= {"lines": [{"reason": self.words("理由"), "balance": self.digits(9)}]}
            row |= {"by": self.name(), "before": {"former_names": [self.name()]}}
            work.put(table, work.last_key(table) + 1, row)
            said = {"number": row["number"], "files": [number], "statement": self.words("对账")}
            work.record(act("proceed", number, reason=self.words("办理"), detail=said))

    def take_out(self) -> None:
        """Remove a draft."""
        with self.store.writing() as work:
            work.remove("drafts", work.last_key("drafts"))
            work.record(act("discard", reason=self.words("撤销")))

    def revise(self) -> None:
        """Give a customer another name."""
        with self.store.writing() as work:
            number, card = self.a_card(work)
            card |= {"name": self.name(), "former_names": [card["name"]]}
            work.put("files", int(number[10:16]), card)
            fields = {"name": [card["former_names"][0], card["name"]]}
            work.record(act("revise", number, detail={"fields": fields}))

    def read(self) -> None:
        """Look for somebody, and note it."""
        asked = self._random.choice(sorted(self.secrets))
        self.store.find_text("files", asked, 9)
        self.store.find("files", "name", asked)
        self.store.note(
            act("find", purpose=self.words("查询"), detail={"q": asked, "files": ["KH-1"]})
        )

    def compact(self) -> None:
        """Blank what is superseded."""
        self.store.compact(act("compact", reason=self.words("整理")))

    def a_card(self, work: Any) -> tuple[str, Document]:
        """Return any card."""
        card = work.get("files", self._random.randint(1, self._files))
        return card["number"], card

    def live(self, acts: int) -> None:
        """Do this many things, in any order."""
        self.open_file()
        many = [self.open_file, self.file_item, self.decide, self.revise, self.read] * 3
        many += [self.proceed] * 3
        for _ in range(acts):
            self._random.choice([*many, self.take_out, self.compact])()
        self.read()


def spellings(value: str) -> Iterator[bytes]:
    """Yield everything that a value may look like in a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gbk"):
        raw = value.encode(encoding)
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for offset in range(3):
            # What stands in front and behind shifts the signs: only those are certain between.
            coded = base64.b64encode(bytes(offset) + raw)
            first, last = -(-offset * 8 // 6), (offset + len(raw)) * 8 // 6
            yield coded[first:last]
    yield value.encode("unicode-escape")
    yield "".join(syllables[0] for syllables in map(names.readings, value) if syllables).encode()


def hunted(folder: Path, secrets: set[str]) -> list[str]:
    """Return what is found of the secrets below a folder."""
    wanted = {spelt: value for value in secrets for spelt in spellings(value) if len(spelt) >= 6}
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            shipped = format_text()  # says what 绝密 means, in every archive alike
            content = path.read_bytes().replace(shipped, b"") + path.name.encode()
            found += [
                f"{path.name}: {value}" for spelt, value in wanted.items() if spelt in content
            ]
    return found


def test_the_folder_holds_no_sealed_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_index, "_BEHIND", 8)
    folder = tmp_path / "archive"
    raw = TinyStore.create(folder, ARCHIVE, INIT)
    with SealedStore.create(raw, INIT, KEY, folder) as store:
        life = Life(store, 0)
        life.live(30)
        there = {path.name for path in folder.iterdir()}  # while its log is open too
        assert {"journal.jsonl", "access.jsonl", "documents", "index.sqlite"} < there
        assert {"names.sealed", "index.sqlite-wal"} < there
        assert len(life.secrets) > 80
        secrets = life.secrets | {KEY.secret.hex()}
        assert hunted(folder, secrets) == []
    assert hunted(folder, secrets) == []
    assert KEY.secret not in b"".join(
        path.read_bytes() for path in folder.rglob("*") if path.is_file()
    )


def test_the_database_holds_no_sealed_value(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/archive.sqlite"
    with SealedStore.create(SqlStore.create(url, ARCHIVE, INIT), INIT, KEY, url) as store:
        life = Life(store, 7)
        life.live(10)
        assert hunted(tmp_path, life.secrets) == []
    assert hunted(tmp_path, life.secrets) == []


def test_backups_copies_and_torn_ends_hold_no_sealed_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_index, "_BEHIND", 4)
    folder = tmp_path / "archive"
    with SealedStore.create(TinyStore.create(folder, ARCHIVE, INIT), INIT, KEY, folder) as store:
        life = Life(store, 3)
        life.live(12)
    for name in ("journal.jsonl", "access.jsonl"):  # its writer died in the middle of a line
        last = (folder / name).read_bytes().splitlines(keepends=True)[-1]
        with (folder / name).open("ab") as file:
            file.write(last[: len(last) // 2])
    for name in ("index.sqlite", "names.sealed"):  # they are made anew
        (folder / name).unlink()
    with SealedStore(TinyStore.open(folder), KEY, folder) as store:
        life.store = store
        life.live(2)
        assert {path.name.partition("-")[0] for path in folder.glob("*.bin")} == {"torn"}
        assert len(list(folder.glob("*.bin"))) == 2
        made = tmp_path / "made"
        made.mkdir()
        backup(store, made / "backup.zip")
        copy(store, made / "copy")
        with zipfile.ZipFile(made / "backup.zip") as whole:
            whole.extractall(made / "unpacked")
        (made / "copy" / "README.md").unlink()  # the words of the format are no values
        (made / "unpacked" / "README.md").unlink(missing_ok=True)
        assert len(life.secrets) > 30
        assert hunted(tmp_path, life.secrets) == []
    assert hunted(tmp_path, life.secrets) == []


#: What the acts of keeping and deregistration are told in :mod:`archive.proceeding`.
WORDS = {"求见人", "来人自取", "看过证件原件", "法院函号", "诉讼保全中", "恢复供货", "不再往来"}


def kept_for_good(store: Store) -> str:
    """Return all that outlives a file, as no key of its own seals it."""
    tables = (*SCHEDULES, "backups", "calendars", "counters", "settings")
    rows = [row for table in tables for _, row in store.rows(table)]
    acts = [store.get("acts", line.no) for line in store.lines() if not line.subject]
    headers = [line[:5] for line in store.lines()]
    return f"{rows}{acts}{headers}"


def test_a_sealed_archive_with_every_proceeding_holds_no_value(tmp_path: Path) -> None:
    folder, clock = tmp_path / "archive", Clock()
    begun = Act("init", "zhang", moment(clock()))
    names = {"F": "琅琊云帆航天器材厂", "Z": "郎瑾瑜"}
    with SealedStore.create(TinyStore.create(folder, ARCHIVE, begun), begun, KEY, folder) as store:
        archive = Archive(store, actor="zhang", clock=clock)
        secrets = set(WORDS)
        files, organisations = [], []
        for serial, (course, kind) in enumerate(itertools.product(COURSES, "FZ")):
            phone, name = (
                f"138771{serial:05}",
                f"{names[kind]}{'甲乙丙丁戊己庚辛壬癸'[serial // 2]}",
            )
            said = profile(kind, name, phone=phone if kind == "F" else "")
            if kind == "F":
                organisations.append(name)
            else:
                said |= {"mobile": phone, "id_type": "护照", "id_no": f"E77{serial:06}"}
            form = CORPORATE if kind == "F" else INDIVIDUAL
            files.append((archive.open_file(said, form=form).number, course))
            secrets |= {phone, name, said.get("id_no", phone)}
        hire(archive)
        for number, course in files:
            proceed(archive, number, course)
        written = {table for table in (*PROCEEDINGS, *SCHEDULES) if store.count(table)}
        assert written >= {*PROCEEDINGS, *SCHEDULES} - {"mergers", "inspections"}
        assert [
            value for value in secrets - {*organisations} if value in kept_for_good(store)
        ] == []
        backup(store, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as whole:
        whole.extractall(tmp_path / "unpacked")
    kept = TinyStore.open(folder)
    with kept:
        assert len(list(kept.rows("files"))) == len(files)
    assert hunted(tmp_path, secrets) == []


def test_the_hunt_finds_what_a_clear_archive_holds(tmp_path: Path) -> None:
    with TinyStore.create(tmp_path, ARCHIVE, INIT) as store:
        life = Life(store, 1)
        life.live(10)
        found = {line.partition(": ")[2] for line in hunted(tmp_path, life.secrets)}
    assert len(found) > 0.8 * len(life.secrets)


@pytest.mark.parametrize("offset", range(3))
def test_the_hunt_knows_every_spelling(tmp_path: Path, offset: int) -> None:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gbk"):
        raw = b"abc"[:offset] + "欧阳霁13800138000".encode(encoding) + b"xyz"
        for content in (raw, raw.hex().encode(), base64.b64encode(raw)):
            path = tmp_path / "file"
            path.write_bytes(content)
            with contextlib.suppress(StopIteration):
                assert hunted(tmp_path, {"欧阳霁13800138000"})
