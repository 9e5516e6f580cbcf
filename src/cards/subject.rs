//! What a card is about.

/// What a card is about; with the chat it names one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The interview of this conversation.
    Interview(Vec<u8>),
    /// The key that sends the reporter's number, in this conversation.
    Number(Vec<u8>),
    /// The page of this case.
    Page(Vec<u8>),
    /// All that this member is called for and has not answered, on one card.
    Gathered(Vec<u8>),
    /// The reasons of this case, on tap.
    Why(Vec<u8>),
    /// To whom this case can be handed, on tap.
    HandOver(Vec<u8>),
    /// Whether this case is to be held for false, on tap.
    LooksFalse(Vec<u8>),
    /// What a coordinator can decide about this case, on tap.
    Decide(Vec<u8>),
    /// The reasons for a decision: the case's id, and the decision's number in one more byte.
    Reasons(Vec<u8>),
    /// Somebody joined by receipt: the case's id and the route's.
    Join(Vec<u8>),
    /// A question about this case, which is not in front of the chat.
    GoOn(Vec<u8>),
    /// A one-off notice; its body is in the row.
    Notice(Vec<u8>),
    /// The receipt of this case: a notice of which there is one.
    Receipt(Vec<u8>),
    /// The four words of this invitation.
    Invitation(Vec<u8>),
    /// What this member has, on tap.
    Mine(Vec<u8>),
    /// Whether this member, who has a critical case, goes off call.
    Off(Vec<u8>),
    /// In which language the bot is to write to this member.
    Languages(Vec<u8>),
    /// Whom this coordinator can revoke, on tap.
    Revoke(Vec<u8>),
    /// Whether this member is to be revoked.
    RevokeOne(Vec<u8>),
}

impl Subject {
    /// The word in the table.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Interview(_) => "interview",
            Self::Number(_) => "number",
            Self::Page(_) => "page",
            Self::Gathered(_) => "gathered",
            Self::Why(_) => "why",
            Self::HandOver(_) => "hand-over",
            Self::LooksFalse(_) => "looks-false",
            Self::Decide(_) => "decide",
            Self::Reasons(_) => "reasons",
            Self::Join(_) => "join",
            Self::GoOn(_) => "go-on",
            Self::Notice(_) => "notice",
            Self::Receipt(_) => "receipt",
            Self::Invitation(_) => "invitation",
            Self::Mine(_) => "mine",
            Self::Off(_) => "off",
            Self::Languages(_) => "languages",
            Self::Revoke(_) => "revoke",
            Self::RevokeOne(_) => "revoke-one",
        }
    }

    /// The id in the table.
    pub fn id(&self) -> &[u8] {
        match self {
            Self::Interview(id)
            | Self::Number(id)
            | Self::Page(id)
            | Self::Gathered(id)
            | Self::Why(id)
            | Self::HandOver(id)
            | Self::LooksFalse(id)
            | Self::Decide(id)
            | Self::Reasons(id)
            | Self::Join(id)
            | Self::GoOn(id)
            | Self::Notice(id)
            | Self::Receipt(id)
            | Self::Invitation(id)
            | Self::Mine(id)
            | Self::Off(id)
            | Self::Languages(id)
            | Self::Revoke(id)
            | Self::RevokeOne(id) => id,
        }
    }

    pub(super) fn read(kind: &str, id: Vec<u8>) -> Option<Self> {
        match kind {
            "interview" => Some(Self::Interview(id)),
            "number" => Some(Self::Number(id)),
            "page" => Some(Self::Page(id)),
            "gathered" => Some(Self::Gathered(id)),
            "why" => Some(Self::Why(id)),
            "hand-over" => Some(Self::HandOver(id)),
            "looks-false" => Some(Self::LooksFalse(id)),
            "decide" => Some(Self::Decide(id)),
            "reasons" => Some(Self::Reasons(id)),
            "join" => Some(Self::Join(id)),
            "go-on" => Some(Self::GoOn(id)),
            "notice" => Some(Self::Notice(id)),
            "receipt" => Some(Self::Receipt(id)),
            "invitation" => Some(Self::Invitation(id)),
            "mine" => Some(Self::Mine(id)),
            "off" => Some(Self::Off(id)),
            "languages" => Some(Self::Languages(id)),
            "revoke" => Some(Self::Revoke(id)),
            "revoke-one" => Some(Self::RevokeOne(id)),
            _ => None,
        }
    }
}
