"""Who belongs: members, units, affiliations, the roll, and eligibility with its reasons."""
