"""Fictional look-alikes of duties on makers of models: the same topic words, and no duty that meets a position."""

from __future__ import annotations

from typing import Final

from tests.monitor.classify.texts import texts

MAKERS: Final = texts(
    """
A physician may not rely on artificial intelligence to prescribe unless the physician holds a license from the board.

An insurer shall not use an artificial intelligence model before the rates derived from it are approved by the
commissioner.

A person licensed by the real estate commission may use artificial intelligence to prepare a listing.

A driver of a vehicle with an automated system must be licensed in this state.

A developer of artificial intelligence may apply to the office for a certificate of good standing.

The department may issue a permit for the construction of a building in which artificial intelligence is studied.

A bank shall obtain the approval of its board of directors before it uses an artificial intelligence model.

A person who sells goods through an artificial intelligence agent shall register with the department of revenue for the
sales tax.

A lobbyist who uses artificial intelligence shall register with the secretary of state as any lobbyist does.

Registered voters may opt out of messages that are written with artificial intelligence.

A hospital that uses artificial intelligence shall keep a register of maintenance.

An operator of an artificial intelligence system shall allow a user to disable the voice of the system.

A parent shall have a means to shut off a toy that uses artificial intelligence.

An employer shall stop the use of artificial intelligence during a strike.

A utility that uses artificial intelligence shall maintain the ability to operate the grid by hand.

An employer shall train its staff in the safe use of an artificial intelligence system.

A school may train students to build an artificial intelligence model.

The university shall develop an artificial intelligence model of the climate.

A developer of a housing project may use artificial intelligence to plan the project.

A person may not use artificial intelligence to develop land in a wetland.

An owner of a vehicle is liable for parking fines that are issued with the help of artificial intelligence.

A user who defrauds another with artificial intelligence is liable for the loss.

A person who uses artificial intelligence to commit a crime is liable as if the person had acted without it.

An employer is responsible for the acts of its employees who use artificial intelligence.

The commissioner shall report on laws about artificial intelligence in other states.

The task force may consult persons outside this state who develop artificial intelligence.

A university outside the state may take part in the study of artificial intelligence.

A professional who is licensed in another state may give advice on artificial intelligence.

Venue for an action about artificial intelligence lies in the county of the principal place of business of the
defendant.

A grant for research on artificial intelligence may be awarded to a company whose principal place of business is in this
state.

The agency shall conduct research with independent experts on artificial intelligence.

The auditor of state may review how agencies test artificial intelligence.

A teacher shall test whether students can explain an artificial intelligence model.

An artificial intelligence model is not a person and may not hold a license.

A contract for an artificial intelligence service may be terminated by either party with notice.

A developer of artificial intelligence may adopt a safety protocol at any time.

The council shall examine whether developers should be licensed before a model is released.

It is the intent of the legislature that models be tested before release.
"""
)
