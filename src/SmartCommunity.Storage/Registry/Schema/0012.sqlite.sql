-- Holidays and make-up working days of a year, as people entered them from the announcement. Earlier states are in the history under 'calendar:YEAR'.
CREATE TABLE calendar_year (
    year          INTEGER NOT NULL PRIMARY KEY,
    body_json     TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    entered_by    TEXT NOT NULL,
    entered_at_ms INTEGER NOT NULL,
    version       INTEGER NOT NULL
);
