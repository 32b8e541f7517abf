"""Results folders: files, hashes, manifests, checkpoints, verification, repair."""
