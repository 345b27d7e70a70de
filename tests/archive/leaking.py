"""Two archives that differ by one file, which most of the staff may not know of.

Everything in the first is in the second; there, those who may have opened one file more, and done
with it whatever is done with files. What a reader without that right is told must be the same in
both. Names and numbers are invented.
"""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import hashlib
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from archive.customers import CORPORATE, INDIVIDUAL, Clock, change_card
from archive.hands import NOTICE
from archive.memory_store import MemoryStore
from archive.proceeding import PROCEEDERS, proceed

from csdforms.archive import numbers
from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.levels import RANKS
from csdforms.archive.secrecy.people import Registry
from csdforms.archive.secrecy.resolving import known
from csdforms.archive.secrecy.roles import ROLES
from csdforms.archive.store import PROCEEDINGS, SCHEDULES, Act, Store
from csdforms.errors import ClosedFile, CsdformsError, NotAllowedNow, NotAuthorised

KEEPER = "zhang"
#: Who opens the hidden file and works with it: account, person, role; all cleared for everything.
INSIDERS = {
    "in-clerk": ("何内一", "info_specialist"),
    "in-head": ("何内二", "info_supervisor"),
    "in-chief": ("何内三", "cs_manager"),
    **PROCEEDERS,
}
_TOP = 4
_CLOSED = "内部"
_FORM = "complaint_handling"


class Visible(NamedTuple):
    """What is to be said of an ordinary file, and what was done with it."""

    kind: str  # F, Z
    level: int
    items: int
    state: str
    alias: bool
    shares: str  # what it has in common with the hidden file: phone, surname, complaint, document
    granted: bool
    lent: bool
    course: str = ""  # what was begun with it, see COURSES


class Hidden(NamedTuple):
    """The same of the file that is hidden."""

    kind: str
    level: int
    items: int
    revised: bool
    granted: bool
    lent: bool
    copied: bool
    drafted: bool  # a colleague of the circle prepares another one
    case_closed: bool
    days: int  # that have passed since
    course: str = ""
    is_branch: bool = False  # of a file that everybody sees
    merges: bool = False  # with a file that everybody sees, if another person confirms it


class Facts(NamedTuple):
    """What somebody may ask for: of the hidden file, of one that he sees, of none."""

    file: str
    alias: str
    item: str
    case: str
    uscc: str
    identity: str
    phone: str
    name: str
    pinyin: str
    initials: str
    document: str
    grant: str
    loan: str
    draft: str

    @property
    def digest(self) -> str:
        """The hash of its document."""
        return hashlib.sha256(self.document.encode()).hexdigest()


class Pair(NamedTuple):
    """Both archives, and what is asked of them."""

    without: Store
    having: Store
    at: dt.datetime
    hidden: Facts
    seen: Facts
    absent: Facts

    @property
    def readers(self) -> list[str]:
        """The accounts that may not know of the hidden file."""
        store = self.having
        [key] = store.find("files", "number", self.hidden.file)
        card, at = store.get("files", key) or {}, moment(self.at)
        people = {account: Registry(store).person(account) for account in accounts()}
        return [
            account
            for account, person in people.items()
            if person is None or not known(store, person, card, at)
        ]


HIDDEN = Facts(
    file="", alias="XS-HD-77", item="", case="TS-20260305-771", uscc="91310115MA1K0HDN4T",
    identity="E77000771", phone="13877100771", name="", pinyin="", initials="",
    document="hidden paper", grant="", loan="", draft="",
)  # fmt: skip
#: The code of the customer whose file the circle still prepares.
SECOND = "91310115MA1K0HDM60"
_NAMES = {
    "F": ("琅琊云帆航天器材有限公司", "langyayunfan", "lyyf"),
    "Z": ("郎瑾瑜", "langjinyu", "ljy"),
}
ABSENT = Facts(
    file=numbers.make("F", 2026, 900), alias="XS-NO-99", item="", case="TS-20260305-999",
    uscc="91310199MA0NTH999T", identity="E99000999", phone="13899900999", name="无此名有限公司",
    pinyin="wuciming", initials="wcm", document="no paper", grant="SQ-2026-0900",
    loan="JY-2026-0900", draft="CG-2026-0900",
)  # fmt: skip
_VISIBLE = (
    "临江市望塔五金厂", "上海屿泊包装有限公司", "海宁青禾纺织有限公司", "苏州云栖电子有限公司"
)  # fmt: skip
_PERSONS = ("顾明月", "苏子由", "沈怀瑾", "陆放鹤")


