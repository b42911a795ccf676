"""One module a source: what it is called and where it lies; the work is done by its platform."""
