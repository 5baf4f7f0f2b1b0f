"""The console's widgets, one file each; they draw and send messages, nothing else."""
