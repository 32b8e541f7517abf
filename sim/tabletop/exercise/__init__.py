"""Exercises before they are held: what a scenario would ask of each seat."""
