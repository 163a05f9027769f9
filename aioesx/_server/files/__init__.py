"""Files of a server's datastores, and where their bytes come from and go to here."""
