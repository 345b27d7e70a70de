"""Files of other systems: read, checked, imported once; what is wrong goes into a workbook."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from archive.customers import Clock, open_company, open_person

from csdforms.archive.archive import Archive
from csdforms.errors import CsdformsError, MissingFile, OutputExists, UnreadableInput
from csdforms.intake.grid import Grid
from csdforms.intake.marking import rewritten
from csdforms.ledgers import error_book
from csdforms.ledgers.error_book import write_errors
from csdforms.ledgers.importing import Imported, import_file

TODAY = dt.date(2026, 3, 31)
HEADINGS = [
    "单据编号",
    "客户编码",
    "日期",
    "类型",
    "品名",
    "数量",
    "单价",
    "金额",
    "税率",
    "含税",
    "成本",
    "业务员",
]


@pytest.fixture
def archive(tmp_path: Path, clock: Clock) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive", actor="zhang", clock=clock) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


def table(path: Path, *rows: Sequence[object], encoding: str = "utf-8") -> Path:
    """Write rows as the file's name says."""
    if path.suffix == ".csv":
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        path.write_bytes(rewritten([Grid("导出", list(rows))], {}))
    return path


def sale(number: str, file: str, *changes: tuple[str, object]) -> list[object]:
    cells: dict[str, object] = dict.fromkeys(HEADINGS, "")
    cells |= {"单据编号": number, "客户编码": file, "日期": "2026-03-05", "品名": "纸箱"}
    cells |= {"数量": 2, "单价": "5.00", "金额": "10.00", **dict(changes)}
    return list(cells.values())


def run(archive: Archive, path: Path, kind: str = "sales", **said: Any) -> Imported:
    return import_file(archive.ledgers, kind, path, today=TODAY, **said)


def kept(archive: Archive, kind: str = "sales") -> list[dict[str, object]]:
    own = ("at", "by", "source")
    return [
        {name: value for name, value in one.items() if name not in own}
        for _, one in archive.store.rows(kind)
    ]


def problems(done: Imported) -> list[tuple[str, str]]:
    return [(f.place, f.message) for one in done.wrong for f in one.flaws if f.is_error]


@pytest.mark.parametrize(
    ("suffix", "encoding"), [(".csv", "gb18030"), (".csv", "utf-16"), (".xlsx", "")]
)
def test_lines_of_one_number_are_one_document(
    archive: Archive, tmp_path: Path, suffix: str, encoding: str
) -> None:
    file, other = open_company(archive), open_person(archive)
    path = table(
        tmp_path / f"三月{suffix}",
        ["三月销售明细"],
        HEADINGS,
        sale("XS-1", file, ("税率", "13%"), ("含税", "否"), ("成本", "7.5"), ("业务员", "王敏")),
        sale("XS-2", other),
        sale("xs-1", file, ("类型", "销售退货"), ("数量", -1), ("金额", "-5.00")),
        ["合计", "", "", "", "", 3, "", "15.00"],
        encoding=encoding,
    )
    done = run(archive, path)
    assert (problems(done), done.warnings) == ([], [])
    assert (done.rows, dict(done.counts)) == (3, {"new": 2})
    assert done.notes == ["第 6 行是合计，没有当作数据。"]
    first = {
        "kind": "销售", "product_name": "纸箱", "quantity": "2", "unit_price": "5.00",
        "amount": "10.00", "tax_rate": "0.13", "tax_included": False, "cost_amount": "7.50",
        "salesperson": "王敏",
    }  # fmt: skip
    second = {
        "kind": "退货", "product_name": "纸箱", "quantity": "1", "unit_price": "5.00",
        "amount": "5.00", "tax_included": True,
    }  # fmt: skip
    by_number = {str(one["number"]): one for one in kept(archive)}
    assert by_number["XS-1"] == {
        "number": "XS-1", "file": file, "on": "2026-03-05", "lines": [first, second],
    }  # fmt: skip
    assert by_number["XS-2"]["file"] == other
    assert dict(run(archive, path).counts) == {"same": 2}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_a_document_says_once_holds_for_all_its_lines(
    archive: Archive, tmp_path: Path, suffix: str
) -> None:
    """As where number, customer and day are merged cells; page breaks repeat the headings."""
    file, other = open_company(archive), open_person(archive)
    once = [("单据编号", ""), ("客户编码", ""), ("日期", "")]
    path = table(
        tmp_path / f"三月{suffix}",
        HEADINGS,
        sale("XS-1", file, ("类型", "退货"), ("含税", "否"), ("业务员", "王敏")),
        HEADINGS,
        sale("", file, ("日期", ""), ("品名", "胶带"), ("类型", "退货"), ("业务员", "李强")),
        ["", "", "", "", "合计", 4],
        sale("XS-2", other),
        sale("", "", *once[2:], ("品名", "胶带"), ("类型", "退货")),
    )
    done = run(archive, path)
    assert (problems(done), dict(done.counts)) == ([], {"new": 2})
    assert done.notes == [
        "第 3 行是重复的标题，没有当作数据。",
        "第 5 行是合计，没有当作数据。",
        "第 4、7 行没有“单据编号”，当作接着上面一张单的，空着的照它的第一行。",
    ]
    first, second = kept(archive)
    boxes = ("kind", "product_name", "tax_included", "salesperson")
    said = [[line.get(box) for box in boxes] for line in list(first["lines"])]  # type: ignore[call-overload]
    assert said == [["退货", "纸箱", False, "王敏"], ["退货", "胶带", False, "李强"]]
    said = [[line.get(box) for box in boxes] for line in list(second["lines"])]  # type: ignore[call-overload]
    assert said == [["销售", "纸箱", True, None], ["退货", "胶带", True, None]]


