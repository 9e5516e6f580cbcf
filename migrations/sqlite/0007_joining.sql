-- Whether a chat hears what happens with a case; who joined by receipt adds only, until somebody
-- on the case says yes.
ALTER TABLE routes ADD COLUMN hears INTEGER NOT NULL DEFAULT 1;

-- Receipts that were typed wrongly, by account: guessing is slowed, never locked.
CREATE TABLE receipt_tries (
  chat_hash BLOB NOT NULL PRIMARY KEY,
  tries INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
