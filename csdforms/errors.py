"""Every error that csdforms raises on purpose, each with the exit code of the command line.

One root, :class:`CsdformsError`; each child has a second, built-in parent, so that callers may
catch either. The words are Chinese sentences for the clerk; the facts are attributes.
"""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csdforms.archive.deregistration.blockers import Blocker
    from csdforms.archive.drafting.papers import Problem as DraftProblem
    from csdforms.schemas.checking import Finding
    from csdforms.templates.lint import TemplateFinding

__all__ = [
    "AlreadyFiled",
    "AmbiguousCustomer",
    "ArchiveExists",
    "ArchiveLocked",
    "ClosedFile",
    "CsdformsError",
    "DamagedArchive",
    "DuplicateCustomer",
    "ExitCode",
    "ForeignItem",
    "Held",
    "InconsistentReport",
    "InvalidData",
    "InvalidNumber",
    "InvalidStaff",
    "InvalidTemplate",
    "LostValue",
    "MissingFile",
    "NoArchive",
    "NotAllowedNow",
    "NotAuthorised",
    "NotCleared",
    "NotPermitted",
    "NotReady",
    "OutputExists",
    "RestoredArchive",
    "TemplateWarning",
    "UnknownAccount",
    "UnknownCell",
    "UnknownFile",
    "UnknownForm",
    "UnknownReport",
    "UnreadableInput",
    "UnsafeTemplate",
    "WrongKey",
]


class ExitCode(IntEnum):
    """What the command line returns to the shell."""

    OK = 0
    INVALID = 1  # data or template not valid
    USAGE = 2  # click's own
    NOT_FOUND = 3
    NOT_PERMITTED = 4
    HELD = 5  # needs somebody's decision
    NO_ARCHIVE = 10
    LOCKED = 11
    WRONG_KEY = 12


class CsdformsError(Exception):
    """The root of every error raised on purpose."""

    exit_code = ExitCode.INVALID

    def __reduce__(self) -> tuple[Any, ...]:
        # The words are not what __init__ takes, and errors must get home from worker processes.
        return _restored, (type(self), self.args, self.__dict__)


def _restored(
    kind: type[CsdformsError], words: tuple[Any, ...], facts: dict[str, Any]
) -> CsdformsError:
    error = kind.__new__(kind)
    error.args = words
    error.__dict__.update(facts)
    return error


class UnknownForm(CsdformsError, LookupError):
    """No form has this identifier or title."""

    exit_code = ExitCode.NOT_FOUND
    _kind, _command = "表单", "csdforms forms"

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        hint = f"是不是“{'”“'.join(nearest)}”？" if nearest else ""
        text = f"没有叫“{name}”的{self._kind}。{hint}用 {self._command} 查看全部{self._kind}。"
        super().__init__(text)


class UnknownReport(UnknownForm):
    """No computed sheet has this identifier or title."""

    _kind, _command = "统计报表", "csdforms report"


class InvalidData(CsdformsError, ValueError):
    """The data break the rules of their form; ``findings`` holds all of them."""

    def __init__(self, title: str, findings: Sequence[Finding]) -> None:
        self.title = title
        self.findings = tuple(findings)
        errors = [finding for finding in findings if finding.is_error]
        lines = "\n".join(f"  {finding}" for finding in errors)
        super().__init__(f"《{title}》有 {len(errors)} 处错误，未生成文件：\n{lines}")


class UnreadableInput(CsdformsError, ValueError):
    """A file of data cannot be read as what its name says."""

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        super().__init__(f"读不懂 {source}：{reason}")


class InvalidTemplate(CsdformsError, ValueError):
    """A template is not a usable Word template for its form."""

    def __init__(
        self, template: str, reason: str, findings: Sequence[TemplateFinding] = ()
    ) -> None:
        self.template = template
        self.reason = reason
        self.findings = tuple(findings)
        lines = "".join(f"\n  {finding}" for finding in findings)
        super().__init__(f"模板 {template} 不能用：{reason}{lines}")


class UnsafeTemplate(InvalidTemplate):
    """A template, or any Word file from outside, that could do harm."""


class LostValue(CsdformsError, RuntimeError):
    """The proof after filling failed: a value does not stand in the document."""

    def __init__(self, template: str, paths: Sequence[str]) -> None:
        self.template = template
        self.paths = tuple(paths)
        super().__init__(
            f"核对未通过，未生成文件：模板 {template} 没有印出 {'、'.join(paths)}。"
            "请用 csdforms template check 检查这份模板。"
        )


class MissingFile(CsdformsError, FileNotFoundError):
    """A file that was named does not exist."""

    exit_code = ExitCode.NOT_FOUND

    def __init__(self, path: Path | str, what: str = "文件") -> None:
        self.path = Path(path)
        super().__init__(f"找不到{what} {path}，请检查路径。")


class NotPermitted(CsdformsError, PermissionError):
    """The operating system, or a rule, forbids it."""

    exit_code = ExitCode.NOT_PERMITTED


