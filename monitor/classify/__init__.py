"""Pure functions from clean text to findings with evidence."""
