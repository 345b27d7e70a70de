from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import inspect
import io
import itertools
import os
import signal
import subprocess
import sys
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import pytest
from support import FORMS, sample

import csdforms.templates.filling
from csdforms import batching
from csdforms.api import file_name
from csdforms.batching import Outcome, batch
from csdforms.errors import (
    CsdformsError,
    InvalidTemplate,
    LostValue,
    MissingFile,
    NotPermitted,
    TemplateWarning,
    UnknownForm,
)
from csdforms.intake.entries import Entry
from csdforms.schemas import settings
from csdforms.schemas.checking import Finding, parse
from csdforms.schemas.form import Form
from csdforms.schemas.masking import Mask
from csdforms.schemas.settings import Settings
from csdforms.templates.filling import render

FORM = "complaint_register_one"
TITLE = "客户投诉登记表一"
OWN = '''
import os
from typing import Annotated

from csdforms.schemas.complaint.complaint_register_one import ComplaintRegisterOne


class Sudden(ComplaintRegisterOne, title="客户投诉登记表一", section="3.2"):
    """A form of the department's own."""

    @classmethod
    def identifier(cls):
        return "complaint_register_one"

    def rules(self, today):
        if self.remarks == "断电":
            os._exit(7)
        yield from super().rules(today)
'''


def data(number: object = "TS-1", **more: object) -> dict[str, object]:
    return {**sample(FORM), "complaint_no": number, **more}


def run(entries: Any, folder: Path, **options: Any) -> list[Outcome]:
    return list(batch(FORM, entries, folder, **{"jobs": 1, **options}))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def name(number: str) -> str:
    return f"{TITLE}_{number}.docx"


