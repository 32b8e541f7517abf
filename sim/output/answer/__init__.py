"""What a run answers: the question that was asked, as numbers, sentences and rows, for page,
terminal and pictures alike.
"""
