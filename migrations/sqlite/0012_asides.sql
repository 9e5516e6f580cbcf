-- A case of a chat that is not in front of it: what its reporter was not asked for (a bit each), and
-- when they are asked whether anything is new; null: not.
CREATE TABLE asides (
  id BLOB NOT NULL PRIMARY KEY,
  case_id BLOB NOT NULL REFERENCES cases (id),
  chat_hash BLOB NOT NULL,
  owed INTEGER NOT NULL,
  ask_at INTEGER,
  UNIQUE (case_id, chat_hash)
) STRICT;
CREATE INDEX asides_due ON asides (ask_at);
CREATE INDEX asides_by_chat ON asides (chat_hash);
