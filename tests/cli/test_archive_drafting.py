"""From a draft to a file through the command line: the account is whom the system tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from archive.hands import engage
from click.testing import Result
from support import sample

from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.probing import MOST_PROBES

COMPANY = "corporate_customer_profile"
PERSON = "individual_customer_profile"
DRAFT = "CG-2026-0001"

#: Runs a command as somebody: ``by("min", "drafts")``.
By = Callable[..., Result]


@pytest.fixture(autouse=True)
def place(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A staffed archive."""
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")
    with Archive.create(here / "档案", actor="zhang") as archive:
        engage(archive)
    return here / "档案"


@pytest.fixture
def by(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> By:
    def by(account: str, *arguments: str) -> Result:
        monkeypatch.setattr("csdforms.archive.office.account", lambda: account)
        return run("archive", *arguments)

    return by


def _json(name: str, content: object) -> str:
    Path(name).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return name


def profile(form: str = COMPANY, **change: object) -> str:
    """Write a form's sample without a number; return the file's name."""
    changed = sample(form) | {"customer_no": None, "confidentiality": "内部"} | change
    return _json(
        f"{form}.json", {key: value for key, value in changed.items() if value is not None}
    )


def papers(**change: object) -> str:
    """Write the papers of the company in the sample; return the file's name."""
    given: dict[str, object] = {
        "营业执照": {"number": "91310115MAXX0Y0XXT", "valid_to": "2048-06-11"},
        "法定代表人身份证明": {"copy_at": "客户处"},
        "授权委托书": {"copy_at": "客户处"},
        "经办人身份证明": {"copy_at": "客户处"},
    }
    return _json("papers.json", {key: value for key, value in (given | change).items() if value})


def drafted(by: By) -> None:
    result = by("min", "create", COMPANY, profile(), "--papers", papers())
    assert (result.exit_code, result.stdout) == (0, f"已拟草稿 {DRAFT}\n"), result.output


def test_three_persons_make_a_file(by: By) -> None:
    drafted(by)
    assert by("min", "submit", DRAFT).stdout == f"已提交 {DRAFT}\n"
    accepted = by("fang", "accept", DRAFT, "--seen", "营业执照", "--json")
    assert json.loads(accepted.stdout_bytes) == {"number": DRAFT, "warnings": []}
    result = by("ming", "approve", DRAFT, "--reason", "同意建档")
    number = result.stdout.removeprefix("已建档 ").strip()
    assert number.startswith("KH-F-20")
    with Archive.open("档案") as archive:
        profile = archive.store.get("profiles", 1) or {}
        assert profile["data"]["customer_no"] == number
        assert archive.store.get_file(profile["document"])[:2] == b"PK"
    assert by("fang", "void", number, "--reason", "录错").stdout.startswith(f"已提请作废 {number}")
    assert by("ming", "void", number, "--reason", "属实").stdout == f"已作废 {number}\n"


def test_everything_that_is_missing_is_said_at_once(by: By) -> None:
    by("min", "create", COMPANY, profile())
    result = by("min", "submit", DRAFT)
    assert result.exit_code == 1
    assert result.stderr.count("[错误]") == 4
    assert by("min", "edit", DRAFT, "--papers", papers()).stdout == f"已修改草稿 {DRAFT}\n"
    assert by("min", "submit", DRAFT).exit_code == 0


def test_a_draft_goes_back_and_is_mended(by: By) -> None:
    drafted(by)
    by("min", "submit", DRAFT)
    result = by("fang", "return", DRAFT, "--defect", "fax=与名片不符", "--defect", "营业执照=缺页")
    assert (result.exit_code, result.stdout) == (0, f"已退回 {DRAFT}\n")
    shown = by("min", "draft", DRAFT).stdout
    assert "须补正 fax：与名片不符" in shown
    assert "状态：退回补正" in shown
    assert "验收人" not in shown
    assert by("min", "edit", DRAFT, profile(fax="021-62345670"), "--parent", "").exit_code == 0
    assert by("min", "submit", DRAFT).exit_code == 0


@pytest.mark.parametrize("defect", ["fax", "fax=", "=缺页", "fax= "])
def test_a_defect_is_a_field_and_a_sentence(by: By, defect: str) -> None:
    drafted(by)
    by("min", "submit", DRAFT)
    assert by("fang", "return", DRAFT, "--defect", defect).exit_code == 2


def test_drafts_that_wait_are_listed(by: By) -> None:
    assert by("min", "drafts").stderr == "没有草稿。\n"
    drafted(by)
    by("min", "submit", DRAFT)
    lines = by("fang", "drafts").stdout.splitlines()
    assert lines[1].split() == [DRAFT, "上海屿泊包装有限公司", "待验收", "王敏", "0"]
    [row] = json.loads(by("min", "drafts", "--json").stdout_bytes)
    assert (row["number"], row["state"], row["owner"]) == (DRAFT, "SUBMITTED", "王敏")
    assert "data" not in row
    assert json.loads(by("qiang", "drafts", "--json").stdout_bytes) == []
    whole = json.loads(by("fang", "draft", DRAFT, "--json").stdout_bytes)
    assert whole["data"]["uscc"] == "91310115MAXX0Y0XXT"


def test_who_may_not_is_refused_and_learns_nothing(by: By) -> None:
    drafted(by)
    by("min", "submit", DRAFT)
    assert by("min", "accept", DRAFT).exit_code == 4
    assert by("min", "approve", DRAFT).exit_code == 4
    assert by("qiang", "draft", DRAFT).exit_code == 3
    assert by("fremd", "drafts").exit_code == 4
    assert by("min", "edit", DRAFT, profile()).exit_code == 5  # it is submitted
    assert by("ming", "approve", DRAFT).exit_code == 5  # not accepted yet


def test_a_draft_is_refused_or_given_up(by: By) -> None:
    drafted(by)
    by("min", "submit", DRAFT)
    assert by("ming", "reject", DRAFT).exit_code == 2
    assert by("ming", "reject", DRAFT, "--reason", "不做").stdout == f"已否决 {DRAFT}\n"
    by("min", "create", COMPANY, profile())
    assert by("min", "discard", "CG-2026-0002").stdout == "已撤销 CG-2026-0002\n"


def test_a_namesake_is_the_supervisors_decision(by: By) -> None:
    by("min", "create", COMPANY, profile(), "--papers", papers())
    by("qiang", "create", COMPANY, profile(uscc="91310115MA1K35G688"), "--papers", papers())
    by("qiang", "submit", "CG-2026-0002")
    held = by("fang", "accept", "CG-2026-0002", "--seen", "营业执照")
    assert held.exit_code == 5
    assert "--distinct" in held.stderr
    decided = ("--seen", "营业执照", "--distinct", "同名不同地")
    assert by("fang", "accept", "CG-2026-0002", *decided).exit_code == 0
    told = by("min", "create", COMPANY, profile(), "--distinct", "两家")
    assert (told.exit_code, "验收时认定" in told.stderr) == (4, True)


def test_a_table_becomes_drafts(by: By) -> None:
    rows = [json.loads(Path(profile()).read_text("utf-8"))]
    rows.append(rows[0] | {"customer_name": "甲", "uscc": "91310115MA1K35G688"})
    Path("客户.jsonl").write_text("\n".join(json.dumps(row) for row in [*rows, rows[0]]), "utf-8")
    result = by("min", "create", COMPANY, "客户.jsonl", "--json")
    said = json.loads(result.stdout_bytes)
    assert [row["number"] for row in said["rows"]] == [DRAFT, "CG-2026-0002", DRAFT]
    assert [row["status"] for row in said["rows"]] == ["opened", "opened", "exists"]
    assert by("min", "create", COMPANY, "客户.jsonl", "--papers", "p.json").exit_code == 2


def test_overdue_drafts_of_persons_are_deleted(by: By) -> None:
    assert by("fang", "drafts", "--expired").stdout == "共 0 份\n"
    assert by("fang", "drafts", "--expired", "--delete", "--json").stdout == "[]\n"
    assert by("fang", "drafts", "--delete").exit_code == 2
    assert by("min", "drafts", "--expired").exit_code == 4


def test_a_hidden_customer_is_one_sentence_and_many_are_an_alarm(by: By, place: Path) -> None:
    by("fang", "create", COMPANY, profile(confidentiality="机密"))
    for _ in range(MOST_PROBES):
        result = by("min", "create", COMPANY, profile())
        assert (result.exit_code, result.stdout) == (5, "")
        assert result.stderr == "错误：没有办理：该客户已在档，请联系客户信息主管。\n"
    assert by("min", "create", PERSON, profile(PERSON)).exit_code == 4
    assert (
        by("yun", "clear-alarm", "王敏", "--reason", "核查过").stdout == "已解除 王敏 的查重警报\n"
    )
    assert by("min", "create", PERSON, profile(PERSON)).exit_code == 0
    with Archive.open(place) as archive:
        assert [line.act for line, _ in archive.store.notes()].count("alarm") == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("edit", DRAFT), 2),
        (("edit", DRAFT, "--papers", "none.json"), 3),
        (("edit", DRAFT, "--papers", "wrong.json"), 1),
        (("edit", DRAFT, "--papers", "unknown.json"), 1),
        (("submit", "CG-2026-0009"), 3),
        (("void", "KH-F-2026-000001-4", "--reason", "错"), 4),
        (("clear-alarm", "李强", "--reason", "查过"), 4),
    ],
)
def test_what_cannot_be_done(by: By, arguments: tuple[str, ...], code: int) -> None:
    drafted(by)
    _json("wrong.json", {"营业执照": "有"})
    _json("unknown.json", {"营业执照": {"colour": "红"}})
    assert by("min", *arguments).exit_code == code
