"""What is counted of the outlets of a list: by province, type, level and status (manual §2.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from csdforms.reports.columns import Mask, Words
from csdforms.reports.figure import Figure, Record, Value, given, worked
from csdforms.reports.rows import Rows, Table
from csdforms.schemas.after_sales.outlet import Outlet
from csdforms.schemas.after_sales.service_outlet_distribution import (
    RESTS_ON,
    TYPES,
    UNRATED,
    contract_ending,
    in_words,
    mean_of_means,
    unserved,
)
from csdforms.schemas.fields import outlet
from csdforms.schemas.figures import sum_of
from csdforms.schemas.types import choice_of

__all__ = ["ListedOutlets", "tallies"]

_READ = "读自网点分布表"
_SUMS = ("technician_count", "service_count")
_MEANS = {"avg_response_hours": "平均响应", "avg_satisfaction": "平均满意度"}
_BASES = {"timed_count": "有到达时间的次数", "rated_count": "有评分的次数"}


class ListedOutlets(Table):
    """The outlets of a list, in its order.

    Args:
        outlets: the outlets as the sheet has them.
        item: the number of the archive's item that the list is.
        on: the day of the list.
    """

    unit = "个网点"

    def __init__(
        self, outlets: Sequence[Outlet] = (), item: str = "", on: dt.date | None = None
    ) -> None:
        self.outlets = outlets
        self._from = (item,), on
        super().__init__(len(outlets), self._record)

    def _record(self, place: int) -> Record:
        return Record("网点", self.outlets[place].outlet_code or "", "", *self._from)

    def existing(self) -> Rows:
        """Return the outlets that there are."""
        return self.all().where(self.marked([one.exists for one in self.outlets]), "现有")

    def marked(self, marks: Sequence[bool]) -> Mask:
        """Tell of which outlets something holds."""
        return np.array(marks, np.bool_)

    def is_of(self, kind: str) -> Mask:
        """Tell which outlets are of a type, perhaps of others too."""
        return self.marked([kind in (one.outlet_types or ()) for one in self.outlets])

    def technicians(self, place: int) -> dict[str, Figure]:
        """Return 技术人员数 of an outlet as the list says, nothing if it does not."""
        count = self.outlets[place].technician_count
        return {} if count is None else {"technician_count": self.read(count, place)}

    def read(self, value: Value, place: int) -> Figure:
        """Return what the list says of an outlet."""
        return given(value, _READ, self.record(place))

    @cached_property
    def province(self) -> Words:
        """省."""
        return Words.of(one.province for one in self.outlets)

    @cached_property
    def status(self) -> Words:
        """网点状态."""
        order = choice_of(outlet.OutletStatus).choices()
        return Words.of((one.outlet_status for one in self.outlets), order)

    @cached_property
    def level(self) -> Words:
        """网点等级."""
        order = (*choice_of(outlet.OutletLevel).choices(), UNRATED)
        return Words.of((one.outlet_level or UNRATED for one in self.outlets), order)


def tallies(
    listed: ListedOutlets, cells: Sequence[Mapping[str, Figure]], coverage: str | None, day: dt.date
) -> dict[str, Any]:
    """Return what the sheet counts of its outlets; of none it says nothing but that.

    Args:
        listed: the outlets.
        cells: of each outlet its figures.
        coverage: where customers are to be served.
        day: the day of the sheet.
    """
    existing = listed.existing()
    if not len(listed):
        return {"outlet_count": existing.count()}
    total = {"outlet_total": _line(listed, existing, cells)} if len(existing) else {}
    return {
        "outlet_count": existing.count(),
        "by_province": list(_provinces(listed, existing, cells)),
        **total,
        "status_counts": _in_words(listed.all(), listed.status, "各状态的网点数，撤销的也计"),
        "level_counts": _in_words(existing, listed.level, "各等级的现有网点数"),
        "provinces_without_outlet": worked(
            "要覆盖的省份中没有现有网点的",
            unserved,
            覆盖范围=coverage,
            有网点的省份=existing.listed(listed.province, "省份"),
        ),
        "contracts_ending": _ending(listed, existing, day),
    }


def _provinces(
    listed: ListedOutlets, existing: Rows, cells: Sequence[Mapping[str, Figure]]
) -> Iterator[dict[str, Figure]]:
    """Yield the line of each province of each region, in the order of the list."""
    places: dict[tuple[str | None, str], list[int]] = {}
    for place in existing.index.tolist():
        one = listed.outlets[place]
        if one.province is not None:
            places.setdefault((one.big_region, one.province), []).append(place)
    for (region, province), own in places.items():
        rows = Rows(listed, np.array(own, np.intp), f"{region or ''}{province}现有网点")
        heads = {"big_region": region, "province": province}
        first = dict.fromkeys(filter(None, (listed.outlets[place].city for place in own)))
        cities = Words.of((one.city for one in listed.outlets), tuple(first))
        yield {
            **{
                name: given(word, _READ, *rows.records())
                for name, word in heads.items()
                if word is not None
            },
            "city_counts": _in_words(rows, cities, "各城市的现有网点数"),
            **_line(listed, rows, cells),
        }


def _line(
    listed: ListedOutlets, rows: Rows, cells: Sequence[Mapping[str, Figure]]
) -> dict[str, Figure]:
    """Return the counts, sums and means of some outlets."""
    own = [cells[place] for place in rows.index.tolist()]
    counts = [one["service_count"] for one in own]
    line = {"outlet_count": rows.count()}
    for name, kind in TYPES.items():
        line[name] = rows.where(listed.is_of(kind), kind).count()
    for name in _SUMS:
        known = [one[name] for one in own if name in one]
        line[name] = worked("各网点之和", sum_of, 各网点=known)
    for name, said in _MEANS.items():
        line[name] = worked(
            f"各网点{said}按{_BASES[RESTS_ON[name]]}加权，没有的不计",
            mean_of_means,
            各网点=[one[name] for one in own],
            计入次数=[one[RESTS_ON[name]] for one in own],
            服务次数=counts,
        )
    return line


def _in_words(rows: Rows, words: Words, formula: str) -> Figure:
    groups = rows.by(words)
    there = [word for word in groups.words() if word is not None]
    counts = groups.count()
    return worked(formula, in_words, 各项=tuple(there), 网点数=[counts[word] for word in there])


def _ending(listed: ListedOutlets, existing: Rows, day: dt.date) -> Figure:
    """Return the outlets whose contract ends soon, each read off the list."""
    places = existing.index.tolist()
    texts = ((place, contract_ending(listed.outlets[place], day)) for place in places)
    found = [listed.read(text, place) for place, text in texts if text is not None]
    return worked("合作在通知期内到期的现有网点", _tuple, 各网点=found)


def _tuple(texts: Sequence[str]) -> tuple[str, ...] | None:
    return tuple(texts) or None
