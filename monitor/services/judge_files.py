"""What does the classifier say of files? Reads, extracts and judges them without a database, each on its own."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from monitor.classify.effects import find_effects
from monitor.classify.judge import judge
from monitor.classify.model_file import load_model
from monitor.classify.release import classifier_release
from monitor.model.bill import Extraction, TextQuality
from monitor.model.effect import Effect
from monitor.model.finding import Assessment, Evidence, Finding, Relevance
from monitor.model.jurisdiction import JURISDICTIONS
from monitor.model.position import PositionSet
from monitor.model.proposal import Proposal
from monitor.pdf import ChildPdfReader
from monitor.positions import load_positions
from monitor.text.extract import PdfReader, extract

__all__ = ["UnreadableError", "extract_file", "judge_file", "judge_files", "jurisdiction_of"]

_MOST_BYTES: Final = 64 * 1024 * 1024
_MEDIA_TYPES: Final = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xml": "text/xml",
    ".pdf": "application/pdf",
}
_STATE: Final = re.compile(r"(?:^|/)state:(?P<code>[a-z]{2})(?:/|$)")
_COUNTRY: Final = re.compile(r"(?:^|/)country:us/sessions/")
_AHEAD: Final = 4
"""Files in work for each process: enough to keep it busy, few enough to hold in memory."""


def jurisdiction_of(path: Path) -> str:
    """Read the jurisdiction off a path of the Open States layout (``…/state:wa/…``); empty when it says none."""
    name = path.as_posix().lower()
    if match := _STATE.search(name):
        code = match["code"].upper()
        return code if code in JURISDICTIONS else ""
    return "US" if _COUNTRY.search(name) else ""


class UnreadableError(ValueError):
    """A file cannot be read; the message says why. Raised by :func:`extract_file`."""


def extract_file(path: Path, *, pdf: PdfReader) -> Extraction:
    """Read the clean text of one file, as it is judged; its quality may still be unreadable.

    :raises UnreadableError: when the file cannot be opened or is far too large.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnreadableError(f"larger than {_MOST_BYTES // (1024 * 1024)} MB")
        body = path.read_bytes()
    except OSError as error:
        raise UnreadableError(error.strerror or type(error).__name__) from error
    return extract(body, media_type=_MEDIA_TYPES.get(path.suffix.lower(), ""), name=path.name, pdf=pdf)


def judge_file(
    path: Path,
    *,
    positions: PositionSet,
    pdf: PdfReader,
    jurisdiction: str = "",
    title: str = "",
    with_text: bool = False,
) -> dict[str, Any]:
    """Judge one file; the answer is JSON-ready and never an exception.

    A file that cannot be read or judged has ``overall`` and ``relevance`` "unknown" and an ``error``: a failed
    judgement is never "none". Without ``jurisdiction`` the path may tell it.
    """
    known: dict[str, Any] = {"file": str(path)}
    try:
        extraction = extract_file(path, pdf=pdf)
    except UnreadableError as error:
        return _unknown(known, str(error))
    known["extraction"] = {
        "method": extraction.method,
        "quality": extraction.quality.value,
        "reason": extraction.reason,
    }
    if extraction.quality in (TextQuality.UNREADABLE, TextQuality.MISSING):
        return _unknown(known, extraction.reason)
    where = jurisdiction or jurisdiction_of(path.absolute())
    try:
        assessment = judge(extraction.text, title=title, jurisdiction=where, positions=positions)
    except Exception as error:  # noqa: BLE001 - whatever a hostile text breaks, the run goes on and the file is unknown
        return _unknown(known, f"could not be judged ({type(error).__name__})")
    return _answer(known, where, extraction, assessment, with_text=with_text)


