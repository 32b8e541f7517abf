"""What is said of measures in tables of text: the recommendation, its reasons, sets of measures."""
