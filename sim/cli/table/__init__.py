"""The table in a terminal: what a person types, and what is shown in return."""
