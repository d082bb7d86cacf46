"""Evidence that nothing was altered: canonical bytes, a Merkle tree over them, signed checkpoints and exports."""
