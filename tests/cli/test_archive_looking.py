"""``archive find``, ``show``, ``list``, ``history``, ``log``, ``document``: nothing is created."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from console import answer
from support import sample

import csdforms
from csdforms import filing
from csdforms.archive.archive import Archive
from csdforms.archive.records import Card
from csdforms.cli.archive.printing import print_cards, print_file
from csdforms.cli.archive.tables import columns, width

Run = Callable[..., Result]

COMPANY = "corporate_customer_profile"
PERSON = "individual_customer_profile"
REGISTER = "complaint_register_one"
NUMBER = "KH-Z-2025-000128-3"  # of the person in the sample
FIRM = "KH-F-2026-000236-X"

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with two customers, one of them with a complaint and two versions."""
    folder = tmp_path_factory.mktemp("archive") / "档案"
    with Archive.create(folder, actor="zhang") as archive:
        filing.create(archive, PERSON, sample(PERSON), reason="新客户")
        filing.create(archive, COMPANY, sample(COMPANY))
        filing.revise(archive, NUMBER, sample(PERSON) | {"points": 1900}, reason="积分更新")
        filing.file_form(archive, NUMBER, REGISTER, sample(REGISTER))
        archive.add_alias(FIRM, "XS-77", reason="销售编号")
        archive.file("", "note", {"x": {"y": 1}}, section="3.2")
    return folder


# find


@pytest.mark.parametrize(
    "text",
    [NUMBER, "khz2025000128３", "李晓", "晓岚", "lixiaolan", "lxl", "13900006721", "139 0000 6721"],
)
def test_one_box_finds_a_customer(text: str, run: Run) -> None:
    result = run("archive", "find", text)
    assert (result.exit_code, result.stderr) == (0, "")
    head, row = result.stdout.splitlines()
    assert head.split() == ["档案号", "客户名称", "状态", "地区", "等级", "件数"]
    assert row.split() == [NUMBER, "李晓岚", "在用", "310199", "B", "1"]


@pytest.mark.parametrize("text", ["XS-77", "91310115maxx0y0xxt", "屿泊", "yubo", "何一苇"])
def test_one_box_finds_a_company(text: str, run: Run) -> None:
    assert FIRM in run("archive", "find", text).stdout


def test_a_matters_number_finds_the_customer(run: Run) -> None:
    assert NUMBER in run("archive", "find", "TS-20260305-001").stdout


def test_nothing_found_is_said_and_has_its_exit_code(run: Run) -> None:
    result = run("archive", "find", "没有的人")
    assert (result.exit_code, result.stdout, result.stderr) == (3, "", "没有找到。\n")
    result = run("archive", "find", "没有的人", "--json")
    assert (answer(result, 3), result.stderr) == ([], "")


def test_a_wrong_check_character_is_a_wrong_number(run: Run) -> None:
    result = run("archive", "find", "KH-Z-2025-000128-4")
    assert result.exit_code == 1
    assert "校验码" in result.stderr


def test_the_json_of_a_card_has_all_its_keys(run: Run) -> None:
    result = run("archive", "find", "李晓岚", "--json")
    (card,) = answer(result)
    assert set(card) == set(Card._fields)
    assert (card["number"], card["name"], card["versions"], card["items"]) == (
        NUMBER,
        "李晓岚",
        2,
        1,
    )
    assert card["phones"][0] == "13900006721"


def test_more_than_the_limit_is_said(run: Run) -> None:
    result = run("archive", "find", "021-62345678", "--limit", "1")
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 2
    assert "只列出前 1 份" in result.stderr


# list


def test_lists_of_files(run: Run) -> None:
    def listed(*options: str) -> list[str]:
        result = run("archive", "list", *options)
        assert result.exit_code == 0
        assert bool(result.stdout) != (result.stderr == "没有找到。\n")
        return [line.split()[0] for line in result.stdout.splitlines()[1:]]

    assert listed() == [NUMBER, FIRM]
    assert listed("--status", "在用") == [NUMBER, FIRM]
    assert listed("--status", "active", "--grade", "B", "--region", "3101") == [NUMBER, FIRM]
    assert listed("--region", "310115") == [FIRM]
    assert listed("--grade", "A") == []
    assert listed("--status", "封存") == []
    assert listed("--period", "2025-04") == [NUMBER]
    assert answer(run("archive", "list", "--grade", "A", "--json")) == []


