"""Filling many forms of one kind: a file of entries becomes a folder of documents.

The entries go in small chunks to an executor and come back in their order. Which of them share a
file name is settled here, before anything is sent out, so that the same entries give the same
folder with any number of workers. A document that is there already with the same content is kept:
a batch that was stopped is resumed by running it again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import itertools
import multiprocessing
import os
import pickle
import secrets
import signal
import sys
import threading
import warnings
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from csdforms.api import file_name
from csdforms.errors import CsdformsError, LostValue, MissingFile, NotPermitted, OutputExists
from csdforms.files import write_file
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import Finding, examine
from csdforms.schemas.form import Form
from csdforms.schemas.masking import Mask
from csdforms.schemas.settings import Settings, current, use
from csdforms.schemas.types import Refused

if TYPE_CHECKING:
    from csdforms.intake.entries import Entry

__all__ = ["Outcome", "batch"]

#: Entries in a chunk at most: enough to make sending cheap, few enough to stop soon.
_CHUNK = 32
#: Chunks sent out and not yet taken back, for each worker.
_AHEAD = 3
#: With fewer entries a further process costs more time than it saves.
_WORTH = 500
#: Windows waits for no more processes at once.
_MOST_PROCESSES = 61

_Status = Literal["made", "kept", "failed"]
#: Warnings are caught for the whole process, so by one thread at a time.
_hearing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry.

    ``index`` counts the entries from 0, ``place`` says for people where the entry stands. ``path``
    is the document's, ``None`` if the entry ``failed``; ``findings`` are all, warnings too.
    """

    index: int
    place: str
    status: _Status
    path: Path | None
    findings: tuple[Finding, ...]


