"""Whatever a ``metadata.json`` holds, one bill is refused at most."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawlers.errors import MalformedBillError
from crawlers.parsing.openstates import parse_bill
from monitor.services.decide_bill import content_hash
from tests.crawlers.bills import HTML, LOWER, MemoryFiles, document, metadata

TEXT = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
    [
        "2026-01-01",
        "HB 1",
        LOWER,
        "Bill",
        "https://example.org/HB0001S02.htm",
        "http://[",
        "second substitute",
        "reading-1",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
_ENTRY_FIELDS = (
    "note links date url media_type description organization_id classification name primary entity_type identifier "
    "legislative_session relation_type abstract id"
).split()
ENTRY = st.dictionaries(
    st.sampled_from(_ENTRY_FIELDS), JSON | st.lists(st.fixed_dictionaries({"url": TEXT})), max_size=6
)
FIELD = JSON | st.lists(ENTRY, max_size=4) | ENTRY


def survives(said: object) -> None:
    files = MemoryFiles(
        {"9901_Original_Bill.htm": HTML, "x_extracted.txt": b"Source: versions - Bill\n", "\udcff": b""}
    )
    try:
        found, _ = parse_bill(document(said), files, source="openstates-files")
    except MalformedBillError as error:
        assert error.kind in {"malformed", "identifier", "jurisdiction"}  # noqa: PT017 - both are fine
        return
    assert found.key.session
    assert len(content_hash(found)) == 64
    assert [v.ordinal for v in found.versions] == list(range(len(found.versions)))


@given(st.dictionaries(st.sampled_from(sorted(metadata())), FIELD, max_size=5))
@example({"sponsorships": [{"name": "Sample", "classification": {}}]})
@example({"versions": [{"note": "\u017fecond substitute", "links": []}]})
@example({"versions": [{"note": "x", "links": [{"url": "http://[", "media_type": {}}]}]})
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hostile_fields_raise_nothing_else(changes: dict[str, Any]):
    survives(metadata(**changes))


@given(JSON)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hostile_json_raises_nothing_else(said: Any):
    survives(said)


@given(st.binary(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hostile_bytes_raise_nothing_else(body: bytes):
    survives(body)