def accounts() -> list[str]:
    """Return all accounts: one of each role, one who has left, one whom nobody registered."""
    return [*ROLES, "left", "nobody"]


def pair(
    visible: list[Visible],
    hidden: Hidden,
    *,
    new: Callable[[Act], Store] = MemoryStore,
    copied: Callable[[Store], Store] | None = None,
) -> Pair:
    """Make both archives; ``new`` makes the first, ``copied`` the second of it."""
    clock = Clock()
    without = new(Act("init", KEEPER, moment(clock())))
    archive = Archive(without, actor=KEEPER, clock=clock)
    files = [_open(archive, one, place) for place, one in enumerate(visible)]
    hire(archive)
    clock.at += dt.timedelta(hours=1)
    seen = ABSENT._replace(file=files[0])
    for one, number in zip(visible, files, strict=True):
        seen = _use(archive, one, number, seen)
        proceed(archive, number, one.course)
    draft = _drafted(archive, "info_specialist", "F", _VISIBLE[-1], uscc="91310199MA0SEE555S")
    archive.drafts.submit(draft, actor="info_specialist")
    card = dict(without.rows("files"))[1]
    seen = seen._replace(
        draft=draft,
        uscc=card.get("uscc", ""),
        identity=next(iter(card.get("ids", [])), ""),
        phone=next(iter(card.get("phones", [])), ""),
        name=card["name"],
        alias=next(iter(card.get("customer_nos", [])), ""),
        case="TS-20260305-100",
        document="paper 0",
    )
    having = (copied or clone)(without)
    facts = _hide(Archive(having, actor=KEEPER, clock=clock), clock, hidden, seen.file)
    for store in (without, having):  # what comes after it counts on from it, in the journal
        after = Archive(store, actor="in-clerk", clock=clock)
        with contextlib.suppress(NotAllowedNow, ClosedFile):
            after.file(seen.file, _FORM, {"complaint_content": "后来"}, section="3.2")
        with contextlib.suppress(NotAuthorised, ClosedFile):
            after.show(seen.file, purpose="核对")
        after.custody.inspect(reason="半年检查")
    absent = ABSENT._replace(item=f"{ABSENT.file}/3.2-2026-0001")
    clock.at += dt.timedelta(days=hidden.days, hours=3)
    return Pair(without, having, clock.at, facts, seen, absent)


def clone(store: Store) -> MemoryStore:
    """Return a copy; no commit changes the tables of either in the other."""
    assert isinstance(store, MemoryStore)
    other = copy.copy(store)
    other.written, other.noted, other.kept = (
        list(store.written),
        list(store.noted),
        dict(store.kept),
    )
    other._lock, other._notes = threading.RLock(), threading.Lock()
    return other


def hire(archive: Archive) -> None:
    """Register the department, as the registry keeps it."""
    since = archive.office.moment()
    staff = {name: (role.title, name, role.clearance) for name, role in ROLES.items()}
    staff |= {name: (person, role, _TOP) for name, (person, role) in INSIDERS.items()}
    staff["left"] = ("离岗人", "cs_manager", _TOP)
    with archive.store.writing() as work:
        for key, (account, (person, role, level)) in enumerate(staff.items(), start=1):
            entry = {"account": account, "person": person, "roles": [role], "clearance": level}
            entry |= {"since": since} | ({"left": since} if account == "left" else {})
            work.put("staff", key, entry)
        work.record(Act("staff", KEEPER, since))


def _open(archive: Archive, one: Visible, place: int) -> str:
    company = one.kind == "F"
    data: dict[str, Any] = {
        "customer_name": _VISIBLE[place] if company else _PERSONS[place],
        "confidentiality": _CLOSED,
        "region_code": "310115",
        "customer_grade": "B",
        "salesperson": ROLES["sales"].title if place == 0 else "业务二",
        "opened_on": "2026-03-05",
        "phone" if company else "mobile": f"1380000{place:04}",
    }
    if one.shares == "surname" and not company:
        data["customer_name"] = "郎瑾" + "玉玟琪瑞"[place]
    if one.shares == "phone":
        data["phone" if company else "mobile"] = HIDDEN.phone
    if company and place != 1:  # one has no code, so that a sheet might say any
        data |= {"uscc": f"91310199MA0SEE{place:03}T", "org_kind": "企业法人"}
    elif not company and place != 1:
        data |= {"id_type": "护照", "id_no": f"E0000000{place}"}
    number = archive.open_file(
        data, form=CORPORATE if company else INDIVIDUAL, document=f"profile {place}".encode()
    ).number
    for item in range(one.items):
        sheet = {"complaint_no": f"TS-20260305-1{place}{item}", "complaint_content": f"来电{item}"}
        if one.shares == "complaint":
            sheet["complaint_no"] = HIDDEN.case
        paper = HIDDEN.document if one.shares == "document" else f"paper {place}"
        archive.file(number, _FORM, sheet, paper.encode(), section="3.2", title="投诉处理表")
    if one.alias:
        archive.add_alias(number, f"XS-{place}")
    level = max(one.level, 0 if company else 1)
    change_card(archive, number, secrecy={"level": level}, state=one.state)
    return number


