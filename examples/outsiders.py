"""A program that plays the adversary of Hotline, or the region: JSON lines in, JSON lines out.

    hotline play scenarios/northern-front.yaml --arm consult --seat frontline \
        --seat adversary=examples/outsiders.py --seat region=examples/outsiders.py

The adversary lets small occasions pass, hits back by one rung and never strikes first. The region's
partners stay, mediate when they are wanted, and say no in public once blows are exchanged.
"""

import json
import sys

GRAVE = float(sys.argv[1]) if len(sys.argv) > 1 else 0.6
CHOSEN = {"attack": "hold", "retaliation": "one", "mediation": "mediate", "withdrawal": "stay"}
partners, war = [], False


def say(**act):
    print(json.dumps(act), flush=True)


for line in sys.stdin:
    told = json.loads(line)
    if "hotline" in told:
        partners = list(told.get("partners", {}))
    elif told.get("event") in ("strike", "attack"):
        war = True  # nobody is asked here: what must be remembered is remembered
    elif "question" in told:
        view = told["view"]
        if war and partners:
            say(do="warn", partner=partners.pop(), stance="red", strength=0.5)
        grave = view.get("severity", 0.0) >= GRAVE
        option = CHOSEN.get(view["asks"], "provoke" if grave else "restrain")
        say(do="answer", question=told["question"], option=option)
