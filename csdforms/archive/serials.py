"""Numbers given out under the writer's lock: a file's, an item's; none of them twice.

One document a year counts (table ``counters``, its key is the year): ``serial``, the last file
number given out in order, one row for all kinds of customer; ``highest``, the highest that was on
paper already when its file came in; ``serials``, the department's own papers by section. The items
of a customer's file are counted on its card (``serials``, by section and year).
"""

from __future__ import annotations

from csdforms.archive import numbers
from csdforms.archive.records import Reader
from csdforms.archive.store import Work
from csdforms.errors import InvalidNumber

__all__ = ["DEPARTMENT", "allocate", "check_free", "claim", "next_item"]

#: What stands for the file's number in the numbers of the department's own papers (部门).
DEPARTMENT = "BM"
_KINDS = "FGZ"


def allocate(work: Work, kind: str, year: int) -> str:
    """Give out the next file number of the year.

    Raises:
        InvalidNumber: if the year's numbers are used up.
    """
    counter = work.get("counters", year) or {}
    serial = counter.get("serial", 0) + 1
    while serial <= counter.get("highest", 0) and _taken(work, year, serial):
        serial += 1
    number = numbers.make(kind, year, serial)
    work.put("counters", year, counter | {"serial": serial})
    return number


def check_free(reader: Reader, number: str, kind: str, year: int) -> None:
    """Let a number pass that was given out on paper, if a file of this kind may have it now.

    Raises:
        InvalidNumber: if it says another kind, a year to come, or a serial that was used before.
    """
    own_kind, own_year, serial = _parts(number)
    if own_kind != kind:
        raise InvalidNumber(
            number, f"首字母应是 {kind}（F 单位，G 个体工商户，Z 个人），请核对客户类别。"
        )
    if own_year > year:
        raise InvalidNumber(number, "年份还没有到，请核对。")
    counter = reader.get("counters", own_year) or {}
    if serial <= counter.get("serial", 0) or _taken(reader, own_year, serial):
        raise InvalidNumber(number, "这个号已经用过，不再使用；请留空，由档案库给出新号。")


def claim(work: Work, number: str) -> None:
    """Burn the serial of a number that was given out on paper."""
    _, year, serial = _parts(number)
    counter = work.get("counters", year) or {}
    highest = max(serial, counter.get("highest", 0))
    work.put("counters", year, counter | {"highest": highest})


def next_item(work: Work, key: int | None, section: str, year: int) -> str:
    """Give out the next item number of a section and year, and count it on the file's card.

    Without a ``key`` it is one of the department's own papers, counted with the year's numbers.

    Raises:
        InvalidNumber: if there are 9,999 of them.
    """
    table, counting = ("counters", year) if key is None else ("files", key)
    counter = work.get(table, counting) or {}
    counts = counter.get("serials", {})
    series = section if key is None else f"{section}-{year}"
    sequence = counts.get(series, 0) + 1
    number = numbers.item_number(counter.get("number", DEPARTMENT), section, year, sequence)
    counter["serials"] = counts | {series: sequence}
    if key is not None:
        counter["items"] += 1
    work.put(table, counting, counter)
    return number


def _parts(number: str) -> tuple[str, int, int]:
    _, kind, year, serial, _ = number.split("-")
    return kind, int(year), int(serial)


def _taken(reader: Reader, year: int, serial: int) -> bool:
    """Whether a file of any kind has this serial; the check character does not tell them apart."""
    return any(reader.find("files", "number", numbers.make(kind, year, serial)) for kind in _KINDS)
