-- Whether the key that took this one's place came from a member's browser: then what is kept here is
-- the last that did not.
ALTER TABLE replaced_keys ADD COLUMN by_member INTEGER NOT NULL DEFAULT 0;

-- Locked copies of keys that are gone are gone too.
DELETE FROM devices WHERE revoked_at IS NOT NULL;
