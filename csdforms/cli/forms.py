"""``forms``, ``form``, ``schema``, ``example``: what there is, and what each form holds."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csdforms.cli.common import (
    form_argument,
    json_option,
    output_option,
    overwrite_option,
    print_json,
    write,
)
from csdforms.schemas.catalogue import chapter_title, contents, find

if TYPE_CHECKING:
    from csdforms.schemas.form import Block, FieldSpec

__all__ = ["example", "form", "forms", "schema"]


@click.command(help="列出全部表单。")
@json_option
def forms(as_json: bool) -> None:
    """List the forms."""
    if as_json:
        print_json(
            [
                {
                    "id": entry.identifier,
                    "title": entry.title,
                    "section": entry.section,
                    "chapter": chapter_title(entry.chapter),
                }
                for entry in contents()
            ]
        )
        return
    for chapter, entries in itertools.groupby(contents(), key=lambda entry: entry.chapter):
        click.echo(chapter_title(chapter))
        for entry in entries:
            click.echo(f"  {entry.section:<5} {entry.identifier:<30} {entry.title}")


@click.command(help="列出一张表单的栏目：名称、标签、类型、是否必填、可选值、别名。")
@form_argument
@json_option
def form(name: str, as_json: bool) -> None:
    """List the fields of a form."""
    model = find(name)
    if as_json:
        print_json(
            {
                "id": model.identifier(),
                "title": model.title(),
                "section": model.section,
                "kind": model.kind,
                "number": model.number,
                "fields": _described(model),
            }
        )
        return
    click.echo(f"{model.title()}（{model.section}，{model.kind}）  {model.identifier()}")
    _print_fields(model, "  ")


@click.command(help="输出一张表单的 JSON Schema。")
@form_argument
def schema(name: str) -> None:
    """Print the JSON Schema of a form."""
    from csdforms.schemas.publishing import json_schema  # the catalogue does not need models

    print_json(json_schema(find(name)))


@click.command(help="输出一张表单的示例数据（虚构的），可以照着改。")
@form_argument
@output_option
@overwrite_option
def example(name: str, output: Path | None, overwrite: bool) -> None:
    """Print the shipped sample of a form."""
    from csdforms.shipped import shared_folder

    sample = shared_folder("examples") / f"{find(name).identifier()}.json"
    write(output or Path("-"), sample.read_bytes(), overwrite=overwrite)


def _described(block: type[Block]) -> list[dict[str, Any]]:
    described = []
    for spec in block.specs().values():
        field: dict[str, Any] = {
            "name": spec.name,
            "label": spec.label,
            "type": _kind(spec),
            "required": spec.required,
            "computed": spec.computed,
            "default": _default(spec),
            "values": list(spec.type.choices()) if spec.type else [],
            "aliases": _aliases(spec),
        }
        if spec.model is not None:
            field["fields"] = _described(spec.model)
        described.append(field)
    return described


def _print_fields(block: type[Block], indent: str) -> None:
    for spec in block.specs().values():
        mark = "必填" if spec.required else "自动" if spec.computed else "选填"
        if (default := _default(spec)) is not None:
            mark += f"，不填为“{default}”"
        values = f"：{'、'.join(spec.type.choices())}" if spec.type and spec.type.choices() else ""
        also = f"（又名{'、'.join(_aliases(spec))}）" if _aliases(spec) else ""
        click.echo(f"{indent}{spec.name:<24} {spec.label}{also} [{mark}] {_kind(spec)}{values}")
        if spec.model is not None and spec.name != "extra":
            _print_fields(spec.model, indent + "    ")


def _aliases(spec: FieldSpec) -> list[str]:
    return [name for name in spec.names if name not in (spec.name, spec.label)]


def _default(spec: FieldSpec) -> str | None:
    """Return what is printed where nothing is given."""
    return None if spec.type is None or spec.default is None else spec.type.show(spec.default)


def _kind(spec: FieldSpec) -> str:
    if spec.type is not None:
        return spec.type.kind
    return "多行" if spec.many else "一组"
