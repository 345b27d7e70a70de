"""``create``, ``revise``, ``file``: what was filled in goes into the archive."""

from __future__ import annotations

from pathlib import Path

import click

from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.receipts import papers_option, read_papers, say
from csdforms.cli.common import form_argument, json_option, spoken_warnings, templates_option

__all__ = ["create", "file", "revise"]

_AUTO = "auto"
_DEPARTMENT = "bm"

_data = click.argument("source", metavar="DATA", type=click.Path(allow_dash=True))
_distinct = click.option(
    "--distinct", default="", metavar="理由", help="主管核实过：虽与已有客户同名，确是另一客户。"
)


@click.command(
    help="建档：用法人或自然人客户信息资料表的 DATA（.json、.yaml，或 - 读标准输入）给客户建立"
    "档案。DATA 里没有客户编号时，由档案库给出档案号。DATA 是 .xlsx、.csv、.jsonl 等表格时"
    "一行建一份：已有档案的行跳过，有错的行在“…_问题”文件里标出，改好后再运行即可。"
    "多人管理的档案库里这一步只拟草稿（CG-…），验收、审批后才建档。"
)
@form_argument
@_data
@papers_option
@_distinct
@click.option("--parent", default="", metavar="NUMBER", help="分公司建档时，总公司的档案号。")
@click.option("--reason", default="", help="为什么建档。")
@templates_option
@json_option
@place_option
def create(
    name: str,
    source: str,
    *,
    papers: str | None,
    distinct: str,
    parent: str,
    reason: str,
    templates: Path | None,
    as_json: bool,
) -> None:
    """Open the file of a customer, or of many."""
    from csdforms import filing
    from csdforms.intake import read_data
    from csdforms.intake.entries import SUFFIXES

    if Path(source).suffix.casefold() in SUFFIXES:
        if distinct or parent or papers:
            raise click.UsageError("--papers、--distinct 和 --parent 只用于一份一份地建档。")
        from csdforms.cli.archive.bulk import create_many

        create_many(name, Path(source), reason, templates, as_json=as_json)
    data, shown = read_data(source), read_papers(papers)
    with opened() as archive, spoken_warnings():
        receipt = filing.create(
            archive,
            name,
            data,
            papers=shown or (),
            parent=parent,
            distinct=distinct,
            reason=reason,
            templates=templates,
        )
    is_draft = receipt.number.startswith("CG-")
    say("已拟草稿" if is_draft else "已建档", receipt, as_json=as_json)


@click.command(
    help="变更资料：用整份新的 DATA 给档案增加一版，旧版都保留。客户编号可以不写。多人管理的档案库"
    "里，名称、统一社会信用代码、证件号码、银行账户的变更须另一人用 changes confirm 复核后生效。"
)
@click.argument("number", metavar="NUMBER")
@_data
@click.option("--reason", required=True, help="为什么变更（必须写明）。")
@click.option(
    "--evidence",
    default="",
    metavar="凭证",
    help="更名、换证换号的凭证；没有就是另一客户。",
)
@_distinct
@templates_option
@json_option
@place_option
def revise(
    number: str,
    source: str,
    *,
    reason: str,
    evidence: str,
    distinct: str,
    templates: Path | None,
    as_json: bool,
) -> None:
    """Add a version of a customer's profile."""
    from csdforms import filing
    from csdforms.archive.requests import Waiting
    from csdforms.intake import read_data

    data = read_data(source)
    with opened() as archive, spoken_warnings():
        receipt = filing.revise(
            archive,
            number,
            data,
            reason=reason,
            evidence=evidence,
            distinct=distinct,
            templates=templates,
        )
    say("已提请变更" if isinstance(receipt, Waiting) else "已变更", receipt, as_json=as_json)


@click.command(
    help="归档一件：NUMBER FORM DATA 用数据填写后归档；NUMBER FILLED.docx 归入由 csdforms "
    "填写、没有隐去内容的 Word 文档。NUMBER 是档案号或客户编号；auto 按表上的客户自动查找，"
    "表上没有客户的归入部门件；BM 就是部门件。"
)
@click.argument("number", metavar="NUMBER")
@click.argument("what", metavar="FORM|FILLED.docx")
@click.argument("source", metavar="[DATA]", required=False, type=click.Path(allow_dash=True))
@click.option("--reason", default="", help="为什么归档。")
@click.option(
    "--purpose",
    default="",
    metavar="用途",
    help="为什么归入已注销的客户的档案：以投诉、保修、财务、法务等开头。",
)
@templates_option
@json_option
@place_option
def file(
    number: str,
    what: str,
    source: str | None,
    *,
    reason: str,
    purpose: str,
    templates: Path | None,
    as_json: bool,
) -> None:
    """File a form."""
    filled = what.casefold().endswith(".docx")
    if filled != (source is None):
        raise click.UsageError("写 NUMBER FORM DATA，或 NUMBER FILLED.docx。")
    from csdforms import filing

    target = {_AUTO: None, _DEPARTMENT: ""}.get(number.casefold(), number)
    if source is None:
        with opened() as archive:
            receipt = filing.file_document(archive, target, what, purpose=purpose, reason=reason)
    else:
        from csdforms.intake import read_data

        data = read_data(source)
        with opened() as archive, spoken_warnings():
            receipt = filing.file_form(
                archive,
                target,
                what,
                data,
                purpose=purpose,
                reason=reason,
                templates=templates,
            )
    say("已归档", receipt, as_json=as_json)
