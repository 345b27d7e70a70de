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

    from csdforms.schemas.checking import Finding
    from csdforms.templates.lint import TemplateFinding

__all__ = [
    "CsdformsError",
    "ExitCode",
    "InvalidData",
    "InvalidTemplate",
    "LostValue",
    "MissingFile",
    "NotPermitted",
    "OutputExists",
    "TemplateWarning",
    "UnknownForm",
    "UnreadableInput",
    "UnsafeTemplate",
]


class ExitCode(IntEnum):
    """What the command line returns to the shell."""

    OK = 0
    INVALID = 1  # data or template not valid
    USAGE = 2  # click's own
    NOT_FOUND = 3
    NOT_PERMITTED = 4


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

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        hint = f"是不是“{'”“'.join(nearest)}”？" if nearest else ""
        super().__init__(f"没有叫“{name}”的表单。{hint}用 csdforms forms 查看全部表单。")


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


class OutputExists(NotPermitted, FileExistsError):
    """The output is there already, and nobody said that it may be overwritten."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(f"已有文件 {path}，没有覆盖。要覆盖请加 --overwrite，或用 -o 换个文件名。")


class TemplateWarning(UserWarning):
    """Something was left out of a template, or a template leaves something out."""
