"""A program that plays a seat of Hotline: it reads JSON lines, and answers with JSON lines.

    hotline play scenarios/northern-front.yaml --arm consult --seat frontline=examples/bot.py

It strikes once it reckons the threat to be high, says no to a strike of its ally, and writes after
a grave provocation. A number behind its name says from which share on a threat is high to it.
"""

import json
import math
import sys

HIGH = float(sys.argv[1]) if len(sys.argv) > 1 else 0.5
alarmed = False


def say(**act):
    print(json.dumps(act), flush=True)


for line in sys.stdin:
    told = json.loads(line)
    if told.get("event") == "provocation" and told["data"]["severity"] > 0.6:
        alarmed = True  # nobody is asked here: what must be remembered is remembered
    elif "question" in told:
        ready = 1 / (1 + math.exp(-told["view"]["mean"]))  # what it believes is in log odds
        if alarmed:
            alarmed = False
            say(do="write", kind="dialogue", precedence="flash", channel="cable", text="Calm!")
        if "red" in told["options"]:
            option = "red"
        else:
            option = "strike" if "strike" in told["options"] and ready > HIGH else "hold"
        say(do="answer", question=told["question"], option=option, reason=f"{ready:.0%} ready")
