"""Waiting times out of a file: its text, layout, numbers, units and what is no wait."""
