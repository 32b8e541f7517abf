"""Seats that programs hold: lines in and out, limits, games without people, and duels."""
