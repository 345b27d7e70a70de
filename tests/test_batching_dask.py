"""The batch on a real Dask cluster: two worker processes on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from support import sample

from csdforms.api import file_name
from csdforms.batching import batch
from csdforms.schemas import settings
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import parse
from csdforms.schemas.settings import Settings
from csdforms.templates.filling import render

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.xdist_group("dask")  # one cluster for all of them

FORM = "complaint_register_one"
NUMBERS = [f"TS-20260305-{number:03}" for number in range(1, 41)]


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",  # any port that is free
            host="127.0.0.1",
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def entries() -> Iterator[dict[str, Any]]:
    for number in NUMBERS:
        yield {**sample(FORM), "complaint_no": number}


def test_the_same_call_runs_on_a_cluster(client: Any, tmp_path: Path) -> None:
    folder = tmp_path / "投诉"
    assert len(client.scheduler_info()["workers"]) == 2
    with client.get_executor(pure=False) as executor:
        outcomes = list(batch(FORM, entries(), folder, executor=executor, jobs=2))
    assert [(one.index, one.status) for one in outcomes] == [
        (index, "made") for index in range(len(NUMBERS))
    ]
    for number, outcome in zip(NUMBERS, outcomes, strict=True):
        data = {**sample(FORM), "complaint_no": number}
        assert outcome.path == folder / file_name(parse(find(FORM), data))
        assert outcome.path.read_bytes() == render(FORM, data)
    assert len(list(folder.iterdir())) == len(NUMBERS)


class Keeping(Executor):
    """Keeps its futures, as somebody's variable may: Dask then keeps the results."""

    def __init__(self, inner: Executor) -> None:
        self.inner = inner
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.futures.append(self.inner.submit(fn, *args, **kwargs))
        return self.futures[-1]


def test_a_cluster_does_not_answer_from_memory(client: Any, tmp_path: Path) -> None:
    executor = Keeping(client.get_executor())

    def statuses() -> set[str]:
        return {one.status for one in batch(FORM, entries(), tmp_path, executor=executor)}

    assert statuses() == {"made"}
    assert statuses() == {"kept"}
    (tmp_path / "客户投诉登记表一_TS-20260305-007.docx").unlink()
    assert statuses() == {"made", "kept"}


def test_duplicates_and_settings_are_the_same_on_a_cluster(client: Any, tmp_path: Path) -> None:
    data = sample("complaint_handling")  # answered 14 hours after the plan was approved
    with settings.use(Settings(reply_hours=1)), client.get_executor(pure=False) as executor:
        outcomes = list(batch("complaint_handling", [data, data], tmp_path, executor=executor))
    assert [one.status for one in outcomes] == ["made", "failed"]
    assert "1 小时内" in outcomes[0].findings[0].message
    assert "第 1 条" in outcomes[1].findings[0].message
