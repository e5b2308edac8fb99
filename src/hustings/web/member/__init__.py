"""The pages of a member: what I can do, whether I may vote and why, my row, my unit's return."""
