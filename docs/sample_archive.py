"""Builds the sample archive in archive/: ``python docs/sample_archive.py``.

Fictional customers with every kind of item: a company, its branch, two firms of decorators, a
hotel, a sole trader and three persons; versions, an alias, and the samples of all other forms; a
quarter's sales, receipts, bills and targets, and two sheets computed from what is kept; then what
is done with files: looked for and read, classified, printed, lent, checked, held; a person's
request; and the hotel deregistered and sealed. Nothing is destroyed in it: that takes more persons
than one. It is in clear, and has one keeper, whose account nobody has: who wants to look around
copies it and takes the copy over (``csdforms archive staff take-over``). The clock, the account,
the computer and the randomness are given, so that the same samples make the same archive.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from csdforms import filing, reports
from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.joint_check import LINES
from csdforms.archive.personal_data.answers import NewAnswer
from csdforms.archive.personal_data.taking import NewRequest
from csdforms.archive.store import LEDGERS, Act
from csdforms.archive.tiny import TinyStore
from csdforms.ledgers.importing import import_file
from csdforms.reports.catalogue import report_of
from csdforms.reports.charts.document import with_charts
from csdforms.reports.issuing import next_number
from csdforms.schemas.catalogue import identifiers
from csdforms.schemas.masking import Mask
from csdforms.shipped import shared_folder
from csdforms.templates.filling import print_form

__all__ = ["build"]

FOLDER = shared_folder("archive")
IDENTITY = "5f0a1c62-7d1b-4c8e-9a53-2b6f0d7e4c11"
ACCOUNT = "档案员"
HOST = "archive-pc"
TODAY = dt.date(2026, 10, 8)
START = dt.datetime(2026, 10, 8, 9, 0, 0)
PROFILES = ("corporate_customer_profile", "individual_customer_profile")
#: The sheets that are computed, and the quarter that they are about.
COMPUTED = ("complaint_statistics", "customer_sales_overview")
QUARTER = (dt.date(2026, 1, 1), dt.date(2026, 3, 31))

#: What the other customers' profiles say otherwise than the sample of the company.
DECORATORS = {
    "customer_no": "KH-F-2025-000087-0",
    "customer_name": "临江市澄湖家居装饰有限公司",
    "short_name": "澄湖装饰",
    "org_kind": "企业法人",
    "uscc": "91310114MAXX1Y1X13",
    "legal_representative": {"name": "秦晚澄", "phone": "13900006735"},
    "phone": "021-62345680",
    "region_code": "310114",
    "customer_grade": "C",
    "opened_on": "2025-03-17",
}
BRANCH = {
    "customer_name": "上海屿泊包装有限公司嘉定分公司",
    "short_name": "屿泊嘉定",
    "org_kind": "非法人企业",
    "legal_form": "分支机构",
    "uscc": "91310114MAXX2Y2X3N",
    "legal_representative": {"name": "沈屿舟", "phone": "13900006722"},
    "phone": "021-62345684",
    "region_code": "310114",
    "customer_grade": "B",
    "opened_on": "2026-04-02",
}
TRADER = {
    "customer_name": "临江市青禾果品店",
    "short_name": "青禾果品",
    "org_kind": "个体工商户",
    "uscc": "92310199MAXX3Y3X5B",
    "phone": "13900006761",
    "region_code": "310199",
    "customer_grade": "D",
    "opened_on": "2026-05-11",
}
OTHER_PERSON = {
    "customer_name": "陈国栋",
    "mobile": "13900006732",
    "home_address": "临江市海晏区望潮路52号2幢101室",
    "region_code": "310199",
    "customer_grade": "C",
    "consent": {
        "legal_basis": "个人同意",
        "consent_purpose": "建立客户档案，办理送货安装、售后服务和回访",
        "consent_items": ["姓名", "联系方式", "住址", "交易记录"],
        "consented_on": "2026-03-04",
        "consent_method": "书面签字",
    },
    "customer_signature": "陈国栋",
    "salesperson": "陈立",
    "opened_on": "2026-03-04",
    "prepared_by": "周明",
    "prepared_on": "2026-03-04",
}
HOTEL: dict[str, Any] = {
    "customer_no": "KH-F-2024-000087-7",
    "customer_name": "云帆酒店管理（临江）有限公司",
    "short_name": "云帆酒店",
    "org_kind": "企业法人",
    "uscc": "91310199MAXX4Y4X72",
    "legal_representative": {"name": "沈屿舟", "phone": "13900006722"},
    "phone": "021-62345600",
    "region_code": "310199",
    "customer_grade": "A",
    "confidentiality": "秘密",
    "opened_on": "2024-05-20",
}
HARBOUR: dict[str, Any] = {
    "customer_no": "KH-F-2025-000118-7",
    "customer_name": "临江市新港装饰工程有限公司",
    "short_name": "新港装饰",
    "org_kind": "企业法人",
    "uscc": "91310199MAXX5Y5X9M",
    "legal_representative": {"name": "高岸", "phone": "13900006741"},
    "phone": "021-62345685",
    "region_code": "310199",
    "customer_grade": "B",
    "opened_on": "2025-06-03",
}
THIRD_PERSON = OTHER_PERSON | {
    "customer_no": "KH-Z-2025-000311-5",
    "customer_name": "王建萍",
    "mobile": "13900006748",
    "customer_signature": "王建萍",
    "opened_on": "2025-09-15",
}
#: What two samples, of firms with the same code as the company's, say here.
OTHERWISE = {
    "authority_letter": {"uscc": HOTEL["uscc"]},
    "file_merge_approval": dict.fromkeys(("uscc", "merged_uscc"), HARBOUR["uscc"]),
}
#: Of the company's sample, what any company of the same trade would say as well.
COMMON = (
    "office_address",
    "business_scope",
    "contacts",
    "salesperson",
    "prepared_by",
    "prepared_on",
)


def build(folder: Path) -> None:
    """Build the sample archive in a new or empty folder."""
    ticks = _every(dt.timedelta(minutes=7))
    salts = Random(20260706)  # noqa: S311 - the same archive every time, of customers who are none
    act = Act("init", ACCOUNT, moment(START))
    store = TinyStore.create(
        folder, IDENTITY, act, actor=ACCOUNT, clock=ticks, salt=lambda: salts.randbytes(16).hex()
    )
    office = "csdforms.archive.office."
    with (
        patch(office + "_host", return_value=HOST),
        patch(office + "time.monotonic_ns", return_value=0),
        Archive(store, actor=ACCOUNT, clock=ticks) as archive,
    ):
        company, person = _open_files(archive)
        for form in identifiers():
            if form not in PROFILES:
                data = _sample(form) | OTHERWISE.get(form, {})
                filing.file_form(archive, None, form, data, today=TODAY)
        for table in LEDGERS:
            path = shared_folder("examples") / "ledgers" / f"{table}.csv"
            import_file(archive.ledgers, table, path, purpose="季末对账", today=TODAY)
        for form in COMPUTED:
            _file_report(archive, form)
        _use_files(archive, company, person)
        _keep_files(archive, person)
        _close_file(archive, HOTEL["customer_no"])


def _open_files(archive: Archive) -> tuple[str, str]:
    """Open the files; return the numbers of the company's and the first person's."""
    company, person = (_sample(form) for form in PROFILES)
    head = filing.create(archive, PROFILES[0], company, today=TODAY, reason="新客户").number
    number = filing.create(archive, PROFILES[1], person, today=TODAY, reason="新客户").number
    common = {name: company[name] for name in COMMON}
    filing.create(archive, PROFILES[0], common | DECORATORS, today=TODAY, reason="老客户补建档案")
    filing.create(archive, PROFILES[0], common | BRANCH, parent=head, today=TODAY, reason="新客户")
    filing.create(archive, PROFILES[0], common | TRADER, today=TODAY, reason="新客户")
    filing.create(archive, PROFILES[1], OTHER_PERSON, today=TODAY, reason="新客户")
    filing.create(archive, PROFILES[0], common | HOTEL, today=TODAY, reason="老客户补建档案")
    filing.create(archive, PROFILES[0], common | HARBOUR, today=TODAY, reason="老客户补建档案")
    filing.create(archive, PROFILES[1], THIRD_PERSON, today=TODAY, reason="老客户补建档案")
    moved = person | {"habitual_address": "上海市浦东新区云帆路190弄6号"}
    filing.revise(archive, number, moved, reason="客户来电告知搬家", today=TODAY)
    archive.add_alias(head, "XS-0236", reason="销售部的客户编号")
    return head, number


def _file_report(archive: Archive, form: str) -> None:
    """Compute a sheet and file it; nobody is given the document."""
    report = report_of(form)
    start, end = QUARTER
    number = next_number(archive.store, report, end)
    sheet = reports.compute(archive, form, start=start, end=end, number=number)
    document = with_charts(print_form(sheet.form, mask=Mask.NONE), report.charts(sheet.form))
    archive.file(
        "",
        form,
        sheet.data,
        document,
        section=sheet.form.section,
        title=sheet.form.title(),
        edition=str(sheet.form.edition),
        purpose="季报",
    )


def _use_files(archive: Archive, company: str, person: str) -> None:
    """Let happen to files what happens: each leaves its line in the journal, or in the log."""
    archive.find("李晓")
    archive.show(person, purpose="电话回访")
    archive.secrecy.propose(
        company, "机密", circle=("陈立",), reason="重点客户", basis="定密目录 2.2"
    )
    archive.secrecy.decide(company)
    with archive.copies.printing(company, purpose="合同谈判"):
        pass  # the paper itself is not kept
    loan = archive.loans.lend(person, "周明", purpose="核对退款账户", pages=3)
    archive.loans.give_back(loan.number, 3, condition="完好")


def _keep_files(archive: Archive, person: str) -> None:
    """Hold a file for a court, check all of them, and answer a person."""
    reference = "（2026）临0199民初512号"
    archive.custody.hold(HARBOUR["customer_no"], reference=reference, reason="工程款诉讼")
    archive.custody.inspect([(person, "faded")], reason="下半年检查")
    new = NewRequest("read", "李晓岚", "本人来取", "想看档案里有我的哪些信息", file=person)
    asked = archive.personal_requests.take(new._replace(proof="看过居民身份证原件"))
    given = NewAnswer("granted", "已当面给您看过全部内容", channel="当面")
    archive.personal_requests.answer(asked.number, given)


def _close_file(archive: Archive, number: str) -> None:
    """Deregister a customer, and seal the file."""
    desk = archive.deregistration
    agent = {"kind": "agent", "document": "授权委托书", "issued_on": "2026-09-20"}
    case = desk.apply(
        number,
        "D1",
        reason="客户由集团统一采购",
        settlement="已经对清，没有往来款项",
        authority=agent | {"holder_seen_by": "周明"},
    ).number
    desk.check(case)
    balance = {"balance": "0.00", "currency": "CNY", "as_of": "2026-09-30", "agreed": True}
    for line in LINES:
        desk.sign(case, line.code, clear=True, statement=balance if line.statement else None)
    desk.check(case)
    desk.approve(case)
    for step, paper in (
        ("account", "对账单2026-91"),
        ("signature", "销户函2026-8"),
        ("letter", "销户函2026-8"),
        ("receipt", "回执2026-8"),
    ):
        desk.settle(case, step, document=paper, how="挂号信" if step == "letter" else "")
    archive.seals.prepare(number)


def _sample(form: str) -> dict[str, Any]:
    path = shared_folder("examples") / f"{form}.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def _every(step: dt.timedelta) -> Callable[[], dt.datetime]:
    """Return a clock that goes on by one step each time it is looked at."""
    now = START

    def clock() -> dt.datetime:
        nonlocal now
        now += step
        return now

    return clock


def main() -> None:
    """Write the sample archive anew; what is not committed with it goes, but for the text."""
    with TemporaryDirectory() as parent:
        built = Path(parent) / "archive"
        build(built)
        for path in FOLDER.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "README.md":
                path.unlink()
        for name in ("journal.jsonl", "access.jsonl"):
            shutil.copyfile(built / name, FOLDER / name)
        shutil.copytree(built / "documents", FOLDER / "documents")


if __name__ == "__main__":
    main()
