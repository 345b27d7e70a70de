"""``archive paper``, and ``--paper`` of the acts of deregistration, sealing, revival, requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archive.customers import open_company, open_person
from archive.deregistration.leaving import OWNERS, STAFF, complain, settle_complaint
from archive.hands import PAPERS
from archive.secrecy.department import hire
from click.testing import Result
from console import Become, answer
from support import part, sample

from csdforms.archive.archive import Archive

Run = Callable[..., Result]

NUMBER = "KH-F-2026-000001-4"
APPLY = (NUMBER, "D7", "--reason", "不再往来", "--settlement", "已对账", "--document", "停业决定")

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with a company's file, a person's, and a department."""
    folder = tmp_path_factory.mktemp("archive") / "档案"
    with Archive.create(folder, actor="zhang") as archive:
        assert open_company(archive, confidentiality="内部") == NUMBER
        open_person(archive, confidentiality="内部")
        hire(archive, STAFF)
    return folder


def done(result: Result, exit_code: int = 0) -> Any:
    """Return what an act says in JSON, its paper's line aside."""
    assert "已打印" in result.stderr, result.output
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout_bytes.decode("utf-8"))


def text(path: str) -> str:
    """Return what stands on a printed paper."""
    return "".join(part(Path(path).read_bytes()).itertext())


def apply(run: Run, become: Become) -> str:
    become("chen")
    given = ("archive", "deregister", "apply", *APPLY, "--paper", "申请.docx", "--json")
    return str(done(run(*given))["number"])


def sign_all(run: Run, become: Become, zx: str) -> None:
    with Archive.open("档案", actor="gao") as archive:
        today = archive.office.today()
    for line, account in OWNERS.items():
        become(account)
        given = ("--balance", "0.00", "--as-of", today, "--agreed") if line in ("G3", "G4") else ()
        assert run("archive", "deregister", "sign", zx, line, *given).exit_code == 0


def step(run: Run, become: Become, account: str, *given: str, exit_code: int = 0) -> Any:
    """Do an act of the group deregister as somebody; its paper is ``一.docx``."""
    become(account)
    Path("一.docx").unlink(missing_ok=True)
    result = run("archive", "deregister", *given, "--paper", "一.docx", "--json")
    return done(result, exit_code)


def test_each_act_of_a_deregistration_prints_its_paper(run: Run, become: Become) -> None:
    zx = apply(run, become)
    assert "停业决定" in text("申请.docx")
    with Archive.open("档案", actor="liu") as archive:
        complain(archive, NUMBER)
    assert step(run, become, "zhou", "check", zx, exit_code=5)["state"] == "suspended"
    assert "客户注销中止通知书" in text("一.docx")
    assert "TS-20260305-001" in text("一.docx")
    with Archive.open("档案", actor="liu") as archive:
        settle_complaint(archive, NUMBER)
    step(run, become, "zhou", "check", zx)
    assert "客户注销联合核查表" in text("一.docx")
    sign_all(run, become, zx)
    step(run, become, "qiang", "approve", zx)
    assert "客户注销申请单" in text("一.docx")
    assert "赵强" in text("一.docx")
    titles = {
        "account": ("qian", "账款核对单"),
        "signature": ("qiang", "销户函"),
        "letter": ("wang", "销户函"),
        "receipt": ("wang", "销户确认单"),
    }
    for name, (account, title) in titles.items():
        step(run, become, account, "settle", zx, name, "--document", "文 1")
        assert title in text("一.docx")
    step(run, become, "zhou", "seal", NUMBER)
    assert "客户档案封存清单" in text("一.docx")
    step(run, become, "chen", "seal", NUMBER, "--confirm")
    assert "陈静" in text("一.docx")
    Path("新.json").write_text(json.dumps(profile(), ensure_ascii=False), "utf-8")
    more = [{"kind": kind, "copy_at": "客户处"} for kind in ("授权委托书", "经办人身份证明")]
    shown = {one["kind"]: {k: v for k, v in one.items() if k != "kind"} for one in [*PAPERS, *more]}
    Path("件.json").write_text(json.dumps(shown, ensure_ascii=False), "utf-8")
    given = ("revive", "apply", NUMBER, "新.json", "--papers", "件.json", "--reason", "恢复供货")
    step(run, become, "wang", *given)
    assert "恢复供货" in text("一.docx")


def profile() -> dict[str, Any]:
    """Return the company's profile as it is today."""
    with Archive.open("档案", actor="zhou") as archive:
        key = archive.store.find("profiles", "file", NUMBER)[-1]
        data: dict[str, Any] = (archive.store.get("profiles", key) or {})["data"]
    return sample("corporate_customer_profile") | data | {"phone": "021-62340000"}


def test_a_refusal_prints_the_application(run: Run, become: Become) -> None:
    zx = apply(run, become)
    become("zhou")
    assert run("archive", "deregister", "check", zx).exit_code == 0
    sign_all(run, become, zx)
    step(run, become, "qiang", "refuse", zx, "--reason", "仍有订单")
    assert "仍有订单" in text("一.docx")


def test_an_approval_that_finds_something_open_prints_the_notice(run: Run, become: Become) -> None:
    zx = apply(run, become)
    become("zhou")
    run("archive", "deregister", "check", zx)
    sign_all(run, become, zx)
    with Archive.open("档案", actor="liu") as archive:
        complain(archive, NUMBER)
    become("qiang")
    result = run("archive", "deregister", "approve", zx, "--paper", "中止.docx")
    assert (result.exit_code, "TS-20260305-001" in text("中止.docx")) == (5, True)


