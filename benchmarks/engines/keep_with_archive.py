"""csdforms' archive, whole acts: a customer's file opened, looked up, revised, by all the rules.

Opening a file looks for duplicates, gives it its number, writes card, profile and act, in the
chain; looking a number up returns the whole file; a new grade is a new version of the profile.
With ``sealed`` behind it, the archive is encrypted. Every look-up is noted in the log of access.
"""

# ruff: noqa: D102 - what each method does stands in Keeper

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Any

from benchmarks.archive.customers import FORM, YEAR, profile
from benchmarks.engines.keep_with_sealed_store import benchmark_key
from benchmarks.engines.keeping import Keeper, Record, run

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive
    from csdforms.archive.sealing.keys import ArchiveKey

_MOST = 1_000_000


class WithArchive(Keeper):
    """An archive in a folder. The year is the records'; so the numbers are theirs too."""

    _archive: Archive

    def prepare(self, record: Record) -> Any:
        from csdforms.archive.requests import NewFile

        return NewFile(FORM, profile(record))

    def load(self, records: list[Any]) -> None:
        from csdforms.archive.archive import Archive

        self._archive = Archive.create(self.folder / "archive", clock=_clock, key=_key())
        for outcome in self._archive.open_many(records):
            if outcome.error is not None:
                raise outcome.error
        self.close()

    def index(self) -> None:
        self.open()
        self._archive.find("有限公司", limit=1)
        self.close()

    def open(self) -> None:
        from csdforms.archive.archive import Archive

        self._archive = Archive.open(self.folder / "archive", clock=_clock, key=_key())

    def get(self, key: int, number: str) -> list[Any]:
        return [self._archive.show(number).card]

    def by_phone(self, phone: str) -> list[Any]:
        return self._archive.find(phone)

    def by_uscc(self, uscc: str) -> list[Any]:
        return self._archive.find(uscc)

    def by_name(self, text: str) -> list[Any]:
        return self._archive.find(text, limit=_MOST)

    def by_region(self, region: str, grade: str) -> list[Any]:
        return list(self._archive.list_files(region=region, grade=grade))

    def add(self, record: Record) -> None:
        self._archive.open_file(profile(record), form=FORM)

    def update(self, key: int, number: str, record: Record) -> None:
        self._archive.revise(number, profile(record), reason="年度评级")

    def close(self) -> None:
        self._archive.close()

    @staticmethod
    def uscc(record: Any) -> str:
        uscc: str = record.uscc
        return uscc


def _key() -> ArchiveKey | None:
    return benchmark_key() if sys.argv[-1] == "sealed" else None


def _clock() -> dt.datetime:
    return dt.datetime(YEAR, 12, 31, 9)


if __name__ == "__main__":
    run(WithArchive)
