"""The benchmarks' own form, data and engines work; no peer's environment is needed."""

from __future__ import annotations

import doctest
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

import csdforms
from benchmarks import batch, design, growth, page, paper, records, tables
from benchmarks.__main__ import main
from benchmarks.peers import ENVIRONMENTS, Environment
from benchmarks.running import Engine, EngineFailed, run
from benchmarks.service_order import ServiceOrder
from csdforms.templates.printing import printed

HERE = ["csdforms", "docxtpl (README)", "docxtpl (autoescape)", "docxtpl (one object)"]
HERE += ["python-docx by hand"]


def test_every_order_made_up_is_in_order() -> None:
    orders = [records.service_order(seed, rows=3) for seed in range(40)]
    assert [finding for order in orders for finding in csdforms.check(ServiceOrder, order)] == []
    assert len({str(order) for order in orders}) == 40
    assert any("&" in str(order) for order in orders)
    assert any("<" in str(order) for order in orders)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"finished_at": "2025-01-01 08:00"}, "finished_at"),
        ({"total_fee_amount": "1.00"}, "total_fee_amount"),
        ({"parts": []}, "parts"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_the_form_is_as_strict_as_the_shipped_ones(wrong: dict[str, Any], path: str) -> None:
    order = records.service_order(1, rows=3) | wrong
    assert path in [finding.path for finding in csdforms.check(ServiceOrder, order)]


def test_an_amount_that_is_not_quantity_times_price_is_found() -> None:
    order = records.service_order(1, rows=3)
    order["parts"][1]["line_amount"] = "0.01"
    assert "parts.2.line_amount" in [found.path for found in csdforms.check(ServiceOrder, order)]


def test_csdforms_prints_the_whole_order(tmp_path: Path) -> None:
    design.draw(design.SYNTAXES["jinja"], tmp_path / "service_order.docx")
    order = records.service_order(5, rows=4)
    document = tmp_path / "out.docx"
    csdforms.fill(ServiceOrder, order, document, templates=tmp_path)
    text = "\n".join(paper.words(document))
    context = printed(csdforms.parse(ServiceOrder, order))
    assert all(context[name] in text for name in design.FIELDS)
    assert all(line[name] in text for line in context["parts"] for name in design.COLUMNS)


@pytest.mark.parametrize("syntax", design.SYNTAXES)
def test_each_syntax_asks_for_every_field_once(tmp_path: Path, syntax: str) -> None:
    design.draw(design.SYNTAXES[syntax], tmp_path / "template.docx")
    text = "\n".join(paper.words(tmp_path / "template.docx"))
    tag = {"jinja": "{{{{ {} }}}}", "merge-fields": "«{}»"}.get(syntax, "{{{}}}")
    assert [text.count(tag.format(name)) for name in design.FIELDS] == [1] * len(design.FIELDS)


def filling(*arguments: str) -> str:
    quick = ["filling", "--rounds", "1", "--seconds", "0", "--documents", "2"]
    result = CliRunner().invoke(main, [*quick, *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    assert "Left out" not in result.output
    return result.output


def test_the_engines_of_this_environment_make_the_same_words() -> None:
    chosen = [option for engine in HERE for option in ("--engine", engine)]
    output = filling("--rows", "3", "--processes", "1", *chosen)
    for engine in HERE[2:]:
        assert f"- {engine}: the same as csdforms" in output


def test_there_is_a_table_for_each_number_of_rows_and_processes_and_one_of_growth() -> None:
    rows, processes = ("--rows", "3", "--rows", "6"), ("--processes", "1", "--processes", "2")
    output = filling(*rows, *processes, "--engine", "csdforms")
    assert output.count("| csdforms ") == 2 * 2 + 1


def test_an_engine_that_fails_says_why(tmp_path: Path) -> None:
    engine = Engine("none", ENVIRONMENTS["base"], "with_nothing", "jinja")
    with pytest.raises(EngineFailed, match="with_nothing"):
        run(engine, tmp_path / "none.json", 0, [tmp_path])


def test_an_environment_that_is_not_there_says_what_to_run() -> None:
    absent = Environment("absent", "venv", {"no-such-package": "1.0"})
    assert absent.missing() == "no-such-package not installed (run: python -m benchmarks setup)"


def test_the_workbook_holds_a_good_form_in_every_line(tmp_path: Path) -> None:
    calamine = pytest.importorskip("python_calamine")
    pytest.importorskip("xlsxwriter")
    form = csdforms.find("complaint_register_one")
    batch.write_workbook(tmp_path / "many.xlsx", form, 30)
    book = calamine.CalamineWorkbook.from_path(tmp_path / "many.xlsx")
    headings, *lines = book.get_sheet_by_index(0).to_python()
    data = [dict(zip(headings, line, strict=True)) for line in lines]
    assert [found for one in data for found in csdforms.check(form, one) if found.is_error] == []
    assert len({csdforms.parse(form, one).reference() for one in data}) == 30


def test_tables_are_put_into_the_page_between_their_comments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.md"
    path.write_text("a\n<!-- batch -->\nold\n<!-- /batch -->\nz\n", "utf-8")
    monkeypatch.setattr(page, "_PAGE", path)
    monkeypatch.setattr(page, "ROOT", tmp_path)
    page.publish("batch", "new \\1", save=True)
    assert path.read_text("utf-8") == "a\n<!-- batch -->\n\nnew \\1\n\n<!-- /batch -->\nz\n"


@pytest.mark.parametrize("module", [growth, paper, records, tables])
def test_examples(module: ModuleType) -> None:
    results = doctest.testmod(module)
    assert results.attempted
    assert not results.failed
