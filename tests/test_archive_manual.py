"""docs/archive.md says what the code knows: roles, exit codes, labels, the list of papers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from csdforms.archive.deregistration.joint_check import LINES
from csdforms.archive.deregistration.triggers import TRIGGERS
from csdforms.archive.drafting.papers import paper_problems, read_papers
from csdforms.archive.secrecy.levels import RANKS
from csdforms.archive.secrecy.roles import ADMINISTRATORS, RIGHTS, ROLES
from csdforms.errors import ExitCode
from csdforms.intake import read_data
from csdforms.papers.printing import KINDS, papers_of
from csdforms.schemas.catalogue import find

ROOT = Path(__file__).parents[1]
MANUAL = (ROOT / "docs" / "archive.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")

#: Told of in one row, since they may do the same.
TOGETHER = ("投诉", "售后", "电话", "财务", "法务")


def rows(head: str) -> list[list[str]]:
    """Return the cells of a table by its first line."""
    table = MANUAL.split(head, 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in table.splitlines()[2:]]


ROLE_ROWS = {row[0]: row for row in rows("| 岗位 |")}


@pytest.mark.parametrize("role", ROLES)
def test_the_table_of_roles_says_what_a_role_may_do(role: str) -> None:
    known = ROLES[role]
    if any(word in known.title for word in TOGETHER):
        known = known._replace(title="投诉、售后、电话各岗位，财务，法务")
    _, opening, decides, grants, lends, clearance, _ = ROLE_ROWS[known.title]
    for right, word in {"draft": "拟稿", "check": "验收", "approve": "审批"}.items():
        assert (right in known.rights) == (word in opening)
    for told, level in ((decides, known.decides), (grants, known.grants), (lends, known.lends)):
        assert told.endswith(RANKS[level] if level >= 0 else "")
        assert bool(told) == (level >= 0)
    assert clearance == (RANKS[known.clearance] if known.clearance >= 0 else "无")
    assert (role in ADMINISTRATORS) == (clearance == "无")


def test_the_table_of_duties_says_who_may_do_what() -> None:
    told = {act: set(who.split("、")) for act, who in rows("| 办什么 |")}
    names = list(RIGHTS)
    later = names[names.index("inspect") :]  # keeping, personal data, deregistration, destruction
    assert told == {
        RIGHTS[right]: {role.title for role in ROLES.values() if right in role.rights}
        for right in later
    }


def test_the_lines_of_the_joint_check_and_the_triggers_are_those_of_the_code() -> None:
    assert rows("| 事项 | | 责任岗位 |") == [
        [line.code, line.title, line.owner, line.computed] for line in LINES
    ]
    assert [row[:2] for row in rows("| 事由 | |")] == [
        [one.code, one.title] for one in TRIGGERS.values()
    ]


def test_the_table_of_papers_is_the_codes() -> None:
    told = {row[0].removesuffix("-…"): row[1:] for row in rows("| 编号 | 事项 |")}
    assert list(told) == list(KINDS)
    for letters, (what, papers) in told.items():
        number = "KH-F-2026-000001-4" if letters == "KH" else f"{letters}-2026-0001"
        assert what == KINDS[letters].what
        assert papers.split("、") == [find(name).title() for name in papers_of(number)]


def test_every_exit_code_is_told() -> None:
    codes = [str(int(code)) for code in ExitCode]
    assert [row[0] for row in rows("| 码 |")] == codes
    for code in codes:
        assert re.search(rf"^\| {code} \|", README, re.MULTILINE)


def test_the_list_of_papers_is_one_that_will_do(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
    path = tmp_path / "papers.yaml"
    path.write_text(text, "utf-8")
    papers = read_papers({"kind": kind, **said} for kind, said in read_data(str(path)).items())
    draft = {
        "kind": "Z",
        "data": {"id_no": "310199199001010011", "bank_account": {"account_no": "1"}},
        "papers": papers,
    }
    assert [problem for problem in paper_problems(draft, "2026-11-22") if problem.is_error] == []
