"""``archive deregister seal``, ``check-seal``, ``undo``, ``revive``; ``states``, ``calendar``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archive.deregistration.sealed import settle
from archive.hands import PAPERS
from archive.secrecy.department import classify, hire
from click.testing import Result
from console import Become, answer

from csdforms.archive.archive import Archive
from csdforms.archive.states import STATES, TRANSITIONS
from csdforms.archive.store import Act
from csdforms.shipped import shared_folder

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("place")

NUMBER = "KH-F-2026-000001-4"


def sample(name: str) -> dict[str, Any]:
    path = shared_folder("examples") / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive of a department with a company's file that is settled."""
    from csdforms import filing

    folder = tmp_path_factory.mktemp("archive") / "档案"
    with Archive.create(folder, actor="zhang") as archive:
        profile = sample("corporate_customer_profile") | {"customer_no": NUMBER}
        assert filing.create(archive, "corporate_customer_profile", profile).number == NUMBER
        classify(archive, NUMBER, 1)
        hire(archive)
        settle(archive, NUMBER)
    return folder


def sealed(run: Run, become: Become) -> None:
    become("zhou")
    assert answer(run("archive", "deregister", "seal", NUMBER, "--json"))["state"] == "prepared"
    become("chen")
    result = run("archive", "deregister", "seal", NUMBER, "--confirm")
    assert result.stdout == f"已封存 {NUMBER}，封存号 FC-2026-0001，1 件。\n"


def test_a_file_is_sealed_looked_at_and_taken_back(run: Run, become: Become) -> None:
    sealed(run, become)
    assert run("archive", "list").stdout == ""
    assert NUMBER in run("archive", "list", "--status", "SEALED").stdout
    [seal] = answer(run("archive", "deregister", "seals", "--json"))
    assert (seal["number"], seal["prepared_by"], seal["sealed_by"]) == (
        "FC-2026-0001",
        "周明",
        "陈静",
    )
    assert "FC-2026-0001" in run("archive", "deregister", "seals").stdout
    assert "相符" in run("archive", "deregister", "check-seal").stdout
    assert answer(run("archive", "deregister", "check-seal", NUMBER, "--json"))[0]["sound"]
    assert "资料第 1 版" in run("archive", "deregister", "inventory", NUMBER).stdout
    [entry] = answer(run("archive", "deregister", "inventory", NUMBER, "--json"))
    assert entry["form"] == "corporate_customer_profile"
    become("qiang")
    late = run("archive", "deregister", "undo", NUMBER)
    assert late.exit_code == 2  # without a reason
    done = run("archive", "deregister", "undo", NUMBER, "--reason", "同名误办")
    assert (done.exit_code, "重新告知并取得同意" in done.stderr) == (0, True)
    assert NUMBER in run("archive", "list").stdout


def test_d20_another_hash_is_said_and_ends_with_1(run: Run, become: Become, place: Path) -> None:
    sealed(run, become)
    with Archive.open(place, actor="chen") as archive, archive.store.writing() as work:
        profile = work.get("profiles", 1) or {}
        work.put("profiles", 1, profile | {"data": {**profile["data"], "remark": "x"}})
        work.record(Act("write", "nobody", archive.office.moment(), NUMBER))
    result = run("archive", "deregister", "check-seal", NUMBER)
    assert (result.exit_code, "不符：1" in result.stdout) == (1, True)


def test_d05_what_is_open_ends_with_5(run: Run, become: Become, place: Path) -> None:
    become("liu")
    form, data = "complaint_register_one", sample("complaint_register_one")
    with Archive.open(place, actor="liu") as archive:
        archive.file(NUMBER, form, {"complaint_no": data["complaint_no"]}, section="3.2")
    become("zhou")
    result = run("archive", "deregister", "seal", NUMBER)
    assert result.exit_code == 5
    assert "G1" in result.stderr
    assert result.stdout == ""


def papers(here: Path) -> str:
    kinds = ("授权委托书", "经办人身份证明")
    more = [{"kind": kind, "copy_at": "客户处"} for kind in kinds]
    given = {paper["kind"]: {**paper} for paper in (*PAPERS, *more)}
    for paper in given.values():
        del paper["kind"]
    (here / "材料.json").write_text(json.dumps(given), "utf-8")
    return "材料.json"


def test_a_customer_comes_back(run: Run, become: Become, here: Path, place: Path) -> None:
    sealed(run, become)
    data = sample("corporate_customer_profile")
    del data["customer_no"]
    (here / "资料.json").write_text(json.dumps(data), "utf-8")
    shown = papers(here)
    become("wang")
    revive = ("archive", "deregister", "revive")
    args = (NUMBER, "资料.json", "--papers", shown, "--reason", "恢复供货")
    assert "待核对" in run(*revive, "apply", *args).stdout
    assert "HF-2026-0001" in run(*revive, "list").stdout
    become("zhou")
    seen = run(*revive, "check", "HF-2026-0001", "--seen", "营业执照", "--json")
    assert answer(seen)["state"] == "checked"
    become("qiang")
    done = run(*revive, "agree", "HF-2026-0001")
    assert (done.exit_code, "现为第 2 卷" in done.stdout) == (0, True), done.output
    [entry] = answer(run(*revive, "list", "--all", "--json"))
    assert (entry["state"], entry["volume"]) == ("revived", 2)
    with Archive.open(place, actor="gao") as archive:
        profile = archive.store.get("profiles", 2) or {}
        assert archive.store.get_file(profile["document"]).startswith(b"PK")
        assert "credit_limit" not in profile["data"]


