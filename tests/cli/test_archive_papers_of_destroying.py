"""``--paper``: what a file's end prints, right after each act."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from archive.customers import open_company, open_person
from archive.destruction.hands import engage, item, seal
from click.testing import Result
from console import Become
from support import part

from csdforms.archive.archive import Archive

Run = Callable[..., Result]

PAST = {"code": "D10", "from": "2010-12-31", "until": "2020-12-31"}
ASKED = {"code": "DEL", "from": "2026-01-05", "until": "2026-01-05"}
GROUP = (
    "--information", "周明", "--archivist", "董雪", "--finance", "蔡文", "--legal", "罗法",
    "--secrecy", "周洁",
)  # fmt: skip
WITNESSES = ("--witness", "简明", "--witness", "石坚", "--place", "档案室", "--method", "碎浆")

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with a company past its retention, and a person who asks to be deleted."""
    folder = tmp_path_factory.mktemp("archive") / "档案"
    with Archive.create(folder, actor="zhang") as archive:
        number = open_company(archive)
        item(archive, number, "换锁")
        seal(archive, number, PAST)
        seal(archive, open_person(archive), ASKED)
        engage(archive)
    return folder


def test_a_file_goes_to_its_end_on_paper(
    run: Run, become: Become, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSDFORMS_DESTROYED", str(tmp_path / "destroyed"))
    with Archive.open(prepared, actor="gao") as archive:
        company, person = [card["number"] for _, card in archive.store.rows("files")]
        year = archive.office.today()[:4]
    appraisal, listed = f"JD-{year}-0001", f"XH-{year}-0001"

    def go(who: str, *command: str) -> None:
        become(who)
        result = run("archive", *command)
        assert result.exit_code == 0, result.output

    def printed(who: str, *command: str) -> str:
        target = tmp_path / f"{len(list(tmp_path.glob('*.docx')))}.docx"
        go(who, *command, "--paper", str(target))
        return "".join(part(target.read_bytes()).itertext())

    go("zhou", "appraise", "open", company, *GROUP)
    go("zhou", "appraise", "report", appraisal, "1", "destroy", "--reason", "保管期满")
    for account in ("zhou", "dong", "cai", "fa", "jie"):
        go(account, "appraise", "sign", appraisal)
    text = printed("zhou", "appraise", "close", appraisal)
    assert "客户档案鉴定报告" in text
    assert listed in text
    assert "赵强" in printed("qiang", "destroy", "approve", listed)
    assert "高远" in printed("gao", "destroy", "approve", listed)
    go("chen", "destroy", "begin", listed, *WITNESSES)
    for account in ("jian", "shi"):
        go(account, "destroy", "witness", listed, "--before", "--count", "2")
    go("chen", "destroy", "run", listed)
    for account in ("jian", "shi"):
        go(account, "destroy", "witness", listed, "--after")
    assert "客户档案销毁处理反馈单" in printed("chen", "destroy", "finish", listed)
    target = tmp_path / "证明.docx"
    go("zhou", "paper", company, "-o", str(target))
    assert "客户档案销毁证明" in "".join(part(target.read_bytes()).itertext())
    text = printed("jie", "destroy", "propose", person, f"QQ-{year}-0001")
    assert "客户档案销毁清册" in text
    assert "应本人请求删除" in text
