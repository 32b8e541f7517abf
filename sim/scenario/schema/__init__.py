"""The form of each input in a file: kinds of values, units, models, JSON Schema."""
