"""The pages of the national office, the procedures secretary and the governing body."""