def test_lists_of_items(run: Run) -> None:
    result = run("archive", "list", "--form", "客户投诉登记表一", "--period", "2026")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].split()[1:3] == ["客户投诉登记表一", "2026-03"]
    assert run("archive", "list", "--form", REGISTER, "--period", "2020").stdout == ""
    (item,) = answer(run("archive", "list", "--form", REGISTER, "--json"))
    assert item["data"]["complaint_no"] == "TS-20260305-001"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--status", "没有"), 2),
        (("--form", REGISTER, "--grade", "A"), 2),
        (("--form", "没有的表"), 3),
    ],
)
def test_a_list_that_cannot_be(options: tuple[str, ...], code: int, run: Run) -> None:
    assert run("archive", "list", *options).exit_code == code


# show


def test_a_file_is_shown_with_its_items(run: Run) -> None:
    result = run("archive", "show", NUMBER)
    assert result.exit_code == 0
    said = result.stdout
    assert said.startswith(f"{NUMBER}  李晓岚\n")
    for words in (
        "类别：个人",
        "状态：在用",
        "第 2 版，共 2 版",
        f"{NUMBER}/3.2-",
        "客户投诉登记表一",
    ):
        assert words in said
    assert "310199198906140023" not in said  # only with --data


def test_the_boxes_of_an_old_version_are_shown_under_their_labels(run: Run) -> None:
    said = run("archive", "show", NUMBER, "--version", "1", "--data").stdout
    assert "第 1 版，共 2 版" in said
    assert "  积分：1864\n" in said
    assert "  勿扰：否\n" in said
    assert "  家庭情况（1）\n    序号：1\n    姓名：周以衡\n" in said
    assert "  积分：1900\n" in run("archive", "show", NUMBER, "--data").stdout


def test_a_files_json(run: Run) -> None:
    said = answer(run("archive", "show", "XS-77", "--json"))
    assert set(said) == {"card", "profile", "items", "links"}
    said = answer(run("archive", "show", NUMBER, "--json"))
    assert said["profile"]["data"]["points"] == 1900
    (number,) = said["links"]["complaint_no"]["TS-20260305-001"]
    assert number.startswith(f"{NUMBER}/3.2-")


def test_one_item_is_shown(run: Run) -> None:
    number = run("archive", "list", "--form", REGISTER).stdout.splitlines()[1].split()[0]
    said = run("archive", "show", number.lower(), "--data").stdout
    assert said.startswith(f"{number}  客户投诉登记表一\n")
    assert "  所属年月：2026-03\n" in said
    assert "投诉编号：TS-20260305-001" in said
    assert answer(run("archive", "show", number, "--json"))["number"] == number


def test_an_item_without_title_or_document(run: Run) -> None:
    said = run("archive", "show", next_paper(run)).stdout
    assert "  note\n" in said
    assert "文档" not in said


def next_paper(run: Run) -> str:
    (item,) = answer(run("archive", "log", "--last", "1", "--json"))
    return str(item["detail"]["item"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((FIRM, "--version", "2"), 3),
        (("KH-F-2026-000001-4",), 3),
        (("KH-F-2026-000001-5",), 1),
        ((f"{FIRM}/3.2-2026-0001",), 3),
        (("没有",), 3),
    ],
)
def test_what_cannot_be_shown(arguments: tuple[str, ...], code: int, run: Run) -> None:
    result = run("archive", "show", *arguments)
    assert (result.exit_code, result.stdout) == (code, "")


