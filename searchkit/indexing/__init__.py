"""Essays into the index: `build` finds what changed, `documents` is what is kept of each essay."""
