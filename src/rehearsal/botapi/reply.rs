//! What a method answers: a result, or an error in Telegram's words.

use serde_json::{Value, json};

/// A refusal, as Telegram words it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} {description}")]
pub(super) struct ApiError {
    /// The HTTP status and the `error_code`.
    pub code: u16,
    /// The sentence, with its prefix `Bad Request: ` or alike.
    pub description: String,
    /// Seconds to wait before the next try: only with 429.
    pub retry_after: Option<i64>,
    /// The supergroup that the group has become.
    pub migrate_to: Option<i64>,
}

/// A method's result or its refusal.
pub(super) type Answer = Result<Value, ApiError>;

impl ApiError {
    fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), retry_after: None, migrate_to: None }
    }

    /// 400, `Bad Request: …`.
    pub fn bad(text: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", text.as_ref()))
    }

    /// 401: no bot has this token.
    pub fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    /// 403, `Forbidden: …`.
    pub fn forbidden(text: &str) -> Self {
        Self::new(403, format!("Forbidden: {text}"))
    }

    /// 403: the user has blocked the bot.
    pub fn blocked() -> Self {
        Self::forbidden("bot was blocked by the user")
    }

    /// 400: the group has become a supergroup, which has another id.
    pub fn migrated(supergroup: i64) -> Self {
        let error = Self::bad("group chat was upgraded to a supergroup chat");
        Self { migrate_to: Some(supergroup), ..error }
    }

    /// 404: no such method, or no such path.
    pub fn not_found() -> Self {
        Self::new(404, "Not Found")
    }

    /// 409: somebody else polls with this token.
    pub fn conflict() -> Self {
        let text = "Conflict: terminated by other getUpdates request; \
                    make sure that only one bot instance is running";
        Self::new(409, text)
    }

    /// No answer of Telegram's at all: what the list of calls says of a fault.
    pub fn gateway(what: &str, code: u16) -> Self {
        Self::new(code, what)
    }

    /// 429: come back in so many seconds.
    pub fn too_many(retry_after_s: i64) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after_s}");
        Self { retry_after: Some(retry_after_s), ..Self::new(429, description) }
    }
}

/// The body of an answer.
pub(super) fn body(answer: &Answer) -> Value {
    match answer {
        Ok(result) => json!({"ok": true, "result": result}),
        Err(error) => {
            let (code, description) = (error.code, &error.description);
            let mut body = json!({"ok": false, "error_code": code, "description": description});
            if let Some(seconds) = error.retry_after {
                body["parameters"] = json!({"retry_after": seconds});
            }
            if let Some(chat) = error.migrate_to {
                body["parameters"] = json!({"migrate_to_chat_id": chat});
            }
            body
        }
    }
}
