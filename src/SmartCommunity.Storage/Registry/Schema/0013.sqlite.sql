-- The log of the programme: who did what when. Append-only; the state of every project is the fold of these rows.
CREATE TABLE programme_entry (
    position INTEGER NOT NULL PRIMARY KEY,
    at_ms    INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    project  TEXT NULL,
    act_json TEXT NOT NULL
);
CREATE INDEX ix_programme_entry_project_position ON programme_entry (project, position);
