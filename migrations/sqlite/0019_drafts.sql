-- A statement on a member that one coordinator has signed and that needs another one's signature too.
-- A line of JSON; what it holds is checked whenever it is read.
CREATE TABLE drafts (
  member_id TEXT NOT NULL PRIMARY KEY,
  statement TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
