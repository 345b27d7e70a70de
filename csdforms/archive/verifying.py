"""Verifying an archive: every line, every payload, every document, and what refers to what.

It reads an archive however damaged, never writes, and names all that it finds: a check that stops
at the first problem says nothing of the rest. Memory grows with the number of customers' files,
items and documents, by some hundred bytes each, and not with the length of the journal.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from csdforms.archive.access_log import BEGINNING, FORMAT
from csdforms.archive.chain import Chain, Problem, Reading
from csdforms.archive.contents import Contents
from csdforms.archive.line import BLANK
from csdforms.archive.places import as_kept
from csdforms.archive.standing import InFolder, InStore, Place
from csdforms.archive.store import Store
from csdforms.errors import DamagedArchive

__all__ = ["Problem", "Verification", "anchor_of", "verify"]


_BACKUP, _FAILED = "backup", "backup-failed"


class Verification(NamedTuple):
    """What :func:`verify` found."""

    problems: tuple[Problem, ...]
    archive: str  # the archive's own identity
    lines: int
    files: int  # of customers
    items: int
    documents: int  # Word documents that are there
    anchor: str  # of the last line; behind a comma, that of the log of access
    first_at: str
    last_at: str
    lost_from: int | None  # the line from which the chain proves nothing any more
    notes: int  # lines of the log of access
    last_backup: str  # the moment of the last backup that the sound lines tell of, "" for none

    @property
    def is_sound(self) -> bool:
        """Whether there is no error among the problems."""
        return not any(problem.is_error for problem in self.problems)


def anchor_of(store: Store) -> str:
    """Return what proves that an archive once went up to here: ``<no>:<hash>,<no>:<hash>``.

    The first is the journal's last line, the second that of the log of access, if there is one.
    """
    last = store.last_note()
    return store.last().anchor + (f",{last.anchor}" if last else "")


def verify(
    source: Path | Store, *, read_data: bool = False, anchor: str | None = None
) -> Verification:
    """Verify an archive: a folder, damaged or not, or an open store.

    Args:
        source: the archive's folder; for an archive in a database, its store.
        read_data: read every document, and compare it with its hash.
        anchor: what :func:`anchor_of` once gave, or its first half, and was kept elsewhere: without
            one, lines that were cut off at the end are missed by nobody.

    Raises:
        NoArchive: if there is none.
        NotPermitted: if the system does not let us read it.
        UnreadableInput: if it is of a format to come.
    """
    place: Place = InFolder(source) if isinstance(source, Path) else InStore(as_kept(source))
    kept, _, kept_of_log = (anchor or "").partition(",")
    chain, contents = Chain(kept), Contents()
    begins, backups = "", [""]
    for raw in place.lines():
        line = chain.read(raw)
        if line is not None:
            if line.act == _BACKUP:
                backups.append(line.at)
            elif line.act == _FAILED:
                backups.pop()
            begins = begins or _beginning(line)
            contents.take(line, chain.position)
            place.see(line)
    chain.finish()
    contents.finish()
    place.finish(chain)
    log = _check_log(place, kept_of_log, begins, chain.archive)
    documents, about_documents = _check_documents(place, contents.mentioned, read_data=read_data)
    problems = [
        *chain.problems,
        *contents.problems,
        *log.problems,
        *place.problems,
        *about_documents,
    ]
    problems.sort(key=lambda problem: (problem.line is None, problem.log, problem.line or 0))
    return Verification(
        problems=tuple(problems),
        archive=chain.archive,
        lines=chain.position,
        files=len(contents.files),
        items=contents.items,
        documents=documents,
        anchor=chain.anchor + (f",{log.anchor}" if log.anchor else ""),
        first_at=chain.first_at,
        last_at=chain.last_at,
        lost_from=chain.lost_from,
        notes=log.position,
        last_backup=backups[-1],
    )


def _beginning(line: Reading) -> str:
    """Return the anchor of the log's line 1, as the archive's first act says it."""
    if line.no != 1 or not line.changes or line.changes[0][1] == BLANK:
        return ""
    try:
        return str(json.loads(line.changes[0][1])["document"]["detail"].get(BEGINNING, ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""  # is said elsewhere


def _check_log(place: Place, anchor: str, begins: str, archive: str) -> Chain:
    """Follow the log of access: its chain, and that it is this archive's and whole."""
    chain = Chain(anchor, word=FORMAT, log=True)

    def say(text: str, line: int | None = None) -> None:
        chain.problems.append(Problem(text, line, log=True))

    notes = place.notes()
    if notes is None:
        if begins or anchor:
            say("查阅日志不见了：谁查阅过哪份档案，已不能证明。请从备份恢复。")
        return chain
    for raw in notes:
        line = chain.read(raw)
        if line is not None:
            if [(change.table, change.key) for change, _ in line.changes] != [("acts", line.no)]:
                say("不是查阅日志的行：除操作说明外还有别的内容，或没有操作说明。", chain.position)
            elif line.changes[0][1] == BLANK:
                say("操作说明被抹去，而查阅日志的内容从不抹去。", chain.position)
    chain.finish()
    if chain.position and archive and chain.archive != archive:
        say("查阅日志是另一个档案库的。", 1)
    elif begins and chain.first_anchor and chain.first_anchor != begins:
        say("查阅日志不是建库时开始的那一份，被换过。", 1)
    return chain


def _check_documents(
    place: Place, mentioned: dict[bytes, int], *, read_data: bool
) -> tuple[int, list[Problem]]:
    """Return how many documents there are, and what is wrong with them."""
    problems = []
    count = 0
    for digest in place.files():
        count += 1
        if mentioned.pop(bytes.fromhex(digest), None) is None:
            text = f"文档 {digest} 不属于任何档案（存入后没有登记，或正在登记）。"
            problems.append(Problem(text, document=digest, is_error=False))
        elif read_data:
            try:
                place.get_file(digest)
            except DamagedArchive:
                text = f"文档 {digest} 的内容与它的哈希不符，被改动过。"
                problems.append(Problem(text, document=digest))
    for missing, line in mentioned.items():
        text = f"这里提到的文档 {missing.hex()} 不在档案库里。"
        problems.append(Problem(text, line, missing.hex()))
    return count, problems
