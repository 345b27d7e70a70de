"""``archive classify``, ``reclassify``: levels of secrecy from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from archive.customers import company, other_company, person
from archive.secrecy.department import hire
from click.testing import Result
from console import answer

from csdforms.archive import numbers
from csdforms.archive.archive import Archive
from csdforms.archive.store import Act

Run = Callable[..., Result]

FORM = "complaint_register_one"
STAFF = {
    "li": ("李敏", ["info_specialist"], 2),
    "zhou": ("周静", ["cs_manager"], 3),
    "zhao": ("赵强", ["gm"], 4),
    "feng": ("冯军", ["sales"], 1),
}


@pytest.fixture
def place(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")
    return here / "档案"


@pytest.fixture
def numbers_of(place: Path) -> dict[str, str]:
    """A one-person office with three files, at 内部, 内部 and 绝密, and an item in the first."""
    with Archive.create(place) as archive:
        found = {
            "company": archive.open_file(
                company(confidentiality="内部"), form="corporate_customer_profile"
            ),
            "person": archive.open_file(
                person(confidentiality="内部"), form="individual_customer_profile"
            ),
            "hidden": archive.open_file(
                other_company(confidentiality="绝密"), form="corporate_customer_profile"
            ),
        }
        receipt = archive.file(
            found["company"].number, FORM, {"complaint_no": "TS-1"}, section="3.2"
        )
        return {name: one.number for name, one in found.items()} | {"item": receipt.number}


@pytest.fixture
def company_no(numbers_of: dict[str, str]) -> str:
    return numbers_of["company"]


@pytest.fixture
def be(
    place: Path, numbers_of: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], None]:
    """A department with these files; be one of its members."""
    assert len(numbers_of) == 4
    with Archive.open(place) as archive:
        hire(archive, STAFF)

    def be(account: str) -> None:
        monkeypatch.setattr("csdforms.archive.office.account", lambda: account)

    return be


def test_in_a_one_person_office_a_level_holds_at_once(run: Run, company_no: str) -> None:
    result = run(
        "archive", "classify", company_no, "机密", "--until", "2099-12-31", "--circle", "王敏",
        "--reason", "核心客户", "--basis", "目录第 3 项",
    )  # fmt: skip
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"{company_no} 现为机密",
        "  划去：内部",
        "  改标：商业秘密·机密 保密期限至 2099-12-31 责任单位 客户服务部",
    ]


def test_one_proposes_and_another_decides(
    run: Run, company_no: str, be: Callable[[str], None]
) -> None:
    be("li")
    said = ("--reason", "含价格", "--basis", "目录")
    result = run("archive", "classify", company_no, "2", "--term", "5", *said)
    assert result.exit_code == 0
    assert result.stdout == f"已提请 {company_no}，待另一人用 reclassify decide 决定。\n"
    proposed = answer(run("archive", "classify", company_no, *said, "--json"))
    assert proposed == {"number": company_no, "item": "", "proposed": True}
    assert run("archive", "reclassify", "decide", company_no).exit_code == 4
    be("zhou")
    [matter] = answer(run("archive", "reclassify", "due", "--json"))
    assert matter | {"said": {}} == {
        "kind": "decide", "number": company_no, "item": "", "level": 1, "day": "", "said": {}
    }  # fmt: skip
    assert (matter["said"]["by"], matter["said"]["level"]) == ("李敏", 2)
    line = run("archive", "reclassify", "due").stdout.splitlines()[1]
    assert line.split() == ["待决定", company_no, "内部", "秘密，李敏，含价格"]
    assert run("archive", "reclassify", "decide", company_no, "3").exit_code == 4
    done = answer(run("archive", "reclassify", "decide", company_no, "秘密", "--json"))
    assert (done["level"], done["marking"]["struck"], done["recall"]) == (2, "内部", [])
    assert run("archive", "reclassify", "decide", company_no).exit_code == 4
    result = run("archive", "reclassify", "due")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "没有到期或待办的密级事项。\n"


def test_a_proposal_is_refused(run: Run, company_no: str, be: Callable[[str], None]) -> None:
    be("li")
    run("archive", "classify", company_no, "2", "--reason", "理由", "--basis", "目录")
    be("zhou")
    assert run("archive", "reclassify", "refuse", company_no).exit_code == 2
    result = run("archive", "reclassify", "refuse", company_no, "--reason", "不必")
    assert (result.exit_code, result.stdout) == (0, f"{company_no} 现为内部\n")


def test_a_raise_works_at_once_and_is_confirmed(
    run: Run, numbers_of: dict[str, str], be: Callable[[str], None], place: Path
) -> None:
    number, item = numbers_of["company"], numbers_of["item"]
    with Archive.open(place) as archive, archive.store.writing() as work:
        copy = {"file": number, "reader": "冯军", "kind": "print", "copy_no": 7}
        work.put("copies", 1, copy | {"day": "2026-03-01", "at": "2026-03-01"})
        work.record(Act("print", "zhang", archive.store.last().at))
    be("li")
    result = run("archive", "reclassify", "raise", number, "秘密", "--item", item, "--reason", "疑")
    assert result.stdout.splitlines() == [
        f"{item} 现为秘密",
        "  划去：内部",
        "  改标：商业秘密·秘密 保密期限待定 责任单位 客户服务部",
        "  收回：第 7 份，冯军，2026-03-01",
    ]
    kinds = [matter["kind"] for matter in answer(run("archive", "reclassify", "due", "--json"))]
    assert kinds == ["recall", "confirm"]
    lines = run("archive", "reclassify", "due").stdout.splitlines()
    assert lines[0].split() == ["事项", "档案号", "件号", "密级", "期限", "提请"]
    assert [line.split()[0] for line in lines[1:]] == ["收回副本", "待确认"]
    be("zhou")
    done = run("archive", "reclassify", "confirm", number, "--item", item, "--until", "长期")
    assert done.stdout.startswith(f"{item} 现为秘密\n")
    assert "保密期限长期" in done.stdout


def test_lowering_releasing_extending(run: Run, company_no: str) -> None:
    archive = ("archive", "reclassify")
    run(
        "archive", "classify", company_no, "绝密", "--circle", "王敏",
        "--reason", "理由", "--basis", "目录", "--term", "2",
    )  # fmt: skip
    why = ("--reason", "理由")
    assert "划去" in run(*archive, "extend", company_no, "--term", "9", *why).stdout
    assert run(*archive, "extend", company_no, *why).exit_code == 2
    both = ("--term", "9", "--until", "长期")
    assert run(*archive, "extend", company_no, *both, *why).exit_code == 2
    assert run(*archive, "circle", company_no, "王敏", "李强", *why).exit_code == 0
    result = run(*archive, "review", company_no, *why)
    assert result.stdout == f"{company_no} 现为绝密\n"
    assert f"{company_no} 现为机密" in run(*archive, "lower", company_no, "3", *why).stdout
    assert run(*archive, "lower", company_no, "4", *why).exit_code == 4
    result = run(*archive, "release", company_no, *why)
    assert result.stdout.splitlines()[0] == f"{company_no} 现为公开"
    assert result.stdout.splitlines()[2].startswith("  改标：解密 ")


def test_what_is_due_is_settled(run: Run, company_no: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("archive", "classify", company_no, "秘密", "--until", "2098-12-31",
        "--reason", "理由", "--basis", "目录")  # fmt: skip
    assert answer(run("archive", "reclassify", "due", "--settle", "--json")) == []
    monkeypatch.setattr(
        "csdforms.archive.office.moment", lambda _: "2099-01-01T09:00:00.000000+08:00"
    )
    result = run("archive", "reclassify", "due", "--settle")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].split() == [
        "解密",
        "2099-01-01",
        "公开",
        company_no,
        "公开",
    ]


def test_a_class_of_forms(run: Run, be: Callable[[str], None]) -> None:
    be("li")
    said = ("--reason", "含投诉内容", "--basis", "目录")
    result = run("archive", "reclassify", "form", FORM, "秘密", "--term", "5", *said)
    assert result.stdout == f"已提请 {FORM}，待另一人用 reclassify decide-form 决定。\n"
    assert run("archive", "reclassify", "form", "没有这表", "秘密", *said).exit_code == 3
    assert run("archive", "reclassify", "decide-form", FORM).exit_code == 4
    be("zhou")
    result = run("archive", "reclassify", "decide-form", FORM)
    assert (result.exit_code, result.stdout) == (0, f"{FORM} 的件至少是秘密\n")


@pytest.mark.usefixtures("numbers_of")
def test_a_class_of_forms_in_a_one_person_office(run: Run) -> None:
    said = ("--reason", "理由", "--basis", "目录")
    result = run("archive", "reclassify", "form", FORM, "2", *said)
    assert (result.exit_code, result.stdout) == (0, f"{FORM} 的件至少是秘密\n")


def test_the_archives_own_words(run: Run, company_no: str) -> None:
    result = run("archive", "reclassify", "labels", "soe", "--unit", "营销中心")
    assert (result.exit_code, result.stdout) == (0, "密级名称 soe，责任单位 营销中心\n")
    result = run("archive", "classify", company_no, "核心商密", "--circle", "王敏",
                 "--reason", "理由", "--basis", "目录")  # fmt: skip
    assert result.stdout.splitlines()[0] == f"{company_no} 现为核心商密"
    assert "★" not in result.stdout
    assert run("archive", "reclassify", "labels", "ours").exit_code == 4


def test_a_refusal_tells_nothing(
    run: Run, numbers_of: dict[str, str], be: Callable[[str], None]
) -> None:
    absent = numbers.make("F", 2026, 9)
    why = ("--reason", "理由")
    commands = [
        ("classify", "{}", "2", *why, "--basis", "目录"),
        ("reclassify", "decide", "{}"),
        ("reclassify", "refuse", "{}", *why),
        ("reclassify", "raise", "{}", "4", *why),
        ("reclassify", "confirm", "{}"),
        ("reclassify", "lower", "{}", "1", *why),
        ("reclassify", "release", "{}", *why),
        ("reclassify", "extend", "{}", "--term", "9", *why),
        ("reclassify", "circle", "{}", "王敏", *why),
        ("reclassify", "review", "{}", *why),
    ]
    for account, code in (("zhou", 3), ("feng", 4)):
        be(account)
        for command in commands:
            outputs = set()
            for number in (numbers_of["hidden"], absent):
                result = run("archive", *(part.format(number) for part in command))
                assert result.exit_code == code, command
                outputs.add(result.output.replace(number, "…"))
            assert len(outputs) == 1
    be("feng")
    assert run("archive", "reclassify", "due").exit_code == 4
    assert run("archive", "reclassify", "due", "--settle").exit_code == 4


def test_the_level_must_be_one(run: Run, company_no: str) -> None:
    result = run("archive", "classify", company_no, "绝绝密", "--reason", "理", "--basis", "据")
    assert result.exit_code == 1
    assert "公开、内部、秘密、机密、绝密" in result.stderr
