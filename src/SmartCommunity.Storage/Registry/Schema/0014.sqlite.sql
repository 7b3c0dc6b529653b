-- Accounts of people, and links that set a password once. Passwords are hashes (PBKDF2), tokens are SHA-256.
CREATE TABLE person (
    id               TEXT NOT NULL PRIMARY KEY,
    name             TEXT NOT NULL,
    display_name     TEXT NOT NULL,
    roles            TEXT NOT NULL,
    area             TEXT NOT NULL,
    department       TEXT NOT NULL,
    password_hash    TEXT NOT NULL,
    security_stamp   TEXT NOT NULL,
    failed_count     INTEGER NOT NULL,
    refused_until_ms INTEGER,
    locked_at_ms     INTEGER,
    created_at_ms    INTEGER NOT NULL,
    signed_in_at_ms  INTEGER,
    revision         INTEGER NOT NULL
);
CREATE UNIQUE INDEX ix_person_name ON person (name);

CREATE TABLE sign_in_link (
    token_sha256  BLOB NOT NULL PRIMARY KEY,
    person        TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
);
CREATE INDEX ix_sign_in_link_person ON sign_in_link (person);
