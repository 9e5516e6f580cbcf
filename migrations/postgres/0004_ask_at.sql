-- When a reporter is asked whether anything is new; null: not.
ALTER TABLE conversations ADD COLUMN ask_at BIGINT;
CREATE INDEX conversations_ask ON conversations (ask_at);
