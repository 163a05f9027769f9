"""What is looked at before the first byte: the machine, what is in its way, how its disks come."""
