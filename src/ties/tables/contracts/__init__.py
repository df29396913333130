"""One contract per table."""
