-- When a member took themself off call; null: on call.
ALTER TABLE members ADD COLUMN off_since INTEGER;

-- A code by which somebody becomes a member: first open, then, once an account came with the code,
-- pending, until the four words are confirmed.
CREATE TABLE invitations (
  id TEXT NOT NULL PRIMARY KEY,
  code_hash BLOB NOT NULL UNIQUE,
  role TEXT NOT NULL,
  language TEXT NOT NULL,
  call_order INTEGER,
  invited_by TEXT,
  sealed_person BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  pending_at INTEGER,
  telegram_hash BLOB,
  confirmed_by TEXT
) STRICT;
CREATE INDEX invitations_by_account ON invitations (telegram_hash);

-- Accounts that have tried codes that are none.
CREATE TABLE code_tries (
  chat_hash BLOB NOT NULL PRIMARY KEY,
  tries INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
