"""Charts of sensitivity, discovery and fits."""
