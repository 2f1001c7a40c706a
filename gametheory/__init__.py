"""Two-player games: everything that theory says about them, exactly."""
