"""Turn tables and notebooks into a published book."""
