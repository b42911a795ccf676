"""The federal positions: schema, loader and one dated, cited data file a position."""
