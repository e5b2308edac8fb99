"""The command line: hustings decide, rulebook, timetable, bundle, verify, and more."""
