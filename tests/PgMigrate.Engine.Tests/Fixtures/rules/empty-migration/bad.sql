-- Adds the teams.

/* to be written */
