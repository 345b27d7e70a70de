"""What the lines of all tables have in common: how other systems write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from csdforms.schemas.fields.ledger import IncludesTaxWord
from csdforms.schemas.form import Block
from csdforms.schemas.labels import normalise

__all__ = ["LedgerLine", "tax_in"]

_TAX: Mapping[str, IncludesTaxWord] = {
    "不含税": "不含税",
    "无税": "不含税",
    "未税": "不含税",
    "含税": "含税",
    "价税合计": "含税",
}


class LedgerLine(Block):
    """A line of a table that another system exported."""

    #: The boxes that may stand in a document's first line only, as where cells are merged. The
    #: first of them tells documents apart.
    said_once: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def is_surer(cls, name: str, heading: str) -> bool:
        """Whether of two columns for a box the one with this heading is meant.

        Beside 价税合计 an invoice's 金额 is without tax.
        """
        return name == "amount" and tax_in(heading) == "含税"

    @classmethod
    def implied(cls, headings: Mapping[str, str]) -> Mapping[str, Any]:
        """Return what the headings of the boxes say of other boxes, in every line."""
        del headings  # only those of a sale say something
        return {}


def tax_in(heading: str) -> IncludesTaxWord | None:
    """Return whether the heading of an amount or a price says that tax is in it."""
    text = normalise(heading)
    return next((said for word, said in _TAX.items() if word in text), None)
