-- A link by which a member's browser comes in, once. The id is the SHA-256 of what is in the link.
CREATE TABLE links (
  id BLOB NOT NULL PRIMARY KEY,
  member_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  nonce BLOB,
  used_at INTEGER
) STRICT;

-- A member's keys as their browser wrapped them, sealed once more under the keyring.
CREATE TABLE devices (
  id TEXT NOT NULL PRIMARY KEY,
  member_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  sealed_wrapped BLOB NOT NULL,
  added_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX devices_by_member ON devices (member_id);

-- Who is signed in. The id is the SHA-256 of the cookie.
CREATE TABLE sessions (
  id BLOB NOT NULL PRIMARY KEY,
  member_id TEXT NOT NULL,
  signing_key BLOB NOT NULL,
  opened_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_member ON sessions (member_id);
