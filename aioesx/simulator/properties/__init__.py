"""What clients see: views from state to values of the VI API, by property path.

`view` walks a path and builds no more than what the path names; the other files
are tables, one entry per property or field.
"""
