"""Customers' files handed to another archive, or taken from one: bags (BagIt, RFC 8493).

In a bag, ``data/<file number>/`` is a customer's file: ``file.json`` with the card, every version
of the profile, every item and the whole history, and the Word documents under names that people can
read. What comes in is judged like any new customer: its card is drawn up anew from its profile, and
a customer who is on file already is refused. The log of access stays: it is about who read here,
and names other customers' files.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from csdforms.archive.actor import Clock, day_of
from csdforms.archive.archive import Archive
from csdforms.archive.backup import new_folder
from csdforms.archive.destruction.backup_register import registering
from csdforms.archive.line import digest_of
from csdforms.archive.office import Office
from csdforms.archive.registering import REFUSALS
from csdforms.archive.requests import Receipt
from csdforms.archive.secrecy.inquiry import Inquiry
from csdforms.archive.secrecy.outgoing.copy_register import Copy
from csdforms.archive.secrecy.outgoing.exporting import exporting
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.probing import watched
from csdforms.archive.secrecy.sight import ALL
from csdforms.archive.store import Act, Document, Store
from csdforms.archive.transfer import content_of, take_in
from csdforms.errors import MissingFile, NotAllowedNow, UnreadableInput
from csdforms.files import safe_name

__all__ = ["Moved", "export_bag", "import_bag"]

_FILE = "file.json"
_EXPORT = "导出档案"


class Moved(NamedTuple):
    """What became of one customer's file in a bag: a receipt, or the error that kept it out."""

    number: str  # in the bag
    receipt: Receipt | None
    error: Exception | None = None


def export_bag(
    archive: Archive,
    folder: Path,
    numbers: Iterable[str] | None = None,
    *,
    organization: str = "",
    actor: str = "",
    purpose: str = "",
    reason: str = "",
) -> list[str]:
    """Write a bag with customers' files; return their numbers. The department's papers stay.

    A bag is whole, nothing in it is masked: it is for those who may export, and see everything in
    each of the files. Without any file there is no bag.

    Not while other threads use relative paths: the package bagit changes the working folder.

    Args:
        archive: where they come from.
        folder: the bag, a new or empty folder.
        numbers: the files; all that he may know of if None.
        organization: who sends the bag.
        actor: who acts; as for the archive's other acts by default.
        purpose: what for.
        reason: why.

    Raises:
        ArchiveExists: if there is something in the folder.
        InvalidNumber, UnknownFile: if a number is wrong, or of no file that he may know of.
        NotAuthorised: if he may not export, or not see everything in one of the files.
        DamagedArchive: if a document is not what was filed.
        MissingFile, NotPermitted: if there is no folder around it, or the system refuses.
        UnreadableInput: if the package bagit is not installed.

    Whatever it raises, nothing is left behind.
    """
    bagit = _bagit()
    store = archive.store
    ask = Inquiry(archive.office, actor, purpose, (ALL,))
    archive.office.require(ask.person, "export", _EXPORT)
    if numbers is None:
        cards = [card for _, card in ask.seen.rows("files")]
    else:
        found = [ask.card_of(number, _EXPORT, follow=False) for number in numbers]
        cards = list({card["number"]: card for card in found}.values())
    for card in cards:
        ask.read(card, _EXPORT)
    if not cards:
        return []
    exported = [str(card["number"]) for card in cards]
    said = {"purpose": ask.purpose, "reason": reason}
    noted = archive.office.noted("export", ask.person, files=exported, fields=[ALL], **said)
    copying = exporting(archive.office, ask.person, cards, **said)
    put_down = registering(archive.office, ask.person, "bag", folder, files=exported, reason=reason)
    with noted, copying as copies, put_down, new_folder(folder) as aside:
        for card, copy in zip(cards, copies, strict=True):
            _write_file(store, card, copy, aside)
        last = store.last()
        about = {
            "Source-Organization": organization,
            "External-Description": f"客户档案 {len(exported)} 份",
            "External-Identifier": store.archive,
            "Internal-Sender-Identifier": last.anchor,
            "Bag-Software-Agent": f"csdforms {metadata.version('csdforms')}",
            "Bagging-Date": day_of(last.at),
            "Exported-By": ask.person.person,
            "Exported-At": copies[0].at,
        }
        bagit.make_bag(
            str(aside), {name: text for name, text in about.items() if text}, checksums=["sha256"]
        )
    return exported


