"""What the office can do to a seat: one act for each kind of entry, with its questions and what they become."""
