"""The verbs: each loads, decides with pure functions, and applies in one transaction."""
