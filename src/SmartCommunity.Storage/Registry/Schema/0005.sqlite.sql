CREATE TABLE imported_model (
    code                    TEXT NOT NULL PRIMARY KEY,
    model_id                TEXT NOT NULL,
    domain                  TEXT NOT NULL,
    report_interval_seconds INTEGER NOT NULL,
    interface_json          TEXT NOT NULL,
    imported_at_ms          INTEGER NOT NULL
);

CREATE UNIQUE INDEX ix_imported_model_model_id ON imported_model (model_id);

CREATE INDEX ix_device_class ON device (class);
