"""Listed entities, snapshots, deltas and the guards that keep a bad file out of force."""
