"""In which words is a federal position put to a model? Those of the release under which the rules judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.second_opinion.port import AskedPosition

__all__ = ["asked_positions"]


def asked_positions(content: Mapping[str, Any]) -> dict[str, AskedPosition]:
    """All positions of a stored release (the canonical JSON of a position set), by id."""
    carve_outs = {entry["id"]: f"{entry['title']}. {entry['caution']}".strip() for entry in content["carve_outs"]}
    return {
        entry["id"]: AskedPosition(
            id=entry["id"],
            title=entry["title"],
            authority=entry["authority"],
            legal_force=entry["legal_force"],
            theory=entry["theory"],
            rules=tuple(_rule(rule) for rule in entry["rules"]),
            carve_outs=tuple(carve_outs[name] for name in entry["carve_outs"] if name in carve_outs),
        )
        for entry in content["positions"]
    }


def _rule(rule: Mapping[str, Any]) -> str:
    """``conflict: publication by a developer (risk-publication, by developer)``."""
    conditions = [rule["duty"]]
    if rule["actors"]:
        conditions.append(f"by {' or '.join(rule['actors'])}")
    conditions += [f"with {fact}" for fact in rule["with_facts"]]
    conditions += [f"without {fact}" for fact in rule["without_facts"]]
    return f"{rule['label']}: {rule['note'] or rule['duty']} ({', '.join(conditions)})"
