"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: neither how long an example takes nor how long it takes
# to think one up fails a test.
settings.register_profile("csdforms", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("csdforms")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep compiled templates apart from those of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSDFORMS_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
