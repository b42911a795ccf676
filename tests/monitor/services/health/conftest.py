"""A service without a run, and one whose first load has ended."""

from __future__ import annotations

import pytest

from monitor.store.engine import Store
from tests.health_service import BILLS, Service


@pytest.fixture
def service(store: Store) -> Service:
    return Service(store)


@pytest.fixture
def live(service: Service) -> Service:
    """A session of sixty bills whose first load has ended."""
    service.run(BILLS)
    assert service.session().live_since == service.now
    return service
