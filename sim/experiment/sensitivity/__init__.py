"""Which inputs matter: screening, variance shares, one at a time."""
