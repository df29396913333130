"""Money, forces and scores: spending, force levels, composite indices, risks, tariffs."""
