"""Every act has its Chinese word in what is printed, and its name in the text of the format."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from csdforms.archive.records import Event
from csdforms.cli.archive.printing import _ACTS, _ACTS_ON_LEVELS, print_events

ROOT = Path(__file__).parents[2]
HALVES = (ROOT / "archive" / "README.md").read_text("utf-8").split("\n---\n")
NAMING = {"Act", "act_of", "note", "noted"}

#: Acts whose name is not written where the line is.
ELSEWHERE = {
    *("backup", "copy"),  # of a command
    *("alias", "file", "revise"),
    *("cancel", "return", "propose-void", "void"),
    *("close-case", "reopen-case"),
    *("circle", "classify", "confirm", "extend", "lower", "raise", "release"),
    *("expire", "fallback"),  # that the calendar asks for
    *("export-failed", "print-failed", "recall"),
    *("list", "seal"),
    *("backup-due", "backup-gone"),
    *("hold", "lift-hold", "review-hold"),
    *("inform", "merge", "propose-merge", "refuse-merge", "propose-unmerge", "unmerge"),
    *("deregister", "check-deregistration", "sign-deregistration", "write-off"),
    *("agree-deregistration", "refuse-deregistration", "settle-deregistration"),
    *("withdraw-deregistration", "lapse-deregistration"),
    *("check-revival", "agree-revival", "refuse-revival", "withdraw-revival", "revive"),
    *("endorse-destruction", "condemn"),
    *("file-closed", "propose-change"),
    *("staff-change", "staff-leave", "staff-register", "take-over"),
}


def written() -> Iterator[str]:
    """Yield the names of acts that stand in the code where they are recorded or noted."""
    for path in (ROOT / "csdforms").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                first = node.args[0]
                if name in NAMING and isinstance(first, ast.Constant) and first.value:
                    yield str(first.value)


ACTS = sorted({*written(), *ELSEWHERE})


def test_the_code_names_acts() -> None:
    assert {"create", "show", "grant", "refused"} <= set(written())


@pytest.mark.parametrize("act", ACTS)
def test_every_act_has_a_word_and_stands_in_the_format(act: str) -> None:
    assert act in _ACTS
    for half in HALVES:
        assert f"`{act}`" in half


def test_no_word_is_for_an_act_that_is_none() -> None:
    assert {*_ACTS, *_ACTS_ON_LEVELS} <= {*ACTS, "write"}


def event(act: str, subject: str, **detail: object) -> Event:
    return Event(1, "2026-11-22T09:00:00.000000+08:00", "wang", act, subject, "", "", detail)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (event("refuse", "KH-F-2026-000001-4", level=3), ["不同意密级提请"]),
        (
            event("refuse", "KH-F-2026-000001-4", grant="SQ-2026-0001"),
            ["不批准查阅", "SQ-2026-0001"],
        ),
        (event("review", "KH-F-2026-000001-4", level=3), ["复核密级"]),
        (event("review", "KH-F-2026-000001-4", grant="SQ-2026-0001"), ["复核紧急查阅"]),
        (event("release", "KH-F-2026-000001-4", level=0), ["解密"]),
        (event("release", "", level=2, person="王敏"), ["批准导出"]),
        (event("expire", "KH-F-2026-000001-4", level=0), ["期满解密"]),
        (event("expire", "CG-2026-0001"), ["删除逾期草稿"]),
        (event("show", "KH-F-2026-000001-4", fields=["mobile", "id_no"]), ["字段：mobile、id_no"]),
        (event("show", "KH-F-2026-000001-4", fields=["*"]), ["全文"]),
        (event("print", "KH-F-2026-000001-4", copy_no=2), ["打印", "第 2 份"]),
        (event("of a later edition", ""), ["of a later edition"]),
    ],
)
def test_an_act_is_told_by_what_it_was(
    told: Event, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    print_events([told], as_json=False)
    line = capsys.readouterr().out.splitlines()[1]
    for word in words:
        assert word in line
