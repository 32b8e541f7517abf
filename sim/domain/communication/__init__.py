"""What passes between the allies and by which way: messages, channels, offices, duty hours,
meetings.
"""
