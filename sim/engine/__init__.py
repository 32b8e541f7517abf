"""Time: the only layer that knows SimPy."""
