"""The build: which steps are stale, how they run, what is published."""
