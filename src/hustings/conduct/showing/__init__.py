"""What pages show of a seat, worked out from what one audience may read and from nothing else."""