def import_bag(
    folder: Path,
    archive: Archive,
    *,
    distinct: str = "",
    actor: str = "",
    clock: Clock | None = None,
    purpose: str = "",
    reason: str = "",
) -> Iterator[Moved]:
    """File the customers of a bag anew, each in a commit of its own; yield what became of each.

    Who is on file already is refused, and stops no other; see
    :func:`csdforms.archive.transfer.take_in`. Whoever stops asking stops the import.

    Args:
        folder: the bag.
        archive: where they go.
        distinct: why these are not the customers of the same name who are on file.
        actor: who acts; as for the archive's other acts by default.
        clock: tells the time; the archive's by default.
        purpose: what for.
        reason: why.

    Raises:
        MissingFile: if there is no such folder.
        NotAuthorised: if who acts is neither the only keeper nor the general manager, or hit
            upon too many files that are hidden from him.
        UnreadableInput: if it is no bag, is not whole or was changed; nothing is filed then. Or if
            the package bagit is not installed.
        NotPermitted, ArchiveLocked: if the store refuses; what was yielded is kept.
    """
    office = archive.office
    if clock:
        office = Office(archive.store, actor=office.account(actor), clock=clock)
    person = office.person(actor)
    office.require(person, "import", "移入档案")
    _validate(folder)
    act = Act("import", person.account, "", "", purpose, reason)
    paths = sorted((folder / "data").iterdir())
    return (_take_in(office, person, path, act, distinct) for path in paths)


def _take_in(office: Office, person: Person, path: Path, act: Act, distinct: str) -> Moved:
    try:
        content = _read(path)
        with watched(office, person) as guard, office.writing(person) as (work, at):
            done = take_in(
                work,
                content,
                at,
                read=lambda digest: _document(path, content, digest),
                keep=office.store.put_file,
                distinct=distinct,
                guard=guard,
            )
            work.record(act._replace(at=at, subject=done.subject, detail=done.detail))
    except (*REFUSALS, NotAllowedNow) as error:
        return Moved(path.name, None, error)
    return Moved(path.name, done.receipt)


def _write_file(store: Store, card: Document, copy: Copy, folder: Path) -> None:
    """Write one customer's file into a folder of its own, with its entry in the register."""
    content = content_of(store, card)
    content["copy"] = {"reader": copy.reader, "copy_no": copy.copy_no, "at": copy.at}
    number = str(card["number"])
    inner = folder / number
    inner.mkdir()
    names: dict[str, str] = {}
    for document in (*content["profiles"], *content["items"]):
        if "document" in document:
            whole = store.get_file(document["document"])
            digest = document["document"] = digest_of(whole)  # sealed, it had another one
            if digest not in names:
                names[digest] = _name(document)
                (inner / names[digest]).write_bytes(whole)
    content["documents"] = names
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (inner / _FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def _name(document: Document) -> str:
    """Return a file name that says what it is, and nothing of the customer."""
    if "version" in document:
        return safe_name(f"{document['file']}_客户资料_第{document['version']}版", ".docx")
    return safe_name(f"{document['number']}_{document['title']}", ".docx")


def _read(path: Path) -> Any:
    try:
        return json.loads((path / _FILE).read_bytes())
    except (OSError, ValueError, RecursionError):
        raise UnreadableInput(f"{path.name}/{_FILE}", "没有案卷，或案卷读不出来。") from None


def _document(path: Path, content: Any, digest: str) -> bytes:
    """Return a document that a file names; it may lie nowhere but beside it."""
    try:
        name = str(content["documents"][digest])
        return (path / Path(name).name).read_bytes()
    except (KeyError, TypeError, ValueError, OSError):
        raise UnreadableInput(f"{path.name}/{_FILE}", "缺少一份 Word 文档。") from None


def _validate(folder: Path) -> None:
    bagit = _bagit()
    if not folder.is_dir():
        raise MissingFile(folder, "文件夹")
    try:
        bagit.Bag(str(folder)).validate()  # no path, and no link, may lead out of it
    except (bagit.BagError, OSError, ValueError):  # its words are English, and name files
        reason = "不是 BagIt 包，或不完整、被改动过，没有移入任何档案。"
        raise UnreadableInput(str(folder), reason) from None


def _bagit() -> Any:
    try:
        import bagit
    except ImportError:
        reason = '要先安装附加组件，请运行：pip install "csdforms[bagit]"。'
        raise UnreadableInput("BagIt 包", reason) from None
    # It tells its log what it tells us by errors; without this, Python prints that on the console.
    logger = logging.getLogger("bagit")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return bagit
