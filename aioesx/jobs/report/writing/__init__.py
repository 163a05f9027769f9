"""What a report is written as: each format in a module, none of which knows a host. No I/O."""
