"""What runs inside a simulated machine: users, files, and a small table of programs.

Nothing here is a process or a file of the machine that the simulator runs on: programs are
functions that take their time from the simulator's clock, files are contents in memory. `system`
is one guest, `files` its files, `shell` and `cmd` read command lines as POSIX's shell and Windows'
do, `programs` has what can be run.
"""
