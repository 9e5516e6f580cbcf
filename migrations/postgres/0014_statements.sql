-- Who is a member, signed: a chain that the server stores and cannot add to (docs/KEYS.md).
-- A line of JSON each; what it holds is checked whenever it is read.
CREATE TABLE statements (
  seq BIGINT NOT NULL PRIMARY KEY,
  statement TEXT NOT NULL
);

-- What the member signs with; null: nothing.
ALTER TABLE members ADD COLUMN signing_key BYTEA;
