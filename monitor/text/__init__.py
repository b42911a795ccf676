"""Bytes to clean text, clean text to provisions with offsets, quotes."""
