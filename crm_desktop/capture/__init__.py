"""Quick entry: a typed line is understood as an activity, with people, deal, time and next step."""