def test_of_a_document_that_goes_on_no_half_comes_in(archive: Archive, tmp_path: Path) -> None:
    file, other = open_company(archive), open_person(archive)
    path = table(
        tmp_path / "三月.csv",
        HEADINGS,
        sale("XS-1", file),
        sale("", "", ("日期", ""), ("金额", "abc"), ("业务员", "王敏")),
        sale("XS-2", file),
        sale("", other, ("日期", "")),  # another customer's: its number is missing
        ["", "", "", "", "", "", "", "", "", "", "", "抄送财务"],
        sale("", "", ("日期", "")),  # what stands above has no number either
    )
    done = run(archive, path)
    assert done.notes == ["第 3 行没有“单据编号”，当作接着上面一张单的，空着的照它的第一行。"]
    places = " ".join(place for place, _ in problems(done))
    assert places == "H3 A5 C5 A6 B6 C6 E6 H6 A7 B7 C7"
    assert [one["number"] for one in kept(archive)] == ["XS-2"]
    with write_errors(done, tmp_path / "问题.csv").open(encoding="utf-8-sig", newline="") as text:
        wrong = list(csv.reader(text))
    assert [row[:3] for row in wrong[1:3]] == 2 * [["XS-1", file, "2026-03-05"]]


@pytest.mark.parametrize(
    "what", ["单据合计", "金额合计", "小计(元)", "合 计（大写）", "Grand Total", "优惠后合计"]
)
def test_a_sum_without_a_number_is_no_line(archive: Archive, tmp_path: Path, what: str) -> None:
    file = open_company(archive)
    total = sale("", "", ("日期", ""), ("品名", what))
    done = run(archive, table(tmp_path / "a.csv", HEADINGS, sale("XS-1", file), total))
    assert {place for place, _ in problems(done)} == {"A3", "B3", "C3"}
    assert [len(list(one["lines"])) for one in kept(archive)] == [1]  # type: ignore[call-overload]
    bare = sale("", "", ("日期", ""), ("品名", ""))
    done = run(archive, table(tmp_path / "b.csv", HEADINGS, sale("XS-2", file), bare))
    assert dict(done.counts) == {"new": 1, "wrong": 1}


def test_whether_a_line_gives_back_is_not_taken_from_another(
    archive: Archive, tmp_path: Path
) -> None:
    file = open_company(archive)
    on = [("客户编码", ""), ("日期", "")]
    back = sale("", "", on[1], ("品名", "胶带"), ("数量", -1), ("金额", "-5.00"))
    path = table(tmp_path / "a.csv", HEADINGS, sale("XS-1", file), back)
    assert run(archive, path).counts["new"] == 1
    assert [line["kind"] for line in list(kept(archive)[0]["lines"])] == ["销售", "退货"]  # type: ignore[call-overload]
    open_ = sale("", "", on[1], ("品名", "胶带"))
    path = table(tmp_path / "b.csv", HEADINGS, sale("XS-2", file, ("类型", "退货")), open_)
    assert problems(run(archive, path)) == [("D3", "第 2 行写的是“退货”，这一行请也写明。")]


