CREATE TABLE attempt (
    key         TEXT NOT NULL PRIMARY KEY,
    began_at_ms INTEGER NOT NULL,
    failed      INTEGER NOT NULL
);

CREATE INDEX ix_attempt_began_at_ms ON attempt (began_at_ms);

ALTER TABLE certificate ADD COLUMN certificate BLOB NULL;
ALTER TABLE certificate ADD COLUMN revocation_reason TEXT NULL;

CREATE INDEX ix_certificate_not_after_ms ON certificate (not_after_ms);
