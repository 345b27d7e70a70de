"""The benchmark of keeping: its customers, its questions, its engines, and what it says of them."""

from __future__ import annotations

import doctest
import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import csdforms
from benchmarks import records
from benchmarks.__main__ import main
from benchmarks.archive import customers, looking_up, measuring, questions, running
from benchmarks.archive.bars import bars
from benchmarks.archive.customers import FORM, customer, profile, trade_name
from benchmarks.archive.measuring import Measurements
from benchmarks.archive.questions import ACTS, ADD, BY_PHONE, TWO, Act
from benchmarks.archive.running import ENGINES, Engine, Load, Use
from benchmarks.peers import ENVIRONMENTS
from benchmarks.running import EngineFailed

FEW = 60
SOME = [customer(serial) for serial in range(1, FEW + 1)]
_BASE = ENVIRONMENTS["base"]
#: The peers that csdforms brings along, in its own environment; the others need theirs.
HERE = [engine for engine in ENGINES.values() if engine.environment is _BASE]
HERE += [Engine(f"TinyDB, {mode}", _BASE, "keep_with_tinydb", mode) for mode in ("json", "orjson")]


def test_every_customer_made_up_is_in_order() -> None:
    form = csdforms.find(FORM)
    findings = [found for one in SOME for found in csdforms.check(form, profile(one))]
    assert [found for found in findings if found.is_error] == []


def test_no_two_customers_are_alike() -> None:
    many = [customer(serial) for serial in range(1, 4001)]
    for box in ("number", "name", "uscc", "org_code"):
        assert len({one[box] for one in many}) == len(many)
    assert len({one["phones"][0] for one in many}) == len(many)


def test_a_record_has_nineteen_fields_and_about_a_kilobyte() -> None:
    assert {len(one) for one in SOME} == {19}
    sizes = [len(json.dumps(one, ensure_ascii=False).encode()) for one in SOME]
    assert 850 < sum(sizes) / len(sizes) < 1150


def test_no_person_is_called_by_a_sign_of_a_trade_name() -> None:
    signs = {sign for serial in range(1, 4001) for sign in trade_name(serial)}
    assert len(signs) == 60
    assert not signs & {sign for seed in range(500) for sign in records.person(seed)}


def test_what_must_be_found_is_what_a_plain_search_finds() -> None:
    for act in questions.acts(SOME, seed=3):
        if act.method == "by_name":
            for (text,), expected in zip(act.calls, act.expected, strict=True):
                assert list(expected) == [one["uscc"] for one in SOME if text in one["name"]]
                assert expected


@pytest.mark.parametrize(
    ("answers", "partly", "right"),
    [
        ([["A", "B"], ["C"]], False, True),
        ([["B", "A"]], False, True),  # a slow engine is asked less, in any order
        ([["A"], ["C"]], False, False),
        ([["A", "B", "C"], ["C"]], False, False),
        ([["A", "B", "C"], ["C"]], True, True),
        ([["A"], ["C"]], True, False),
        ([["A", "A"], ["C"]], False, False),
    ],
)
def test_what_is_missing_or_too_much_is_wrong(
    answers: list[list[str]], *, partly: bool, right: bool
) -> None:
    act = Act("any", "any", [], [["A", "B"], ["C"]], partly=partly)
    assert running._is_right(act, answers) is right


@pytest.mark.parametrize("engine", HERE, ids=lambda engine: engine.name)
def test_an_engine_finds_what_is_there_and_keeps_what_it_is_given(
    tmp_path: Path, engine: Engine
) -> None:
    found = measuring.measure([engine], [FEW], rounds=1, seconds=0.2, starts=0, folder=tmp_path)
    assert found.notes == {}
    assert found.wrong == {engine.name: set()}
    (used,) = found.uses[engine.name, FEW]
    assert list(used.times) == list(ACTS)
    assert found.loads[engine.name, FEW][0].size > 0.02
    assert list(tmp_path.iterdir()) == []