class NotAuthorised(NotPermitted):
    """Who acts has no right to this act; the sentence tells nothing about any file.

    ``act`` says what was asked for, ``who`` whose business it is.
    """

    def __init__(self, act: str, who: str = "") -> None:
        self.act = act
        self.who = who
        advice = f"，请找{who}" if who else ""
        super().__init__(f"没有办理：您无权{act}{advice}。")


class InvalidStaff(CsdformsError, ValueError):
    """What was given of an account, a person, or a role cannot be registered."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"没有登记：{reason}")


class UnknownAccount(CsdformsError, LookupError):
    """Nobody is registered under this account, or he has left."""

    exit_code = ExitCode.NOT_FOUND

    def __init__(self, account: str) -> None:
        self.account = account
        super().__init__(
            f"没有登记账户 {account}，或其人已离岗。用 csdforms archive staff list 查看。"
        )


class WrongKey(CsdformsError, PermissionError):
    """The archive is sealed, and its key is missing or another one; nothing was changed."""

    exit_code = ExitCode.WRONG_KEY

    def __init__(self, place: Path | str, reason: str) -> None:
        self.place = place
        super().__init__(f"打不开档案库 {place}：{reason}")


class OutputExists(NotPermitted, FileExistsError):
    """The output is there already, and nobody said that it may be overwritten."""

    def __init__(self, path: Path | str, *, never: bool = False) -> None:
        self.path = Path(path)
        hint = "请换个文件名。" if never else "要覆盖请加 --overwrite，或换个文件名。"
        super().__init__(f"已有文件 {path}，没有覆盖。{hint}")


class NoArchive(CsdformsError, FileNotFoundError):
    """There is no archive where one was looked for."""

    exit_code = ExitCode.NO_ARCHIVE

    def __init__(self, place: Path | str) -> None:
        self.place = place
        super().__init__(
            f"{place} 里没有档案库。用 --archive 指明档案库，或先用 csdforms archive init 建一个。"
        )


class ArchiveExists(NotPermitted, FileExistsError):
    """An archive is to be made where something is already."""

    def __init__(self, place: Path | str) -> None:
        self.place = place
        kind = "数据库" if "://" in str(place) else "文件夹"
        super().__init__(f"{place} 不是空的，没有改动。请换一个新的或空的{kind}。")


class ArchiveLocked(CsdformsError, TimeoutError):
    """Another program is writing into the archive, and did not finish in time."""

    exit_code = ExitCode.LOCKED

    def __init__(self, place: Path | str) -> None:
        self.place = place
        super().__init__(f"档案库 {place} 正由别的程序写入，请稍后再试；查阅不受影响。")


class DamagedArchive(CsdformsError, ValueError):
    """The archive is not what was once written; nothing is written into it any more.

    ``line`` is the number of the line in the journal, if it is about one.
    """

    def __init__(self, place: Path | str, reason: str, line: int | None = None) -> None:
        self.place = place
        self.line = line
        where = f"第 {line} 行" if line is not None else ""
        super().__init__(
            f"档案库 {place} {where}已损坏：{reason}。没有再写入；请用 csdforms archive verify "
            "核对，并从备份恢复。"
        )


class InvalidNumber(CsdformsError, ValueError):
    """What was given is no file number: wrong form, or wrong check character."""

    def __init__(self, given: str, reason: str) -> None:
        self.given = given
        super().__init__(f"档案号 {given} 不对：{reason}")


#: Where things other than files and items are looked for.
_LISTED_BY = {"草稿": "drafts", "查阅申请或批准": "grants", "紧急查阅": "grants"}
_LISTED_BY |= {"副本": "copies", "借阅": "loans", "查重警报": "log"}
_LISTED_BY |= {
    "注销申请": "deregister list",
    "封存": "deregister list",
    "恢复申请": "deregister list",
}
_LISTED_BY |= {"保全": "hold list", "个人信息请求": "request list", "变更": "changes list"}
_LISTED_BY |= {"节假日安排": "calendar show"}
_LISTED_BY |= {"合并": "mergers", "保管检查": "inspect list"}
_LISTED_BY |= {"鉴定": "appraise list", "销毁清册": "destroy list"}


class UnknownFile(CsdformsError, LookupError):
    """The archive has no file, item or version of this number."""

    exit_code = ExitCode.NOT_FOUND

    def __init__(self, number: str, what: str = "档案") -> None:
        self.number = number
        command = _LISTED_BY.get(what, "find")
        super().__init__(f"档案库里没有{what} {number}。用 csdforms archive {command} 查找。")


class DuplicateCustomer(CsdformsError, ValueError):
    """The customer is, or may be, on file already.

    ``certain`` duplicates are refused; others may be filed when a supervisor has decided so.
    ``numbers`` are the files or drafts that match, ``by`` the labels of what matched (never the
    values), ``advice`` what to do instead of the usual. Without numbers it is a file that whoever
    asks may not see, and the sentence says no more than that there is one.
    """

    def __init__(
        self, numbers: Sequence[str], by: Sequence[str], *, certain: bool, advice: str = ""
    ) -> None:
        self.numbers = tuple(numbers)
        self.by = tuple(by)
        self.certain = certain
        self.advice = advice
        if not certain:
            self.exit_code = ExitCode.HELD
        if not numbers:
            super().__init__("没有办理：该客户已在档，请联系客户信息主管。")
            return
        what = "草稿" if all(number.startswith("CG-") for number in numbers) else "档案"
        found = f"{'、'.join(by)}与已有{what} {'、'.join(numbers)} 相同"
        usual = (
            "同一客户只建一份档案，请在原档案中登记新版本。"
            if certain
            else "请由主管核实；确属另一客户的，加 --distinct 并写明理由。"
        )
        super().__init__(f"没有建档：{found}。{advice or usual}")


class AlreadyFiled(CsdformsError, FileExistsError):
    """The same item is in the archive already."""

    exit_code = ExitCode.NOT_PERMITTED

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(f"同样内容的件已经归档，件号 {number}，没有重复归档。")


class ForeignItem(CsdformsError, ValueError):
    """An item names another customer than the file into which it is to be put."""

    def __init__(self, number: str, by: Sequence[str]) -> None:
        self.number = number
        self.by = tuple(by)
        super().__init__(
            f"没有归档：这张表的{'、'.join(by)}与档案 {number} 的客户不符，请核对档案号。"
        )


class AmbiguousCustomer(CsdformsError, LookupError):
    """A sheet may be about several customers; ``numbers`` are their files."""

    exit_code = ExitCode.HELD

    def __init__(self, numbers: Sequence[str]) -> None:
        self.numbers = tuple(numbers)
        super().__init__(
            f"这张表的客户与多份档案相符：{'、'.join(numbers)}。请核对后写明归入哪一份。"
        )


class NotAllowedNow(CsdformsError, RuntimeError):
    """The file's state does not allow this act; ``state`` is its present one."""

    exit_code = ExitCode.HELD

    def __init__(self, number: str, state: str, act: str, what: str = "档案") -> None:
        self.number = number
        self.state = state
        super().__init__(f"{what} {number} 现为“{state}”，不能{act}。")


