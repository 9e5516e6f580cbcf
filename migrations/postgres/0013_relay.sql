-- The case that a message in a member's chat is about: a reply to it finds its way.
CREATE TABLE case_messages (
  chat_hash BYTEA NOT NULL,
  message_id BIGINT NOT NULL,
  case_id BYTEA NOT NULL REFERENCES cases (id),
  at BIGINT NOT NULL,
  PRIMARY KEY (chat_hash, message_id)
);

-- A chat's place among those of its case, 1 for the first reporter; since when it hears, where it
-- did not from the beginning.
ALTER TABLE routes ADD COLUMN place BIGINT NOT NULL DEFAULT 1;
ALTER TABLE routes ADD COLUMN heard_at BIGINT;
