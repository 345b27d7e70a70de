"""The whole life of two files, as ``docs/whole-life.md`` tells it, and what is left of them."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from archive.sealing.test_byte_hunt import hunted
from click.testing import CliRunner
from console import run_as
from transcript import Command, Deleted, Desk, Written, read

from csdforms.archive.archive import Archive
from csdforms.archive.store import KEPT_WHOLE
from csdforms.cli import main
from csdforms.errors import WrongKey
from csdforms.papers.printing import papers_of
from csdforms.schemas.catalogue import find

PAGE = Path(__file__).parent.parent / "docs" / "whole-life.md"
COMPANY, PERSON = "KH-F-2026-000001-4", "KH-Z-2026-000002-2"
PLACE = "档案库"
#: The data of the customers among the files of the page.
SHEETS = ("澄湖.yaml", "投诉.yaml", "处理.yaml", "新资料.yaml", "李晓岚.yaml")
#: What of them anybody may say: words of the forms, dates, numbers of files, the staff.
COMMON = re.compile(
    r"KH-.*|[\d-]{10}( [\d:]{5})?|\d{1,6}|企业法人|居民身份证|书面签字|客户服务部|客户信息主管"
)
#: What stays of an organisation.
KNOWN_BY = {"临江市澄湖家居装饰有限公司", "91310114MAXX1Y1X13"}
#: One of each kind of proceeding in the two lives.
PROCEEDINGS = ("ZX-1", "FC-1", "HF-1", "QQ-1", "BQ-1", "JD-1", "XH-1")


class Life:
    """What came of following the page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wrong: list[str] = []
        self.values: set[str] = set()
        self.titles: set[str] = set()  # of the papers that were printed
        self.anchors: list[str] = []
        self.before: set[str] = set()  # the values that the archive told while it kept them
        self.kept: dict[str, bytes] = {}  # what somebody kept aside though it was to be deleted

    def step(self, desk: Desk, step: Command | Deleted | Written) -> None:
        """Do what the page says next, and look at what came of it."""
        if isinstance(step, Deleted):
            self.kept |= {name: Path(name).read_bytes() for name in step.names}
        elif isinstance(step, Written) and step.name in SHEETS:
            self.values |= set(leaves(yaml.safe_load(step.text)))
        said = desk.follow(step)
        if not isinstance(step, Command):
            return
        if desk.exit_code != step.exit_code or not step.is_said(said):
            self.wrong.append(f"{step.line}\n{said}[{desk.exit_code}]")
        self.anchors += re.findall(r"^锚 (.+)$", said, re.MULTILINE)
        for name in re.findall(r"^已打印 (\S+\.docx)", said, re.MULTILINE):
            self.titles |= {one.text for one in docx.Document(name).paragraphs}
        if step.arguments[1:3] in {("key", "rotate"), ("appraise", "open")}:
            self.before |= told(self.values)


def leaves(value: Any) -> Iterator[str]:
    """Yield what is said in the boxes of a sheet, long enough to be known again."""
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, (dict, list)):
            yield from leaves(one)
        elif len(str(one)) > 3 and not COMMON.fullmatch(str(one)):
            yield str(one)


def told(values: set[str], place: str = PLACE) -> set[str]:
    """Return the values that the archive tells whoever has its key and reads all of it."""
    with Archive.open(Path(place), actor="sunli") as archive:
        store = archive.store
        rows = [row for table in (*KEPT_WHOLE, "files", "drafts") for row in store.rows(table)]
        text = json.dumps([rows, list(store.lines()), list(store.notes())], ensure_ascii=False)
    return {value for value in values if value in text}


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """Follow the page in an empty folder; what it left stays there for the tests."""
    base = tmp_path_factory.mktemp("whole-life")
    one = Life(base / "work")
    one.folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(one.folder)
        patch.setenv("CSDFORMS_ARCHIVE", PLACE)
        patch.setenv("CSDFORMS_DESTROYED", str(base / "destroyed"))
        for name in ("CSDFORMS_KEY", "CSDFORMS_TEMPLATES", "CSDFORMS_SETTINGS"):
            patch.delenv(name, raising=False)
        for module in ("key_moving", "key_places", "keys"):  # keys last: the others import from it
            patch.setattr(
                f"csdforms.archive.sealing.{module}.key_path",
                lambda name: base / "keys" / f"{name}.key",
            )
        desk = Desk(patch)
        for step in read(PAGE.read_text("utf-8")):
            one.step(desk, step)
        yield one


