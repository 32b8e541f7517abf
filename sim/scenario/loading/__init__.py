"""From files to one resolved scenario: read, laid over one another, measures stacked, problems
gathered.
"""