def judge_files(
    paths: Sequence[Path], *, jobs: int = 1, jurisdiction: str = "", title: str = "", with_text: bool = False
) -> Iterator[dict[str, Any]]:
    """Judge files in their order, in ``jobs`` processes; one that kills its process is unknown.

    :raises ModelFileError: when the classifier's model is not whole: no file could be judged.
    """
    load_model()
    if jobs <= 1 or len(paths) <= 1:
        with ChildPdfReader() as pdf:
            for path in paths:
                yield judge_file(
                    path,
                    positions=load_positions(),
                    pdf=pdf,
                    jurisdiction=jurisdiction,
                    title=title,
                    with_text=with_text,
                )
        return
    left = iter(paths)
    waiting: deque[tuple[Path, Future[dict[str, Any]]]] = deque()
    pool = _pool(jobs)
    try:
        while True:
            for path in islice(left, jobs * _AHEAD - len(waiting)):
                waiting.append((path, pool.submit(_work, path, jurisdiction, title, with_text)))
            if not waiting:
                return
            path, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                # The first in the queue is not always the culprit: those in work are judged again, one process each.
                again = [path, *(other for other, _ in waiting)]
                waiting.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                for one in again:
                    yield _alone(one, jurisdiction, title, with_text=with_text)
                pool = _pool(jobs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"))


def _alone(path: Path, jurisdiction: str, title: str, *, with_text: bool) -> dict[str, Any]:
    with _pool(1) as pool:
        try:
            return pool.submit(_work, path, jurisdiction, title, with_text).result()
        except BrokenProcessPool:
            return _unknown({"file": str(path)}, "the process that judged it died")


def _work(path: Path, jurisdiction: str, title: str, with_text: bool) -> dict[str, Any]:  # noqa: FBT001 - called by a pool
    with ChildPdfReader() as pdf:
        return judge_file(
            path, positions=load_positions(), pdf=pdf, jurisdiction=jurisdiction, title=title, with_text=with_text
        )


def _unknown(known: dict[str, Any], reason: str) -> dict[str, Any]:
    return {**known, "relevance": "unknown", "overall": "unknown", "error": reason, "findings": []}


def _answer(
    known: dict[str, Any], jurisdiction: str, extraction: Extraction, assessment: Assessment, *, with_text: bool
) -> dict[str, Any]:
    about_ai = assessment.relevance in (Relevance.CORE, Relevance.ADJACENT)
    effects = find_effects(extraction.text, assessment.provisions) if about_ai else ()
    answer: dict[str, Any] = {
        "file": known["file"],
        "jurisdiction": jurisdiction or None,
        "relevance": assessment.relevance.value,
        "trigger": _evidence(assessment.trigger) if assessment.trigger else None,
        "overall": assessment.overall.value,
        "carve_outs": list(assessment.carve_outs),
        "provision_types": list(assessment.provision_types),
        "findings": [_finding(finding) for finding in assessment.findings],
        "proposals": [_proposal(proposal) for proposal in assessment.proposals],
        "effects": [_effect(effect) for effect in effects],
        "classifier_release": classifier_release(),
        "position_release": assessment.position_release,
        "extraction": known["extraction"],
    }
    if with_text:
        answer["text"] = extraction.text
    return answer


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "start": evidence.span.start,
        "end": evidence.span.end,
        "quote": evidence.quote,
        "role": evidence.role.value,
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {
        "source": proposal.source.value,
        "position": proposal.position,
        "label": proposal.label.value,
        "probability": proposal.probability,
        "provision": {"label": proposal.provision_label, "start": proposal.span.start, "end": proposal.span.end},
        "evidence": [_evidence(evidence) for evidence in proposal.quotes],
        "reason": proposal.reason,
        "release": proposal.release,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "kind": effect.kind.value,
        "value": effect.value,
        "unit": effect.unit,
        "provision": effect.provision.label if effect.provision else None,
        "evidence": _evidence(effect.evidence),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    provision = finding.provision
    return {
        "position": finding.position,
        "label": finding.label.value,
        "confidence": finding.confidence,
        "severity": finding.severity,
        "carve_out": finding.carve_out,
        "theory": finding.theory,
        "second_theory": finding.second_theory,
        "authority_strength": finding.authority_strength,
        "provision_type": finding.provision_type,
        "provision": {
            "heading": provision.heading,
            "label": provision.label,
            "start": provision.span.start,
            "end": provision.span.end,
        },
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "obligation": finding.requirement.as_json() if finding.requirement else None,
        "rationale": finding.rationale,
        "counter_argument": finding.counter_argument,
    }
