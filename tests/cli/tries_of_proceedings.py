"""What is tried with each command of keeping, deregistration and destruction, to learn of a file.

As those of ``test_archive_leaks``, of which these are a part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.hands import NOTICE
from archive.leaking import Pair

__all__ = ["TRIES", "WHO", "written"]

_BECAUSE = ("--reason", "办理所需")
_GROUP = (
    "--information", "何内二", "--archivist", "何内一", "--finance", "何内六", "--legal", "何内五",
    "--secrecy", "何内七",
)  # fmt: skip
_PAPERS, _YEAR = "papers.json", "2036.json"


def written() -> None:
    """Write the files that these commands read."""
    Path(_PAPERS).write_text(json.dumps([NOTICE], ensure_ascii=False), "utf-8")
    year = {"year": 2036, "holidays": ["2036-01-01"], "workdays": [], "source": "通知"}
    Path(_YEAR).write_text(json.dumps(year, ensure_ascii=False), "utf-8")


def _files(*more: str) -> Any:
    """Return what yields a hidden number, and one that everybody may know of."""
    return lambda both: [(facts.file, *more) for facts in both[3:5]]


def _numbers(letters: str, *more: str) -> Any:
    """Return what yields the numbers of a register: a seen file's, and a hidden one's."""
    return lambda both: [(f"{letters}-{both.at.year}-{serial:04}", *more) for serial in (1, 2)]


def _lists(*more: str) -> Any:
    """Return what yields the calls of a list: all, and of a hidden file and another one."""
    return lambda both: [(), more, *((facts.file, *more) for facts in both[3:5])]


def _once(*arguments: str) -> Any:
    return lambda _: [arguments]


def _merge(both: Pair) -> list[tuple[str, ...]]:
    tried = [(both.hidden.file, both.seen.file), (both.seen.file, both.hidden.file)]
    return [(*numbers, "--absorption", "通知书", *_BECAUSE) for numbers in tried]


def _take(both: Pair) -> list[tuple[str, ...]]:
    who = ("--name", "来人", "--contact", "自取", "--asked", "请办理", "--proof", "看过证件")
    kind = "self" if both.hidden.file.startswith("KH-Z") else "contact_person"
    said = ("delete", *who, "--relation", kind)
    return [said, *((*said, "--file", facts.file) for facts in both[3:5])]


TRIES: Mapping[str, Any] = {
    "appraise cancel": _numbers("JD", *_BECAUSE),
    "appraise close": _numbers("JD"),
    "appraise financial": _once("--on", *_BECAUSE),
    "appraise list": lambda _: [(), ("--reports",)],
    "appraise open": _files(*_GROUP),
    "appraise report": _numbers("JD", "1", "destroy", *_BECAUSE),
    "appraise show": _numbers("JD"),
    "appraise sign": _numbers("JD"),
    "backups forget": lambda _: [("1", *_BECAUSE)],
    "backups list": _once(),
    "backups rotate": _once("1", "--due", "2036-12-31", *_BECAUSE),
    "calendar add": _once(_YEAR),
    "calendar show": lambda _: [(), ("2026",)],
    "changes confirm": _numbers("BG"),
    "changes list": _lists("--all"),
    "changes reject": _numbers("BG", *_BECAUSE),
    "changes show": _numbers("BG", "--purpose", "核对"),
    "deregister always-final": _once("--on", *_BECAUSE),
    "deregister apply": _files("D3", "--settlement", "无", "--document", "决定", *_BECAUSE),
    "deregister approve": _numbers("ZX"),
    "deregister check": _numbers("ZX"),
    "deregister check-seal": lambda both: [(), *((facts.file,) for facts in both[3:5])],
    "deregister inventory": _files(),
    "deregister lapse": _once(),
    "deregister list": _lists("--all"),
    "deregister refuse": _numbers("ZX", *_BECAUSE),
    "deregister revive agree": _numbers("HF"),
    "deregister revive apply": _files("0.json", "--papers", _PAPERS, *_BECAUSE),
    "deregister revive check": _numbers("HF"),
    "deregister revive list": lambda _: [(), ("--all",)],
    "deregister revive refuse": _numbers("HF", *_BECAUSE),
    "deregister seal": lambda both: [
        (facts.file, *flags) for facts in both[3:5] for flags in ((), ("--confirm",))
    ],
    "deregister seals": _once(),
    "deregister settle": _numbers("ZX", "account", "--document", "单据"),
    "deregister show": _numbers("ZX"),
    "deregister sign": _numbers("ZX", "G8", "--text", "无"),
    "deregister undo": _files(*_BECAUSE),
    "deregister withdraw": _numbers("ZX", *_BECAUSE),
    "deregister write-off": _numbers("ZX", "1200.00", "--document", "核销单", *_BECAUSE),
    "destroy account": _numbers("XH", "1", "destroyed"),
    "destroy again": _once(),
    "destroy approve": _numbers("XH"),
    "destroy begin": _numbers(
        "XH", "--witness", "法务", "--witness", "监销人", "--place", "库房", "--method", "碎浆"
    ),
    "destroy finish": _numbers("XH"),
    "destroy list": _once(),
    "destroy propose": _files("QQ-2026-0002"),
    "destroy refuse": _numbers("XH", *_BECAUSE),
    "destroy run": _numbers("XH"),
    "destroy show": lambda both: [
        *_numbers("XH")(both), *((facts.file,) for facts in both[3:5])
    ],
    "destroy witness": _numbers("XH", "--before", "--count", "1"),
    "due": lambda _: [(), ("--kind", "approval")],
    "freeze": _files("--until", "2036-12-31", *_BECAUSE),
    "hold lift": _numbers("BQ", "--reference", "函", *_BECAUSE),
    "hold list": _lists("--all"),
    "hold review": _numbers("BQ", *_BECAUSE),
    "hold set": _files("--reference", "函", *_BECAUSE),
    "inform": _numbers("HB", "--how", "书面"),
    "inspect list": lambda _: [(), ("--all",)],
    "inspect rectify": lambda both: [
        (f"JC-{both.at.year}-0001", no, "--how", "已修") for no in ("1", "3", "9")
    ],
    "inspect run": lambda both: [
        (), *(("--found", facts.file, "damaged") for facts in both[3:5])
    ],
    "merge": _merge,
    "mergers": lambda _: [(), ("--all",)],
    "paper": lambda both: [
        *((f"{letters}-{both.at.year}-0002", "-o", "p.docx") for letters in ("ZX", "QQ", "BQ")),
        (both.hidden.file, "-o", "p.docx"),
        ("ZX-2026-0001", "--list"),
    ],
    "refuse-merge": _numbers("HB", *_BECAUSE),
    "request answer": _numbers("QQ", "withdrawn", "--reasons", "依法办理。"),
    "request export": _numbers("QQ", "own.zip"),
    "request extend": _numbers("QQ", "--told", "电话", *_BECAUSE),
    "request identify": lambda both: [
        *_numbers("QQ", "--proof", "看过证件")(both),
        *((f"QQ-{both.at.year}-0001", "--file", facts.file) for facts in both[3:5]),
    ],
    "request list": _lists("--all"),
    "request release": _numbers("QQ", *_BECAUSE),
    "request restrict": _numbers("QQ", *_BECAUSE),
    "request show": _numbers("QQ"),
    "request take": _take,
    "request term": _once("10", *_BECAUSE),
    "resume": _files("--verified", "电话核实"),
    "sleep": _files(),
    "unfreeze": _files(*_BECAUSE),
    "unmerge": _numbers("HB", *_BECAUSE),
}  # fmt: skip

#: Who tries what: whoever has the right to it.
WHO: Mapping[str, tuple[str, ...]] = {
    **{name: ("dpo", "info_specialist") for name in TRIES if name.startswith("request ")},
    **dict.fromkeys(("hold lift", "hold review", "hold set", "freeze", "unfreeze"), ("legal",)),
    **dict.fromkeys(("deregister settle", "deregister write-off"), ("finance",)),
    **dict.fromkeys(("deregister apply", "deregister withdraw"), ("sales",)),
    **dict.fromkeys(("deregister sign",), ("legal",)),
    **dict.fromkeys(("destroy account", "destroy begin", "destroy run"), ("info_specialist",)),
    **dict.fromkeys(("backups forget", "backups list", "backups rotate"), ("info_specialist",)),
    **dict.fromkeys(("destroy witness", "appraise list", "appraise show"), ("finance",)),
    "due": ("info_supervisor", "dpo", "legal"),
}
