-- A case of a chat that is not in front of it: what its reporter was not asked for (a bit each), and
-- when they are asked whether anything is new; null: not.
CREATE TABLE asides (
  id BYTEA NOT NULL PRIMARY KEY,
  case_id BYTEA NOT NULL REFERENCES cases (id),
  chat_hash BYTEA NOT NULL,
  owed BIGINT NOT NULL,
  ask_at BIGINT,
  UNIQUE (case_id, chat_hash)
);
CREATE INDEX asides_due ON asides (ask_at);
CREATE INDEX asides_by_chat ON asides (chat_hash);
