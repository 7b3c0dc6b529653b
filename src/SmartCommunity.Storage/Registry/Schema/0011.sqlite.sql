-- People judge alerts without closing them. SQLite changes no CHECK: the table is made anew, with what it held.
CREATE TABLE alert_action_new (
    version      INTEGER NOT NULL PRIMARY KEY,
    community    TEXT NOT NULL REFERENCES community (code),
    alert        TEXT NOT NULL,
    action       TEXT NOT NULL CHECK (action IN ('acknowledge', 'dispatch', 'handle', 'resolve', 'close', 'reopen', 'comment', 'judge')),
    actor        TEXT NOT NULL,
    at_ms        INTEGER NOT NULL,
    comment      TEXT NOT NULL,
    code         TEXT NOT NULL,
    photo_sha256 TEXT NOT NULL
);
INSERT INTO alert_action_new SELECT version, community, alert, action, actor, at_ms, comment, code, photo_sha256 FROM alert_action;
DROP TABLE alert_action;
ALTER TABLE alert_action_new RENAME TO alert_action;
CREATE INDEX ix_alert_action_community_version ON alert_action (community, version);
CREATE INDEX ix_alert_action_alert ON alert_action (alert);
