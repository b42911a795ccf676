"""Pure functions from the bytes of a source to typed records."""
