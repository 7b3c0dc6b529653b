ALTER TABLE device ADD COLUMN dialect TEXT NOT NULL DEFAULT 'native';
ALTER TABLE device ADD COLUMN profile TEXT NOT NULL DEFAULT '';
ALTER TABLE device ADD COLUMN via TEXT NOT NULL DEFAULT '';
ALTER TABLE device ADD COLUMN alias TEXT NOT NULL DEFAULT '';
ALTER TABLE device ADD COLUMN replaces TEXT NULL;
ALTER TABLE device ADD COLUMN messages_per_second REAL NULL CHECK (messages_per_second > 0);
ALTER TABLE device ADD COLUMN burst_messages INTEGER NULL CHECK (burst_messages > 0);
ALTER TABLE device ADD COLUMN daily_messages INTEGER NULL CHECK (daily_messages > 0);
ALTER TABLE device ADD COLUMN daily_bytes INTEGER NULL CHECK (daily_bytes > 0);

UPDATE device SET alias = id;

-- A carrier calls each of its devices by another name; a retired one has left its name to the next.
CREATE UNIQUE INDEX ix_device_via_alias ON device (via, alias) WHERE via <> '' AND retired_at_ms IS NULL;

CREATE TABLE profile (
    name          TEXT NOT NULL PRIMARY KEY,
    kind          TEXT NOT NULL,
    body          TEXT NOT NULL,
    version       INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL
);

CREATE TABLE claim (
    device        TEXT NOT NULL PRIMARY KEY,
    batch         TEXT NOT NULL,
    class         TEXT NOT NULL,
    dialect       TEXT NOT NULL,
    profile       TEXT NOT NULL,
    code_sha256   BLOB NOT NULL CHECK (length(code_sha256) = 32),
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    claimed_at_ms INTEGER NULL,
    revoked_at_ms INTEGER NULL
);

CREATE UNIQUE INDEX ix_claim_code_sha256 ON claim (code_sha256);
CREATE INDEX ix_claim_batch ON claim (batch);

CREATE TABLE authority (
    sha256        TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    community     TEXT NOT NULL,
    certificate   BLOB NOT NULL,
    imported      INTEGER NOT NULL,
    not_after_ms  INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL
);

CREATE INDEX ix_authority_community ON authority (community);

CREATE TABLE certificate (
    serial        TEXT NOT NULL PRIMARY KEY,
    device        TEXT NOT NULL,
    community     TEXT NOT NULL,
    authority     TEXT NOT NULL,
    sha256        TEXT NOT NULL CHECK (length(sha256) = 64),
    not_before_ms INTEGER NOT NULL,
    not_after_ms  INTEGER NOT NULL,
    revoked_at_ms INTEGER NULL
);

CREATE INDEX ix_certificate_device ON certificate (device);
CREATE INDEX ix_certificate_community_revoked_at_ms ON certificate (community, revoked_at_ms);

CREATE TABLE class_quota (
    class               TEXT NOT NULL PRIMARY KEY,
    messages_per_second REAL NULL CHECK (messages_per_second > 0),
    burst_messages      INTEGER NULL CHECK (burst_messages > 0),
    daily_messages      INTEGER NULL CHECK (daily_messages > 0),
    daily_bytes         INTEGER NULL CHECK (daily_bytes > 0)
);

CREATE TABLE audit (
    position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at_ms    INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL
);

CREATE INDEX ix_audit_subject_position ON audit (subject, position);
