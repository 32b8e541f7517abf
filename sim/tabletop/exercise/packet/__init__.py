"""What is printed for an exercise: guide, list of events, briefing, cards, evaluation, feedback."""
