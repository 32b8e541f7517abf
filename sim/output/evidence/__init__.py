"""What a traced world shows, as values: delay budgets, knowledge, where two arms part."""
