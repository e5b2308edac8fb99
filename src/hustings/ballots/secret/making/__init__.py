"""Everything that makes an election: ballots, keys, shuffles, decryptions, the result. Coins are arguments."""
