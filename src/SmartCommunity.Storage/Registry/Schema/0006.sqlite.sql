CREATE TABLE standing (
    community     TEXT NOT NULL PRIMARY KEY REFERENCES community (code),
    pack          TEXT NOT NULL,
    project_type  TEXT NOT NULL,
    listed_on     TEXT NULL,
    claimed       TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    entered_by    TEXT NOT NULL,
    entered_at_ms INTEGER NOT NULL,
    version       INTEGER NOT NULL
);

CREATE TABLE fact (
    community     TEXT NOT NULL REFERENCES community (code),
    code          TEXT NOT NULL,
    value         REAL NOT NULL,
    unit          TEXT NOT NULL,
    as_of         TEXT NOT NULL,
    source        TEXT NOT NULL,
    inspected     INTEGER NOT NULL,
    revision      INTEGER NOT NULL,
    entered_by    TEXT NOT NULL,
    entered_at_ms INTEGER NOT NULL,
    removed_at_ms INTEGER NULL,
    version       INTEGER NOT NULL,
    PRIMARY KEY (community, code)
);

CREATE INDEX ix_fact_community_version ON fact (community, version);

CREATE TABLE record (
    community     TEXT NOT NULL REFERENCES community (code),
    kind          TEXT NOT NULL,
    id            TEXT NOT NULL,
    fields_json   TEXT NOT NULL,
    as_of         TEXT NOT NULL,
    source        TEXT NOT NULL,
    inspected     INTEGER NOT NULL,
    revision      INTEGER NOT NULL,
    entered_by    TEXT NOT NULL,
    entered_at_ms INTEGER NOT NULL,
    removed_at_ms INTEGER NULL,
    version       INTEGER NOT NULL,
    PRIMARY KEY (community, kind, id)
);

CREATE INDEX ix_record_community_version ON record (community, version);

CREATE TABLE evidence (
    id              TEXT NOT NULL PRIMARY KEY,
    community       TEXT NOT NULL REFERENCES community (code),
    kind            TEXT NOT NULL,
    title           TEXT NOT NULL,
    file_name       TEXT NOT NULL,
    media_type      TEXT NOT NULL,
    bytes           INTEGER NOT NULL CHECK (bytes > 0),
    sha256          TEXT NOT NULL CHECK (length(sha256) = 64),
    dated           TEXT NOT NULL,
    expires         TEXT NULL,
    state           TEXT NOT NULL CHECK (state IN ('submitted', 'accepted', 'refused', 'withdrawn')),
    submitted_by    TEXT NOT NULL,
    submitted_at_ms INTEGER NOT NULL,
    reviewer        TEXT NOT NULL,
    reviewed_at_ms  INTEGER NULL,
    comment         TEXT NOT NULL,
    score           REAL NULL CHECK (score BETWEEN 0 AND 100),
    inspected       INTEGER NOT NULL,
    revision        INTEGER NOT NULL,
    version         INTEGER NOT NULL
);

CREATE INDEX ix_evidence_community_version ON evidence (community, version);
CREATE INDEX ix_evidence_sha256 ON evidence (sha256);

CREATE TABLE event_step (
    community     TEXT NOT NULL REFERENCES community (code),
    device        TEXT NOT NULL,
    event_id      TEXT NOT NULL,
    step          TEXT NOT NULL CHECK (step IN ('acknowledged', 'onSite', 'followedUp', 'closed')),
    event_type    TEXT NOT NULL,
    event_at_ms   INTEGER NOT NULL,
    actor         TEXT NOT NULL,
    at_ms         INTEGER NOT NULL,
    comment       TEXT NOT NULL,
    entered_at_ms INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    PRIMARY KEY (community, device, event_id, step)
);

CREATE INDEX ix_event_step_community_version ON event_step (community, version);
CREATE INDEX ix_event_step_community_at_ms ON event_step (community, at_ms);

CREATE TABLE change (
    position  INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    community TEXT NOT NULL,
    subject   TEXT NOT NULL,
    revision  INTEGER NOT NULL,
    at_ms     INTEGER NOT NULL,
    actor     TEXT NOT NULL,
    action    TEXT NOT NULL,
    row_json  TEXT NOT NULL
);

CREATE INDEX ix_change_community_subject_position ON change (community, subject, position);
