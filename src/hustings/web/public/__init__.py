"""The pages for everybody: press, public and members who are not signed in."""
