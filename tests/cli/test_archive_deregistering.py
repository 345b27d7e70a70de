"""``archive deregister``: apply, check, sign, approve, refuse, settle, withdraw, list, show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from archive.customers import open_company, open_person
from archive.deregistration.leaving import OWNERS, STAFF, complain, settle_complaint
from archive.secrecy.department import hire
from click.testing import Result
from console import Become, answer

from csdforms.archive.archive import Archive

Run = Callable[..., Result]

APPLY = ("--reason", "不再往来", "--settlement", "已对账")
DECIDED = ("D7", *APPLY, "--document", "停业决定")

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with a company's file, a person's, and a department."""
    folder = tmp_path_factory.mktemp("archive") / "档案"
    with Archive.create(folder, actor="zhang") as archive:
        open_company(archive, confidentiality="内部")
        open_person(archive, confidentiality="内部")
        hire(archive, STAFF)
    return folder


@pytest.fixture
def numbers(prepared: Path) -> list[str]:
    with Archive.open(prepared, actor="gao") as archive:
        return [card["number"] for _, card in archive.store.rows("files")]


def _applied(run: Run, become: Become, number: str, *more: str) -> str:
    become("wang")
    done = run("archive", "deregister", "apply", number, *(more or DECIDED), "--json")
    return str(answer(done)["number"])


def _sign_all(run: Run, become: Become, zx: str, today: str) -> Result:
    for line, account in OWNERS.items():
        become(account)
        given = ("--balance", "0.00", "--as-of", today, "--agreed") if line in ("G3", "G4") else ()
        done = run("archive", "deregister", "sign", zx, line, *given)
        assert done.exit_code == 0, done.output
    return done


def _today() -> str:
    with Archive.open("档案", actor="gao") as archive:
        return archive.office.today()


def test_from_the_application_to_the_settlement(
    run: Run, become: Become, numbers: list[str]
) -> None:
    zx = _applied(run, become, numbers[0])
    become("zhou")
    done = run("archive", "deregister", "check", zx)
    assert done.exit_code == 0
    assert "核查中" in done.stdout
    assert "待签 客户投诉主管 G1；售后服务主管 G2；财务 G3、G4、G6；" in done.stdout
    done = _sign_all(run, become, zx, _today())
    assert "核查通过" in done.stdout
    become("gao")
    rule = ("archive", "deregister", "always-final", "--reason", "一律终审")
    assert "已规定" in run(*rule).stdout
    assert "已取消" in run(*rule, "--off").stdout
    assert "已规定" in run(*rule).stdout
    become("qiang")
    assert answer(run("archive", "deregister", "approve", zx, "--json"))["state"] == "cleared"
    become("gao")
    done = run("archive", "deregister", "approve", zx)
    assert "终审 高远" in done.stdout
    assert "批准 赵强" in done.stdout
    steps = {"account": "qian", "signature": "qiang", "letter": "wang", "receipt": "wang"}
    for step, account in steps.items():
        become(account)
        given = ("--document", f"{step} 1", "--how", "面交")
        done = run("archive", "deregister", "settle", zx, step, *given)
        assert done.exit_code == 0, done.output
    assert "已结清" in done.stdout


def test_d05_held_by_a_complaint_it_ends_with_five(
    run: Run, become: Become, numbers: list[str]
) -> None:
    zx = _applied(run, become, numbers[0])
    with Archive.open("档案", actor="liu") as archive:
        complain(archive, numbers[0])
    become("zhou")
    found = answer(run("archive", "deregister", "check", zx, "--json"), 5)
    assert found["state"] == "suspended"
    assert found["blockers"][0]["source"] == "TS-20260305-001"
    shown = run("archive", "deregister", "check", zx)
    assert shown.exit_code == 5
    assert "未了 G1 投诉 TS-20260305-001 尚未结案（客户投诉主管）" in shown.stdout
    assert "不了结的，申请终止" in shown.stdout
    become("liu")
    refused = run("archive", "deregister", "sign", zx, "G1")
    assert refused.exit_code == 5
    assert "没有签署" in refused.stderr
    with Archive.open("档案", actor="liu") as archive:
        settle_complaint(archive, numbers[0])
    _sign_all(run, become, zx, _today())
    with Archive.open("档案", actor="liu") as archive:
        archive.cases.reopen(numbers[0], "TS-20260305-001", reason="又漏了")
    become("qiang")
    refused = run("archive", "deregister", "approve", zx)
    assert refused.exit_code == 5
    assert "没有批准注销" in refused.stderr
    [one] = answer(run("archive", "deregister", "list", "--json"))
    assert one["state"] == "suspended"


def test_listed_shown_signed_as_open_and_withdrawn(
    run: Run, become: Become, numbers: list[str]
) -> None:
    zx = _applied(run, become, numbers[0])
    become("zhou")
    run("archive", "deregister", "check", zx)
    become("fang")
    done = run("archive", "deregister", "sign", zx, "G8", "--open", "--text", "在诉")
    assert done.exit_code == 0
    assert "中止" in done.stdout
    assert "在诉" not in done.stdout
    listed = run("archive", "deregister", "list").stdout
    assert zx in listed
    assert "G8" in listed
    shown = run("archive", "deregister", "show", zx).stdout
    assert "理由：不再往来" in shown
    assert "结算：已对账" in shown
    assert answer(run("archive", "deregister", "show", zx, "--json"))["reason"] == "不再往来"
    assert "没有找到" in run("archive", "deregister", "list", "--overdue").stderr
    become("wang")
    done = run("archive", "deregister", "withdraw", zx, "--reason", "再想想")
    assert "已撤回" in done.stdout
    assert zx in run("archive", "deregister", "list", numbers[0], "--all").stdout
    become("zhou")
    assert "没有逾期" in run("archive", "deregister", "lapse").stderr


def test_refused_and_written_off(run: Run, become: Become, numbers: list[str]) -> None:
    zx = _applied(run, become, numbers[0])
    become("zhou")
    run("archive", "deregister", "check", zx)
    become("qian")
    given = (zx, "12.00", "--document", "核 1", "--reason", "无法收回")
    assert run("archive", "deregister", "write-off", *given).exit_code == 0
    _sign_all(run, become, zx, _today())
    become("qiang")
    done = run("archive", "deregister", "refuse", zx, "--reason", "仍有合同")
    assert "未批准" in done.stdout


def test_who_asks_for_a_person_is_asked_for_and_not_named_in_the_command(
    run: Run, become: Become, numbers: list[str]
) -> None:
    become("wang")
    given = ("D1", *APPLY, "--by", "self", "--authority", "居民身份证", "--seen-by", "王敏")
    done = run(
        "archive", "deregister", "apply", numbers[1], *given, "--with-asker", stdin="李晓岚\n1390\n"
    )
    assert done.exit_code == 0, done.output
    with Archive.open("档案", actor="gao") as archive:
        row = archive.store.get("deregistrations", 1) or {}
    assert row["authority"]["name"] == "李晓岚"
    refused = run("archive", "deregister", "apply", numbers[0], "重复", *APPLY)
    assert refused.exit_code == 4
    assert "合并" in refused.stderr


def test_a_limit_beyond_the_known_years_is_warned_of(
    run: Run, become: Become, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csdforms.archive.workdays.Calendar.warning", lambda *_: "期限只扣除了周末")
    become("wang")
    done = run("archive", "deregister", "apply", numbers[0], *DECIDED)
    assert "[提醒] 期限只扣除了周末" in done.stderr
