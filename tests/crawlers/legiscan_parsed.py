"""A sample bill of LegiScan as the parser reads it."""

from __future__ import annotations

from typing import Any

from crawlers.parsing.legiscan_bill import ParsedBill, parse_bill
from monitor.model.bill import BillStatus, Document
from monitor.model.status import derive_status
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.legiscan_world import bill, ok


def answer(raw: Any) -> Document:
    body = raw if isinstance(raw, bytes) else ok(bill=raw)
    return Document(url="legiscan:op=getBill&id=1", body=body, media_type="application/json", fetched_at=FETCHED_AT)


def parse(**changes: Any) -> ParsedBill:
    return parse_bill(answer(bill(9901, **changes)), source="legiscan")


def status(parsed: ParsedBill) -> BillStatus:
    record = parsed.record
    found, _ = derive_status(record.actions, classification=record.classification, jurisdiction=record.key.jurisdiction)
    return found
