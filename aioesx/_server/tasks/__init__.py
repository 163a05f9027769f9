"""Tasks of a server: started, waited for, asked about, found again."""
