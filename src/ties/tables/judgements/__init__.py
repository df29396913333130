"""Contracts of judgements: weights, scores, thresholds and choices that are ours, kept as data with their reasons.

The modules of this package are found by :func:`ties.tables.contracts.judgement_contracts`; a judgement is read with
``load("judgements/<name>")``.
"""
