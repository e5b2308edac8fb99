"""What every part of the story stands on: exact numbers, citations, refusals, canonical bytes, time."""
