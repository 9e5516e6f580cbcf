-- When a reporter in the middle of an interview counts as silent; null: not.
ALTER TABLE conversations ADD COLUMN silent_at INTEGER;
CREATE INDEX conversations_silent ON conversations (silent_at);
