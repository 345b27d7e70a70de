from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from lxml import etree
from support import IDENTIFIERS, part, sample

from csdforms.cli.common import print_json

Run = Callable[..., Result]

FORM = "complaint_register_one"
DEFAULT_NAME = "客户投诉登记表一_TS-20260305-001.docx"
ROWS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tr"

Said = Callable[[bytes, str], str]


def text(**changes: object) -> str:
    """Return the sample of the complaint register as JSON, with other or (None) no values."""
    data = {**sample(FORM), **changes}
    return json.dumps({key: value for key, value in data.items() if value is not None})


@pytest.fixture
def data(here: Path) -> str:
    """Return the name of a file with the sample."""
    (here / "投诉 一.json").write_text(text(), "utf-8")
    return "投诉 一.json"


@pytest.mark.parametrize("name", IDENTIFIERS)
def test_every_sample_fills_under_its_usual_name(name: str, run: Run, here: Path) -> None:
    result = run("fill", name, "-", stdin=json.dumps(sample(name)))
    assert (result.exit_code, result.stderr) == (0, "")
    (written,) = here.iterdir()
    assert result.stdout == f"已生成 {written.name}\n"
    assert part(written.read_bytes()).tag.endswith("}document")


def test_the_usual_name_is_title_and_number(run: Run, here: Path, data: str) -> None:
    run("fill", FORM, data)
    assert (here / DEFAULT_NAME).is_file()


def test_a_number_with_slashes_stays_in_the_folder(run: Run, here: Path) -> None:
    run("fill", FORM, "-", stdin=text(complaint_no="../../TS/1"))
    assert [path.name for path in here.iterdir()] == ["客户投诉登记表一_.._.._TS_1.docx"]


def test_fill_writes_where_it_is_told(run: Run, here: Path, data: str, said: Said) -> None:
    (here / "已 填").mkdir()
    result = run("fill", "客户投诉登记表一", data, "-o", "已 填/一.docx")
    assert result.exit_code == 0
    document = (here / "已 填" / "一.docx").read_bytes()
    assert said(document, "customer_name") == "李晓岚"
    assert said(document, "received_at") == "2026年3月5日 14:05"


def test_fill_writes_the_document_and_nothing_else_to_standard_output(
    run: Run, here: Path, said: Said
) -> None:
    result = run("fill", FORM, "-", "-o", "-", stdin=text())
    assert said(result.stdout_bytes, "customer_name") == "李晓岚"
    assert list(here.iterdir()) == []


def test_fill_reads_yaml_from_a_file_and_from_standard_input(run: Run, here: Path) -> None:
    yaml = "\n".join(f"{key}: {json.dumps(value)}" for key, value in sample(FORM).items())
    (here / "一.yaml").write_text(yaml, "utf-8")
    assert run("fill", FORM, "一.yaml", "-o", "a.docx").exit_code == 0
    assert run("fill", FORM, "-", "-o", "b.docx", stdin=yaml).exit_code == 0
    assert run("fill", FORM, "-", "-o", "c.docx", stdin=text()).exit_code == 0
    assert len({path.read_bytes() for path in here.glob("*.docx")}) == 1


@pytest.mark.parametrize("name", ["assigned_handler", "承办人", "经办人", " 承 办 人："])
def test_set_takes_name_label_and_alias(name: str, run: Run, data: str, said: Said) -> None:
    result = run("fill", FORM, data, "-o", "-", "--set", f"{name}=赵倩")
    assert said(result.stdout_bytes, "assigned_handler") == "赵倩"


def test_set_reaches_into_a_row_counted_from_one(run: Run) -> None:
    calls = json.dumps(sample("inbound_call_record"))
    number = ("--set", "calls.1.extension=8999", "--set", "calls.2.备注=补记")
    result = run("fill", "inbound_call_record", "-", "-o", "-", *number, stdin=calls)
    assert result.exit_code == 0
    words = "".join(part(result.stdout_bytes).itertext())
    assert "8999" in words
    assert "补记" in words


