-- A page of this member's that has made a sound; until it is answered it counts as unanswered.
ALTER TABLE pages ADD COLUMN loud INTEGER NOT NULL DEFAULT 0;
CREATE INDEX pages_by_member ON pages (member_id, state);

-- An alert that coordinators look at first: nobody else is called before its due_at.
ALTER TABLE alerts ADD COLUMN held INTEGER NOT NULL DEFAULT 0;

-- When a member was rung last, by several pages on one card or by one, and the ring that came due
-- within the minute and is made up for at its end.
CREATE TABLE rings (
  member_id TEXT NOT NULL PRIMARY KEY,
  rung_at INTEGER NOT NULL,
  gathered INTEGER NOT NULL,
  due_at INTEGER
) STRICT;
CREATE INDEX rings_due ON rings (due_at);

-- Who has held a case of this chat for false; "counts" is 0 once there was news in the case.
CREATE TABLE false_marks (
  case_id BLOB NOT NULL REFERENCES cases (id),
  chat_hash BLOB NOT NULL,
  member_id TEXT NOT NULL,
  counts INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (case_id, chat_hash, member_id)
) STRICT;
CREATE INDEX false_marks_by_chat ON false_marks (chat_hash, at);

-- Chats for which a coordinator vouches.
CREATE TABLE vouched (
  chat_hash BLOB NOT NULL PRIMARY KEY,
  member_id TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX cards_by_subject ON cards (kind, subject);
