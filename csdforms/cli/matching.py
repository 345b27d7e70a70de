"""``match``: which fields the labels of a foreign sheet mean."""

from __future__ import annotations

import click

from csdforms.cli.common import form_argument, print_json
from csdforms.schemas.catalogue import find

__all__ = ["match"]


@click.command(
    help="查出别家表格上的栏目各是本表单的哪一栏：按表上的次序给出标签，输出一个 JSON 对象。"
)
@form_argument
@click.argument("labels", nargs=-1, required=True, metavar="标签...")
def match(name: str, labels: tuple[str, ...]) -> None:
    """Print the field that each label means, null where it is not certain."""
    from csdforms.schemas import matching  # after usage errors: it loads the models

    found = matching.match(find(name), labels)
    print_json(
        {
            label: {"field": one.field, "how": one.how} if one.field else None
            for label, one in found.items()
        }
    )
    for label, one in found.items():
        if one.field is None:
            candidates = f"，可能是 {'、'.join(one.candidates)}" if one.candidates else ""
            click.echo(f"“{label}”不能确定{candidates}；会放入“其他栏目”。", err=True)