def test_a_month_or_a_customer_spelt_twice_is_one_target(archive: Archive, tmp_path: Path) -> None:
    file, other = open_company(archive), open_person(archive)
    archive.add_alias(other, "老客户")
    head = ["客户编号", "月份", "目标金额"]
    rows = [[file, "2026年5月", 100], [file, "2026/5", 200], [other, "2026-05", 1]]
    path = table(tmp_path / "目标.csv", head, *rows, ["老客户", "2026-05", 2], ["", "2026-06", 3])
    for said in ({"dry_run": True}, {"update": True}):
        done = run(archive, path, "targets", **said)
        assert problems(done) == [
            ("B3", "与第 2 行重复，只能有一行。"),
            ("B5", "同一文件里，这位客户这个月已另有一行，只能有一行。"),
        ]
    months = [(one["number"], one["amount"]) for one in kept(archive, "targets")]
    assert months == [(f"{other}/2026-05", "1.00"), (f"{other}/2026-06", "3.00")]


def test_what_is_wrong_is_said_at_its_cell_and_the_others_come_in(
    archive: Archive, tmp_path: Path
) -> None:
    file, other = open_company(archive), open_person(archive)
    path = table(
        tmp_path / "a.csv",
        HEADINGS,
        sale("XS-1", file, ("金额", "十元"), ("日期", "")),
        sale("XS-2", "C-无", ("金额", "10.40")),
        sale("XS-3", file),
        sale("XS-3", other, ("日期", "2026-03-06")),
        sale("XS-4", file, ("金额", "11.00")),
        sale("XS-5", file, ("金额", "-10.00"), ("类型", "销售")),
        sale("XS-6", file, ("日期", "2026-04-01")),
        [*sale("XS-7", file), "多"],
        sale("XS-8", file, ("金额", "-10.00"), ("类型", "退货")),
    )
    done = run(archive, path)
    assert [place for place, _ in problems(done)] == [
        "C2", "H2", "B3", "B5", "C5", "H7", "C8", "第 9 行", "H10",
    ]  # fmt: skip
    assert dict(done.counts) == {"wrong": 7, "new": 1}
    assert [(flaw.place, flaw.is_error) for flaw in done.warnings] == [("H6", False)]
    assert [one["number"] for one in kept(archive)] == ["XS-4"]
    assert len(done.wrong) == 8


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_error_workbook_is_mended_and_imported_again(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    file = open_company(archive)
    rows = [sale("XS-1", file), sale("XS-2", "C-无"), sale("XS-2", "C-无", ("品名", "胶带"))]
    done = run(archive, table(tmp_path / "a.csv", HEADINGS, *rows))
    if suffix == ".csv":

        def missing(_: Imported) -> bytes:
            raise CsdformsError("没有")

        monkeypatch.setattr(error_book, "_book", missing)
    marked = write_errors(done)
    assert marked.name == f"a_问题{suffix}"
    again = run(archive, marked)
    assert [one.cells[-1] for one in again.wrong] == [
        "客户编号：没有这位客户的档案；这一栏写档案号，或登记过的别号。", "同一单据的其他行有错。",
    ]  # fmt: skip
    assert again.notes == []
    assert write_errors(again).name == f"a_问题2{suffix}"
    archive.add_alias(file, "C-无")
    assert dict(run(archive, marked).counts) == {"new": 1}
    assert len(kept(archive)[1]["lines"]) == 2  # type: ignore[arg-type]
    with pytest.raises(OutputExists):
        write_errors(done, tmp_path / "a.csv")


def test_m09_a_cell_that_looks_like_a_formula_is_text_in_the_csv(
    archive: Archive, tmp_path: Path
) -> None:
    texts = ("=1+1", "＝1+1", "@甲", "-5", '="007"')
    rows = [sale("XS-1", "C-无", ("品名", text)) for text in texts]
    done = run(archive, table(tmp_path / "a.csv", HEADINGS, *rows))
    marked = write_errors(done, tmp_path / "错.csv")
    with marked.open(encoding="utf-8-sig", newline="") as file:
        cells = [row[4] for row in csv.reader(file)]
    assert cells == ["品名", " =1+1", " ＝1+1", " @甲", "-5", '="007"']


def test_all_or_nothing_and_a_dry_run(archive: Archive, tmp_path: Path) -> None:
    file = open_company(archive)
    good, bad = sale("XS-1", file), sale("XS-2", "C-无")
    both = table(tmp_path / "a.csv", HEADINGS, good, bad)
    for flag in ("all_or_nothing", "dry_run"):
        said: dict[str, Any] = {flag: True}
        done = run(archive, both, **said)
        assert dict(done.counts) == {"new": 1, "wrong": 1}
        assert not done.is_written
    assert kept(archive) == []
    done = run(archive, table(tmp_path / "b.csv", HEADINGS, good), all_or_nothing=True)
    assert done.is_written
    assert len(kept(archive)) == 1
    changed = table(tmp_path / "c.csv", HEADINGS, sale("XS-1", file, ("品名", "胶带")))
    assert problems(run(archive, changed))[0][0] == "A2"
    assert dict(run(archive, changed, update=True).counts) == {"updated": 1}


def test_receipts_receivables_and_targets(archive: Archive, tmp_path: Path) -> None:
    file = open_company(archive)
    rows = [
        ["收款单号", "客户编号", "收款日期", "收款金额", "收款方式", "核销单号"],
        ["SK-1", file, "2026/3/5", "1,000", "转账", "YS-1"],
        ["SK-2", file, "2026-03-06", "-50", "-", ""],
        ["SK-1", file, "2026-03-05", "1", "", ""],
    ]
    done = run(archive, table(tmp_path / "r.csv", *rows), "receipts")
    assert problems(done) == [("A4", "与第 2 行重复，只能有一行。")]
    [one] = kept(archive, "receipts")
    assert (one["number"], one["kind"], one["amount"]) == ("SK-2", "退款", "50.00")
    rows = [
        ["发票号", "客户编号", "开票日期", "到期日", "应收金额", "已收金额", "销售单号"],
        ["FP-1", file, "2026-03-05", "2026-04-05", "100", "30", "XS-1"],
        ["FP-2", file, "2026-03-05", "2026-03-04", "100", "100.01", ""],
    ]
    done = run(archive, table(tmp_path / "y.csv", *rows), "receivables")
    assert [place for place, _ in problems(done)] == ["D3", "F3"]
    assert kept(archive, "receivables") == [
        {
            "number": "FP-1", "file": file, "on": "2026-03-05", "due_on": "2026-04-05",
            "amount": "100.00", "settled_amount": "30.00", "sale_no": "XS-1",
        }
    ]  # fmt: skip
    rows = [["客户编号", "月份", "目标金额"], [file, "2026年4月", "5万"], [file, "2026-05", "1"]]
    rows += [[file, "2026-05", "2"]]
    done = run(archive, table(tmp_path / "m.csv", *rows), "targets")
    assert [place for place, _ in problems(done)] == ["B4"]
    assert kept(archive, "targets") == [
        {"number": f"{file}/2026-04", "file": file, "on": "2026-04-01", "amount": "50000.00"}
    ]


def test_of_two_columns_for_a_box_the_one_called_so_is_read(
    archive: Archive, tmp_path: Path
) -> None:
    file = open_company(archive)
    path = table(
        tmp_path / "a.csv",
        ["订单号", "销售单号", "客户编号", "日期", "品名", "金额", "司机"],
        ["D-1", "XS-1", file, "2026-03-05", "纸箱", "1", "甲"],
    )
    done = run(archive, path)
    assert kept(archive)[0]["number"] == "XS-1"
    assert done.notes == [
        "“订单号”一栏没有读取：“销售单号”取自“销售单号”一栏。",
        "“司机”一栏没有读取。",
    ]


def test_beside_the_amount_with_tax_the_other_is_not_read(archive: Archive, tmp_path: Path) -> None:
    """As on invoices: 金额 is without tax where 价税合计 stands too."""
    file = open_company(archive)
    head = ["单据编号", "客户编号", "日期", "品名", "金额", "价税合计", "含税", "币种"]
    rows = [["XS-1", file, "2026-03-05", "纸箱", "100", "113", "否", "人民币"]]
    rows += [["XS-2", file, "2026-03-05", "纸箱", "100", "113", "否", "USD"]]
    done = run(archive, table(tmp_path / "a.csv", head, *rows))
    [one] = kept(archive)
    assert one["lines"] == [
        {"kind": "销售", "product_name": "纸箱", "amount": "113.00", "tax_included": True}
    ]
    assert done.notes == [
        "“金额”一栏没有读取：“金额”取自“价税合计”一栏。",
        "“含税”一栏没有读取：别的标题已说明是含税的。",
    ]
    assert [place for place, _ in problems(done)] == ["H3"]
    head = ["单据编号", "客户编号", "日期", "品名", "数量", "不含税单价", "金额"]
    run(archive, table(tmp_path / "b.csv", head, ["XS-3", file, "2026-03-05", "纸箱", 1, 5, 5]))
    [line] = list(kept(archive)[1]["lines"])  # type: ignore[call-overload]
    assert (line["amount"], line["tax_included"]) == ("5.00", False)


def test_a_line_exported_twice_is_doubted(archive: Archive, tmp_path: Path) -> None:
    file = open_company(archive)
    rows = [sale("XS-1", file), sale("XS-1", file, ("品名", "胶带")), sale("XS-1", file)]
    done = run(archive, table(tmp_path / "a.csv", HEADINGS, *rows))
    [doubt] = done.warnings
    assert (doubt.place, done.counts["new"]) == ("第 4 行", 1)
    assert doubt.message.startswith("与第 2 行完全相同")


def test_headings_of_a_common_system_and_those_that_nobody_knows(
    archive: Archive, tmp_path: Path
) -> None:
    file = open_company(archive)
    cells = ["2026/3/5", "SK-1", file, "￥1,234.50"]
    path = table(tmp_path / "a.csv", ["单据日期", "单据编号", "往来单位编号", "金额"], cells)
    assert run(archive, path, "receipts").counts["new"] == 1
    path = table(tmp_path / "b.csv", ["单据日期", "单据编号", "甲方", "金额"], cells)
    with pytest.raises(UnreadableInput, match=r"客户编号。.*请改标题（不认得的标题：“甲方”）"):
        run(archive, path, "receipts")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.pdf", b"x", "应是 .xlsx"),
        ("a.txt", b"x", "找不到标题行"),
        ("a.csv", b"", "没有内容"),
        ("a.csv", "你好,世界\n1,2\n".encode(), "找不到标题行"),
        ("a.csv", "销售单号,客户编号\nXS-1,C\n".encode(), "没有必填的栏目：销售日期、品名、金额"),
        ("a.csv", b"\x81\xff\xff", "文字编码"),
        ("a.xlsx", b"PK", "Excel"),
    ],
)
def test_what_is_no_such_file_is_refused(
    archive: Archive, tmp_path: Path, name: str, text: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(text)
    with pytest.raises(UnreadableInput, match=words):
        run(archive, tmp_path / name)


def test_a_text_file_with_tabs(archive: Archive, tmp_path: Path) -> None:
    file = open_company(archive)
    rows = [["收款单号", "客户编号", "收款日期", "收款金额"], ["SK-1", file, "2026-03-05", "1,000"]]
    path = tmp_path / "收款.txt"
    path.write_text("\n".join(map("\t".join, rows)), "gb18030")
    assert dict(run(archive, path, "receipts").counts) == {"new": 1}


def test_a_missing_file_a_folder_and_an_open_quotation_mark(
    archive: Archive, tmp_path: Path
) -> None:
    with pytest.raises(MissingFile):
        run(archive, tmp_path / "无.csv")
    (tmp_path / "夹.csv").mkdir()
    with pytest.raises(UnreadableInput, match="文件夹"):
        run(archive, tmp_path / "夹.csv")
    path = table(tmp_path / "a.csv", HEADINGS, *[sale(f"XS-{n}", "C") for n in range(30)])
    path.write_text(path.read_text("utf-8") + '"开', "utf-8")
    with pytest.raises(UnreadableInput, match="引号"):
        run(archive, path)


def test_no_value_of_a_customer_stands_in_the_errors(archive: Archive, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", HEADINGS, sale("XS-1", "C-秘", ("金额", "八百元整")))
    path = table(tmp_path / "a.csv", HEADINGS, sale("XS-1", "C-秘", ("金额", "8百")))
    done = run(archive, path)
    assert not any("8百" in text or "C-秘" in text for _, text in problems(done))
