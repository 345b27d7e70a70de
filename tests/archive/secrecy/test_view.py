"""The store as somebody sees it: what is hidden is not there, whatever is asked."""

from __future__ import annotations

import pytest
from archive.customers import change_card
from archive.secrecy.department import classify, hire, opened, opened_person, second

from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.view import Seen


def seen(archive: Archive, actor: str) -> Seen:
    return Seen(archive.store, archive.office.person(actor))


@pytest.fixture
def numbers(archive: Archive) -> list[str]:
    """A hidden company's file with an item, and two that are internal."""
    hidden = opened(archive, 3, ("高远",))
    archive.file(hidden, "f", {"complaint_no": "TS-1"}, section="3.2")
    archive.file("", "f", {"complaint_no": "TS-2"}, section="3.2")
    numbers = [hidden, second(archive), opened_person(archive, 1)]
    hire(archive)
    return numbers


def test_what_is_hidden_is_nowhere(archive: Archive, numbers: list[str]) -> None:
    view = seen(archive, "chen")
    assert view.find("files", "number", numbers[0]) == []
    assert view.find("files", "state", "ACTIVE") == [2, 3]
    assert view.find("items", "link:complaint_no", "TS-1") == []
    assert view.find("items", "link", "TS-2") == [2]
    assert view.find("profiles", "file", numbers[0]) == []
    assert view.find_text("files", "屿泊", 10) == []
    assert view.get("files", 1) is None
    assert view.get("items", 1) is None
    assert view.get("profiles", 1) is None
    assert [key for key, _ in view.rows("files")] == [2, 3]
    assert [view.count(table) for table in ("files", "items", "profiles")] == [2, 1, 2]
    assert not view.knows(numbers[0])
    assert view.knows(numbers[1])


def test_limits_count_what_is_seen(archive: Archive, numbers: list[str]) -> None:
    classify(archive, numbers[1], 1)
    for number in numbers[1:]:
        change_card(archive, number, short_name="屿泊")
    assert seen(archive, "chen").find_text("files", "屿泊", 1) == [2]
    assert seen(archive, "chen").find_text("files", "屿泊", 5) == [2, 3]


@pytest.mark.usefixtures("numbers")
def test_who_is_in_the_circle_sees_it(archive: Archive) -> None:
    view = seen(archive, "gao")
    assert view.find("items", "link:complaint_no", "TS-1") == [1]
    assert view.count("files") == 3
    assert view.find_text("files", "屿泊", 10) == [1]


@pytest.mark.usefixtures("numbers")
def test_no_other_table_is_to_be_seen(archive: Archive) -> None:
    view = seen(archive, "gao")
    assert view.get("staff", 1) is None
    assert view.find("staff", "login", "gao") == []
    assert view.count("staff") == 0


@pytest.mark.usefixtures("numbers")
@pytest.mark.parametrize("account", ["sun", "he"])
def test_s27_administrators_see_not_even_the_departments_papers(
    archive: Archive, account: str
) -> None:
    view = seen(archive, account)
    assert [view.count(table) for table in ("files", "items", "profiles")] == [0, 0, 0]
    assert view.find_text("files", "屿泊", 10) == []


def test_s28_a_file_that_was_merged_into_a_hidden_one_is_hidden(archive: Archive) -> None:
    last, old = opened(archive, 3, ("高远",)), second(archive)
    older = opened_person(archive, 1)
    change_card(archive, old, state="MERGED", merged_into=last)
    change_card(archive, older, state="MERGED", merged_into=old)
    hire(archive)
    view = seen(archive, "chen")
    assert [view.knows(number) for number in (last, old, older)] == [False] * 3
    classify(archive, last, 1)
    view = seen(archive, "chen")
    assert [view.knows(number) for number in (last, old, older)] == [True] * 3
    classify(archive, old, 2)
    assert not seen(archive, "chen").knows(older)


def test_a_ring_of_mergers_ends(archive: Archive) -> None:
    one, other = opened(archive, 1), second(archive)
    change_card(archive, one, state="MERGED", merged_into=other)
    change_card(archive, other, state="MERGED", merged_into=one)
    hire(archive)
    assert seen(archive, "chen").knows(one)


def test_the_only_keeper_sees_the_store_itself(archive: Archive) -> None:
    number = opened(archive, 4)
    view = seen(archive, "zhang")
    assert view.knows(number)
    assert view.find_text("files", "屿泊", 10) == [1]
    assert view.count("files") == 1
    assert view.count("acts") == archive.store.count("acts")
