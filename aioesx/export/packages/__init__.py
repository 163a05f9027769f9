"""OVF packages here: written, and read; a machine as a descriptor says it."""
