"""Where the bytes of a disk come from: files by ranges, or the stream of a lease."""
