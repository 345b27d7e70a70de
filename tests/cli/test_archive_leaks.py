"""Every command says the same of an archive with a hidden file as of one without it (S09).

``CSDFORMS_LEAKS`` lets every role run every command; the suite lets a few.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import click
import pytest
from archive.leaking import (
    Hidden,
    Pair,
    Visible,
    numbers_in,
    numbers_of,
    pair,
    without_new_numbers,
)
from archive.probes import files, items, texts
from cli import tries_of_proceedings, tries_of_reports
from cli.tries_of_reports import HIDDEN_SHEET
from click.testing import CliRunner
from support import parts, sample

from csdforms.archive import actor
from csdforms.archive.actor import moment
from csdforms.archive.secrecy.people import login
from csdforms.archive.store import Act, Store
from csdforms.archive.tiny import TinyStore
from csdforms.cli import main
from csdforms.cli.archive import archive as group
from csdforms.errors import ExitCode
from csdforms.reports.catalogue import REPORTS

EVERY = "CSDFORMS_LEAKS" in os.environ

#: Commands about the archive as a whole, for those alone to whom it is entrusted.
ENTRUSTED = {
    "system_admin": {"anchor", "backup", "compact", "copy", "verify"},
    "auditor": {"log"},
}
#: Commands that ask no archive, or make one.
APART = {
    "import", "init", "key move", "key recovery", "key restore", "key retire", "key rotate",
    "key show", "restore", "states",
}  # fmt: skip

#: What may be said of a hidden file, and by which commands (see tests/archive/test_leaks.py).
ALLOWED = {
    "该客户已在档，请联系客户信息主管": {"create", "edit", "revise", "alias"},
    "这个号已经用过，不再使用": {"create", "edit"},
}

WHY = ("--purpose", "办理投诉")
BECAUSE = ("--reason", "办理投诉需要")

FORM, COMPANY = "complaint_handling", "corporate_customer_profile"
APART_FROM_ALL = {"customer_no": None, "confidentiality": "内部", "uscc": "91310115MA1K0NEW0E"}


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Pair, tuple[Path, Path]]]:
    """Yield two archives in folders, one of them with a hidden file."""
    visible = [
        Visible("F", 1, 2, "ACTIVE", alias=True, shares="", granted=True, lent=False),
        Visible(
            "Z",
            1,
            1,
            "ACTIVE",
            alias=False,
            shares="surname",
            granted=False,
            lent=False,
            course="kept",
        ),
        Visible("F", 1, 0, "DORMANT", alias=False, shares="phone", granted=True, lent=False),
    ]
    yes = dict.fromkeys(("revised", "granted", "lent", "copied", "drafted", "case_closed"), True)
    folders = tuple(tmp_path_factory.mktemp(name) for name in ("without", "having"))

    def new(act: Act) -> Store:
        return TinyStore.create(folders[0] / "档案", "00000000-0000-0000-0000-000000000000", act)

    def copied(_: Store) -> Store:
        shutil.copytree(folders[0], folders[1], dirs_exist_ok=True)
        return TinyStore.open(folders[1] / "档案")

    hidden = Hidden("F", 3, items=2, days=5, course="much", merges=True, **yes)
    made = pair(visible, hidden, new=new, copied=copied)
    with contextlib.closing(made.without), contextlib.closing(made.having):
        tries_of_reports.fill(made, tmp_path_factory.mktemp("sheets"))
        yield made, (folders[0], folders[1])


@pytest.fixture(autouse=True)
def the_moment(both: tuple[Pair, tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock stand still, after all that was done."""
    at = both[0].at

    class Still(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Self:
            return cls.fromtimestamp(at.timestamp(), tz)

    class Module:
        datetime, timezone, timedelta = Still, dt.timezone, dt.timedelta

    monkeypatch.setattr(actor, "dt", Module)
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")


# --- what is tried with each command --------------------------------------------------------------


def _numbers(*more: str) -> Any:
    return lambda both: [(number, *more) for number in files(both) if number]


def _written(name: str, form: str, said: dict[str, Any]) -> str:
    """Write a form's sample that says this into the folder; return the file's name."""
    data = {box: value for box, value in (sample(form) | said).items() if value is not None}
    Path(name).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return name


def _data(both: Pair) -> list[str]:
    """Write profiles that name the hidden customer; return their names."""
    facts = both.hidden
    said: list[dict[str, Any]] = [{}, {"uscc": facts.uscc}, {"customer_name": facts.name}]
    said += [{"phone": "13877100771"}, {"customer_no": facts.alias}, {"customer_no": facts.file}]
    return [
        _written(f"{place}.json", COMPANY, APART_FROM_ALL | one) for place, one in enumerate(said)
    ]


def _sheets(both: Pair) -> list[str]:
    """Write sheets that name him; return their names."""
    facts = both.hidden
    said = [{"customer_name": facts.name}, {"complaint_no": facts.case}, {"phone": facts.phone}]
    said += [{"customer_name": facts.name, "phone": facts.phone}]
    return [_written(f"s{place}.json", FORM, one) for place, one in enumerate(said)]


def _create(both: Pair) -> Iterator[tuple[str, ...]]:
    for name in _data(both):
        yield COMPANY, name
    for number in files(both):
        yield COMPANY, "0.json", "--parent", number
    rows = [json.loads(Path(name).read_text("utf-8")) for name in _data(both)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    Path("many.jsonl").write_text(lines, "utf-8")
    yield COMPANY, "many.jsonl"


def _file(both: Pair) -> Iterator[tuple[str, ...]]:
    for number in ("auto", both.seen.file, "BM"):
        for name in _sheets(both):
            yield number, FORM, name
    for number in files(both):
        yield number, FORM, "s0.json"


def _print(both: Pair) -> Iterator[tuple[str, ...]]:
    for number in (*files(both), *items(both), HIDDEN_SHEET):
        yield number, "-o", "copy.docx", *WHY


def _find(both: Pair) -> Iterator[tuple[str, ...]]:
    for text in texts(both):
        yield "--", text
    for limit in "123":
        yield "--limit", limit, "有限"


def _show(both: Pair) -> Iterator[tuple[str, ...]]:
    for number in (*files(both), *items(both), HIDDEN_SHEET):
        yield number, *WHY
    for number in (both.hidden.file, both.absent.file, both.seen.file):
        yield number, "--data", *WHY
        yield number, "--version", "2", *WHY
        yield number, "--unmask", "客户名称", *WHY
        yield (number,)


def _list(_: Pair) -> Iterator[tuple[str, ...]]:
    yield ()
    for status in ("在用", "作废"):
        yield "--status", status
    for region in ("32", "31"):
        yield "--region", region
    yield "--period", "2026-03"
    yield "--grade", "B"
    yield "--form", FORM


def _registered(letters: str, *more: str) -> Any:
    return lambda _: [(f"{letters}-2026-{serial:04}", *more) for serial in range(1, 5)]


def _drafts(*more: str) -> Any:
    return _registered("CG", *more)


def _once(*arguments: str) -> Any:
    return lambda _: [arguments]


_TRIES: dict[str, Any] = {
    "accept": _drafts("--seen", "营业执照"),
    "alias": lambda both: [
        *((number, "XS-NEW") for number in files(both)), (both.seen.file, both.hidden.alias)
    ],
    "anchor": _once(),
    "approve": _drafts(),
    "ask": _numbers("--field", "mobile", *WHY),
    "backup": _once("b.zip"),
    "classify": _numbers("秘密", "--basis", "目录", *BECAUSE),
    "clear-alarm": _once("何内一", *BECAUSE),
    "close-case": lambda both: [
        (number, facts.case, *BECAUSE) for number in files(both) for facts in both[3:]
    ],
    "compact": _once(),
    "copies": _numbers(),
    "copy": _once("--to", "elsewhere"),
    "create": _create,
    "discard": _drafts(),
    "disclose": _numbers("公安机关", "--field", "mobile", "--basis", "义务", "--duty", "法", *WHY),
    "document": lambda both: [
        *(
            (number, "-o", "d.docx", *WHY)
            for number in (*items(both), *files(both), HIDDEN_SHEET) if number
        ),
        *((facts.digest, "-o", "d.docx", *WHY) for facts in both[3:]),
    ],
    "draft": _drafts(),
    "drafts": lambda _: [(), ("--expired",), ("--expired", "--delete")],
    "edit": lambda both: [(both.seen.draft, name) for name in _data(both)],
    "emergency": _numbers("--reason", "客户家中起火，须立即联系家属"),
    "export": lambda both: [("bag",), *(("bag", number) for number in files(both))],
    "file": _file,
    "find": _find,
    "give-back": _registered("JY", "--pages", "1"),
    "grant": lambda both: [
        *((number, "何内一", *WHY) for number in files(both)),
        *((f"SQ-2026-000{serial}",) for serial in range(1, 5)),
        *((f"SQ-2026-000{serial}", "--refuse", *BECAUSE) for serial in range(1, 5)),
    ],
    "grants": lambda both: [(), *((number,) for number in files(both))],
    "history": _numbers(*WHY),
    "lend": lambda both: [
        (number, "何内一", "--pages", "1", *WHY)
        for number in (*files(both), *items(both), HIDDEN_SHEET)
    ],
    "list": _list,
    "loans": lambda both: [(), ("--all",), *((number, "--all") for number in files(both))],
    "log": lambda both: [(), ("--from", "1"), *((number,) for number in files(both))],
    "permit-export": _once("业务员", "--credit", "40", *BECAUSE),
    "print": _print,
    "recall": _numbers("1", *BECAUSE),
    "reclassify circle": _numbers("何内一", *BECAUSE),
    "reclassify confirm": _numbers(),
    "reclassify decide": _numbers(),
    "reclassify decide-form": _once(FORM),
    "reclassify due": lambda _: [(), ("--settle",)],
    "reclassify extend": _numbers("--until", "长期", *BECAUSE),
    "reclassify form": _once(FORM, "秘密", "--basis", "目录", *BECAUSE),
    "reclassify labels": _once("soe"),
    "reclassify lower": _numbers("公开", *BECAUSE),
    "reclassify raise": _numbers("机密", *BECAUSE),
    "reclassify refuse": _numbers(*BECAUSE),
    "reclassify release": _numbers(*BECAUSE),
    "reclassify review": _numbers(*BECAUSE),
    "reject": _drafts(*BECAUSE),
    "reopen-case": lambda both: [
        (number, both.hidden.case, *BECAUSE) for number in files(both)
    ],
    "return": _drafts("--defect", "uscc=不符"),
    "review": _registered("SQ", "--justified", *BECAUSE),
    "revise": lambda both: [
        *((number, "0.json", *BECAUSE) for number in (files(both), _data(both))[0]),
        *((both.seen.file, name, "--evidence", "换证", *BECAUSE) for name in _data(both)),
    ],
    "revoke": _registered("SQ", *BECAUSE),
    "show": _show,
    "staff add": _once("new", "新人"),
    "staff leave": _once("sales", *BECAUSE),
    "staff list": lambda _: [(), ("--all",)],
    "staff roles": lambda _: [(), ("sales", "--role", "finance")],
    "staff take-over": _once("接管人", *BECAUSE),
    "staff whoami": _once(),
    "submit": _drafts(),
    "verify": lambda _: [(), ("--read-data",)],
    "void": _numbers(*BECAUSE),
    **tries_of_proceedings.TRIES,
    **tries_of_reports.TRIES,
}  # fmt: skip


def _commands(
    parent: click.Group = group, names: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command of a group with its name."""
    context = click.Context(parent)
    for name in parent.list_commands(context):
        command = parent.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*names, name))
        elif command is not None:
            yield " ".join((*names, name)), command


def _beside(name: str, commands: Iterable[str]) -> Iterator[tuple[str, click.Command]]:
    """Yield the commands of another group with their names, which begin with the group's."""
    found = main.get_command(click.Context(main), name)
    assert isinstance(found, click.Group)
    yield from _commands(found, (name,))
    for one in commands:
        command = found.get_command(click.Context(found), one)
        assert command is not None
        yield f"{name} {one}", command


BESIDE = dict([*_beside("import", ()), *_beside("report", REPORTS)])
#: Those of ``archive`` are called without it.
COMMANDS = dict(_commands()) | BESIDE


def test_every_command_is_tried() -> None:
    assert set(COMMANDS) == {*_TRIES, *APART}
    assert not _TRIES.keys() & APART


# --- running them ---------------------------------------------------------------------------------


def _run(arguments: list[str], given: set[str]) -> str:
    """Run a command in this process; return all that it shows, and what it writes."""
    before = set(Path().iterdir())
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code != ExitCode.USAGE, result.stderr
    made = sorted(path for path in set(Path().iterdir()) - before if path.is_file())
    papers = [f"{path.name} {_content(path, given)}" for path in made]
    said = [result.stdout, result.stderr, str(result.exit_code), *papers]
    return _told_apart("\n".join(said), given)


#: The journal's last line: how many lines it has, and its hash; it tells that there was an act.
_HEAD = re.compile(r"[0-9]+:[0-9a-f]{64}")
#: What a document has of the hash of its data, and of the moment at which it was written.
_DERIVED = re.compile(r"[0-9a-f]{64}|[{][0-9A-F-]{36}[}]|(?<=T)[0-9:]{8}Z")


def _told_apart(text: str, given: set[str]) -> str:
    """Return what was said, but for new numbers and the state of the journal."""
    return _HEAD.sub("档案头", without_new_numbers(text, given))


def _called(name: str) -> list[str]:
    return name.split() if name in BESIDE else ["archive", *name.split()]


def _become(account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("archive", "office"):
        monkeypatch.setattr(f"csdforms.archive.{module}.account", lambda: account)


def _content(path: Path, given: set[str]) -> str:
    """Return a hash of what a file says; of a document without the moment of its parts."""
    said = path.read_bytes()
    if path.suffix in (".docx", ".xlsx") and zipfile.is_zipfile(path):
        texts = {name: part.decode("utf-8", "replace") for name, part in parts(said).items()}
        plain = _DERIVED.sub("", _HEAD.sub("", repr(texts)))
        said = without_new_numbers(plain, given).encode()
    return sha256(said).hexdigest()


def _answers(
    both: tuple[Pair, tuple[Path, Path]],
    arguments: list[str],
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> list[str]:
    """Return what a command says of each archive."""
    made, folders = both
    given = numbers_of(made.without) | numbers_in(arguments)
    said = []
    for folder in folders:
        here = place / folder.name
        shutil.copytree(folder, here, dirs_exist_ok=True)
        monkeypatch.chdir(here)
        _data(made)
        _sheets(made)
        tries_of_proceedings.written()
        tries_of_reports.written(made)
        said.append(_run(arguments, given))
        monkeypatch.chdir(place)
        shutil.rmtree(here)
    return said


#: Who tries what, beside the rest when every role does: whoever has the right to it.
_WHO = {
    **dict.fromkeys(("alias", "create", "file", "revise", "submit"), ("info_specialist",)),
    **dict.fromkeys(("approve", "disclose", "reject", "reclassify review"), ("cs_manager",)),
    **dict.fromkeys(("find", "history", "show"), ("info_supervisor", "dpo", "sales", "nobody")),
    "log": ("dpo",),
    **tries_of_proceedings.WHO,
    **tries_of_reports.WHO,
}
_OTHERS = ("info_supervisor", "cs_manager")


def _flags(name: str, place: int) -> list[list[str]]:
    """Return the ways in which a try is printed."""
    ways: list[list[str]] = [["--json"], []]
    one_way = name in tries_of_proceedings.TRIES or name in tries_of_reports.TRIES
    if EVERY or (place == 0 and not one_way):
        return ways
    return [ways[place % 2 if one_way else 1]]


@pytest.mark.parametrize("name", _TRIES)
def test_s09_a_command_says_nothing_of_a_hidden_file(
    name: str,
    both: tuple[Pair, tuple[Path, Path]],
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, _ = both
    tries = [list(one) for one in _TRIES[name](made)]
    for place, more in enumerate(tries):
        who = _WHO.get(name, _OTHERS)
        readers = made.readers if EVERY else [who[place % len(who)]]
        for account in readers:
            if name in ENTRUSTED.get(account, ()):
                continue
            _become(account, monkeypatch)
            has_json = any("--json" in option.opts for option in COMMANDS[name].params)
            for flags in _flags(name, place) if has_json else ([],):
                whole = [*_called(name), *flags, *more]
                first, second = _answers(both, whole, here, monkeypatch)
                allowed = any(
                    words in second and name in commands for words, commands in ALLOWED.items()
                )
                assert first == second or allowed, (account, name, more)


# --- as the operating system runs them ------------------------------------------------------------


def test_s09_real_processes_say_nothing_of_a_hidden_file(
    both: tuple[Pair, tuple[Path, Path]], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSDFORMS_DESTROYED", str(here / "销毁"))  # all pairs are one archive's
    made, folders = both
    since = moment(made.at)
    entry = {"account": login(actor.account()), "person": "本机账户", "roles": ["info_supervisor"]}
    for folder in folders:
        shutil.copytree(folder, here / folder.name)
        with TinyStore.open(here / folder.name / "档案") as store, store.writing() as work:
            key = work.last_key("staff") + 1
            work.put("staff", key, {**entry, "clearance": 2, "since": since})
            work.record(Act("staff", "zhang", since))
    hidden = made.hidden
    for arguments in (
        ["find", hidden.name],
        ["find", hidden.phone, "--json"],
        ["list", "--json"],
        ["show", hidden.file, *WHY],
        ["show", hidden.item, *WHY],
        ["history", made.seen.file, *WHY],
        ["document", hidden.digest, "-o", "d.docx"],
    ):
        said = [
            subprocess.run(
                [sys.executable, "-m", "csdforms", "archive", *arguments],
                cwd=here / folder.name,
                capture_output=True,
                check=False,
            )
            for folder in folders
        ]
        first, second = ((one.returncode, one.stdout, one.stderr) for one in said)
        assert first == second, arguments
        assert first[0] in (ExitCode.OK, ExitCode.NOT_FOUND), first