def _use(archive: Archive, one: Visible, number: str, seen: Facts) -> Facts:
    """Let the staff do with a file what is done every day."""
    if one.items:
        seen = seen._replace(item=f"{number}/3.2-2026-0001")
    if one.granted:
        reader = "in-clerk" if one.level > 1 else "info_specialist"
        asked = archive.grants.ask(number, purpose="核对", days=5, actor=reader)
        archive.grants.approve(asked, actor="in-chief")
        seen = seen._replace(grant=asked)
    if one.lent and one.state == "ACTIVE":
        loan = archive.loans.lend(number, "何内一", purpose="核对", pages=2, actor="in-head")
        seen = seen._replace(loan=loan.number)
    return seen


def profile(kind: str, name: str, **changes: Any) -> dict[str, Any]:
    """Return the profile of a customer, without what identifies him."""
    data: dict[str, Any] = {"customer_name": name, "confidentiality": _CLOSED}
    if kind == "F":
        data |= {"org_kind": "企业法人", "invoice_title": name, "invoice_tax_no": "1"}
        data |= {"invoice_address_phone": "无", "bank_accounts": [{"account_no": "1"}]}
    return {key: value for key, value in {**data, **changes}.items() if value}


PAPERS = {
    "F": [
        {"kind": "营业执照", "valid_to": "2048-06-11", "copy_at": "客户处"},
        {"kind": "法定代表人身份证明", "copy_at": "客户处"},
        {"kind": "开票资料", "copy_at": "客户处"},
    ],
    "Z": [
        NOTICE,
        {"kind": "身份证件", "need": "实名登记", "seen_by": "何内一", "seen_on": "2026-03-05"},
    ],
}  # fmt: skip


def _drafted(archive: Archive, actor: str, kind: str, name: str, **changes: Any) -> str:
    data = profile(kind, name, **changes)
    form = CORPORATE if kind == "F" else INDIVIDUAL
    papers: list[Mapping[str, Any]] = [dict(paper) for paper in PAPERS[kind]]
    for paper in papers:
        if paper["kind"] == "营业执照":
            paper["number"] = data["uscc"]  # type: ignore[index]
        elif paper["kind"] == "身份证件":
            paper["number"] = data["id_no"]  # type: ignore[index]
    return archive.drafts.create(data, form=form, papers=papers, actor=actor).number


def _identity(kind: str, facts: Facts) -> dict[str, str]:
    if kind == "F":
        return {"uscc": facts.uscc, "phone": facts.phone}
    return {"id_type": "护照", "id_no": facts.identity, "mobile": facts.phone}