def test_each_entry_becomes_a_document_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "投诉 登记"
    outcomes = run([data("TS-1"), data("TS-2")], folder)
    assert outcomes == [
        Outcome(0, "第 1 条", "made", folder / name("TS-1"), ()),
        Outcome(1, "第 2 条", "made", folder / name("TS-2"), ()),
    ]
    assert content(folder) == {
        name("TS-1"): render(FORM, data("TS-1")),
        name("TS-2"): render(FORM, data("TS-2")),
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
def test_every_form_goes_by_its_usual_name_and_only_once(form: type[Form], tmp_path: Path) -> None:
    entry = sample(form.identifier())
    first, second = batch(form, [entry, entry], tmp_path, jobs=1)
    assert first.path == tmp_path / file_name(parse(form, entry))
    assert (first.status, second.status) == ("made", "failed")
    assert [finding.path for finding in second.findings if finding.is_error] == [form.number]
    assert "第 1 条" in second.findings[0].message
    assert list(tmp_path.iterdir()) == [first.path]


def mixed() -> list[dict[str, object]]:
    """Forty entries: good ones, broken ones, two of one number far apart."""
    entries = [data(f"TS-{index}") for index in range(40)]
    entries[5]["投诉等级"] = "很高"
    entries[11]["complaint_no"] = ""
    entries[38]["complaint_no"] = "ts-2"
    return entries


def with_threads(folder: Path) -> list[Outcome]:
    with ThreadPoolExecutor(3) as pool:
        return run(mixed(), folder, executor=pool, jobs=3)


@pytest.mark.parametrize(
    "way",
    [lambda folder: run(mixed(), folder, jobs=2), with_threads],
    ids=["two processes", "three threads"],
)
def test_workers_make_no_difference(way: Callable[[Path], list[Outcome]], tmp_path: Path) -> None:
    alone, together = tmp_path / "1", tmp_path / "2"
    expected = run(mixed(), alone)
    failed = [outcome.index for outcome in expected if outcome.status == "failed"]
    assert failed == [5, 11, 38]
    assert "第 3 条" in expected[38].findings[0].message
    outcomes = way(together)
    assert [(one.index, one.status, one.findings) for one in outcomes] == [
        (one.index, one.status, one.findings) for one in expected
    ]
    assert content(together) == content(alone)
    assert len(content(alone)) == 37


# Resuming


def test_a_second_run_keeps_what_the_first_made(tmp_path: Path) -> None:
    run([data("TS-1")], tmp_path)
    os.utime(tmp_path / name("TS-1"), (0, 0))
    again = run([data("TS-1"), data("TS-2")], tmp_path, overwrite=True)
    assert [(one.status, one.path) for one in again] == [
        ("kept", tmp_path / name("TS-1")),
        ("made", tmp_path / name("TS-2")),
    ]
    assert (tmp_path / name("TS-1")).stat().st_mtime == 0


def repacked(packed: bytes, **changes: bytes) -> bytes:
    """Return a document packed otherwise, with some parts changed."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(again, "w") as new:
        for part in old.namelist():
            new.writestr(part, changes.get(Path(part).stem, old.read(part)))
    return again.getvalue()


def test_the_same_content_packed_otherwise_is_kept(tmp_path: Path) -> None:
    document = repacked(render(FORM, data()))
    (tmp_path / name("TS-1")).write_bytes(document)
    assert [one.status for one in run([data()], tmp_path)] == ["kept"]
    assert (tmp_path / name("TS-1")).read_bytes() == document


def damaged_inside(document: bytes) -> bytes:
    """Return a document with zeros in a part, as a power cut may leave them."""
    stored = repacked(document)
    middle = stored.index(b"w:body")
    return stored[:middle] + bytes(500) + stored[middle + 500 :]


@pytest.mark.parametrize(
    "tear",
    [
        lambda _: b"",
        lambda document: bytes(len(document)),
        lambda document: document[: len(document) // 2],
        damaged_inside,
    ],
    ids=["empty", "zeros", "half", "damaged inside"],
)
def test_what_a_power_cut_leaves_is_made_again(
    tear: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    document = render(FORM, data())
    (tmp_path / name("TS-1")).write_bytes(tear(document))
    assert [one.status for one in run([data()], tmp_path)] == ["made"]
    assert content(tmp_path) == {name("TS-1"): document}


@pytest.mark.parametrize(
    "other",
    [
        repacked(render(FORM, data()), document=b"<signed/>"),
        render(FORM, data(remarks="改过")),
        b"\xd0\xcf\x11\xe0 a document with a password",
        b"somebody's notes",
    ],
    ids=["changed in Word", "other data", "password", "no document"],
)
def test_another_document_of_the_name_is_not_written_over(other: bytes, tmp_path: Path) -> None:
    path = tmp_path / name("TS-1")
    path.write_bytes(other)
    failed, made = run([data("TS-1"), data("TS-2")], tmp_path)
    assert (failed.status, failed.path, made.status) == ("failed", None, "made")
    assert [finding.path for finding in failed.findings] == ["complaint_no"]
    assert name("TS-1") in failed.findings[0].message
    assert "--overwrite" in failed.findings[0].message
    assert path.read_bytes() == other
    assert [one.status for one in run([data("TS-1")], tmp_path, overwrite=True)] == ["made"]
    assert path.read_bytes() == render(FORM, data("TS-1"))


def test_a_batch_that_was_stopped_goes_on(tmp_path: Path) -> None:
    entries = [data(f"TS-{index}") for index in range(20)]
    outcomes = batch(FORM, entries, tmp_path, jobs=1)
    first = next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert first.status == "made"
    made = len(content(tmp_path))
    assert made < 20
    statuses = [one.status for one in run(entries, tmp_path)]
    assert statuses == ["kept"] * made + ["made"] * (20 - made)


# Names


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("TS-1", "TS-1"),
        ("TS-1", " TS-1\n"),
        ("TS-1", "ts-1"),
        ("TS/1", "TS_1"),
        ("é", "e\u0301"),
        (1, "1"),
    ],
)
def test_no_two_entries_get_one_file(first: object, second: object, tmp_path: Path) -> None:
    one, other = run([data(first), data(second)], tmp_path)
    assert (one.status, other.status) == ("made", "failed")
    assert [(finding.path, finding.label) for finding in other.findings] == [
        ("complaint_no", "投诉编号")
    ]
    assert "与第 1 条的编号相同" in other.findings[0].message
    assert len(content(tmp_path)) == 1


def test_an_entry_with_errors_holds_its_number_too(tmp_path: Path) -> None:
    """Once it is mended it would be in the other's way."""
    wrong, good = run([data(demand_amount="三百"), data()], tmp_path)
    assert (wrong.status, good.status) == ("failed", "failed")
    assert content(tmp_path) == {}


def test_the_number_may_stand_under_any_of_its_names(tmp_path: Path) -> None:
    entry = data("TS-1")
    del entry["complaint_no"]
    outcomes = run(
        [data("TS-1"), {**entry, "投诉编号": "TS-1"}, {**entry, "登记表编号": "TS-1"}], tmp_path
    )
    assert [one.status for one in outcomes] == ["made", "failed", "failed"]


def test_rounds_of_one_case_are_different_documents(tmp_path: Path) -> None:
    form = "complaint_investigation"
    entry = {**sample(form), "round_no": 1}
    entry.pop("investigation_no", None)
    outcomes = list(batch(form, [entry, {**entry, "round_no": 2}, entry], tmp_path, jobs=1))
    assert [one.status for one in outcomes] == ["made", "made", "failed"]


def test_a_copy_for_other_eyes_has_its_own_name(tmp_path: Path) -> None:
    (outcome,) = run([data()], tmp_path, mask=Mask.ALL)
    assert outcome.path == tmp_path / f"{TITLE}_TS-1_隐名副本.docx"
    assert outcome.path.read_bytes() == render(FORM, data(), mask=Mask.ALL)


# What is wrong with entries


def test_errors_are_findings_and_warnings_are_kept(tmp_path: Path) -> None:
    wrong, doubtful = run([data(demand_amount="三百"), data("TS-2", 卷宗号="9")], tmp_path)
    assert (wrong.status, wrong.path) == ("failed", None)
    assert [(finding.path, finding.given) for finding in wrong.findings] == [
        ("demand_amount", "三百")
    ]
    assert doubtful.status == "made"
    assert [finding.severity for finding in doubtful.findings] == ["warning"]


def test_what_reading_found_is_not_filled_but_checked(tmp_path: Path) -> None:
    read = Finding("content", "投诉内容", "这一格是错误值 #REF!。")
    doubt = Finding("remarks", "备注", "有公式。", "warning")
    entry = data(demand_amount="三百")
    del entry["content"]
    damaged, good = run(
        [Entry("第 5 行", entry, (read,)), Entry("第 6 行", data("TS-2"), (doubt,))], tmp_path
    )
    assert (damaged.place, damaged.status) == ("第 5 行", "failed")
    # not that the number is missing as well
    assert [finding.path for finding in damaged.findings] == ["content", "demand_amount"]
    assert (good.place, good.status, good.findings) == ("第 6 行", "made", (doubt,))


def test_a_value_that_is_lost_concerns_its_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = csdforms.templates.filling.print_form

    def lose(form: Any, **options: Any) -> bytes:
        if form.complaint_no == "TS-1":
            raise LostValue("部门.docx", ["remarks"])
        return real(form, **options)

    monkeypatch.setattr(csdforms.templates.filling, "print_form", lose)
    lost, made = run([data("TS-1"), data("TS-2")], tmp_path)
    assert (lost.status, made.status) == ("failed", "made")
    assert [(finding.path, finding.label) for finding in lost.findings] == [("remarks", "备注")]
    assert "部门.docx" in lost.findings[0].message


# What is wrong with everything


def own_template(folder: Path, text: str) -> Path:
    folder.mkdir()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(folder / f"{FORM}.docx"))
    return folder


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bad_template_ends_the_batch(jobs: int, tmp_path: Path) -> None:
    templates = own_template(tmp_path / "模板", "{{ no_such_field }}")
    with pytest.raises(InvalidTemplate, match="no_such_field"):
        run([data("TS-1"), data("TS-2")], tmp_path / "出", templates=templates, jobs=jobs)
    assert content(tmp_path / "出") == {}


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_templates_leave_out_is_told_once(jobs: int, tmp_path: Path) -> None:
    templates = own_template(tmp_path / "模板", "编号：{{ complaint_no }}")
    entries = [data(f"TS-{index}") for index in range(10)]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        outcomes = run(entries, tmp_path / "出", templates=templates, jobs=jobs)
    assert {one.status for one in outcomes} == {"made"}
    assert [warning.category for warning in caught] == [TemplateWarning]
    assert "没有印出" in str(caught[0].message)


