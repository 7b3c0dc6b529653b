CREATE TABLE alert_action (
    version      INTEGER NOT NULL PRIMARY KEY,
    community    TEXT NOT NULL REFERENCES community (code),
    alert        TEXT NOT NULL,
    action       TEXT NOT NULL CHECK (action IN ('acknowledge', 'dispatch', 'handle', 'resolve', 'close', 'reopen', 'comment')),
    actor        TEXT NOT NULL,
    at_ms        INTEGER NOT NULL,
    comment      TEXT NOT NULL,
    code         TEXT NOT NULL,
    photo_sha256 TEXT NOT NULL
);
CREATE INDEX ix_alert_action_community_version ON alert_action (community, version);
CREATE INDEX ix_alert_action_alert ON alert_action (alert);
