"""Commands of machines that leave a host, arrive at one, and are copied to another."""