def test_what_was_done_before_an_error_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = csdforms.templates.filling.print_form

    def fail(form: Any, **options: Any) -> bytes:
        if form.complaint_no == "TS-30":
            raise NotPermitted("磁盘已满。")
        return real(form, **options)

    monkeypatch.setattr(csdforms.templates.filling, "print_form", fail)
    outcomes = batch(FORM, [data(f"TS-{index}") for index in range(40)], tmp_path, jobs=1)
    told = list(itertools.islice(outcomes, 30))
    assert [one.status for one in told] == ["made"] * 30
    with pytest.raises(NotPermitted, match="磁盘已满"):
        next(outcomes)
    assert len(content(tmp_path)) == 30


def test_a_missing_template_folder_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="模板"):
        run([data()], tmp_path / "出", templates=tmp_path / "没有")
    assert content(tmp_path) == {}


def test_an_odd_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(NotPermitted, match="是文件，不是文件夹"):
        run([data()], tmp_path / "文件")
    with pytest.raises(MissingFile, match="文件夹"):
        run([data()], tmp_path / "没有" / "出")
    with pytest.raises(UnknownForm):
        batch("没有的表", [], tmp_path)


def test_a_folder_where_a_document_should_be_ends_the_batch(tmp_path: Path) -> None:
    (tmp_path / name("TS-1")).mkdir()
    with pytest.raises(NotPermitted, match="是文件夹"):
        run([data()], tmp_path)


