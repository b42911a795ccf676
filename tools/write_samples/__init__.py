"""Writes the sample bills from their sources: ``python -m tools.write_samples``."""
