-- When a member took themself off call; null: on call.
ALTER TABLE members ADD COLUMN off_since BIGINT;

-- A code by which somebody becomes a member: first open, then, once an account came with the code,
-- pending, until the four words are confirmed.
CREATE TABLE invitations (
  id TEXT NOT NULL PRIMARY KEY,
  code_hash BYTEA NOT NULL UNIQUE,
  role TEXT NOT NULL,
  language TEXT NOT NULL,
  call_order BIGINT,
  invited_by TEXT,
  sealed_person BYTEA NOT NULL,
  expires_at BIGINT NOT NULL,
  pending_at BIGINT,
  telegram_hash BYTEA,
  confirmed_by TEXT
);
CREATE INDEX invitations_by_account ON invitations (telegram_hash);

-- Accounts that have tried codes that are none.
CREATE TABLE code_tries (
  chat_hash BYTEA NOT NULL PRIMARY KEY,
  tries BIGINT NOT NULL,
  at BIGINT NOT NULL
);
