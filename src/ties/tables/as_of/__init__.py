"""The tables as they could have been known on an earlier day."""
