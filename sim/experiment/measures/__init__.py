"""Measures on trial: effects, verdicts, recommendation, portfolio, ablation."""