# What is in force, and when


def test_the_settings_are_those_of_the_call(tmp_path: Path) -> None:
    form, entry = "complaint_handling", sample("complaint_handling")
    for jobs in (1, 2):
        with settings.use(Settings(reply_hours=1)):
            outcomes = batch(form, [entry], tmp_path / str(jobs), jobs=jobs)
        (outcome,) = outcomes
        assert "1 小时内" in outcome.findings[0].message
    assert next(batch(form, [entry], tmp_path, jobs=1)).findings == ()


def test_the_day_of_checking_is_given(tmp_path: Path) -> None:
    (outcome,) = run([data()], tmp_path, today=dt.date(2026, 3, 1))  # received on the 5th
    assert "received_at" in [finding.path for finding in outcome.findings]


def test_a_folder_is_meant_where_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    outcomes = batch(FORM, [data("TS-1"), data("TS-2")], "出", jobs=1)
    assert next(outcomes).path == Path("出", name("TS-1"))
    monkeypatch.chdir(tmp_path)
    assert next(outcomes).path == Path("出", name("TS-2"))
    assert len(content(tmp_path / "here" / "出")) == 2


def test_nothing_is_done_before_it_is_asked_for(tmp_path: Path) -> None:
    outcomes = batch(FORM, [data()], tmp_path / "出", jobs=1)
    assert not (tmp_path / "出").exists()
    next(outcomes)
    assert (tmp_path / "出" / name("TS-1")).is_file()


def test_endless_entries_are_read_no_further_than_needed(tmp_path: Path) -> None:
    read = itertools.count(1)

    def entries() -> Iterator[dict[str, object]]:
        for number in read:
            yield data(f"TS-{number}")

    with ThreadPoolExecutor(2) as pool:
        outcomes = batch(FORM, entries(), tmp_path, executor=pool, jobs=2)
        for _ in range(50):
            next(outcomes)
        outcomes.close()  # type: ignore[attr-defined]
        seen = next(read)
        assert seen < 50 + 2 * 4 * 32
        made = len(content(tmp_path))
        time.sleep(0.2)
        assert len(content(tmp_path)) == made  # closed is stopped
        assert pool.submit(lambda: "open").result() == "open"


