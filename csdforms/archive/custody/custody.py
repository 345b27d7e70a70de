"""Keeping files (保管; archive.md §5, §8; flows.md 4.15)."""

from __future__ import annotations

from csdforms.archive.custody.changing import Changing
from csdforms.archive.custody.dormancy import Dormancy
from csdforms.archive.custody.due import Dues
from csdforms.archive.custody.freezing import Freezing
from csdforms.archive.custody.holding import Holding
from csdforms.archive.custody.inspecting import Inspecting
from csdforms.archive.custody.merging import Merging

__all__ = ["Custody"]


class Custody(Changing, Dormancy, Dues, Freezing, Holding, Inspecting, Merging):
    """What is done to keep files, and what the calendar asks for.

    Args:
        office: the archive's.
    """
