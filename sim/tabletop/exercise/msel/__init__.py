"""The master scenario events list: from a scenario to rows, out as sheet or text, and in again."""
