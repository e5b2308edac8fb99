"""The words of every letter and notice; each says what happened, what it means for the reader, and by when."""