def _hide(archive: Archive, clock: Clock, hidden: Hidden, seen: str) -> Facts:
    """Open the file that is hidden, from the first moment, and work with it."""
    name, pinyin, initials = _NAMES[hidden.kind]
    level = RANKS[2]  # until its circle is named, nobody but the general manager could go on
    said = {**_identity(hidden.kind, HIDDEN), "confidentiality": level, "region_code": "320199"}
    draft = _drafted(archive, "in-clerk", hidden.kind, name, **said, customer_no=HIDDEN.alias)
    archive.drafts.submit(draft, actor="in-clerk")
    archive.drafts.accept(draft, actor="in-head")
    number = archive.drafts.approve(draft, document=HIDDEN.document.encode(), actor="gm").number
    facts = HIDDEN._replace(
        file=number, name=name, pinyin=pinyin, initials=initials, draft=draft,
        item=f"{number}/3.2-2026-0001",
    )  # fmt: skip
    inside = (*(person for person, _ in INSIDERS.values()), ROLES["gm"].title)
    circle = inside if hidden.level > 2 else ()
    archive.secrecy.propose(
        number, hidden.level, circle=circle, reason="涉密", basis="目录一", actor="in-chief"
    )
    archive.secrecy.decide(number, actor="gm")
    for item in range(hidden.items):
        sheet = {"complaint_no": HIDDEN.case, "complaint_content": f"密{item}"}
        archive.file(
            number, _FORM, sheet, HIDDEN.document.encode(), section="3.2", actor="in-clerk"
        )
    if hidden.revised:
        newer = profile(hidden.kind, name, **said | {"region_code": "320102"})
        archive.revise(number, newer, reason="迁址", actor="in-clerk")
        archive.secrecy.extend(number, "长期", reason="仍须保密", actor="in-chief")
    if hidden.granted:
        asked = archive.grants.ask(number, purpose="核对", fields=["*"], actor="in-head")
        archive.grants.approve(asked, actor="gm")
        facts = facts._replace(grant=asked)
        archive.show(number, purpose="核对", actor="in-head")
    if hidden.lent and hidden.level < _TOP:
        loan = archive.loans.lend(number, "何内一", purpose="核", pages=1, actor="in-chief")
        facts = facts._replace(loan=loan.number)
    if hidden.copied:
        _copied(archive, number, clock)
    if hidden.case_closed and hidden.items:
        archive.cases.close(number, HIDDEN.case, reason="办结", actor="in-head")
    if hidden.drafted:
        other = {"uscc": SECOND, "confidentiality": RANKS[hidden.level]}
        _drafted(archive, "in-clerk", "F", "琅琊云帆推进技术有限公司", **other)
    if hidden.is_branch and seen.startswith("KH-F"):  # a head office is an organisation
        change_card(archive, number, parent=seen)
    if hidden.merges:
        with contextlib.suppress(CsdformsError):
            archive.custody.merge(
                number, seen, reason="同一客户", absorption="登记通知书", actor="in-head"
            )
    proceed(archive, number, hidden.course)
    return facts


def _copied(archive: Archive, number: str, clock: Clock) -> None:
    """Put a copy that is out into the register."""
    at = moment(clock())
    row = {"file": number, "reader": "何内一", "kind": "print", "copy_no": 1, "at": at}
    row |= {"day": at[:10], "records": {"credit": 0, "transaction": 0, "other": 1}}
    with archive.store.writing() as work:
        work.put("copies", work.last_key("copies") + 1, row)
        work.record(Act("print", "gm", at, number))


# --- what somebody is told ------------------------------------------------------------------------


def told(value: Any) -> Any:
    """Return everything that can be seen of a result or an error, so that two can be compared."""
    if isinstance(value, BaseException):
        facts = sorted((name, told(fact)) for name, fact in vars(value).items())
        said = told(value.args) if isinstance(value, CsdformsError) else ""
        return [type(value).__name__, str(value), repr(value), said, facts]
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return [type(value).__name__, repr(value), str(value), *map(told, value)]
    if isinstance(value, Mapping):
        return [[str(name), told(inner)] for name, inner in value.items()]
    if isinstance(value, Iterator):
        return list(_drained(value))
    if isinstance(value, list | tuple):
        return [told(one) for one in value]
    return repr(value)


def _drained(values: Iterator[Any]) -> Iterator[Any]:
    try:
        for value in values:
            yield told(value)
    except CsdformsError as error:
        yield told(error)


_NUMBER = re.compile(
    r"KH-[FGZ]-\d{4}-\d{6}-[0-9X]|(?:SQ|JY|CG|JC|BG|BQ|HB|QQ|ZX|FC|HF|JD|XH)-\d{4}-\d{4}"
    r"|[A-Z]{2,4}-\d{8}-\d{3}|BM/\d\.\d{1,2}-\d{4}-\d{4}"  # issued sheets, their items
)


def without_new_numbers(text: str, given: set[str]) -> str:
    """Return a text in which the numbers given out by the act itself count nothing.

    What is registered is counted through the year, what is issued through the day, hidden or not:
    the next number tells how many there were, and nothing of any of them.
    """
    return _NUMBER.sub(lambda found: found[0] if found[0] in given else "新号", text)


def numbers_in(*said: object) -> set[str]:
    """Return the numbers in what was said."""
    return {number for one in said for number in _NUMBER.findall(str(one))}


def numbers_of(store: Store) -> set[str]:
    """Return all numbers that were given out before."""
    tables = ("files", "items", "grants", "loans", "drafts", "copies", *PROCEEDINGS, *SCHEDULES)
    return numbers_in(*(row for table in tables for _, row in store.rows(table)))
