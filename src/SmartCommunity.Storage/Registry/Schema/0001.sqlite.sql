CREATE TABLE street (
    code    TEXT NOT NULL PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    rank    INTEGER NOT NULL
);

CREATE TABLE community (
    code    TEXT NOT NULL PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    street  TEXT NOT NULL REFERENCES street (code),
    rank    INTEGER NOT NULL
);

CREATE INDEX ix_community_street ON community (street);

CREATE TABLE gateway (
    id            TEXT NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL,
    token_sha256  BLOB NOT NULL CHECK (length(token_sha256) = 32),
    created_at_ms INTEGER NOT NULL
);

CREATE TABLE device (
    id                 TEXT NOT NULL PRIMARY KEY,
    community          TEXT NOT NULL REFERENCES community (code),
    class              TEXT NOT NULL,
    name               TEXT NOT NULL,
    gateway            TEXT NOT NULL REFERENCES gateway (id),
    token_sha256       BLOB NULL CHECK (length(token_sha256) = 32),
    next_token_sha256  BLOB NULL CHECK (length(next_token_sha256) = 32),
    next_token_at_ms   INTEGER NULL,
    certificate_sha256 TEXT NULL CHECK (length(certificate_sha256) = 64),
    created_at_ms      INTEGER NOT NULL,
    retired_at_ms      INTEGER NULL,
    version            INTEGER NOT NULL
);

CREATE INDEX ix_device_community ON device (community);
CREATE INDEX ix_device_gateway_version ON device (gateway, version);

CREATE TABLE field_mapping (
    id       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    class    TEXT NOT NULL,
    device   TEXT NOT NULL,
    field    TEXT NOT NULL,
    quantity TEXT NOT NULL,
    scale    REAL NOT NULL,
    "offset" REAL NOT NULL
);

CREATE UNIQUE INDEX ix_field_mapping_class_device_field ON field_mapping (class, device, field);

CREATE TABLE command (
    id              TEXT NOT NULL PRIMARY KEY,
    device          TEXT NOT NULL,
    community       TEXT NOT NULL,
    gateway         TEXT NOT NULL,
    name            TEXT NOT NULL,
    args_json       TEXT NULL,
    stage           INTEGER NOT NULL,
    created_at_ms   INTEGER NOT NULL,
    expires_at_ms   INTEGER NOT NULL,
    handed_at_ms    INTEGER NULL,
    sent_at_ms      INTEGER NULL,
    delivered_at_ms INTEGER NULL,
    ended_at_ms     INTEGER NULL,
    result_json     TEXT NULL
);

CREATE INDEX ix_command_gateway_stage ON command (gateway, stage);
CREATE INDEX ix_command_device_created_at_ms ON command (device, created_at_ms);
CREATE INDEX ix_command_stage_expires_at_ms ON command (stage, expires_at_ms);

CREATE TABLE counter (
    name  TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
);

INSERT INTO counter (name, value) VALUES ('registry', 0);
