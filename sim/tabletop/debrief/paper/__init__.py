"""Games that were played on paper without the engine, typed in afterwards."""
