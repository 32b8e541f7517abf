"""YAML text to a tree in which each node knows its place, and back."""
