"""``forms``, ``form``, ``schema``: what there is, and what each form holds."""

from __future__ import annotations

from typing import Any

import click

from csdforms.cli.common import form_argument, json_option, print_json
from csdforms.schemas.catalogue import chapter_title, find, identifiers
from csdforms.schemas.form import Block, FieldSpec
from csdforms.schemas.publishing import json_schema

__all__ = ["form", "forms", "schema"]


@click.command()
@json_option
def forms(as_json: bool) -> None:
    """列出全部表单。"""
    found = {name: find(name) for name in identifiers()}
    if as_json:
        print_json(
            [
                {
                    "id": name,
                    "title": model.title(),
                    "section": model.section,
                    "kind": model.kind,
                    "chapter": chapter_title(identifiers()[name]),
                }
                for name, model in found.items()
            ]
        )
        return
    chapter = ""
    for name, model in found.items():
        if identifiers()[name] != chapter:
            chapter = identifiers()[name]
            click.echo(chapter_title(chapter))
        click.echo(f"  {model.section:<5} {name:<30} {model.title()}（{model.kind}）")


@click.command()
@form_argument
@json_option
def form(name: str, as_json: bool) -> None:
    """列出一张表单的栏目：名称、标签、类型、是否必填、可选值、别名。"""
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


@click.command()
@form_argument
def schema(name: str) -> None:
    """输出一张表单的 JSON Schema。"""
    print_json(json_schema(find(name)))


def _described(block: type[Block]) -> list[dict[str, Any]]:
    described = []
    for spec in block.specs().values():
        field: dict[str, Any] = {
            "name": spec.name,
            "label": spec.label,
            "type": _kind(spec),
            "required": spec.required,
            "computed": spec.computed,
            "values": list(spec.type.choices()) if spec.type else [],
            "aliases": [name for name in spec.names if name not in (spec.name, spec.label)],
        }
        if spec.model is not None:
            field["fields"] = _described(spec.model)
        described.append(field)
    return described


def _print_fields(block: type[Block], indent: str) -> None:
    for spec in block.specs().values():
        mark = "必填" if spec.required else "自动" if spec.computed else "选填"
        values = f"：{'、'.join(spec.type.choices())}" if spec.type and spec.type.choices() else ""
        click.echo(f"{indent}{spec.name:<24} {spec.label} [{mark}] {_kind(spec)}{values}")
        if spec.model is not None and spec.name != "extra":
            _print_fields(spec.model, indent + "    ")


def _kind(spec: FieldSpec) -> str:
    if spec.type is not None:
        return spec.type.kind
    return "多行" if spec.many else "一组"
