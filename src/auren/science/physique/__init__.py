"""Body measures and their progress; never a rating of a body."""
