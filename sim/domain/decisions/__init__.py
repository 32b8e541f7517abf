"""How a decision is made: what is seen, by which rule, under which protocol."""
