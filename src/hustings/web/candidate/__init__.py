"""The pages of the sitting representative and of applicants: the letter and its answer, the place in a selection."""
