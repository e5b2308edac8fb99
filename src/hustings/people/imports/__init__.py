"""Lists from elsewhere: CSV files read strictly, every problem told at once, nothing half-imported."""