def test_the_tables_name_every_engine_size_and_bar(tmp_path: Path) -> None:
    sizes = ["--sizes", "20", "--sizes", "40", "--rounds", "1", "--seconds", "0", "--starts", "0"]
    chosen = [
        option for engine in ("csdforms store", "sqlite3, JSON") for option in ("--engine", engine)
    ]
    arguments = ["archive", *sizes, *chosen, "--folder", str(tmp_path)]
    output = CliRunner().invoke(main, arguments, catch_exceptions=False).output
    assert "### 20 records" in output
    assert "### 40 records" in output
    assert (
        len(re.findall(r"\| add one +\|", output)) == 2 * 3 + 1
    )  # wall, ratios and CPU of each, and growth
    assert "- sqlite3, JSON: all found what is there" in output
    assert re.search(r"\| add one, sqlite3 ÷ it +\| +≥ 1 \|", output)
    assert "Left out" not in output


@pytest.mark.skipif(sys.platform == "win32", reason="it does not tell what a process has spent")
def test_a_look_up_is_a_process_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (tmp_path / "records").write_text(
        "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in SOME), "utf-8"
    )
    running.load(running.ARCHIVE, tmp_path / "records", folder)
    found = looking_up.measure(folder / "archive", SOME, starts=1)
    assert list(found) == [looking_up.PASS, looking_up.CLICK, *looking_up.FIND]
    assert all(one["cpu"] > 0 for starts in found.values() for one in starts)


def test_an_engine_that_fails_says_why_and_is_left_out(tmp_path: Path) -> None:
    engine = Engine("none", _BASE, "keep_with_nothing")
    with pytest.raises(EngineFailed, match="keep_with_nothing"):
        running.load(engine, tmp_path / "records", tmp_path / "folder")
    found = measuring.measure([engine], [FEW], rounds=2, seconds=0, starts=0, folder=tmp_path)
    assert "keep_with_nothing" in found.notes["none"]


def made(**milliseconds: float) -> Measurements:
    """Return what might have been measured of the store, TinyDB and sqlite3."""
    found = Measurements(sync=0.1)
    for name, wall in milliseconds.items():
        engine = {"ours": "csdforms store", "tinydb": "TinyDB", "sqlite3": "sqlite3, JSON"}[name]
        found.uses[engine, 100] = [Use({act: [(wall, wall)] for act in ACTS}, 150, [])]
        found.loads[engine, 100] = [Load((wall * 90, wall * 90), (wall * 10, wall * 10), 151, 1)]
    return found


def test_a_bar_is_met_or_not() -> None:
    table = bars(made(ours=0.1, tinydb=1000, sqlite3=0.1), 100)
    met = dict(re.findall(r"^\| (\S.*?) +\|.*\| +(\S+) \|$", table, re.MULTILINE))
    assert met[f"{ADD}, TinyDB ÷ it"] == "yes"
    assert met[f"{ADD}, sqlite3 ÷ it"] == "yes"
    assert met[f"{BY_PHONE}, ms"] == "yes"
    assert met[f"{TWO}, sqlite3 ÷ it"] == "**no**"
    assert met["import, sqlite3 ÷ it"] == "**no**"
    assert met["in use, peak memory, MB"] == "yes"
    assert met["import, memory over the records, MB"] == "**no**"


def test_a_bar_without_its_peer_says_nothing() -> None:
    table = bars(made(ours=0.2), 100)
    assert re.search(rf"\| {ADD}, TinyDB ÷ it +\| ≥ 10,000 \| +\| +\|", table)
    assert re.search(rf"\| {BY_PHONE}, ms .*\*\*no\*\* \|", table)
    assert bars(made(tinydb=1), 100) == ""


def test_a_look_up_that_costs_too_much_is_told_by_its_worst() -> None:
    found = made(ours=0.1)
    for size, cost in ((10, 100.0), (100, 170.0)):
        spent = {"cpu": cost, "wall": cost, "memory": 20.0}
        found.commands[size] = {title: [spent] for title in looking_up.FIND}
        found.commands[size][looking_up.CLICK] = [{"cpu": 100.0, "wall": 110.0, "memory": 13.0}]
    line = r"archive find, telephone, {}, ÷ import click, worst +\| +≤ 1.6 \| +{} \| +{} \|"
    table = bars(found, 100)
    assert re.search(line.format("cpu", "1.70", re.escape("**no**")), table)
    assert re.search(line.format("wall", "1.55", "yes"), table)


def test_the_results_page_has_a_place_for_the_tables() -> None:
    page = (Path(__file__).parent.parent / "docs" / "benchmarks.md").read_text("utf-8")
    assert page.count("<!-- archive -->") == page.count("<!-- /archive -->") == 1


def test_examples() -> None:
    results = doctest.testmod(customers)
    assert results.attempted
    assert not results.failed