def test_what_this_edition_does_not_know_is_shown_as_it_stands(
    capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    with Archive.open(place) as opened:
        file = opened.show(FIRM)
    card = file.card._replace(state="LOANED", kind="Q", name="红\x1b[31m\u202e客户")
    print_cards([card], as_json=False)
    assert "LOANED" in capsys.readouterr().out
    profile = file.profile._replace(data={"new_box": ["a", {"b": 1}]})
    print_file(file._replace(card=card, profile=profile), with_data=True, as_json=False)
    said = capsys.readouterr().out
    assert "类别：Q" in said
    assert "new_box：a、{'b': 1}" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


# history and log


def test_the_history_of_a_file(run: Run) -> None:
    said = run("archive", "history", NUMBER).stdout.splitlines()
    assert said[0].split() == ["序号", "时间", "经办", "事项", "档案号", "说明"]
    assert [line.split()[3:5] for line in said[1:]] == [
        ["zhang", "建档"],
        ["zhang", "变更资料"],
        ["zhang", "归档"],
    ]
    assert "新客户" in said[1]
    assert "第 2 版，字段：points，积分更新" in said[2]
    events = answer(run("archive", "history", NUMBER, "--json"))
    assert [event["act"] for event in events] == ["create", "revise", "file"]
    assert run("archive", "history", "没有").exit_code == 3


def test_the_log_of_the_archive(run: Run) -> None:
    def numbers(*options: str) -> list[str]:
        return [line.split()[0] for line in run("archive", "log", *options).stdout.splitlines()[1:]]

    assert numbers() == ["1", "2", "3", "4", "5", "6", "7"]
    assert numbers("--last", "2") == ["6", "7"]
    assert numbers("--from", "5") == ["5", "6", "7"]
    said = run("archive", "log").stdout
    assert "登记别号" in said
    assert "XS-77，销售编号" in said
    event = answer(run("archive", "log", "--last", "1", "--json"))[0]
    assert set(event) == {"no", "at", "actor", "act", "subject", "purpose", "reason", "detail"}


# document


def test_documents_come_out_as_they_went_in(run: Run) -> None:
    number = run("archive", "list", "--form", REGISTER).stdout.splitlines()[1].split()[0]
    taken = run("archive", "document", number, "-o", "表.docx")
    assert (taken.exit_code, taken.stdout) == (0, "已生成 表.docx\n")
    assert csdforms.read_back(Path("表.docx").read_bytes()).reference() == "TS-20260305-001"
    assert run("archive", "document", number, "-o", "表.docx").exit_code == 4
    assert run("archive", "document", number, "-o", "表.docx", "--overwrite").exit_code == 0
    old = run("archive", "document", NUMBER, "--version", "1", "-o", "-").stdout_bytes
    new = run("archive", "document", NUMBER, "-o", "-").stdout_bytes
    assert csdforms.read_back(old).stored()["points"] == 1864
    assert csdforms.read_back(new).stored()["points"] == 1900
    profile = answer(run("archive", "show", NUMBER, "--json"))["profile"]
    assert run("archive", "document", profile["document"], "-o", "-").stdout_bytes == new


def test_documents_that_are_not_there(run: Run, place: Path) -> None:
    assert run("archive", "document", next_paper(run), "-o", "a.docx").exit_code == 3
    assert run("archive", "document", "没有", "-o", "a.docx").exit_code == 3
    assert run("archive", "document", NUMBER, "-o", "a.pdf").exit_code == 2
    assert run("archive", "document", NUMBER).exit_code == 2
    with Archive.open(place) as opened:
        opened.open_file(
            sample(PERSON) | {"customer_no": "", "id_no": "x1"}, form=PERSON, distinct="是"
        )
    number = answer(run("archive", "log", "--last", "1", "--json"))[0]["subject"]
    result = run("archive", "document", number, "-o", "a.docx")
    assert result.exit_code == 3
    assert "文书" in result.stderr
    assert not Path("a.docx").exists()


# Nothing is created


@pytest.mark.parametrize(
    "command",
    [
        ("find", "x"),
        ("show", NUMBER),
        ("list",),
        ("history", NUMBER),
        ("log",),
        ("document", NUMBER, "-o", "a.docx"),
    ],
)
@pytest.mark.parametrize("place", ["没有", "空"])
def test_where_there_is_no_archive_none_is_made(
    command: tuple[str, ...], place: str, run: Run, here: Path
) -> None:
    Path("空").mkdir()
    before = sorted(here.rglob("*"))
    result = run("archive", "--archive", place, *command)
    assert result.exit_code == 10
    assert "里没有档案库" in result.stderr
    assert run("archive", *command, "--archive", place).exit_code == 10
    assert sorted(here.rglob("*")) == before


def test_the_users_own_archive_is_the_last_resort(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CSDFORMS_ARCHIVE")
    own = tmp_path / "自己的"
    monkeypatch.setattr("csdforms.archive.places.default_place", lambda: own)
    assert run("archive", "list").exit_code == 10
    assert not own.exists()


# Tables


@pytest.mark.parametrize(
    "command",
    [
        ("list", "--status", "休眠"),
        ("list", "--form", "客户投诉登记表一", "--period", "1999"),
        ("log", "--from", "99"),
    ],
)
def test_an_empty_list_is_said_and_is_no_error(command: tuple[str, ...], run: Run) -> None:
    result = run("archive", *command)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "没有找到。\n")
    assert answer(run("archive", *command, "--json")) == []


def test_a_long_name_leaves_room_for_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    card = Card(FIRM, "F", "ACTIVE", "长" * 200, "2026-03-05", 1, 7)
    print_cards([card], as_json=False)
    row = capsys.readouterr().out.splitlines()[1]
    assert row.split() == [FIRM, "长" * 19 + "…", "在用", "7"]
    assert width(row) <= 80


def test_columns_stand_below_each_other_by_what_a_terminal_shows() -> None:
    said = columns(("名称", "n"), [("a", "1"), ("客户Ａ", "2"), ("e\u0301", "3"), ("\t\u202e", "")])
    assert said == ["名称    n", "a       1", "客户Ａ  2", "e\u0301       3", ""]
    assert [width(line.rstrip("n123")) for line in said[:4]] == [8, 8, 8, 8]