def test_an_application_is_withdrawn(run: Run, become: Become, here: Path) -> None:
    sealed(run, become)
    data = sample("corporate_customer_profile") | {"customer_no": NUMBER}
    (here / "资料.json").write_text(json.dumps(data), "utf-8")
    become("wang")
    revive = ("archive", "deregister", "revive")
    run(*revive, "apply", NUMBER, "资料.json", "--papers", papers(here), "--reason", "恢复")
    result = run(*revive, "refuse", "HF-2026-0001", "--reason", "客户改变主意")
    assert "已撤回" in result.stdout


# Printing what names a closed customer


def test_d26_nothing_is_printed_that_names_him(run: Run, become: Become, here: Path) -> None:
    sealed(run, become)
    data = sample("complaint_register_one") | {"customer_no": NUMBER}
    (here / "来信.json").write_text(json.dumps(data), "utf-8")
    form = "complaint_register_one"
    result = run("fill", form, "来信.json")
    assert (result.exit_code, "已注销封存" in result.stderr) == (5, True)
    assert not list(here.glob("*.docx"))
    checked = run("check", form, "来信.json", "--json")
    [finding] = [one for one in answer(checked, 1)["findings"] if one["severity"] == "error"]
    assert (finding["path"], finding["label"]) == ("customer_no", "客户编号/会员卡号")
    purpose = ("--purpose", "投诉：来信")
    assert run("check", form, "来信.json", *purpose).exit_code == 0
    assert run("fill", form, "来信.json", *purpose).exit_code == 0
    assert len(list(here.glob("*.docx"))) == 1


def test_d26_a_row_that_names_him_stops_no_other(
    run: Run, become: Become, here: Path, place: Path
) -> None:
    sealed(run, become)
    data = sample("complaint_register_one")
    rows = [data | {"complaint_no": "TS-1"}, data | {"complaint_no": "TS-2", "customer_no": NUMBER}]
    (here / "录入.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    result = run("batch", "complaint_register_one", "录入.jsonl", "-o", "出")
    assert result.exit_code == 1
    assert "已注销封存" in result.output
    assert "新生成 1 份，已有 0 份，有错 1 行" in result.stdout
    with Archive.open(place, actor="chen") as archive:
        found = [said for line, said in archive.store.notes() if line.act == "find"]
    assert [said["detail"]["files"] for said in found] == [[NUMBER]]


def test_without_an_archive_nothing_changes(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CSDFORMS_ARCHIVE")
    data = sample("complaint_register_one") | {"customer_no": NUMBER}
    (here / "来信.json").write_text(json.dumps(data), "utf-8")
    assert run("check", "complaint_register_one", "来信.json").exit_code == 0
    result = run("fill", "complaint_register_one", "来信.json", "--archive", "没有")
    assert result.exit_code == 10


# The table of states


def test_states_are_printed_as_a_table(run: Run) -> None:
    lines = run("archive", "states").stdout.splitlines()
    assert len(lines) == 1 + len(TRANSITIONS)
    assert lines[0].split() == ["事项", "现在", "变为", "由谁办理", "条件", "用表"]
    assert lines[1].split()[:3] == ["建档", "—", "草稿"]
    assert any(line.startswith("解冻") and "原状态" in line for line in lines)


def test_states_are_data(run: Run) -> None:
    found = answer(run("archive", "states", "--json"))
    assert {one["id"] for one in found["states"]} == set(STATES)
    assert len(found["transitions"]) == len(TRANSITIONS)
    assert found["transitions"][0]["event"] == "create"


def test_states_are_a_diagram(run: Run) -> None:
    lines = run("archive", "states", "--mermaid").stdout.splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert "    SEALED --> ACTIVE: 恢复" in lines
    assert "    FROZEN --> PREVIOUS: 解冻" in lines
    assert "    [*] --> DRAFT: 建档" in lines


# The calendar

TABLE = {
    "year": 2027,
    "holidays": ["2027-01-01", "2027-01-02"],
    "workdays": ["2027-01-03"],
    "source": "通知",
}


def test_a_year_is_added_to_the_calendar(run: Run, become: Become, here: Path) -> None:
    (here / "2027.json").write_text(json.dumps(TABLE), "utf-8")
    become("qiang")
    result = run("archive", "calendar", "add", "2027.json", "--reason", "新的一年")
    assert result.stdout == "已录入 2027 年：放假 2 天，调休上班 1 天。\n"
    found = answer(run("archive", "calendar", "show", "--json"))
    assert [one["year"] for one in found] == [2026, 2027]
    assert "放假：2027-01-01、2027-01-02" in run("archive", "calendar", "show", "2027").stdout
    assert "33 天" in run("archive", "calendar", "show").stdout
    again = run("archive", "calendar", "add", "2027.json", "--json")
    assert answer(again)["by"] == "赵强"
    missing = run("archive", "calendar", "show", "2030")
    assert (missing.exit_code, "没有节假日安排 2030" in missing.stderr) == (3, True)


@pytest.mark.parametrize("key", list(TABLE))
def test_a_table_is_whole(run: Run, become: Become, here: Path, key: str) -> None:
    table = {name: value for name, value in TABLE.items() if name != key}
    (here / "2027.json").write_text(json.dumps(table), "utf-8")
    become("qiang")
    result = run("archive", "calendar", "add", "2027.json")
    assert (result.exit_code, f"“{key}”" in result.stderr) == (1, True)
