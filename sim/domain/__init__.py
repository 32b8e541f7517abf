"""What an alliance is: values and pure functions. No clock, no files, no randomness that was not
handed in.
"""
