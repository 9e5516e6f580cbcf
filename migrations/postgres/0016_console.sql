-- A link by which a member's browser comes in, once. The id is the SHA-256 of what is in the link.
CREATE TABLE links (
  id BYTEA NOT NULL PRIMARY KEY,
  member_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  nonce BYTEA,
  used_at BIGINT
);

-- A member's keys as their browser wrapped them, sealed once more under the keyring.
CREATE TABLE devices (
  id TEXT NOT NULL PRIMARY KEY,
  member_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  sealed_wrapped BYTEA NOT NULL,
  added_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX devices_by_member ON devices (member_id);

-- Who is signed in. The id is the SHA-256 of the cookie.
CREATE TABLE sessions (
  id BYTEA NOT NULL PRIMARY KEY,
  member_id TEXT NOT NULL,
  signing_key BYTEA NOT NULL,
  opened_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_member ON sessions (member_id);
