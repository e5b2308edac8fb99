"""The append-only public record: entries, Merkle tree, checkpoints and bundles."""
