"""The functions that rules of verdicts name."""
