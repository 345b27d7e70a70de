"""The service outlets, as the newest list of them that was filed has them (manual §2.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from csdforms.reports.sources.customers import day_of
from csdforms.reports.sources.kept import Document, Kept, filed

__all__ = ["Outlets", "read"]

_FORM = "service_outlet_distribution"


class Outlets:
    """A list of outlets; without one there are none.

    Args:
        lists: the lists that were filed, oldest first.
    """

    def __init__(self, lists: Sequence[Document] = ()) -> None:
        self._lists = lists

    @cached_property
    def newest(self) -> Document | None:
        """The list of the latest day; of several for one day the one filed last."""
        return max(reversed(self._lists), key=lambda item: item["data"]["as_of"], default=None)

    @property
    def data(self) -> Mapping[str, Any]:
        """Return what the newest list says, nothing without one."""
        return {} if self.newest is None else self.newest["data"]

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """Return the outlets, in the order of the list."""
        rows: Sequence[Mapping[str, Any]] = self.data.get("outlets", ())
        return rows

    @property
    def day(self) -> dt.date | None:
        """Return the day of the newest list."""
        return None if self.newest is None else day_of(self.data["as_of"])

    def until(self, day: dt.date) -> Outlets:
        """Return the outlets as they stood on a day."""
        return Outlets([item for item in self._lists if day_of(item["data"]["as_of"]) <= day])

    def code(self, name: str | None) -> str | None:
        """Return the code of the outlet of this code or name, none if the list has none."""
        if name is None:
            return None
        return self._codes.get(name)

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        names = {row["outlet_name"]: row["outlet_code"] for row in self.rows}
        return names | {row["outlet_code"]: row["outlet_code"] for row in self.rows}


def read(kept: Kept) -> Outlets:
    """Read the lists of outlets that somebody may count."""
    return Outlets(list(filed(kept, _FORM)))