def test_a_seal_that_finds_something_open_prints_the_notice(run: Run, become: Become) -> None:
    zx = apply(run, become)
    become("zhou")
    run("archive", "deregister", "check", zx)
    sign_all(run, become, zx)
    step(run, become, "qiang", "approve", zx)
    for name, account in {"account": "qian", "signature": "qiang", "letter": "wang"}.items():
        step(run, become, account, "settle", zx, name, "--document", "文 1")
    step(run, become, "wang", "settle", zx, "receipt", "--document", "文 1")
    with Archive.open("档案", actor="liu") as archive:
        complain(archive, NUMBER)
    become("zhou")
    result = run("archive", "deregister", "seal", NUMBER, "--paper", "中止.docx")
    assert (result.exit_code, "TS-20260305-001" in text("中止.docx")) == (5, True)


def test_a_suspension_without_the_option_prints_nothing(
    run: Run, become: Become, here: Path
) -> None:
    zx = apply(run, become)
    become("zhou")
    run("archive", "deregister", "check", zx)
    sign_all(run, become, zx)
    with Archive.open("档案", actor="liu") as archive:
        complain(archive, NUMBER)
    become("qiang")
    assert run("archive", "deregister", "approve", zx).exit_code == 5
    assert {one.name for one in here.iterdir()} == {"档案", "申请.docx"}


def test_without_the_option_nothing_is_printed(run: Run, become: Become, here: Path) -> None:
    become("chen")
    answer(run("archive", "deregister", "apply", *APPLY, "--json"))
    assert sorted(one.name for one in here.iterdir()) == ["档案"]
    with Archive.open("档案", actor="liu") as archive:
        complain(archive, NUMBER)
    become("zhou")
    assert run("archive", "deregister", "check", "ZX-2026-0001").exit_code == 5
    assert sorted(one.name for one in here.iterdir()) == ["档案"]


def test_the_act_is_not_done_if_its_paper_could_not_be_written(run: Run, become: Become) -> None:
    become("chen")
    Path("有.docx").write_bytes(b"")
    result = run("archive", "deregister", "apply", *APPLY, "--paper", "有.docx")
    assert (result.exit_code, "有.docx" in result.stderr) == (4, True)
    assert run("archive", "deregister", "apply", *APPLY, "--paper", "有.pdf").exit_code == 2
    assert "[]" in run("archive", "deregister", "list", "--json").stdout


def test_a_paper_that_fails_does_not_undo_the_act(run: Run, become: Become) -> None:
    become("chen")
    result = run("archive", "deregister", "apply", *APPLY, "--paper", "无/一.docx")
    assert result.exit_code != 0
    assert "ZX-2026-0001 已经办妥，只是文书没有打印" in result.stderr
    assert len(answer(run("archive", "deregister", "list", "--json"))) == 1


def test_request_and_answer_are_printed(run: Run, become: Become) -> None:
    become("chen")
    with Archive.open("档案", actor="gao") as archive:
        [file] = [one["number"] for _, one in archive.store.rows("files") if one["kind"] == "Z"]
    who = ("--name", "李晓岚", "--contact", "13900006721", "--asked", "请给我副本。")
    proven = ("--file", file, "--proof", "看过身份证件原件")
    take = ("request", "take", "copy", *who, *proven)
    qq = done(run("archive", *take, "--paper", "请求.docx", "--json"))["number"]
    assert "请给我副本。" in text("请求.docx")
    become("jie")
    given = ("request", "answer", qq, "granted", "--reasons", "见附件。")
    done(run("archive", *given, "--paper", "答复.docx", "--json"))
    assert "个人信息请求答复书" in text("答复.docx")
    assert "见附件。" in text("答复.docx")


def test_a_paper_is_printed_later(run: Run, become: Become) -> None:
    zx = apply(run, become)
    result = run("archive", "paper", zx)
    assert result.stdout == f"已打印 {zx}-客户注销申请单.docx，已登记。\n"
    assert run("archive", "paper", zx).exit_code == 4  # it is there already
    said = answer(run("archive", "paper", zx, "--overwrite", "--purpose", "存档", "--json"))
    assert said == {"number": zx, "path": f"{zx}-客户注销申请单.docx"}
    result = run("archive", "paper", zx, "--form", "deregistration_check", "-o", "b.docx")
    assert (result.exit_code, "还没有办到" in result.stderr) == (4, True)
    assert run("archive", "paper", zx, "-o", "b.pdf").exit_code == 2
    become("lin")
    assert run("archive", "paper", zx, "-o", "c.docx").exit_code == 4
    assert "文书" in _copies(run, become)


def _copies(run: Run, become: Become) -> str:
    become("zhou")
    return run("archive", "copies", NUMBER).stdout


def test_the_papers_of_a_kind_are_listed(run: Run) -> None:
    listed = run("archive", "paper", "QQ-2026-0001", "--list").stdout
    assert listed == (
        "personal_data_request  个人信息权利请求书\npersonal_data_answer  个人信息请求答复书\n"
    )
    [one] = answer(run("archive", "paper", "FC-2026-0001", "--list", "--json"))
    assert one == {"form": "sealing_inventory", "title": "客户档案封存清单"}
    assert run("archive", "paper", "AB-1", "--list").exit_code != 0
