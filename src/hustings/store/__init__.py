"""Where the record and the private store rest: Django models, constraints and triggers."""
