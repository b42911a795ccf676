"""One base class per kind of source, and what it takes to read it safely."""
