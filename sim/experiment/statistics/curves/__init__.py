"""Curves of incidence: how many have met an event by each hour, and how two arms differ in it."""
