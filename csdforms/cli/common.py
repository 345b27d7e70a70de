"""What the commands share: their arguments, and how they print."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from click.shell_completion import CompletionItem

from csdforms.errors import ExitCode
from csdforms.schemas.catalogue import identifiers

if TYPE_CHECKING:
    from csdforms.schemas.checking import Finding
    from csdforms.schemas.form import Form
    from csdforms.templates.lint import TemplateFinding

__all__ = ["form_argument", "json_option", "print_bytes", "print_json", "report"]

C = TypeVar("C", bound=Callable[..., Any])


class _FormName(click.ParamType[str]):
    """A form's identifier or Chinese title, completed by the shell."""

    name = "form"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(name) for name in identifiers() if name.startswith(incomplete)]


def form_argument(function: C) -> C:
    """Add the argument ID: a form's identifier or Chinese title."""
    return click.argument("name", metavar="ID", type=_FormName())(function)


def json_option(function: C) -> C:
    """Add --json: one JSON object, in UTF-8 on every system."""
    return click.option("--json", "as_json", is_flag=True, help="输出 JSON（UTF-8）。")(function)


def templates_option(function: C) -> C:
    """Add --templates, the folder of the department's own templates."""
    option = click.option(
        "--templates",
        type=click.Path(path_type=Path),
        envvar="CSDFORMS_TEMPLATES",
        help="部门自己的模板文件夹，其中的模板优先于自带的。",
    )
    return option(function)


def print_json(value: object) -> None:
    """Print a value as JSON, whatever the console's code page."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    print_bytes(text.encode("utf-8"))


def print_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    stream = click.get_binary_stream("stdout")
    stream.write(data)
    stream.flush()


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
