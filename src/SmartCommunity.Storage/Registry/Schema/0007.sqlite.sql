CREATE TABLE gap_action (
    community     TEXT NOT NULL REFERENCES community (code),
    code          TEXT NOT NULL,
    title         TEXT NOT NULL,
    cost_fen      INTEGER NOT NULL CHECK (cost_fen >= 0),
    days          INTEGER NOT NULL CHECK (days >= 0),
    edits_json    TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    entered_by    TEXT NOT NULL,
    entered_at_ms INTEGER NOT NULL,
    removed_at_ms INTEGER NULL,
    PRIMARY KEY (community, code)
);
