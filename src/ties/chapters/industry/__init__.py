"""Figures of the chapter on industrial integration."""
