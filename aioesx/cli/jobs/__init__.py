"""Commands of ready jobs: each lists what there is to do, and does it by ``--yes`` only."""
