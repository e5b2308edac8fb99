"""What every page stands on: the look's parts, the words for dates, refusals, and the front door."""
