"""Points at which inputs are tried: designs, factors, sets of measures."""
