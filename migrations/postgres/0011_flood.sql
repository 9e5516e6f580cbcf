-- A page of this member's that has made a sound; until it is answered it counts as unanswered.
ALTER TABLE pages ADD COLUMN loud BIGINT NOT NULL DEFAULT 0;
CREATE INDEX pages_by_member ON pages (member_id, state);

-- An alert that coordinators look at first: nobody else is called before its due_at.
ALTER TABLE alerts ADD COLUMN held BIGINT NOT NULL DEFAULT 0;

-- When a member was rung last, by several pages on one card or by one, and the ring that came due
-- within the minute and is made up for at its end.
CREATE TABLE rings (
  member_id TEXT NOT NULL PRIMARY KEY,
  rung_at BIGINT NOT NULL,
  gathered BIGINT NOT NULL,
  due_at BIGINT
);
CREATE INDEX rings_due ON rings (due_at);

-- Who has held a case of this chat for false; "counts" is 0 once there was news in the case.
CREATE TABLE false_marks (
  case_id BYTEA NOT NULL REFERENCES cases (id),
  chat_hash BYTEA NOT NULL,
  member_id TEXT NOT NULL,
  counts BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (case_id, chat_hash, member_id)
);
CREATE INDEX false_marks_by_chat ON false_marks (chat_hash, at);

-- Chats for which a coordinator vouches.
CREATE TABLE vouched (
  chat_hash BYTEA NOT NULL PRIMARY KEY,
  member_id TEXT NOT NULL,
  at BIGINT NOT NULL
);

CREATE INDEX cards_by_subject ON cards (kind, subject);
