"""A report as one page of HTML that needs nothing else: no server, no net, no font. No I/O.

What is read at first sight (what failed, sums, plots) stands in the page itself; the tables' rows
are data in it, of which the page's script draws those that are looked at.
"""
