from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdforms.archive.grams import FullText, Grams, Plain

GRAMS = ["张", "张三", "zhang", "zhang0san", "zs", "1yubo", "1yu", "00ff00ff00ff00ff"]
WORDS = st.lists(st.sampled_from(GRAMS), min_size=1, max_size=5)
ROWS = st.dictionaries(st.integers(1, 2**40), WORDS, max_size=8)
GRAM = st.sampled_from([*GRAMS, "1y*", "1yub*", "不"])
PLANS = st.lists(
    st.lists(st.lists(GRAM, min_size=1, max_size=3), min_size=1, max_size=3), max_size=3
)


def has(words: Any, gram: str) -> bool:
    if gram.endswith("*"):
        return any(word.startswith(gram[:-1]) for word in words)
    return gram in words


@pytest.mark.parametrize("kind", [FullText, Plain])
@given(rows=ROWS, gone=st.integers(0, 8), plan=PLANS, gram=st.sampled_from(GRAMS))
def test_rows_are_found_by_what_they_have(
    kind: type[Grams], rows: dict[int, list[str]], gone: int, plan: Any, gram: str
) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.executescript("CREATE TABLE found(row INTEGER PRIMARY KEY, names TEXT);")
        keeper = kind()
        database.executescript(keeper.table)
        texts = [(row, " ".join(words)) for row, words in rows.items()]
        keeper.add(database, texts)
        database.executemany("INSERT INTO found VALUES (?, ?)", texts)
        keeper.remove(database, texts[:gone])
        left = dict(sorted(list(rows.items())[gone:]))

        assert list(keeper.rows(database, gram)) == [row for row in left if gram in left[row]]
        expected = [
            (row, " ".join(words))
            for row, words in left.items()
            if any(all(any(has(words, one) for one in each) for each in listed) for listed in plan)
        ]
        assert list(keeper.names(database, plan)) == expected
