"""Who acts and what moves them: allies, trust, perception, preferences, adversary, region,
escalation.
"""
