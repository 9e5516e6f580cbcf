-- Times are milliseconds since 1970; ids are random bytes; "sealed_" columns are column-encrypted
-- under the keyring; entries.sealed, cases.case_key and cases.recovery_key are binary age files.

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE members (
  id TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL,
  language TEXT NOT NULL,
  call_order INTEGER NOT NULL,
  recipient TEXT,
  telegram_hash BLOB NOT NULL,
  sealed_person BLOB NOT NULL,
  added_at INTEGER NOT NULL,
  started_at INTEGER,
  revoked_at INTEGER
) STRICT;
CREATE INDEX members_by_telegram ON members (telegram_hash);

CREATE TABLE cases (
  id BLOB NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  desk TEXT NOT NULL,
  level TEXT NOT NULL,
  stage TEXT NOT NULL,
  recipient TEXT NOT NULL,
  case_key BLOB,
  recovery_key BLOB,
  pair_hash BLOB,
  sealed_report BLOB NOT NULL,
  receipt_hash BLOB,
  next_seq INTEGER NOT NULL,
  taken_by TEXT,
  taken_at INTEGER,
  opened_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_by_receipt ON cases (receipt_hash);

CREATE TABLE entries (
  id BLOB NOT NULL PRIMARY KEY,
  case_id BLOB NOT NULL REFERENCES cases (id),
  seq INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (case_id, seq)
) STRICT;

CREATE TABLE assessments (
  id BLOB NOT NULL PRIMARY KEY,
  case_id BLOB NOT NULL REFERENCES cases (id),
  after_seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  card_id TEXT NOT NULL,
  card_version INTEGER NOT NULL,
  card_hash TEXT NOT NULL,
  level TEXT NOT NULL,
  sealed_detail BLOB NOT NULL
) STRICT;
CREATE INDEX assessments_by_case ON assessments (case_id, after_seq);

CREATE TABLE conversations (
  id BLOB NOT NULL PRIMARY KEY,
  chat_hash BLOB NOT NULL UNIQUE,
  sealed_state BLOB NOT NULL,
  case_id BLOB,
  blocked_at INTEGER,
  changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE routes (
  id BLOB NOT NULL PRIMARY KEY,
  case_id BLOB NOT NULL REFERENCES cases (id),
  chat_hash BLOB NOT NULL,
  sealed_chat BLOB NOT NULL,
  UNIQUE (case_id, chat_hash)
) STRICT;
CREATE INDEX routes_by_chat ON routes (chat_hash);

CREATE TABLE alerts (
  id BLOB NOT NULL PRIMARY KEY,
  case_id BLOB NOT NULL REFERENCES cases (id),
  level TEXT NOT NULL,
  policy TEXT NOT NULL,
  step INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  unheard_told INTEGER NOT NULL,
  unheard_at INTEGER,
  taken_by TEXT,
  taken_at INTEGER,
  closed_at INTEGER
) STRICT;
CREATE INDEX alerts_due ON alerts (closed_at, due_at);
CREATE INDEX alerts_by_case ON alerts (case_id);

CREATE TABLE pages (
  id BLOB NOT NULL PRIMARY KEY,
  alert_id BLOB NOT NULL REFERENCES alerts (id),
  member_id TEXT NOT NULL,
  step INTEGER NOT NULL,
  rung INTEGER NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (alert_id, member_id)
) STRICT;

CREATE TABLE cards (
  id BLOB NOT NULL PRIMARY KEY,
  chat_hash BLOB NOT NULL,
  sealed_chat BLOB NOT NULL,
  kind TEXT NOT NULL,
  subject BLOB NOT NULL,
  lane INTEGER NOT NULL,
  silent INTEGER NOT NULL,
  wanted INTEGER NOT NULL,
  shown INTEGER NOT NULL,
  fresh INTEGER NOT NULL,
  message_id INTEGER,
  sealed_body BLOB,
  language TEXT NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL,
  queued_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  lease_until INTEGER,
  UNIQUE (chat_hash, kind, subject)
) STRICT;
CREATE INDEX cards_due ON cards (state, due_at);
CREATE INDEX cards_by_chat ON cards (chat_hash, state, lane);

CREATE TABLE deletions (
  id BLOB NOT NULL PRIMARY KEY,
  chat_hash BLOB NOT NULL,
  sealed_chat BLOB NOT NULL,
  message_id INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  UNIQUE (chat_hash, message_id)
) STRICT;
CREATE INDEX deletions_due ON deletions (due_at);

CREATE TABLE seen_updates (
  mark BLOB NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX seen_updates_by_time ON seen_updates (at);

CREATE TABLE parked (
  id TEXT NOT NULL PRIMARY KEY,
  sealed_update BLOB,
  sealed_to_coordinators BLOB,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  retried_at INTEGER
) STRICT;
