"""What can be asked of a scenario: each kind of study from what it is asked to its folder of
results, and back.
"""
