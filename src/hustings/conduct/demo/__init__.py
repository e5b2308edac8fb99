"""The demonstration: the Commonweal Union, a fictional organisation in fictional places, played for real."""