# Other processes


def own_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> type[Form]:
    (tmp_path / "own_form_of_batching.py").write_text(OWN, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    form: type[Form] = importlib.import_module("own_form_of_batching").Sudden
    return form


def test_a_process_that_dies_is_an_error_and_no_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = own_form(tmp_path, monkeypatch)
    folder = tmp_path / "出"
    entries = [data(f"TS-{index}") for index in range(60)]
    entries[50]["remarks"] = "断电"
    outcomes = batch(form, entries, folder, jobs=2)
    made = [next(outcomes).path for _ in range(10)]
    with pytest.raises(CsdformsError, match=r"工作进程意外结束.*重新运行即可继续"):
        list(outcomes)
    documents = set(folder.glob("*.docx"))
    assert {path for path in made if path} <= documents
    assert all(zipfile.is_zipfile(path) for path in documents)


def test_a_class_that_no_other_process_finds_is_named(tmp_path: Path) -> None:
    class Inner(type(parse(FORMS[5], sample(FORM)))):  # type: ignore[misc]
        @classmethod
        def identifier(cls) -> str:
            return FORM

    with pytest.raises(CsdformsError, match="Inner 不能交给别的进程"):
        list(batch(Inner, [data()], tmp_path, jobs=2))
    assert [one.status for one in batch(Inner, [data()], tmp_path, jobs=1)] == ["made"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_workers_leave_ctrl_c_to_their_parent(tmp_path: Path) -> None:
    outcomes = batch(FORM, [], tmp_path, jobs=1)
    order = inspect.getgeneratorlocals(outcomes)["order"]  # type: ignore[arg-type]
    with batching._processes(order, 1) as pool:
        assert pool.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN
        # from their first moment on, and the parent is not deaf
        assert signal.SIGINT in pool.submit(signal.pthread_sigmask, signal.SIG_BLOCK, []).result()
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


SCRIPT = """
import json, sys
from pathlib import Path
from csdforms.batching import batch
from csdforms.shipped import shared_folder

def entries():
    sample = shared_folder("examples") / "complaint_register_one.json"
    data = json.loads(sample.read_text("utf-8"))
    for number in range(100_000):
        yield {**data, "complaint_no": f"TS-{number}"}

if __name__ == "__main__":
    for outcome in batch("complaint_register_one", entries(), Path(sys.argv[1]), jobs=2):
        if outcome.index == 40:
            print("under way", flush=True)
"""


def alive(folder: Path) -> bool:
    """Tell whether documents are still being made."""
    before = len(list(folder.iterdir()))
    time.sleep(0.5)
    return len(list(folder.iterdir())) > before


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("end", ["SIGINT", "SIGKILL"])
@pytest.mark.usefixtures("heard_ctrl_c")
def test_workers_end_with_whoever_started_them(end: str, tmp_path: Path) -> None:
    script, folder = tmp_path / "script.py", tmp_path / "出"
    script.write_text(SCRIPT, "utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"under way\n"
            if end == "SIGINT":
                os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
            else:
                process.kill()
            said = process.communicate(timeout=60)[1]  # to its end: the workers hold it as well
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert said.count(b"Traceback") == (1 if end == "SIGINT" else 0), said
    assert not alive(folder)
    if end == "SIGINT":
        assert all(zipfile.is_zipfile(path) for path in folder.iterdir())


def test_a_line_that_could_not_be_read_is_not_asked_for_its_boxes(tmp_path: Path) -> None:
    unreadable = Finding("", "第 1 行", "不合 JSON 写法。")
    (outcome,) = batch(FORM, [Entry("第 1 行", {}, (unreadable,))], tmp_path / "表", jobs=1)
    assert outcome.status == "failed"
    assert outcome.findings == (unreadable,)
