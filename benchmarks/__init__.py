"""Benchmarks: speed and memory as ratios, each measured side by side in one run. ``python -m
benchmarks [NAME...]``.
"""
