"""Which words speak of the largest models and of what is feared of them? Pieces of expressions over folded text."""

from __future__ import annotations

from typing import Final

__all__ = ["DANGERS", "FRONTIER", "FRONTIER_HINTS", "FRONTIER_MODEL", "LEAVE", "MAKERS", "MODEL", "OFFICE", "RELEASE"]

FRONTIER_MODEL: Final = (
    r"(?:(?:frontier|covered|advanced|large[- ]scale|high[- ](?:capability|compute)|highly capable"
    r"|most (?:capable|powerful)|dual[- ]use|superintelligent|inherently dangerous)"
    r" (?:ai |artificial intelligence |foundation |generative |language )*models?"
    r"|(?:frontier|superintelligent|inherently dangerous) (?:ai |artificial intelligence )?systems?)"
)
FRONTIER: Final = (
    rf"(?:catastroph\w+|critical harms?|critical safety|{FRONTIER_MODEL}|frontier (?:ai |artificial intelligence )?"
    r"(?:developers?|laborator(?:y|ies))|large (?:frontier )?developers?|floating[- ]point|10 ?\^ ?2[3-9]"
    r"|(?:computational|training|integer|computing) operations|to the (?:[\w-]+[- ])?(?:twenty|2[3-9])"
    r"|training runs?|weapons? of mass|mass[- ]casualty|superintelligen\w+|loss of (?:human )?control)"
)
"""What a bill about the largest models says again and again."""
FRONTIER_HINTS: Final = (
    *("catastroph", "critical harm", "critical safety", "model", "system", "frontier", "large dev", "floating", "10"),
    *("operations", "to the ", "training run", "of mass", "mass", "superintell", "loss of"),
)
DANGERS: Final = (
    r"(?:weapons?|mass[- ]casualty|catastroph\w+|biological|chemical|nuclear|cyber\w*|critical infrastructure"
    r"|danger\w*|hazard\w*|self-(?:replicat|exfiltrat|improv)\w+|evad\w+|public safety|serious (?:harm|injur)\w*"
    r"|loss of (?:human )?control|misuse|safety)"
)
MODEL: Final = (
    r"(?:artificial intelligence|\bai\b|generative|(?:frontier|foundation|covered|language) models?"
    r"|\bmodels?\b|chat ?bots?|companions?|automated decision|algorithm\w*|autonomous|superintelligen\w+"
    r"|(?:high[- ]impact|high[- ]risk|covered|advanced) systems?)"
)
RELEASE: Final = (
    r"\b(?:develop|train|deploy|releas|distribut|offer|sell|sale|sold|operat|market|provid|publish|launch|build"
    r"|introduc|commerciali|commenc|mak(?:e|es|ing|er)? [^.;]{0,60}?available|made available"
    r"|open(?:s|ed|ing)?\b[^.;]{0,60}?\bto the public"
    r"|put (?:into service|[^.;]{0,30}?on the market)|plac(?:e|ed|ing) [^.;]{0,40}?(?:in(?:to)? the stream of commerce"
    r"|on the market))"
)
LEAVE: Final = (
    r"\b(?:licen[sc]es?|licensed|licensure|permits?|certificates?|certifi(?:ed|cation)|approv(?:al|ed)"
    r"|authori[sz](?:ation|ed)|registration|registered|clearance|cleared|permission|accredit(?:ation|ed)"
    r"|no[- ]objection|non-?objection)\b"
)
OFFICE: Final = (
    r"(?:attorney general|departments?|commission(?:er)?|office|division|director|agency|secretary|bureau|board"
    r"|authority|superintendent|council|committee|governor|regulator|the state)\b"
)
MAKERS: Final = (
    r"\b(?:developers?|providers?|makers?|creators?|trainers?|manufacturers?|owners?|publishers? of the model"
    r"|model builders?)\b"
)
