"""The command ``fleet``: one command at many hosts, and what came of each.

`command` is its row, `errand` the command as it is done at one host, `telling` how results are
written, `board` what is seen meanwhile. `hosts` says which hosts are meant and how they are let
into, `selecting` what ``--select`` may name; commands beside this one have them from there.
"""
