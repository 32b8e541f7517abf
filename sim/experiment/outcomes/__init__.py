"""What is measured of a world, from its log alone."""
