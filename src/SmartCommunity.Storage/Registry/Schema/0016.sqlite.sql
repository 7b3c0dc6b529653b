-- When a token was last shown, to the hour; null: never. A token that nobody uses can be revoked.
ALTER TABLE api_token ADD COLUMN last_used_at_ms INTEGER;
