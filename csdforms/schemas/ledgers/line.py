"""What the lines of all tables have in common: how other systems write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from csdforms.schemas.fields.ledger import IncludesTaxWord
from csdforms.schemas.form import Block
from csdforms.schemas.labels import normalise

__all__ = ["LedgerLine", "tax_in"]

_WITHOUT = re.compile("[不未无非除去][^价]{0,3}税|税前")
_WITH = re.compile("含[^价]{0,2}税|价税合计|税后")


class LedgerLine(Block):
    """A line of a table that another system exported."""

    #: The boxes that may stand in a document's first line only, as where cells are merged. The
    #: first of them tells documents apart.
    said_once: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def is_surer(cls, name: str, heading: str) -> bool:
        """Whether of two columns for a box the one with this heading is meant."""
        del name, heading  # only those of a sale say something
        return False

    @classmethod
    def implied(cls, headings: Mapping[str, str]) -> Mapping[str, Any]:
        """Return what the headings of the boxes say of other boxes, in every line."""
        del headings  # only those of a sale say something
        return {}


def tax_in(heading: str) -> IncludesTaxWord | None:
    """Return whether the heading of an amount or a price says that tax is in it."""
    text = normalise(heading)
    if _WITHOUT.search(text):
        return "不含税"
    return "含税" if _WITH.search(text) else None
