-- Times are milliseconds since 1970; ids are random bytes; "sealed_" columns are column-encrypted
-- under the keyring; entries.sealed, cases.case_key and cases.recovery_key are binary age files.

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE members (
  id TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL,
  language TEXT NOT NULL,
  call_order BIGINT NOT NULL,
  recipient TEXT,
  telegram_hash BYTEA NOT NULL,
  sealed_person BYTEA NOT NULL,
  added_at BIGINT NOT NULL,
  started_at BIGINT,
  revoked_at BIGINT
);
CREATE INDEX members_by_telegram ON members (telegram_hash);

CREATE TABLE cases (
  id BYTEA NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  desk TEXT NOT NULL,
  level TEXT NOT NULL,
  stage TEXT NOT NULL,
  recipient TEXT NOT NULL,
  case_key BYTEA,
  recovery_key BYTEA,
  pair_hash BYTEA,
  sealed_report BYTEA NOT NULL,
  receipt_hash BYTEA,
  next_seq BIGINT NOT NULL,
  taken_by TEXT,
  taken_at BIGINT,
  opened_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX cases_by_receipt ON cases (receipt_hash);

CREATE TABLE entries (
  id BYTEA NOT NULL PRIMARY KEY,
  case_id BYTEA NOT NULL REFERENCES cases (id),
  seq BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (case_id, seq)
);

CREATE TABLE assessments (
  id BYTEA NOT NULL PRIMARY KEY,
  case_id BYTEA NOT NULL REFERENCES cases (id),
  after_seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  card_id TEXT NOT NULL,
  card_version BIGINT NOT NULL,
  card_hash TEXT NOT NULL,
  level TEXT NOT NULL,
  sealed_detail BYTEA NOT NULL
);
CREATE INDEX assessments_by_case ON assessments (case_id, after_seq);

CREATE TABLE conversations (
  id BYTEA NOT NULL PRIMARY KEY,
  chat_hash BYTEA NOT NULL UNIQUE,
  sealed_state BYTEA NOT NULL,
  case_id BYTEA,
  blocked_at BIGINT,
  changed_at BIGINT NOT NULL
);

CREATE TABLE routes (
  id BYTEA NOT NULL PRIMARY KEY,
  case_id BYTEA NOT NULL REFERENCES cases (id),
  chat_hash BYTEA NOT NULL,
  sealed_chat BYTEA NOT NULL,
  UNIQUE (case_id, chat_hash)
);
CREATE INDEX routes_by_chat ON routes (chat_hash);

CREATE TABLE alerts (
  id BYTEA NOT NULL PRIMARY KEY,
  case_id BYTEA NOT NULL REFERENCES cases (id),
  level TEXT NOT NULL,
  policy TEXT NOT NULL,
  step BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  unheard_told BIGINT NOT NULL,
  unheard_at BIGINT,
  taken_by TEXT,
  taken_at BIGINT,
  closed_at BIGINT
);
CREATE INDEX alerts_due ON alerts (closed_at, due_at);
CREATE INDEX alerts_by_case ON alerts (case_id);

CREATE TABLE pages (
  id BYTEA NOT NULL PRIMARY KEY,
  alert_id BYTEA NOT NULL REFERENCES alerts (id),
  member_id TEXT NOT NULL,
  step BIGINT NOT NULL,
  rung BIGINT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (alert_id, member_id)
);

CREATE TABLE cards (
  id BYTEA NOT NULL PRIMARY KEY,
  chat_hash BYTEA NOT NULL,
  sealed_chat BYTEA NOT NULL,
  kind TEXT NOT NULL,
  subject BYTEA NOT NULL,
  lane BIGINT NOT NULL,
  silent BIGINT NOT NULL,
  wanted BIGINT NOT NULL,
  shown BIGINT NOT NULL,
  fresh BIGINT NOT NULL,
  message_id BIGINT,
  sealed_body BYTEA,
  language TEXT NOT NULL,
  state TEXT NOT NULL,
  tries BIGINT NOT NULL,
  queued_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  lease_until BIGINT,
  UNIQUE (chat_hash, kind, subject)
);
CREATE INDEX cards_due ON cards (state, due_at);
CREATE INDEX cards_by_chat ON cards (chat_hash, state, lane);

CREATE TABLE deletions (
  id BYTEA NOT NULL PRIMARY KEY,
  chat_hash BYTEA NOT NULL,
  sealed_chat BYTEA NOT NULL,
  message_id BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  UNIQUE (chat_hash, message_id)
);
CREATE INDEX deletions_due ON deletions (due_at);

CREATE TABLE seen_updates (
  mark BYTEA NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL
);
CREATE INDEX seen_updates_by_time ON seen_updates (at);

CREATE TABLE parked (
  id TEXT NOT NULL PRIMARY KEY,
  sealed_update BYTEA,
  sealed_to_coordinators BYTEA,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  retried_at BIGINT
);
