-- The server's half of what a six-digit code opens in one browser, sealed under the keyring.
CREATE TABLE codes (
  id TEXT NOT NULL PRIMARY KEY,
  member_id TEXT NOT NULL,
  proof_hash BYTEA NOT NULL,
  sealed_share BYTEA NOT NULL,
  tries BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);
CREATE INDEX codes_by_member ON codes (member_id);

-- The moment of the last change that a member signed to the copies of their keys: none counts twice.
CREATE TABLE deeds (
  member_id TEXT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL
);
