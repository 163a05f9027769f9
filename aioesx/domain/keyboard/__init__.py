"""Keys for a domain's keyboard: texts and chords become strokes, which the host is sent.

`codes` is the table of keys, `codesets` finds one by any of its numbers and names, `strokes` says
what a text and a chord are made of, `sending` sends them.
"""
