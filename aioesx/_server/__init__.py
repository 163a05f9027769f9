"""What one does with a server that has a session: places, reads, waits, tasks, files."""
