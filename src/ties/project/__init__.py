"""A book on disk: its chapters and parameters, its runs, and the fingerprints of their inputs."""
