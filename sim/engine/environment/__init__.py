"""What the allies do not command: adversary, escalation, region, injects, the time that
is watched.
"""
