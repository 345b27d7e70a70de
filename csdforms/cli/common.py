"""What the commands share: their arguments and options, and how they print and write."""

from __future__ import annotations

import contextlib
import json
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from csdforms.errors import ExitCode, TemplateWarning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csdforms.schemas.checking import Finding
    from csdforms.schemas.form import Form
    from csdforms.templates.lint import TemplateFinding

__all__ = [
    "form_argument",
    "form_option",
    "json_option",
    "output_option",
    "overwrite_option",
    "print_bytes",
    "print_json",
    "report",
    "spoken_warnings",
    "templates_option",
    "write",
    "write_document",
]


def _completed(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from csdforms.schemas.catalogue import identifiers  # an archive's look-up needs no forms

    return [name for name in identifiers() if name.startswith(incomplete)]


#: The argument ID: a form's identifier or Chinese title.
form_argument = click.argument("name", metavar="ID", shell_complete=_completed)

#: ``--form``, which names a form as the argument ID does.
form_option = click.option(
    "--form",
    "name",
    metavar="ID",
    required=True,
    shell_complete=_completed,
    help="模板用于哪张表单。",
)

json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON（UTF-8）。")

output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="输出文件；- 表示标准输出。"
)

overwrite_option = click.option("--overwrite", is_flag=True, help="允许覆盖已有文件。")

templates_option = click.option(
    "--templates",
    type=click.Path(path_type=Path),
    help="部门自己的模板文件夹，其中的优先于自带的；也可用环境变量 CSDFORMS_TEMPLATES 指定。",
)


def print_json(value: object) -> None:
    """Print a value as JSON, whatever the console's code page."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    print_bytes(text.encode("utf-8", "backslashreplace"))  # half a surrogate pair: \udXXX in JSON


def print_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file and say so; ``-`` is standard output, which then holds nothing else."""
    from csdforms.files import write_file

    if str(path) == "-":
        print_bytes(data)
    else:
        click.echo(f"已生成 {write_file(path, data, overwrite=overwrite)}")


def write_document(path: Path, document: bytes, *, overwrite: bool) -> None:
    """Write a Word document, see :func:`write`."""
    if str(path) != "-" and path.suffix.casefold() != ".docx":
        raise click.BadParameter(f"{path} 应以 .docx 结尾。", param_hint="-o")
    write(path, document, overwrite=overwrite)


@contextlib.contextmanager
def spoken_warnings() -> Iterator[None]:
    """Tell the user on standard error what a template warns of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", TemplateWarning)
        yield
    for warning in caught:
        click.echo(f"[提醒] {warning.message}", err=True)


def report(
    subject: str, form: type[Form], findings: Sequence[Finding | TemplateFinding], *, as_json: bool
) -> NoReturn:
    """Print findings with their counts, and end with the exit code that they mean."""
    errors = sum(finding.is_error for finding in findings)
    alerts = len(findings) - errors
    if as_json:
        print_json(
            {
                "form": form.identifier(),
                "valid": not errors,
                "errors": errors,
                "warnings": alerts,
                "findings": [finding.as_dict() for finding in findings],
            }
        )
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo(f"{subject}：错误 {errors} 处，提醒 {alerts} 处。")
    raise SystemExit(ExitCode.INVALID if errors else ExitCode.OK)
