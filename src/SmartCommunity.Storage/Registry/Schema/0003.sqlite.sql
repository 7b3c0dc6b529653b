CREATE TABLE twin (
    id              TEXT NOT NULL PRIMARY KEY,
    community       TEXT NOT NULL REFERENCES community (code),
    name_zh         TEXT NULL,
    name_en         TEXT NULL,
    floors          INTEGER NULL,
    height_m        REAL NULL,
    floor           INTEGER NULL,
    area_m2         REAL NULL,
    opening_hours   TEXT NULL,
    facility_kind   TEXT NULL,
    geometry_json   TEXT NULL,
    desired_json    TEXT NULL,
    desired_version INTEGER NOT NULL,
    revision        INTEGER NOT NULL,
    updated_at_ms   INTEGER NOT NULL,
    removed_at_ms   INTEGER NULL,
    version         INTEGER NOT NULL
);

CREATE INDEX ix_twin_community_version ON twin (community, version);

CREATE TABLE relation (
    source TEXT NOT NULL REFERENCES twin (id),
    kind   TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (source, kind, target)
);

CREATE INDEX ix_relation_target ON relation (target);
