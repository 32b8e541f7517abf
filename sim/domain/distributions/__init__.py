"""Distributions of delays and effects: families, their formulas, standard variates."""
