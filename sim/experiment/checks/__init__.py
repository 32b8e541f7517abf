"""How often worlds agree with what a scenario declares, and on what a disagreement hangs."""
