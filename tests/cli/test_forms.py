from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from support import FORMS, IDENTIFIERS, sample

Run = Callable[..., Result]

FORM = "complaint_register_one"


def field(run: Run, name: str) -> dict[str, Any]:
    """Return the description of one field of the first complaint register."""
    described = json.loads(run("form", FORM, "--json").stdout)["fields"]
    return next(field for field in described if field["name"] == name)


def test_forms_lists_every_form_under_its_chapter(run: Run) -> None:
    lines = run("forms").stdout.splitlines()
    assert "第三章 客户投诉管理" in lines
    for form in FORMS:
        assert any(form.identifier() in line and form.title() in line for line in lines)


def test_forms_json_lists_the_forms_in_the_manuals_order(run: Run) -> None:
    listed = json.loads(run("forms", "--json").stdout_bytes.decode("utf-8"))
    assert [entry["id"] for entry in listed] == list(IDENTIFIERS)
    assert {
        "id": FORM,
        "title": "客户投诉登记表一",
        "section": "3.2",
        "chapter": "第三章 客户投诉管理",
    } in listed


def test_form_lists_the_fields_with_their_labels(run: Run) -> None:
    text = run("form", FORM).stdout
    assert text.startswith("客户投诉登记表一（3.2，记录）  complaint_register_one\n")
    lines = {line.split()[0]: line for line in text.splitlines() if line.strip()}
    assert "投诉等级" in lines["level"]
    assert "低等级、高等级" in lines["level"]
    assert "[必填]" in lines["channel"]
    assert "[必填]" not in lines["level"]  # it is proposed


def test_form_takes_the_chinese_title(run: Run) -> None:
    assert run("form", "客户投诉登记表一").stdout == run("form", FORM).stdout


def test_form_lists_the_other_names_of_a_field(run: Run) -> None:
    lines = run("form", FORM).stdout.splitlines()
    number = next(line for line in lines if line.strip().startswith("complaint_no "))
    assert "投诉编号（又名" in number
    assert "编号" in field(run, "complaint_no")["aliases"]


def test_form_json_describes_each_field(run: Run) -> None:
    level = field(run, "level")
    assert level["label"] == "投诉等级"
    assert field(run, "channel")["required"] is True
    assert level["computed"] is False
    assert level["values"] == ["低等级", "高等级"]
    assert field(run, "is_acknowledged_late")["computed"] is True
    assert field(run, "phone")["required"] is False


def test_form_json_describes_the_boxes_of_rows(run: Run) -> None:
    extra = field(run, "extra")
    assert [inner["name"] for inner in extra["fields"]] == ["label", "value"]


def test_schema_prints_a_json_schema_with_chinese_titles(run: Run) -> None:
    schema = json.loads(run("schema", FORM).stdout_bytes.decode("utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "客户投诉登记表一"
    assert schema["properties"]["level"]["title"] == "投诉等级"


@pytest.mark.parametrize("name", IDENTIFIERS)
def test_example_prints_the_shipped_sample(name: str, run: Run) -> None:
    assert json.loads(run("example", name).stdout_bytes.decode("utf-8")) == sample(name)


def test_the_first_steps_of_a_newcomer(run: Run, here: Path) -> None:
    assert run("example", FORM, "-o", "sample.json").exit_code == 0
    assert run("fill", FORM, "sample.json").exit_code == 0
    names = {path.name for path in here.iterdir()}
    assert names == {"sample.json", "客户投诉登记表一_TS-20260305-001.docx"}


def test_example_overwrites_nothing_unasked(run: Run, here: Path) -> None:
    (here / "mine.json").write_text("mine", "utf-8")
    assert run("example", FORM, "-o", "mine.json").exit_code == 4
    assert (here / "mine.json").read_text("utf-8") == "mine"
    assert run("example", FORM, "-o", "mine.json", "--overwrite").exit_code == 0
    assert json.loads((here / "mine.json").read_text("utf-8")) == sample(FORM)


@pytest.mark.parametrize("command", ["form", "schema", "example", "blank"])
def test_an_unknown_form_is_not_found_and_the_nearest_is_named(command: str, run: Run) -> None:
    result = run(command, "complaint_register_on")
    assert result.exit_code == 3
    assert "complaint_register_one" in result.stderr
    assert result.stdout == ""


def test_what_is_printed_where_nothing_is_given_is_told(run: Run) -> None:
    assert field(run, "urgency")["default"] == "一般"
    assert field(run, "safety_related")["default"] == "否"
    assert field(run, "phone")["default"] is None
    assert "[选填，不填为“一般”]" in run("form", "complaint_register_one").stdout
