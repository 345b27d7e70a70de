"""Archives of every kind in which a person's file lies, and the destruction of it by law."""

from __future__ import annotations

from pathlib import Path

from archive.customers import INDIVIDUAL, Clock, other_company, person

from csdforms.archive.archive import Archive
from csdforms.archive.destruction.erasing import erase_file, erase_item
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.store import OF_FILE, Act, Document

KEY = ArchiveKey.new()
LIST = "XH-2026-0001"
KINDS = ("folder", "sealed", "sqlite", "sealed-sqlite")

#: What the file says, and nobody may find afterwards.
SECRETS = {
    "李晓岚": "her name",
    "310199198906140023": "her number",
    "13900006721": "her telephone",
    "临江市望塔路一百零八弄": "her address",
    "漏水三次未修好": "her complaint",
    "客户本人到店说明": "why an act was done",
    "家庭争议备忘": "what a proceeding says",
    "亲友代领的缘由": "why something was lent",
    "退回补正的旧稿": "a draft of it",
    "应其本人要求导出": "why it was exported",
    "文书正文绝不外传": "what the document says",
}


def place_of(kind: str, folder: Path) -> Path | str:
    """Return where an archive of a kind lies below a folder."""
    return f"sqlite:///{folder.as_posix()}/a.db" if "sqlite" in kind else folder / "archive"


def key_of_kind(kind: str) -> ArchiveKey | None:
    return KEY if "sealed" in kind else None


def created(kind: str, folder: Path, clock: Clock) -> Archive:
    return Archive.create(place_of(kind, folder), actor="zhang", clock=clock, key=key_of_kind(kind))


def reopened(kind: str, folder: Path, clock: Clock, *, restored: bool = False) -> Archive:
    return Archive.open(
        place_of(kind, folder),
        actor="zhang",
        clock=clock,
        key=key_of_kind(kind),
        restored=restored,
    )


def lived(archive: Archive) -> str:
    """Open a person's file with all that may be in one, and another customer's; return its number.

    It came out of a draft, has a document, an item, rows of every table about it, and acts that say
    why; it was exported by itself.
    """
    words = list(SECRETS)
    data = person(address=words[3])
    store = archive.store
    at = archive.office.moment()
    with store.writing() as work:
        work.put("drafts", 1, {"number": "CG-2026-0001", "state": "DRAFT", "data": words[8]})
        work.record(Act("draft", "zhang", at, "CG-2026-0001", "", words[8]))
    number = archive.open_file(
        data, form=INDIVIDUAL, document=f"PK {words[10]}".encode(), reason=words[5]
    ).number
    other = archive.open_file(other_company(), form="corporate_customer_profile").number
    with store.writing() as work:
        work.remove("drafts", 1)
        work.record(Act("create", "zhang", at, number, "", words[5], {"draft": "CG-2026-0001"}))
        work.record(Act("approve", "zhang", at, "CG-2026-0001", "", words[8]))
    form = {"customer_name": words[0], "complaint": words[4]}
    archive.file(number, "complaint", form, f"PK {words[10]} 二".encode(), section="3.2")
    archive.file(other, "complaint", {"complaint": "别的客户的事"}, b"PK other", section="3.2")
    at = archive.office.moment()
    with store.writing() as work:
        for table in sorted({*OF_FILE} - {"items", "profiles"}):
            for key, file, said in ((1, number, words[6]), (2, other, "别的客户的事")):
                row: Document = {"number": f"{table}-{key}", "file": file, "said": said}
                row |= {"reader": "王敏", "purpose": words[7] if file == number else "别的"}
                row |= {"kind": "print", "copy_no": 1, "at": at} if table == "copies" else {}
                work.put(table, key, row)
                work.record(Act("test", "zhang", at, file, "", said))
        for files in ([number], [number, other]):
            why = words[9] if len(files) == 1 else "移交"
            work.record(Act("export", "zhang", at, "", "", why, {"files": files}))
    archive.revise(number, data | {"mobile": "13900006722"}, reason=words[5])
    archive.find(words[0])
    return number


def stone(card: Document, at: str) -> Document:
    """Return the least that a tombstone says."""
    said = {name: card[name] for name in ("number", "kind", "created_at")}
    said |= {"state": "DESTROYED", "name": "", "versions": 0, "items": 0, "destroyed_at": at}
    return said


def erased(archive: Archive, number: str) -> list[str]:
    """Destroy a file, and leave on the disk what is on the disk; return its documents."""
    with archive.office.writing() as (work, at):
        [key] = work.find("files", "number", number)
        card = work.get("files", key)
        assert card is not None
        gone = erase_file(work, key, stone(card, at))
        work.record(Act("destroy", "zhang", at, number, detail={"list": LIST}))
    return gone


def item_erased(archive: Archive, item: str) -> list[str]:
    """Destroy an item."""
    with archive.office.writing() as (work, at):
        [key] = work.find("items", "number", item)
        gone = erase_item(work, key)
        work.record(Act("destroy", "zhang", at, item, detail={"list": LIST}))
    return gone
