from __future__ import annotations

import copy
import inspect
import pickle
from pathlib import Path

import pytest

from csdforms import errors
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.drafting.papers import Problem
from csdforms.errors import (
    AlreadyFiled,
    AmbiguousCustomer,
    ArchiveExists,
    ArchiveLocked,
    ClosedFile,
    CsdformsError,
    DamagedArchive,
    DuplicateCustomer,
    ExitCode,
    ForeignItem,
    Held,
    InconsistentReport,
    InvalidData,
    InvalidNumber,
    InvalidStaff,
    InvalidTemplate,
    LostValue,
    MissingFile,
    NoArchive,
    NotAllowedNow,
    NotAuthorised,
    NotCleared,
    NotPermitted,
    NotReady,
    OutputExists,
    RestoredArchive,
    TemplateWarning,
    UnknownAccount,
    UnknownCell,
    UnknownFile,
    UnknownForm,
    UnknownReport,
    UnreadableInput,
    UnsafeTemplate,
    WrongKey,
)
from csdforms.schemas.checking import Finding

FINDINGS = (
    Finding("level", "投诉等级", "应选一项。", given="很高"),
    Finding("extra", "会员积分", "表上没有这一栏。", severity="warning"),
)

# one of each, the words it must say, its exit code, and the built-in error it also is
EVERY = [
    (UnknownForm("投诉表", ["客户投诉登记表一"]), "是不是“客户投诉登记表一”？", 3, LookupError),
    (UnknownReport("统计"), "没有叫“统计”的统计报表。用 csdforms report 查看", 3, LookupError),
    (InvalidData("客户投诉登记表一", FINDINGS), "有 1 处错误", 1, ValueError),
    (UnreadableInput("a.json", "里面没有内容。"), "读不懂 a.json：里面没有内容。", 1, ValueError),
    (InvalidTemplate("a.docx", "没有标签。"), "模板 a.docx 不能用：没有标签。", 1, ValueError),
    (UnsafeTemplate("a.docx", "含有宏。"), "模板 a.docx 不能用：含有宏。", 1, ValueError),
    (LostValue("a.docx", ["phone", "email"]), "没有印出 phone、email", 1, RuntimeError),
    (MissingFile(Path("a.json"), "数据文件"), "找不到数据文件 a.json", 3, FileNotFoundError),
    (NotPermitted("写不了 a.docx。"), "写不了 a.docx。", 4, PermissionError),
    (
        NotAuthorised("作废档案", "客户信息主管"),
        "您无权作废档案，请找客户信息主管。",
        4,
        PermissionError,
    ),
    (OutputExists(Path("a.docx")), "已有文件 a.docx", 4, FileExistsError),
    (NoArchive(Path("库")), "库 里没有档案库", 10, FileNotFoundError),
    (ArchiveExists(Path("库")), "库 不是空的，没有改动", 4, FileExistsError),
    (WrongKey(Path("库"), "没有密钥。"), "打不开档案库 库：没有密钥。", 12, PermissionError),
    (ArchiveLocked(Path("库")), "正由别的程序写入，请稍后再试", 11, TimeoutError),
    (DamagedArchive(Path("库"), "校验值不符", 12), "库 第 12 行已损坏：校验值不符", 1, ValueError),
    (DamagedArchive(Path("库"), "少了文档"), "库 已损坏：少了文档", 1, ValueError),
    (InvalidNumber("KH-1", "太短。"), "档案号 KH-1 不对：太短。", 1, ValueError),
    (InvalidStaff("姓名是空的。"), "没有登记：姓名是空的。", 1, ValueError),
    (
        UnknownCell("受里", ["受理件数"]),
        "没有叫“受里”的一格，或不止一格。是不是：受理件数？",
        3,
        LookupError,
    ),
    (
        InconsistentReport("客户投诉统计表", "期末未结"),
        "《客户投诉统计表》的数字前后不一致，没有出表：期末未结",
        1,
        ArithmeticError,
    ),
    (UnknownAccount("li"), "没有登记账户 li，或其人已离岗", 3, LookupError),
    (UnknownFile("KH-F-2026-000001-4"), "没有档案 KH-F-2026-000001-4", 3, LookupError),
    (
        DuplicateCustomer(["KH-F-2026-000001-4"], ["统一社会信用代码"], certain=True),
        "统一社会信用代码与已有档案 KH-F-2026-000001-4 相同。同一客户只建一份档案",
        1,
        ValueError,
    ),
    (
        DuplicateCustomer(["KH-F-2026-000001-4"], ["客户名称"], certain=False),
        "请由主管核实",
        5,
        ValueError,
    ),
    (AlreadyFiled("BM/3.5-2026-0001"), "件号 BM/3.5-2026-0001，没有重复归档", 4, FileExistsError),
    (ForeignItem("KH-F-2026-000001-4", ["证件号码"]), "这张表的证件号码与档案", 1, ValueError),
    (AmbiguousCustomer(["KH-F-2026-000001-4", "甲"]), "KH-F-2026-000001-4、甲", 5, LookupError),
    (
        NotAllowedNow("KH-F-2026-000001-4", "已封存", "归档"),
        "现为“已封存”，不能归档",
        5,
        RuntimeError,
    ),
    (
        NotReady("CG-2026-0001", [Problem("papers", "营业执照", "缺少。")]),
        "草稿 CG-2026-0001 还有 1 处要补正",
        1,
        ValueError,
    ),
    (
        NotCleared(
            "KH-F-2026-000001-4", [Blocker("G1", "投诉 TS-1 尚未结案", "客户投诉主管")], act="批准"
        ),
        "还有 1 项未了，注销已中止：\n  G1 投诉 TS-1 尚未结案（客户投诉主管）",
        5,
        RuntimeError,
    ),
    (
        ClosedFile("KH-F-2026-000001-4", "已注销封存。"),
        "没有办理：客户 KH-F-2026-000001-4",
        5,
        RuntimeError,
    ),
    (Held("没有办理：请先登记人员。"), "请先登记人员", 5, RuntimeError),
    (RestoredArchive(Path("库"), ["KH-F-2026-000001-4"]), "1 份档案已依法销毁", 5, RuntimeError),
    (DuplicateCustomer([], [], certain=False), "该客户已在档，请联系客户信息主管", 5, ValueError),
]


def test_every_error_is_tested_here() -> None:
    public = {getattr(errors, name) for name in errors.__all__}
    named = public - {CsdformsError, ExitCode, TemplateWarning}
    assert {type(row[0]) for row in EVERY} == named
    defined = inspect.getmembers(errors, inspect.isclass)
    assert named == {
        kind for _, kind in defined if issubclass(kind, CsdformsError) and kind is not CsdformsError
    }


@pytest.mark.parametrize(("error", "words", "code", "builtin"), EVERY)
def test_an_error_says_what_to_do_and_has_its_exit_code(
    error: CsdformsError, words: str, code: int, builtin: type[Exception]
) -> None:
    assert words in str(error)
    assert error.exit_code == code
    assert isinstance(error, CsdformsError)
    assert isinstance(error, builtin)


@pytest.mark.parametrize("error", [row[0] for row in EVERY], ids=lambda error: type(error).__name__)
def test_an_error_comes_home_from_another_process(error: CsdformsError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)


def test_invalid_data_prints_errors_and_keeps_warnings_as_facts() -> None:
    error = InvalidData("客户投诉登记表一", FINDINGS)
    assert "投诉等级" in str(error)
    assert "会员积分" not in str(error)
    assert error.findings == FINDINGS


def test_an_unknown_form_without_a_near_one_guesses_nothing() -> None:
    assert "是不是" not in str(UnknownForm("x"))
