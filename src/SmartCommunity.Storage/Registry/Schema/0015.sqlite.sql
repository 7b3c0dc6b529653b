-- Tokens by which programs act as an account. A token is its id and a secret; of the secret only the SHA-256 is kept. Revoking one deletes its row; the audit keeps what was.
CREATE TABLE api_token (
    id            TEXT NOT NULL PRIMARY KEY,
    person        TEXT NOT NULL,
    name          TEXT NOT NULL,
    secret_sha256 BLOB NOT NULL,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
);
CREATE INDEX ix_api_token_person ON api_token (person);
