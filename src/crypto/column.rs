//! The closed lists of what is encrypted in place and what is found by keyed hash.

/// An encrypted column. Frozen: the names are bound into what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// `members.sealed_person`
    MembersPerson,
    /// `cases.sealed_report`
    CasesReport,
    /// `assessments.sealed_detail`
    AssessmentsDetail,
    /// `conversations.sealed_state`
    ConversationsState,
    /// `routes.sealed_chat`
    RoutesChat,
    /// `cards.sealed_chat`
    CardsChat,
    /// `cards.sealed_body`
    CardsBody,
    /// `deletions.sealed_chat`
    DeletionsChat,
    /// `parked.sealed_update`
    ParkedUpdate,
}

impl Column {
    /// Every encrypted column.
    pub const ALL: [Self; 9] = [
        Self::MembersPerson,
        Self::CasesReport,
        Self::AssessmentsDetail,
        Self::ConversationsState,
        Self::RoutesChat,
        Self::CardsChat,
        Self::CardsBody,
        Self::DeletionsChat,
        Self::ParkedUpdate,
    ];

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::MembersPerson => ("members", "sealed_person"),
            Self::CasesReport => ("cases", "sealed_report"),
            Self::AssessmentsDetail => ("assessments", "sealed_detail"),
            Self::ConversationsState => ("conversations", "sealed_state"),
            Self::RoutesChat => ("routes", "sealed_chat"),
            Self::CardsChat => ("cards", "sealed_chat"),
            Self::CardsBody => ("cards", "sealed_body"),
            Self::DeletionsChat => ("deletions", "sealed_chat"),
            Self::ParkedUpdate => ("parked", "sealed_update"),
        }
    }

    /// The table.
    pub const fn table(self) -> &'static str {
        self.names().0
    }

    /// The column.
    pub const fn column(self) -> &'static str {
        self.names().1
    }

    /// Associated data: `len ‖ table ‖ len ‖ column ‖ len ‖ row`, lengths as eight bytes.
    pub(super) fn associated_data(self, row: &[u8]) -> Vec<u8> {
        let mut data = vec![];
        for part in [self.table().as_bytes(), self.column().as_bytes(), row] {
            data.extend_from_slice(&(part.len() as u64).to_be_bytes());
            data.extend_from_slice(part);
        }
        data
    }
}

/// What is found by keyed hash. Frozen, as [`Column`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// A chat.
    Chat,
    /// A receipt.
    Receipt,
    /// A member's account.
    Telegram,
    /// A pair of host and receiving state.
    Pair,
    /// An update that was taken.
    Update,
}

impl Lookup {
    pub(super) const fn label(self) -> &'static [u8] {
        match self {
            Self::Chat => b"habeas/lookup/chat",
            Self::Receipt => b"habeas/lookup/receipt",
            Self::Telegram => b"habeas/lookup/telegram",
            Self::Pair => b"habeas/lookup/pair",
            Self::Update => b"habeas/lookup/update",
        }
    }
}
