"""Dated events: counts, waits and studies of what came before and after a day."""