def run(account: str, *arguments: str) -> tuple[int, str]:
    """Run a command under an account; return how it ends, and what it says."""
    with pytest.MonkeyPatch.context() as patch:
        run_as(account, patch)
        result = CliRunner().invoke(main, ["archive", *arguments], catch_exceptions=False)
    return result.exit_code, result.output


def test_every_line_of_the_page_is_what_the_command_says(life: Life) -> None:
    assert life.wrong == []


def test_the_chain_leads_from_every_anchor_to_the_end(life: Life) -> None:
    assert len(life.anchors) >= 5
    for anchor in life.anchors:
        exit_code, said = run("sunli", "verify", "--read-data", "--json", "--anchor", anchor)
        found = json.loads(said)
        assert (exit_code, found["sound"]) == (0, True)
        assert not [one for one in found["problems"] if one["is_error"]]


def test_every_paper_of_the_life_was_printed(life: Life) -> None:
    forms = [form for number in PROCEEDINGS for form in papers_of(number)]
    assert {find(form).title() for form in forms} - life.titles == set()
    assert find("file_classification_approval").title() in life.titles


def test_the_folder_holds_none_of_the_values(life: Life) -> None:
    assert len(life.values) > 30
    assert hunted(life.folder, life.values) == []


def test_nobody_who_has_the_key_is_told_any_of_the_values(life: Life) -> None:
    assert life.values - life.before == set()
    assert told(life.values) <= KNOWN_BY


def test_backups_hold_none_of_the_values_in_clear(life: Life, tmp_path: Path) -> None:
    (tmp_path / "2.zip").write_bytes(life.kept["备份2.zip"])
    for path in (life.folder / "备份1.zip", tmp_path / "2.zip"):
        with zipfile.ZipFile(path) as whole:
            whole.extractall(tmp_path / path.stem)
    assert hunted(tmp_path, life.values) == []


def test_the_key_of_today_does_not_open_the_backup_of_before(
    life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSDFORMS_DESTROYED", str(tmp_path / "another computer"))
    place = str(tmp_path / "alt")
    exit_code, said = run("sunli", "restore", str(life.folder / "备份1.zip"), "--archive", place)
    assert exit_code == 0, said
    with pytest.raises(WrongKey):
        told(life.values, place)
    assert hunted(tmp_path, life.values) == []


def test_a_backup_that_somebody_kept_does_not_bring_the_file_back(
    life: Life, tmp_path: Path
) -> None:
    backup, place = tmp_path / "2.zip", str(tmp_path / "alt")
    backup.write_bytes(life.kept["备份2.zip"])
    exit_code, said = run("sunli", "restore", str(backup), "--archive", place)
    assert exit_code == 0, said
    assert told(life.values, place) <= KNOWN_BY
    assert hunted(tmp_path / "alt", life.values) == []


@pytest.mark.parametrize(
    ("number", "listed", "known"),
    [(COMPANY, "XH-2037-0001", True), (PERSON, "XH-2026-0001", False)],
)
def test_the_tombstone_and_the_list_prove_the_act(
    life: Life, number: str, listed: str, known: bool
) -> None:
    stone = json.loads(run("gaoyuan", "destroy", "show", number, "--json")[1])
    assert (stone["list"], stone["executor"]) == (listed, "陈静")
    assert (stone["approvers"], stone["witnesses"]) == (["赵强", "高远"], ["简明", "石坚"])
    assert bool(stone["name"]) is known
    text = run("gaoyuan", "destroy", "show", listed, "--json")[1]
    done = json.loads(text)
    assert (done["state"], done["lines"][0]["file"]) == ("done", number)
    assert all(copy["became"] for copy in done["execution"]["copies"])
    assert {one for one in life.values if one in text} <= KNOWN_BY
    assert known or "李晓岚" not in text
