-- What a coordinator wants to do about a critical case; done when a second one agrees. It counts
-- while the case has the level for which it was proposed.
CREATE TABLE proposals (
  case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases (id),
  member_id TEXT NOT NULL,
  level TEXT NOT NULL,
  decision TEXT NOT NULL,
  reason TEXT,
  at INTEGER NOT NULL
) STRICT;
