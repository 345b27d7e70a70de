"""``csdforms match``: one JSON object, label by label."""

from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]


def test_match_prints_one_object_in_the_order_of_the_sheet(run: Run) -> None:
    result = run("match", "客户投诉登记表一", "投诉者", "顾客手机", "天气", "投诉编号")
    assert result.exit_code == 0
    found = json.loads(result.stdout_bytes.decode("utf-8"))
    assert list(found) == ["投诉者", "顾客手机", "天气", "投诉编号"]
    assert found["投诉编号"] == {"field": "complaint_no", "how": "label"}
    assert found["顾客手机"] == {"field": "phone", "how": "synonym"}
    assert found["天气"] is None


def test_match_says_on_standard_error_what_is_not_certain(run: Run) -> None:
    result = run("match", "corporate_customer_profile", "身份证号码", "天气")
    assert "身份证号码" in result.stderr
    assert "legal_representative.id_no" in result.stderr
    assert "天气" in result.stderr


def test_match_needs_a_form_and_labels(run: Run) -> None:
    assert run("match", "complaint_register_one").exit_code == 2
    assert run("match", "no_such_form", "电话").exit_code == 3
