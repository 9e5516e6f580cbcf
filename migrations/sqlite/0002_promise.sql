-- Why an alert was opened: its level; nobody has heard from the owner; the owner asks for help.
ALTER TABLE alerts ADD COLUMN why TEXT NOT NULL DEFAULT 'level';

-- What the owner of a critical case has promised by taking it; gone when nobody has it.
CREATE TABLE promises (
  case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases (id),
  member_id TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  renewed INTEGER NOT NULL,
  asked INTEGER NOT NULL,
  lapsed INTEGER NOT NULL,
  due_at INTEGER
) STRICT;
CREATE INDEX promises_due ON promises (due_at);

-- What members have done about a case, in codes.
CREATE TABLE actions (
  id BLOB NOT NULL PRIMARY KEY,
  case_id BLOB NOT NULL REFERENCES cases (id),
  member_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX actions_by_case ON actions (case_id, at);

-- Who was asked to take a case over; the owner stays owner until they do.
CREATE TABLE handovers (
  case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases (id),
  from_member TEXT NOT NULL,
  to_member TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- Takings within three seconds of the page, in a row.
ALTER TABLE members ADD COLUMN quick_takes INTEGER NOT NULL DEFAULT 0;

-- How a closed case ended, in a code.
ALTER TABLE cases ADD COLUMN outcome TEXT;
