"""What a reader without the right sees of forms and cards (archive.md §4.4; M01, M02, M12, S32)."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from support import FORMS, sample

from csdforms.archive.records import Card, as_data
from csdforms.archive.secrecy.masking import masks, published
from csdforms.archive.secrecy.masking.hiding import is_body
from csdforms.archive.secrecy.masking.masks import disclosed, masked_card
from csdforms.schemas.checking import parse
from csdforms.schemas.form import Block, Form
from csdforms.schemas.types import Disclosure, FieldType, Text

PERSON = "individual_customer_profile"
COMPANY = "corporate_customer_profile"
TODAY = "2026-11-22"

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())


def stored(identifier: str, **changes: Any) -> dict[str, Any]:
    """Return a sample as it is filed."""
    form = next(form for form in FORMS if form.identifier() == identifier)
    return parse(form, sample(identifier) | changes).stored()


def boxes(block: Block, path: str = "") -> Iterator[tuple[str, FieldType[Any], Any]]:
    """Yield every box of a form that is filled: its path, its type, its value as JSON has it."""
    for name, spec, value in block.filled():
        if spec.many:
            for number, row in enumerate(value):
                yield from boxes(row, f"{path}{name}.{number}.")
        elif spec.model:
            yield from boxes(value, f"{path}{name}.")
        elif spec.type is not None:
            yield f"{path}{name}", spec.type, spec.type.encode(value)


def at(data: Any, path: str) -> Any:
    for step in path.split("."):
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


@every_form
def test_no_personal_value_of_a_sample_is_disclosed(form: type[Form]) -> None:
    """Every box of a personal type is changed, and its value stands nowhere else."""
    name = form.identifier()
    whole = parse(form, sample(name))
    data = whole.stored()
    kind = {PERSON: "Z", COMPANY: "F"}.get(name, "")
    public = ("customer_name", "short_name", "english_name") if kind == "F" else ()
    shown = disclosed(name, data, kind=kind, today=TODAY)
    everything = json.dumps(shown, ensure_ascii=False)
    for path, box, value in boxes(whole):
        if box.personal and not (isinstance(box, Text) and box.disclosure is Disclosure.TEXT):
            if isinstance(value, list) or path in public or is_body(str(value)):
                continue  # free text in items; the names of bodies are public
            assert at(shown, path) != value, path
            assert str(value) not in everything, path


@every_form
@pytest.mark.parametrize("kind", ["", "F", "G", "Z"])
def test_m02_masking_a_masked_form_changes_nothing(form: type[Form], kind: str) -> None:
    name = form.identifier()
    once = disclosed(name, stored(name), kind=kind, today=TODAY)
    assert disclosed(name, once, kind=kind, today=TODAY) == once


@every_form
def test_who_may_see_everything_sees_everything(form: type[Form]) -> None:
    data = stored(form.identifier())
    assert disclosed(form.identifier(), data, ["*"]) == data


def test_nothing_that_is_handed_in_is_changed() -> None:
    data = stored(PERSON)
    before = copy.deepcopy(data)
    shown = disclosed(PERSON, data, ["family"], kind="Z")
    shown["family"][0]["name"] = "改"
    disclosed(PERSON, data, ["*"])["family"][0]["name"] = "改"
    assert data == before


def test_a_person_as_the_rules_want_it() -> None:
    shown = disclosed(PERSON, stored(PERSON), kind="Z", today=TODAY)
    wanted = {
        "customer_name": "李**",
        "id_no": "310***********0023",
        "mobile": "139****6721",
        "phone": "021-****78",
        "email": "l***@example.com",
        "home_address": "临江市澄湖区****",
        "birthday": "1989",
        "wechat": "****",
        "ethnicity": "****",
        "total_sales_amount": "****",
        "gender": "女",
        "customer_grade": "B",
        "salesperson": "陈立",
    }
    assert {name: shown[name] for name in wanted} == wanted
    assert shown["bank_account"]["account_no"] == "****6786"
    assert shown["family"][0]["name"] == "周**"


def test_a_childs_birthday_is_hidden_by_the_day_on_which_somebody_looks() -> None:
    data = {"birthday": "2012-11-23"}
    assert disclosed(PERSON, data, today=TODAY) == {"birthday": "****"}
    assert disclosed(PERSON, data, today="2026-11-23") == {"birthday": "2012"}
    assert disclosed(PERSON, {"birthday": "1989-06-14"}) == {"birthday": "1989"}


def test_fields_are_unmasked_by_name_and_in_groups_by_path() -> None:
    data = stored(PERSON)
    shown = disclosed(PERSON, data, ["mobile", "family.name", "bank_account"], kind="Z")
    assert shown["mobile"] == data["mobile"]
    assert shown["family"][0]["name"] == data["family"][0]["name"]
    assert shown["family"][0]["birthday"] != data["family"][0]["birthday"]
    assert shown["bank_account"] == data["bank_account"]
    assert shown["customer_name"] == "李**"
    assert disclosed(PERSON, data, ["name"], kind="Z")["family"][0]["name"] == "周**"


def test_what_its_own_box_hides_is_hidden_where_text_repeats_it() -> None:
    data = stored(
        PERSON,
        remarks="李晓岚（李 晓岚）生于1989年6月14日，累计消费12345.60元，住临江市澄湖区，"
        "电话62345678，配偶周文远，微信见微信栏。",
        total_sales_amount="12345.60",
        phone="021-62345678",
    )
    text = disclosed(PERSON, data, kind="Z", today=TODAY)["remarks"]
    assert text.startswith("李**（李")
    for hidden in ("李晓岚", "1989年6月14日", "12345.60", "62345678", data["family"][0]["name"]):
        assert hidden not in text


def test_the_name_of_a_company_is_open_and_its_people_are_not() -> None:
    data = stored(COMPANY)
    shown = disclosed(COMPANY, data, kind="F", today=TODAY)
    for name in ("customer_name", "short_name", "uscc", "invoice_title"):
        assert shown[name] == data[name]
    assert shown["legal_representative"]["name"] != data["legal_representative"]["name"]
    assert shown["registered_capital"] == "****"


def test_c24_the_operator_of_a_sole_trader_is_masked_and_the_shops_name_is_not() -> None:
    data = {
        "customer_name": "张三小店",
        "legal_representative": {"name": "张三"},
        "remarks": "张三小店由张三经营",
    }
    shown = disclosed(COMPANY, data, kind="G")
    assert shown["customer_name"] == "张三小店"
    assert shown["legal_representative"] == {"name": "张*"}
    assert shown["remarks"] == "张*小店由张*经营"
    alone = {"customer_name": "张三", "legal_representative": {"name": "张三"}}
    assert disclosed(COMPANY, alone, kind="G")["customer_name"] == "张*"


def test_a_companys_own_name_stays_open_where_it_signs() -> None:
    data = {"customer_name": "海尔", "customer_signature": "海尔", "remarks": "海尔来函"}
    shown = disclosed(COMPANY, data, kind="F")
    assert (shown["customer_name"], shown["remarks"]) == ("海尔", "海尔来函")


def test_in_the_departments_papers_only_bodies_are_named() -> None:
    data = {"customer_name": "李晓岚", "customer_kind": "个人"}
    assert disclosed("complaint_register_two", data)["customer_name"] == "李**"
    firm = {"customer_name": "临江市望塔五金厂"}
    assert disclosed("complaint_register_two", firm) == firm
    assert disclosed("complaint_register_two", data, kind="F")["customer_name"] == "李**"


def test_the_kind_of_the_file_says_nothing_of_the_rows() -> None:
    data = {"customers": [{"customer_name": "李晓岚"}, {"customer_name": "临江市望塔五金厂"}]}
    shown = disclosed("customer_sales_overview", data, kind="F")
    assert [row["customer_name"] for row in shown["customers"]] == ["李**", "临江市望塔五金厂"]


@pytest.mark.parametrize(("dimension", "shown"), [("客户", "手**"), ("产品", "手机壳")])
def test_what_is_counted_by_is_a_name_if_it_is_the_customer(dimension: str, shown: str) -> None:
    data = {"dimension": dimension, "rows": [{"dimension_value": "手机壳"}]}
    assert disclosed("complaint_statistics", data)["rows"] == [{"dimension_value": shown}]


def test_s32_what_has_no_rule_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    data = stored(PERSON)
    assert disclosed("a_new_form", data) == {}
    assert disclosed("../" + PERSON, data) == {}
    assert disclosed(PERSON, data, edition="99") == {}
    assert "new_box" not in disclosed(PERSON, {**data, "new_box": "李晓岚"}, ["new_box"])
    rules = published.rules_of(PERSON)
    assert rules is not None
    assert disclosed(PERSON, data, edition=rules.edition)["customer_name"]
    new = rules._replace(rules=published._rules({"a": {}, "b": {"x-disclosure": "?"}}, {}))
    monkeypatch.setattr(masks, "rules_of", lambda _: new)
    assert disclosed(PERSON, {"a": "李晓岚", "b": ["李晓岚"]}) == {"a": "****", "b": ["****"]}


def test_s32_a_new_kind_of_box_is_hidden_until_a_rule_says_otherwise() -> None:
    class NewBox(FieldType[str]):
        kind = "新"

        def accept(self, given: object) -> str:
            return str(given)

        def json_schema(self) -> dict[str, Any]:
            return {"type": "string"}

    assert NewBox().disclosure is Disclosure.HIDDEN


def test_s32_every_rule_that_schemas_name_is_known() -> None:
    resolved = {"hidden", "open", "text", "grouped", "name", "customer", "birth", "amount"}
    assert set(map(str, Disclosure)) == resolved | (masks._MASKS.keys() - {"document"})


def test_boxes_that_a_department_added_are_hidden() -> None:
    data = {"extra": [{"label": "紧急电话", "value": "13812341234"}]}
    assert disclosed(PERSON, data) == {"extra": [{"label": "紧急电话", "value": "****"}]}


def test_data_of_another_shape_is_hidden() -> None:
    data = {
        "gender": {"a": "李晓岚"},
        "mobile": 13812341234,
        "family": "李晓岚",
        "bank_account": None,
        "customer_name": None,
        "id_no": {"x": 1},
        "do_not_call": True,
        "points": 12,
    }
    assert disclosed(PERSON, data) == {
        "gender": "****",
        "mobile": "138****1234",
        "family": "****",
        "bank_account": None,
        "customer_name": None,
        "id_no": "****",
        "do_not_call": True,
        "points": 12,
    }


CARD: dict[str, Any] = {
    "number": "KH-Z-2026-000001-4",
    "kind": "Z",
    "state": "ACTIVE",
    "name": "李晓岚",
    "created_at": "2026-03-05T14:05:09.123456+08:00",
    "versions": 1,
    "items": 0,
    "former_names": ["李小兰"],
    "names": ["周文远"],
    "customer_nos": ["13812341234", "KH-77"],
    "ids": ["居民身份证:310199198906140023"],
    "phones": ["13900006721"],
    "accounts": ["6222021234567890123"],
    "region": "310199",
    "grade": "B",
    "level": "秘密",
    "secrecy": {"level": 3, "by": "赵强", "circle": ["王敏"]},
    "new_key": "李晓岚",
}


def test_a_persons_card() -> None:
    assert masked_card(CARD) == {
        "number": "KH-Z-2026-000001-4",
        "kind": "Z",
        "state": "ACTIVE",
        "name": "李**",
        "created_at": "2026-03-05T14:05:09.123456+08:00",
        "versions": 1,
        "items": 0,
        "former_names": ["李**"],
        "names": ["周**"],
        "customer_nos": ["138****1234", "KH-77"],
        "ids": ["居民身份证:310***********0023"],
        "phones": ["139****6721"],
        "accounts": ["****0123"],
        "region": "310199",
        "grade": "B",
        "level": "秘密",
        "secrecy": {"level": 3},
    }


def test_the_card_of_a_company_and_of_a_sole_trader() -> None:
    card = {**CARD, "name": "张三小店", "short_name": "张三", "names": ["张三"], "uscc": "92X"}
    firm = masked_card({**card, "kind": "F"})
    assert (firm["name"], firm["short_name"], firm["uscc"]) == ("张三小店", "张三", "92X")
    shop = masked_card({**card, "kind": "G"})
    assert (shop["name"], shop["short_name"], shop["names"]) == ("张三小店", "张*", ["张*"])


def test_a_card_without_a_kind_is_a_persons() -> None:
    assert masked_card({"name": "临江市望塔五金厂"})["name"] == "临*******"


def test_what_of_a_card_is_unmasked() -> None:
    assert masked_card(CARD, ["*"]) == CARD
    shown = masked_card(CARD, ["customer_name", "id_no", "phones"])
    assert shown["name"] == CARD["name"]
    assert shown["former_names"] == CARD["former_names"]
    assert shown["ids"] == CARD["ids"]
    assert shown["phones"] == CARD["phones"]
    assert shown["accounts"] == ["****0123"]


def test_what_is_shown_whole_is_a_copy() -> None:
    for fields in (["*"], [*CARD]):
        shown = masked_card(CARD, fields)
        shown["phones"].append("13912345678")
        assert CARD["phones"] == ["13900006721"]


def test_several_names_in_a_part_of_a_firms_form_are_peoples() -> None:
    view = masks._View(frozenset(), "F", TODAY, by_customer=False)
    rules = {"customer": "customer", "contact": {"names": "customer", "name": "customer"}}
    data = {"customer": ["李晓岚"], "contact": {"names": ["周文远", "某先生", "李"], "name": "王"}}
    assert view.whole(rules, data) == {
        "customer": ["李晓岚"],
        "contact": {"names": ["周**", "某**", "*"], "name": "*"},
    }


def test_what_he_may_see_whole_is_whole_in_a_text_too() -> None:
    view = masks._View(frozenset({"who"}), "", TODAY, by_customer=False)
    data = {"who": "李晓岚", "other": "周文远", "said": "李晓岚、周文远来电"}
    shown = view.whole({"who": "name", "other": "name", "said": "text"}, data)
    assert shown == {"who": "李晓岚", "other": "周**", "said": "李晓岚、周**来电"}


def test_m02_masking_a_masked_card_changes_nothing() -> None:
    once = masked_card(CARD)
    assert masked_card(once) == once


def test_m12_what_prints_a_masked_record_does_not_unmask_it() -> None:
    card = Card.of(masked_card(CARD))
    for text in (repr(card), str(card), json.dumps(as_data(card), ensure_ascii=False)):
        for value in ("李晓岚", "周文远", "13812341234", "0140023", "6222021"):
            assert value not in text
