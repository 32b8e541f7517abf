"""Model inputs: how one is declared, and what a scenario sets: arms, checks, injects."""