def test_a_later_set_wins(run: Run, data: str, said: Said) -> None:
    result = run("fill", FORM, data, "-o", "-", "--set", "承办人=甲", "--set", "承办人=乙")
    assert said(result.stdout_bytes, "assigned_handler") == "乙"


def test_nothing_is_overwritten_unasked(run: Run, here: Path, data: str) -> None:
    (here / DEFAULT_NAME).write_bytes(b"mine")
    result = run("fill", FORM, data)
    assert result.exit_code == 4
    assert "--overwrite" in result.stderr
    assert (here / DEFAULT_NAME).read_bytes() == b"mine"
    assert run("fill", FORM, data, "--overwrite").exit_code == 0
    assert (here / DEFAULT_NAME).read_bytes().startswith(b"PK")


def test_mask_hides_more_when_asked(run: Run, data: str, said: Said) -> None:
    plain = run("fill", FORM, data, "-o", "-").stdout_bytes
    hidden = run("fill", FORM, data, "-o", "-", "--mask", "all").stdout_bytes
    assert said(plain, "phone") == "13900006721"
    assert said(hidden, "phone") == "139****6721"
    assert said(hidden, "customer_name").startswith("李")
    assert said(hidden, "customer_name") != "李晓岚"


def test_identity_numbers_are_hidden_unless_asked_for(run: Run, said: Said) -> None:
    form = "corporate_customer_profile"
    profile = json.dumps(sample(form))
    usual = run("fill", form, "-", "-o", "-", stdin=profile).stdout_bytes
    asked = run("fill", form, "-", "-o", "-", "--mask", "none", stdin=profile).stdout_bytes
    assert said(usual, "legal_representative.id_no") == "310199********0035"
    assert said(asked, "legal_representative.id_no") == "310199197804120035"


def test_an_unknown_mask_is_a_usage_mistake(run: Run, data: str) -> None:
    assert run("fill", FORM, data, "--mask", "some").exit_code == 2


def test_warnings_go_to_standard_error_and_the_form_is_made(run: Run) -> None:
    result = run("fill", FORM, "-", "-o", "-", stdin=text(会员积分="120"))
    assert result.exit_code == 0
    assert "[提醒] 会员积分" in result.stderr
    assert result.stdout_bytes.startswith(b"PK")


def test_invalid_data_are_all_named_and_no_file_is_made(run: Run, here: Path) -> None:
    result = run("fill", FORM, "-", stdin=text(level="很高", received_at=None))
    assert result.exit_code == 1
    assert "投诉等级" in result.stderr
    assert "受理时间" in result.stderr
    assert result.stdout == ""
    assert list(here.iterdir()) == []


def test_settings_change_what_the_sheet_proposes(run: Run, here: Path, said: Said) -> None:
    (here / "设置.toml").write_text('[close_days]\n"紧急" = 5\n', "utf-8")
    given = text(due_on=None)
    usual = run("fill", FORM, "-", "-o", "-", stdin=given).stdout_bytes
    ours = run("--settings", "设置.toml", "fill", FORM, "-", "-o", "-", stdin=given).stdout_bytes
    assert said(usual, "due_on") == "2026年3月8日"
    assert said(ours, "due_on") == "2026年3月10日"


def test_settings_may_come_from_the_environment(
    run: Run, here: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "设置.toml").write_text('[close_days]\n"紧急" = 5\n', "utf-8")
    monkeypatch.setenv("CSDFORMS_SETTINGS", "设置.toml")
    ours = run("fill", FORM, "-", "-o", "-", stdin=text(due_on=None)).stdout_bytes
    assert said(ours, "due_on") == "2026年3月10日"


def test_blank_makes_an_empty_sheet_under_its_usual_name(run: Run, here: Path) -> None:
    assert run("blank", FORM).exit_code == 0
    (written,) = here.iterdir()
    assert written.name == "客户投诉登记表一_空白.docx"
    words = "".join(part(written.read_bytes()).itertext())
    assert "投诉人姓名" in words
    assert "{{" not in words


def rows_of(document: bytes) -> int:
    tree: etree._Element = part(document)
    return len(list(tree.iter(ROWS)))


