"""Graphs: enablement, exercises, firms, memberships."""
