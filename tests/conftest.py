"""What all tests share."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: neither how long an example takes nor how long it takes
# to think one up fails a test.
settings.register_profile("csdforms", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("csdforms")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is kept for the user apart from what is his who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSDFORMS_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("CSDFORMS_DESTROYED", str(tmp_path_factory.mktemp("destroyed")))
        yield


@pytest.fixture
def heard_ctrl_c() -> Iterator[None]:
    """Let the programs that a test starts hear Ctrl+C; tests run in the background would not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