def test_blank_leaves_as_many_rows_as_asked(run: Run) -> None:
    none, two, five = (
        rows_of(run("blank", "inbound_call_record", "-o", "-", "--rows", count).stdout_bytes)
        for count in ("0", "2", "5")
    )
    each = (two - none) // 2
    assert each > 0
    assert (two, five) == (none + 2 * each, none + 5 * each)


@pytest.mark.parametrize("rows", ["-1", "501", "many"])
def test_blank_refuses_a_senseless_number_of_rows(rows: str, run: Run, here: Path) -> None:
    assert run("blank", FORM, "--rows", rows).exit_code == 2
    assert list(here.iterdir()) == []


def test_check_finds_nothing_wrong_with_the_sample(run: Run, here: Path, data: str) -> None:
    result = run("check", FORM, data)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "《客户投诉登记表一》：错误 0 处，提醒 0 处。\n"
    assert [path.name for path in here.iterdir()] == [data]


def test_check_says_everything_at_once(run: Run) -> None:
    result = run("check", FORM, "-", stdin=text(level="很高", received_at="昨天", 会员积分="120"))
    assert result.exit_code == 1
    assert "[错误] 投诉等级（level）" in result.stdout
    assert "[错误] 受理时间（received_at）" in result.stdout
    assert "[提醒] 会员积分（extra）" in result.stdout
    assert result.stdout.endswith("《客户投诉登记表一》：错误 2 处，提醒 1 处。\n")


def test_check_with_warnings_only_is_well(run: Run) -> None:
    assert run("check", FORM, "-", stdin=text(会员积分="120")).exit_code == 0


def test_check_json_is_one_object_with_stable_keys(run: Run) -> None:
    result = run("check", FORM, "-", "--json", stdin=text(level="很高"))
    assert result.exit_code == 1
    report = json.loads(result.stdout_bytes.decode("utf-8"))
    (finding,) = report.pop("findings")
    assert report == {"form": FORM, "valid": False, "errors": 1, "warnings": 0}
    assert set(finding) == {"path", "label", "message", "severity", "given"}
    assert (finding["path"], finding["label"]) == ("level", "投诉等级")
    assert (finding["severity"], finding["given"]) == ("error", "很高")


def test_check_takes_set(run: Run, data: str) -> None:
    assert run("check", FORM, data, "--set", "投诉等级=很高").exit_code == 1
    assert run("check", FORM, "-", "--set", "投诉等级=低等级", stdin=text(level="?")).exit_code == 0


def test_what_is_personal_is_not_repeated(run: Run) -> None:
    result = run("check", FORM, "-", stdin=text(phone="13900006721无此号"))
    assert result.exit_code == 1
    assert "联系电话" in result.stdout
    assert "6721" not in result.output


def test_half_a_surrogate_pair_is_refused_and_json_stays_json(run: Run) -> None:
    broken = '{"\\ud800": "x", "channel": "\\udc00"}'
    assert run("check", FORM, "-", stdin=broken).exit_code == 1
    result = run("check", FORM, "-", "--json", stdin=broken)
    assert result.exit_code == 1
    findings = json.loads(result.stdout_bytes.decode("utf-8"))["findings"]
    assert "channel" in {finding["path"] for finding in findings}


def test_what_utf_8_cannot_say_is_escaped_in_json(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    print_json({"\ud800": "𠜎\udc00"})
    assert json.loads(capfdbinary.readouterr().out.decode("utf-8")) == {"\ud800": "𠜎\udc00"}


def test_a_notice_stays_masked_when_the_customer_wants_it_and_says_so(run: Run, here: Path) -> None:
    name = "complaint_handling_notice"
    data = json.dumps(sample(name) | {"keep_confidential": True})
    (here / "notice.json").write_text(data, "utf-8")
    result = run("fill", name, "notice.json", "--mask", "none", "-o", "notice.docx")
    assert result.exit_code == 0
    assert "仍隐去姓名和联系方式" in result.stderr
    assert "李晓岚" not in "".join(part((here / "notice.docx").read_bytes()).itertext())
