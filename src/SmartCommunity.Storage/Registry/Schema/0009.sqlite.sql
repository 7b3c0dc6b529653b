CREATE TABLE roster (
    street        TEXT NOT NULL PRIMARY KEY REFERENCES street (code),
    body_json     TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    entered_by    TEXT NOT NULL,
    entered_at_ms INTEGER NOT NULL,
    version       INTEGER NOT NULL
);
CREATE TABLE handover_note (
    version     INTEGER NOT NULL PRIMARY KEY,
    street      TEXT NOT NULL REFERENCES street (code),
    author      TEXT NOT NULL,
    at_ms       INTEGER NOT NULL,
    text        TEXT NOT NULL,
    taken_by    TEXT NOT NULL,
    taken_at_ms INTEGER NULL
);
CREATE INDEX ix_handover_note_street_version ON handover_note (street, version);
