"""The pages of unit secretaries, tellers, affiliates' officers and the tellers of a whole seat."""
