"""All tables in one namespace; importing it fills the metadata."""

from __future__ import annotations

from monitor.store.base import Base
from monitor.store.bills import (
    ActionRow,
    BillAliasRow,
    BillRow,
    JurisdictionRow,
    ProvisionRow,
    RelatedBillRow,
    SessionRow,
    SourceDocumentRow,
    SponsorRow,
    VersionRow,
)
from monitor.store.claims import BillClaimRow, SourceConflictRow
from monitor.store.families import ClauseCutRow, ClauseFamilyRow, ClauseMemberRow
from monitor.store.federal import (
    FederalBearingRow,
    FederalDocumentRow,
    FederalIdentifierRow,
    FederalSightingRow,
)
from monitor.store.former_numbers import FormerNumberRow
from monitor.store.health import CrawlSessionRow, MissingBillRow
from monitor.store.journal import CrawlErrorRow, CrawlRunRow, CursorRow, EventRow
from monitor.store.judgements import (
    AssessmentRow,
    ClassifierReleaseRow,
    EvidenceRow,
    FindingRow,
    PositionReleaseRow,
)
from monitor.store.listings import ListedBillRow
from monitor.store.litigation import CaseLinkRow, CourtDocketRow, DocketEntryRow
from monitor.store.mail import BounceRow, DeliveryRow, LinkRow, ReaderRow, SubscriptionRow, ToldRow
from monitor.store.model_answers import ModelAnswerRow
from monitor.store.pages import PageCopyRow, WatchedPageRow
from monitor.store.proposals import ProposalRow
from monitor.store.quota import QuotaGrantRow, QuotaUseRow
from monitor.store.readings import ReadingRow
from monitor.store.reviews import ReviewRow

__all__ = [
    "ActionRow",
    "AssessmentRow",
    "Base",
    "BillAliasRow",
    "BillClaimRow",
    "BillRow",
    "BounceRow",
    "CaseLinkRow",
    "ClassifierReleaseRow",
    "ClauseCutRow",
    "ClauseFamilyRow",
    "ClauseMemberRow",
    "CourtDocketRow",
    "CrawlErrorRow",
    "CrawlRunRow",
    "CrawlSessionRow",
    "CursorRow",
    "DeliveryRow",
    "DocketEntryRow",
    "EventRow",
    "EvidenceRow",
    "FederalBearingRow",
    "FederalDocumentRow",
    "FederalIdentifierRow",
    "FederalSightingRow",
    "FindingRow",
    "FormerNumberRow",
    "JurisdictionRow",
    "LinkRow",
    "ListedBillRow",
    "MissingBillRow",
    "ModelAnswerRow",
    "PageCopyRow",
    "PositionReleaseRow",
    "ProposalRow",
    "ProvisionRow",
    "QuotaGrantRow",
    "QuotaUseRow",
    "ReaderRow",
    "ReadingRow",
    "RelatedBillRow",
    "ReviewRow",
    "SessionRow",
    "SourceConflictRow",
    "SourceDocumentRow",
    "SponsorRow",
    "SubscriptionRow",
    "ToldRow",
    "VersionRow",
    "WatchedPageRow",
]
