"""Evidence tables: their contracts, and how to load them."""

from ties.tables.load import UndeclaredTableError, load, tables

__all__ = ["UndeclaredTableError", "load", "tables"]
