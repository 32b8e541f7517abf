"""Hotline: a crisis-coordination tabletop simulation of two allies who must decide together under a clock."""

__version__ = "0.1.0"