class NotCleared(CsdformsError, RuntimeError):
    """Something open stands in the way of a deregistration; ``blockers`` are all of them.

    Each has the number of its line in the joint check (``line``, G1 to G12) and says what is open.
    """

    exit_code = ExitCode.HELD

    def __init__(self, number: str, blockers: Sequence[Blocker], *, act: str) -> None:
        self.number = number
        self.blockers = tuple(blockers)
        lines = "\n".join(f"  {blocker}" for blocker in blockers)
        super().__init__(
            f"没有{act}：档案 {number} 还有 {len(blockers)} 项未了，注销已中止：\n{lines}"
        )


class ClosedFile(CsdformsError, RuntimeError):
    """A customer who is deregistered, or whose data may only be stored, is named in a form."""

    exit_code = ExitCode.HELD

    def __init__(self, number: str, reason: str) -> None:
        self.number = number
        super().__init__(f"没有办理：客户 {number} {reason}")


class Held(CsdformsError, RuntimeError):
    """It needs somebody's decision first, or another person's hand; nothing was changed."""

    exit_code = ExitCode.HELD


class RestoredArchive(Held):
    """What was opened is an older state, in which files are that were destroyed by law since."""

    def __init__(self, place: Path | str, numbers: Sequence[str]) -> None:
        self.place = place
        self.numbers = tuple(numbers)
        super().__init__(
            f"{place} 是较早的备份，其中 {len(numbers)} 份档案已依法销毁，不能查阅。"
            "请先用 csdforms archive destroy again 重新销毁。"
        )


class NotReady(CsdformsError, ValueError):
    """A draft cannot go on yet; ``problems`` are all that is wrong with it, warnings too."""

    def __init__(self, number: str, problems: Sequence[DraftProblem], what: str = "草稿") -> None:
        self.number = number
        self.problems = tuple(problems)
        errors = [problem for problem in problems if problem.is_error]
        lines = "\n".join(f"  {problem}" for problem in errors)
        super().__init__(f"{what} {number} 还有 {len(errors)} 处要补正：\n{lines}")


class InconsistentReport(CsdformsError, ArithmeticError):
    """The figures of a computed sheet contradict each other: no document is made of them."""

    def __init__(self, title: str, what: str) -> None:
        self.title = title
        self.what = what
        super().__init__(f"《{title}》的数字前后不一致，没有出表：{what}")


class UnknownCell(CsdformsError, LookupError):
    """A computed sheet has no cell of this name, or several, or it is not computed."""

    exit_code = ExitCode.NOT_FOUND

    def __init__(self, name: str, nearest: Sequence[str] = (), *, is_written: bool = False) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        hint = f"是不是：{'、'.join(nearest)}？" if nearest else ""
        text = f"表上没有叫“{name}”的一格，或不止一格。{hint}"
        super().__init__(f"“{name}”不是统计出来的，没有明细可看。" if is_written else text)


class TemplateWarning(UserWarning):
    """Something was left out of a template, or a template leaves something out."""
