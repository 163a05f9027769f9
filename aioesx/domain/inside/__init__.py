"""What is done inside a guest by its VMware Tools: programs, files, the environment.

`opening` asks who it is and lets them in, `guest` has the verbs, `access` is the one way to the
guest's managers. `quoting` knows shells and does no I/O; `run` is a program from its temporary
directory (`scratch`) to its removal; `transfer` moves bytes over the host's own URLs.
"""
