"""Estimators, intervals, tests and adjustments that all studies share."""