def batch(
    form: str | type[Form],
    entries: Iterable[Entry | Mapping[str, object]],
    folder: Path | str,
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    overwrite: bool = False,
    mask: Mask | None = None,
    templates: Path | None = None,
    today: dt.date | None = None,
) -> Iterator[Outcome]:
    """Fill a form with each entry, and yield what became of each, in their order.

    The documents get the names of :func:`csdforms.file_name`. Nothing is done before the first
    outcome is asked for; who stops asking stops the batch. The entries may be endless: only the
    few under way are held, and the file names.

    Args:
        form: A form's identifier, Chinese title or class; with more than one process, a class that
            can be imported by its name.
        entries: What :func:`csdforms.intake.entries.open_entries` reads, or mappings of names,
            labels or aliases to values.
        folder: Where to write; it is made if its parent exists.
        executor: What does the work instead of processes of this computer: a thread pool,
            ``dask.distributed.Client.get_executor(pure=False)``, … It stays open.
        jobs: The number of processes, or of workers that ``executor`` has; 1 without an executor
            works in this process. By default as many as there are processors, and fewer where
            they are not worth starting.
        overwrite: Whether other documents of these names may be replaced.
        mask: How much the copies hide; numbers of identity documents and bank accounts by default.
        templates: A folder with the department's own templates.
        today: The day of checking; the computer's by default.

    Raises:
        UnknownForm, MissingFile, NotPermitted, InvalidTemplate: as the words say; what was made
            until then stays.
        CsdformsError: if a process dies.

    Example:
        >>> import csdforms, json
        >>> from csdforms.shipped import shared_folder
        >>> sample = shared_folder("examples") / "inbound_call_record.json"
        >>> data = json.loads(sample.read_text("utf-8"))
        >>> entries = [data, {**data, "form_no": "HR-002"}, data]
        >>> for outcome in csdforms.batch("呼入记录表", entries, "呼入记录"):
        ...     print(outcome.place, outcome.status)
        第 1 条 made
        第 2 条 made
        第 3 条 failed
    """
    model = find(form) if isinstance(form, str) else form
    order = _Order(
        form=model,
        folder=Path(folder),
        target=Path(folder).absolute(),
        overwrite=overwrite,
        mask=mask,
        templates=templates.absolute() if templates else None,
        today=today or dt.datetime.now().astimezone().date(),
        settings=current(),
        process=os.getpid(),
        run=secrets.token_hex(8),
    )
    if jobs is None:
        jobs = os.cpu_count() or 1
        if executor is None and isinstance(entries, Sized):
            jobs = min(jobs, len(entries) // _WORTH)
    return _run(order, entries, executor, max(1, jobs))


@dataclass(frozen=True, slots=True)
class _Order:
    """What holds for all entries; it travels to the workers with each chunk."""

    form: type[Form]
    folder: Path  # as it was named
    target: Path  # the same, wherever a worker stands
    overwrite: bool
    mask: Mask | None
    templates: Path | None
    today: dt.date
    settings: Settings
    process: int  # that asked for it
    run: str  # Dask takes a call with the same arguments for the same call


@dataclass(frozen=True, slots=True)
class _Task:
    """One entry for a worker; what must not be filled is checked all the same."""

    data: Mapping[str, object]
    fill: bool


@dataclass(frozen=True, slots=True)
class _Result:
    status: _Status
    name: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Results:
    """What comes back of a chunk: as much as was done before an error that ends the batch."""

    results: tuple[_Result, ...]
    told: tuple[tuple[type[Warning], str], ...]
    problem: CsdformsError | None


@dataclass(frozen=True, slots=True)
class _Pending:
    """One entry under way, with what is known without the worker."""

    index: int
    place: str
    findings: tuple[Finding, ...]
    task: _Task


# Here: sending out, taking back


def _run(
    order: _Order,
    entries: Iterable[Entry | Mapping[str, object]],
    executor: Executor | None,
    jobs: int,
) -> Iterator[Outcome]:
    from csdforms.templates.locating import find_template

    find_template(order.form, order.templates)  # before a folder is made for nothing
    _make_folder(order.target)
    if executor is not None:
        yield from _through(executor, order, entries, jobs)
    elif jobs == 1:
        yield from _through(_Here(), order, entries, 1)
    else:
        with _processes(order, jobs) as pool:
            yield from _through(pool, order, entries, jobs)


def _through(
    executor: Executor,
    order: _Order,
    entries: Iterable[Entry | Mapping[str, object]],
    jobs: int,
) -> Iterator[Outcome]:
    """Keep an executor busy with chunks, and yield the outcomes in order."""
    under_way: deque[tuple[list[_Pending], Future[_Results]]] = deque()
    ahead = 0 if isinstance(executor, _Here) else _AHEAD * jobs
    told: set[tuple[type[Warning], str]] = set()
    try:
        for chunk in _chunks(_pending(order, entries), jobs):
            future = executor.submit(_work, order, [pending.task for pending in chunk])
            under_way.append((chunk, future))
            if len(under_way) > ahead:
                yield from _outcomes(order, *under_way.popleft(), told)
        while under_way:
            yield from _outcomes(order, *under_way.popleft(), told)
    except BrokenExecutor as problem:
        raise CsdformsError(
            "一个工作进程意外结束（可能内存不足，或被系统关闭）。已生成的文件都在，"
            "重新运行即可继续；仍不行请用 --jobs 1（jobs=1）。自己写的脚本要把调用放在 "
            'if __name__ == "__main__": 之下。'
        ) from problem
    finally:
        wait([future for _, future in under_way if not future.cancel()])


class _Here(Executor):
    """Does the work in the calling thread."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextlib.contextmanager
def _processes(order: _Order, jobs: int) -> Iterator[Executor]:
    """Start worker processes; new ones, not forked: the same on every system, safe with threads."""
    try:
        pickle.dumps(order)
    except (pickle.PicklingError, AttributeError, TypeError) as problem:
        raise CsdformsError(
            f"《{order.form.title()}》的类 {order.form.__qualname__} 不能交给别的进程："
            "它应定义在模块的最外层。请移到模块里，或用 jobs=1。"
        ) from problem
    number = min(jobs, _MOST_PROCESSES)
    pool = ProcessPoolExecutor(number, multiprocessing.get_context("spawn"), _serve)
    try:
        with _deaf_to_interrupts():
            for _ in range(number):
                pool.submit(os.getpid)  # each call starts one, as long as none is idle
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let processes start without an ear for Ctrl+C; it waits here until they have started."""
    if sys.platform == "win32":  # where they close it only once they run
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _chunks(pendings: Iterator[_Pending], jobs: int) -> Iterator[list[_Pending]]:
    """Yield chunks that grow from one entry, so that few entries too go to all workers."""
    for sent in itertools.count():
        chunk = list(itertools.islice(pendings, min(_CHUNK, 1 + sent // (2 * jobs))))
        if not chunk:
            return
        yield chunk


def _pending(order: _Order, entries: Iterable[Entry | Mapping[str, object]]) -> Iterator[_Pending]:
    names = _Names(order)
    for index, entry in enumerate(entries):
        data: Mapping[str, object] = entry if isinstance(entry, Mapping) else entry.data
        place = f"第 {index + 1} 条" if isinstance(entry, Mapping) else entry.place
        read = () if isinstance(entry, Mapping) else entry.findings
        findings = (*read, *names.claim(data, place))
        fill = not any(finding.is_error for finding in findings)
        yield _Pending(index, place, findings, _Task(dict(data), fill))


def _outcomes(
    order: _Order,
    chunk: list[_Pending],
    future: Future[_Results],
    told: set[tuple[type[Warning], str]],
) -> Iterator[Outcome]:
    done = future.result()
    for category, text in done.told:
        if (category, text) not in told:
            told.add((category, text))
            warnings.warn(text, category, stacklevel=5)
    for pending, result in zip(chunk, done.results, strict=False):
        named = {finding.path for finding in pending.findings if finding.is_error}
        more = (finding for finding in result.findings if finding.path not in named)
        path = order.folder / result.name if result.name else None
        findings = (*pending.findings, *more)
        yield Outcome(pending.index, pending.place, result.status, path, findings)
    if done.problem is not None:
        raise done.problem


class _Names:
    """The file names that a batch has given out, as a system that knows no case compares them."""

    def __init__(self, order: _Order) -> None:
        self._order = order
        self._form = order.form
        self._masked = order.mask is Mask.ALL
        self._blank = order.form.empty()
        self._is_number: dict[str, bool] = {}  # by key: labels repeat from entry to entry
        self._places: dict[str, str] = {}

    def claim(self, data: Mapping[str, object], place: str) -> tuple[Finding, ...]:
        """Take the name of an entry's document; return what is wrong if another has it."""
        form = self._numbered(data)
        if form is None:
            return ()  # the worker will say what is wrong with its number
        name = file_name(form, masked=self._masked).casefold()
        first = self._places.get(name)
        if first is None:
            self._places[name] = place
            return ()
        text = f"与{first}的编号相同，或只差文件名里分不出的大小写和符号，请改成不同的编号。"
        return (_about_number(self._form, text),)

    def _numbered(self, data: Mapping[str, object]) -> Form | None:
        """Return a form that bears the number of an entry: a blank one where that is enough."""
        model = self._form
        raw = next((data[key] for key in data if self._names_number(key) and _given(data[key])), "")
        if not raw or model.reference is not Form.reference:
            with use(self._order.settings):
                draft, _ = examine(model, data, today=self._order.today)
            return None if getattr(draft, model.number) is None else draft
        number = model.specs()[model.number].type
        assert number is not None
        try:
            return self._blank.model_copy(update={model.number: number.accept(raw)})
        except Refused:
            return None

    def _names_number(self, key: object) -> bool:
        label = str(key)
        if label not in self._is_number:
            self._is_number[label] = self._form.labels().find(label) == (self._form.number,)
        return self._is_number[label]


def _given(raw: object) -> bool:
    return raw is not None and not (isinstance(raw, str) and not raw.strip())


def _about_number(form: type[Form], text: str) -> Finding:
    return Finding(form.number, form.label_of(form.number), text)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        raise MissingFile(folder.parent, "文件夹") from None
    except FileExistsError:
        raise NotPermitted(f"{folder} 是文件，不是文件夹，请换个名字。") from None
    except OSError as problem:
        reason = problem.strerror or "系统拒绝"
        raise NotPermitted(f"建不了文件夹 {folder}（{reason}）。") from None


# There: what the workers do


def _serve() -> None:
    """Make a process a worker: Ctrl+C is its parent's business, and it does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def follow() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _work(order: _Order, tasks: Sequence[_Task]) -> _Results:
    """Check and fill one chunk; an error that all entries would share ends it."""
    results: list[_Result] = []
    problem = None
    with use(order.settings), _heard(order) as told:
        try:
            for task in tasks:
                results.append(_make(order, task))  # noqa: PERF401 - an error keeps what there is
        except CsdformsError as caught:
            problem = caught
    return _Results(tuple(results), tuple(told), problem)


@contextlib.contextmanager
def _heard(order: _Order) -> Iterator[list[tuple[type[Warning], str]]]:
    """Collect the warnings of another process; who asked hears those of its own."""
    told: list[tuple[type[Warning], str]] = []
    if os.getpid() == order.process:
        yield told
        return
    with _hearing, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield told
    told += dict.fromkeys((one.category, str(one.message)) for one in caught)


def _make(order: _Order, task: _Task) -> _Result:
    from csdforms.templates.filling import print_form

    if not task.fill and not task.data:
        return _Result("failed", None, ())  # a line that could not be read at all
    model, findings = examine(order.form, task.data, today=order.today)
    if not task.fill or any(finding.is_error for finding in findings):
        return _Result("failed", None, tuple(findings))
    try:
        document = print_form(model, mask=order.mask, templates=order.templates)
    except LostValue as lost:
        return _Result("failed", None, (*findings, *_lost(order.form, lost)))
    path = order.target / file_name(model, masked=order.mask is Mask.ALL)
    there = _look(path, document)
    if there == "same":
        return _Result("kept", path.name, tuple(findings))
    try:
        overwrite = order.overwrite or there == "torn"
        write_file(path, document, overwrite=overwrite, durable=False)  # the next run would mend it
    except OutputExists:
        text = (
            f"已有同名文件 {path.name}，内容不同，没有覆盖。要覆盖请加 --overwrite"
            "（overwrite=True），或换个文件夹。"
        )
        return _Result("failed", None, (*findings, _about_number(order.form, text)))
    return _Result("made", path.name, tuple(findings))


def _lost(form: type[Form], lost: LostValue) -> Iterator[Finding]:
    for path in lost.paths:
        spec = form.specs().get(path.partition(".")[0])
        text = (
            f"模板 {lost.template} 没有印出这一栏，未生成文件。请用 csdforms template check 检查。"
        )
        yield Finding(path, spec.label if spec else path, text)


def _look(path: Path, document: bytes) -> Literal["nothing", "same", "torn", "other"]:
    """Compare a document with what stands at its place; compression makes no difference."""
    if not path.is_file():
        return "nothing"  # or no file, which is not written over
    try:
        old = path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or "系统拒绝"
        raise NotPermitted(
            f"读不了 {path}（{reason}）。文件若正在 Word 中打开，请先关闭。"
        ) from None
    if old == document:
        return "same"
    if not old.strip(b"\0"):
        return "torn"  # what a power cut leaves of a file that was being made
    if not old.startswith(b"PK\x03\x04"):
        return "other"
    try:
        with _opened(old) as there, _opened(document) as here:
            same = _listed(there) == _listed(here) and _content(there) == _content(here)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return "torn"
    return "same" if same else "other"


def _opened(document: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(document))


def _listed(archive: zipfile.ZipFile) -> list[tuple[str, int]]:
    return [(part.filename, part.file_size) for part in archive.infolist()]


def _content(archive: zipfile.ZipFile) -> list[bytes]:
    return [archive.read(part) for part in archive.infolist()]
