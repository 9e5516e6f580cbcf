-- What members' browsers have asked for, by the ids that they chose: the same once more does nothing.
CREATE TABLE writes (
  member_id TEXT NOT NULL,
  id TEXT NOT NULL,
  case_id BYTEA NOT NULL,
  what TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (member_id, id)
);
CREATE INDEX writes_by_case ON writes (case_id);

-- The messages in which what was written goes to reporters, by their cards' subjects: when each was
-- sent, and when something came from its chat after that.
CREATE TABLE deliveries (
  subject BYTEA NOT NULL PRIMARY KEY,
  case_id BYTEA NOT NULL,
  member_id TEXT NOT NULL,
  write_id TEXT NOT NULL,
  chat_hash BYTEA NOT NULL,
  at BIGINT NOT NULL,
  sent_at BIGINT,
  seen_at BIGINT
);
CREATE INDEX deliveries_by_case ON deliveries (case_id);
CREATE INDEX deliveries_by_chat ON deliveries (chat_hash);
