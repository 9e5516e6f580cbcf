-- What members' browsers have asked for, by the ids that they chose: the same once more does nothing.
CREATE TABLE writes (
  member_id TEXT NOT NULL,
  id TEXT NOT NULL,
  case_id BLOB NOT NULL,
  what TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (member_id, id)
) STRICT;
CREATE INDEX writes_by_case ON writes (case_id);

-- The messages in which what was written goes to reporters, by their cards' subjects: when each was
-- sent, and when something came from its chat after that.
CREATE TABLE deliveries (
  subject BLOB NOT NULL PRIMARY KEY,
  case_id BLOB NOT NULL,
  member_id TEXT NOT NULL,
  write_id TEXT NOT NULL,
  chat_hash BLOB NOT NULL,
  at INTEGER NOT NULL,
  sent_at INTEGER,
  seen_at INTEGER
) STRICT;
CREATE INDEX deliveries_by_case ON deliveries (case_id);
CREATE INDEX deliveries_by_chat ON deliveries (chat_hash);
