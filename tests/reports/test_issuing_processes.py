"""Issuing by real processes: several at once, and one that is killed in its last step."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from reports.complained import CASES, FORM, complaint

from csdforms.archive.archive import Archive
from csdforms.archive.verifying import verify
from csdforms.templates.embedding import carried

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is killed as on POSIX")

_PROCESSES, _EACH = 3, 2
_ISSUE = f"""
import datetime as dt, sys
from pathlib import Path
from csdforms.archive.archive import Archive
from csdforms.reports.issuing import issue

def go(name):
    with Archive.open(Path("档案"), actor="zhang") as archive:
        return issue(archive, "{FORM}", Path(name), start=dt.date(2026, 1, 1),
                     end=dt.date(2026, 3, 31), said={{"dimension": "投诉类别"}})
"""
_SEVERAL = """
for place in range(int(sys.argv[2])):
    go(f"{sys.argv[1]}-{place}.docx")
"""
#: The document's name is what comes last: whatever gives it that name ends the process.
_KILLED = """
import os, signal

def dying(naming):
    def named(aside, path, **more):
        if Path(path).name == "完.docx":
            os.kill(os.getpid(), signal.SIGKILL)
        return naming(aside, path, **more)
    return named

os.link, os.replace = dying(os.link), dying(os.replace)
go("完.docx")
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an archive of four complaints."""
    with Archive.create(tmp_path / "档案", actor="zhang") as archive:
        for case in CASES:
            data = complaint(*case)
            archive.file("", "complaint_register_one", data, section="3.2")
    return tmp_path


def started(code: str, place: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", _ISSUE + code, *arguments],
        cwd=place,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def reports(archive: Archive) -> list[dict[str, Any]]:
    return [item for _, item in archive.store.rows("items") if item["form"] == FORM]


def test_processes_that_issue_at_once_share_no_number(place: Path) -> None:
    several = [started(_SEVERAL, place, str(number), str(_EACH)) for number in range(_PROCESSES)]
    for one in several:
        _, said = one.communicate(timeout=120)
        assert one.returncode == 0, said
    papers = [carried(path.read_bytes())[1]["report_no"] for path in place.glob("*.docx")]
    wanted = [f"TSTJ-20260331-{serial:03}" for serial in range(1, _PROCESSES * _EACH + 1)]
    assert sorted(papers) == wanted
    with Archive.open(place / "档案", actor="zhang") as archive:
        assert sorted(item["data"]["report_no"] for item in reports(archive)) == wanted
        assert len(list(archive.store.rows("copies"))) == len(wanted)
    assert verify(place / "档案", read_data=True).is_sound


def test_a_report_whose_process_is_killed_at_the_end_is_in_the_archive(place: Path) -> None:
    killed = started(_KILLED, place)
    killed.communicate(timeout=120)
    assert killed.returncode < 0
    assert not (place / "完.docx").exists()
    with Archive.open(place / "档案", actor="zhang") as archive:
        [item] = reports(archive)
        assert carried(archive.document(item["number"]))[1] == item["data"]
        # The register takes no copy back that may be out after all.
        assert [copy["item"] for _, copy in archive.store.rows("copies")] == [item["number"]]
    assert verify(place / "档案", read_data=True).is_sound
    again = started(_SEVERAL, place, "再", "1")
    assert again.communicate(timeout=120)[1] == ""
    assert carried((place / "再-0.docx").read_bytes())[1]["report_no"] == "TSTJ-20260331-002"
