"""The door: YAML text to a validated, resolved scenario, and back."""
