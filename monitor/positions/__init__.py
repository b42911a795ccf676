"""The federal positions: schema, loader and one dated, cited data file a position."""

from monitor.positions.load import PositionsError, load_positions, positions_from_files

__all__ = ["PositionsError", "load_positions", "positions_from_files"]
