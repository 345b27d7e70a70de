"""Searching the names in a database, by characters, pinyin and initials."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from csdforms.archive import database as db
from csdforms.archive import sql_reading as reading
from csdforms.archive.names import Query, searched
from csdforms.archive.terms import texts

__all__ = ["find_text"]

_PAGE = 200  # rows read at a time
_WINDOW = 1000  # keys among which a name is searched first


def find_text(database: db.Database, table: str, text: str, limit: int) -> list[int]:
    """Return the lowest keys of documents that have a name with this text in it, ascending."""
    query = Query(text)
    found: list[int] = []
    if not query.plan:
        return found
    candidates = _candidates(database, table, query)
    after, width = 0, _WINDOW
    with database.reading() as connection:
        highest = reading.last_key(connection, table)
        while after < highest and len(found) < limit:
            bounds = {"after": after, "upto": after + width}
            page = connection.execute(candidates, bounds).all()
            for row in page:
                names = texts(table, reading.read(row, database.place))
                if any(query.matches(searched(name)) for name in names):
                    found.append(row.key)
            if len(page) < _PAGE:
                after, width = after + width, width * 4  # rare: look farther at once
            else:
                after = page[-1].key
    return found[:limit]


def _candidates(database: db.Database, table: str, query: Query) -> sa.Select[Any]:
    """Return the query for documents with the grams of one list, between two keys."""
    row, name = db.document.c, db.name.c
    has = database.has_one
    lists = (sa.and_(*(has(alternatives) for alternatives in grams)) for grams in query.plan)
    return (
        sa.select(db.document)
        .join(db.name, sa.and_(row.table == name.table, row.key == name.key))
        .where(name.table == table, sa.or_(*lists))
        .where(name.key > sa.bindparam("after"), name.key <= sa.bindparam("upto"))
        .order_by(name.key)
        .limit(_PAGE)
    )
