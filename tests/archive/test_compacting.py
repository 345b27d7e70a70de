"""What of the lines is kept: the rule by itself, told from headers."""

from __future__ import annotations

import json

import pytest

from csdforms.archive.compacting import Compaction, Destroyed, is_tombstone, may_remove
from csdforms.archive.line import BLANK, NO_HASH, encode, offsets
from csdforms.archive.store import KEPT_WHOLE, OF_FILE, Act, Document, Line

A, B = "KH-Z-2026-000001-4", "KH-F-2026-000002-X"
AT = "2026-03-05T14:05:09.123456+08:00"


class Lines:
    """Lines one behind the other."""

    def __init__(self) -> None:
        self.raw: list[tuple[bytes, Line]] = []

    def add(
        self,
        name: str,
        subject: str = "",
        *changes: tuple[str, int, Document | None],
        **said: object,
    ) -> int:
        prev = self.raw[-1][1].hash if self.raw else NO_HASH
        act = Act(name, "zhang", AT, subject, detail=said)
        raw, line, _ = encode(len(self.raw) + 1, act, changes, prev)
        self.raw.append((raw, line))
        return line.no

    def kept(self) -> dict[int, list[tuple[str, int]]]:
        """Return of each line what is kept."""
        found = Compaction()
        for raw, line in self.raw:
            found.see(line, raw)
        return {
            line.no: [(one.table, one.key) for one in line.changes if found.keep(line, one)]
            for _, line in self.raw
        }


def test_superseded_versions_go_but_of_what_is_kept_whole() -> None:
    lines = Lines()
    lines.add("create", A, ("files", 1, {"v": 1}), ("items", 1, {}), ("own", 1, {}))
    lines.add("revise", A, ("files", 1, {"v": 2}), ("items", 1, {}), ("own", 1, {"v": 2}))
    assert lines.kept() == {
        1: [("acts", 1), ("items", 1)],
        2: [("acts", 2), ("files", 1), ("items", 1), ("own", 1)],
    }


@pytest.mark.parametrize("table", OF_FILE)
def test_every_version_of_what_was_destroyed_goes(table: str) -> None:
    assert table in KEPT_WHOLE
    lines = Lines()
    lines.add("create", A, ("files", 1, {}), (table, 1, {"v": 1}), (table, 2, {}))
    lines.add("change", B, (table, 1, {"v": 2}))
    lines.add("destroy", A, (table, 1, None), ("files", 1, {"destroyed_at": AT}))
    lines.add("after", A)
    kept = lines.kept()
    assert kept[1] == [(table, 2)]
    assert (table, 1) not in kept[2]
    assert kept[3][0] == ("acts", 3)
    assert kept[4] == [("acts", 4)]


def test_the_acts_about_drafts_go_with_the_file_that_came_of_them() -> None:
    lines = Lines()
    lines.add("draft", "CG-2026-0001", ("drafts", 1, {}))
    lines.add("draft", "CG-2026-0002", ("drafts", 2, {}))
    lines.add("submit", "CG-2026-0001", ("drafts", 1, {"v": 2}))
    lines.add("discard", "CG-2026-0002", ("drafts", 2, None))
    lines.add("create", A, ("drafts", 1, None), ("files", 1, {}))
    lines.add("approve", "CG-2026-0001")
    lines.add("destroy", A, ("files", 1, {}))
    kept = lines.kept()
    assert [no for no in kept if ("acts", no) in kept[no]] == [2, 4, 7]


def test_an_export_goes_when_all_its_files_are_destroyed() -> None:
    lines = Lines()
    lines.add("export", "", files=[A])
    lines.add("export", "", files=[A, B])
    lines.add("export", "")
    lines.add("propose", "", files=[A])  # a list of destruction keeps its words
    lines.add("destroy", A)
    lines.add("export", "", files=[A])
    assert [no for no, kept in lines.kept().items() if not kept] == [1]
    lines.add("destroy", B)
    assert [no for no, kept in lines.kept().items() if not kept] == [1, 2]


def test_an_export_that_is_blank_says_nothing() -> None:
    lines = Lines()
    lines.add("export", "", files=[A])
    raw, line = lines.raw[0]
    blank = raw[: offsets(line, raw)[0]] + BLANK + b"]\n"
    lines.raw[0] = blank, line
    lines.add("destroy", A)
    assert lines.kept()[1] == [("acts", 1)]
    assert json.loads(blank)[2] is None


def test_the_act_that_filed_an_item_goes_with_it() -> None:
    lines = Lines()
    lines.add("file", A, ("items", 1, {}))
    lines.add("import", A, ("items", 2, {}), ("items", 3, {}))
    lines.add("classify", f"{A}/x")
    lines.add("destroy", f"{A}/x", ("items", 1, None), ("items", 2, None))
    assert {no: kept for no, kept in lines.kept().items() if no != 4} == {
        1: [],
        2: [("acts", 2), ("items", 3)],
        3: [],
    }


def test_the_first_act_of_destruction_counts() -> None:
    found = Destroyed()
    assert not found
    for no in (5, 7):
        found.see(no, "destroy", A, ())
    assert found
    assert (found.since(A), found.since(B)) == (5, 0)


def test_what_may_be_removed() -> None:
    assert may_remove("own", "any")
    assert may_remove("drafts", "discard")
    assert may_remove("items", "destroy")
    assert not may_remove("items", "remove")
    assert not may_remove("files", "destroy")
    assert not may_remove("destructions", "destroy")


@pytest.mark.parametrize(
    ("card", "is_one"),
    [({"state": "DESTROYED"}, True), ({"destroyed_at": AT}, True), ({"state": "SEALED"}, False)],
)
def test_what_is_a_tombstone(card: Document, is_one: bool) -> None:
    assert is_tombstone(card) is is_one
