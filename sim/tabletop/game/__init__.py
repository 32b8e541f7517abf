"""A game as its journal: what was done, in which order, and the world that follows from it."""
