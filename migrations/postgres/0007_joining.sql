-- Whether a chat hears what happens with a case; who joined by receipt adds only, until somebody
-- on the case says yes.
ALTER TABLE routes ADD COLUMN hears BIGINT NOT NULL DEFAULT 1;

-- Receipts that were typed wrongly, by account: guessing is slowed, never locked.
CREATE TABLE receipt_tries (
  chat_hash BYTEA NOT NULL PRIMARY KEY,
  tries BIGINT NOT NULL,
  at BIGINT NOT NULL
);
