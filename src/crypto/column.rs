//! The places that sealed values are bound to.

/// An encrypted column. Frozen: a sealed value carries the names given here in its associated
/// data, so a renamed table or column needs its values sealed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// A member's name and Telegram id.
    MembersPerson,
    /// A case's coded facts and their times.
    CasesReport,
    /// An assessment's reasons.
    AssessmentsDetail,
    /// Where a conversation stands.
    ConversationsState,
    /// A chat that a case answers to.
    RoutesChat,
    /// The chat that a card is shown in.
    CardsChat,
    /// The words of a one-off notice, until it is sent.
    CardsBody,
    /// The chat of a message that is to be deleted.
    DeletionsChat,
    /// An update that could not be processed.
    ParkedUpdate,
    /// What the keyring vouches for: that the database is its own, and the last statement on
    /// members.
    MetaValue,
    /// Who did what to which case.
    AuditPayload,
    /// A member's keys as their browser wrapped them.
    DevicesWrapped,
    /// The server's half of what a six-digit code opens.
    CodesShare,
    /// Who is invited, and the account that came with the code.
    InvitationsPerson,
    /// What a file is.
    FilesType,
}

impl Column {
    /// Every encrypted column.
    pub const ALL: [Self; 15] = [
        Self::MembersPerson,
        Self::CasesReport,
        Self::AssessmentsDetail,
        Self::ConversationsState,
        Self::RoutesChat,
        Self::CardsChat,
        Self::CardsBody,
        Self::DeletionsChat,
        Self::ParkedUpdate,
        Self::MetaValue,
        Self::AuditPayload,
        Self::InvitationsPerson,
        Self::DevicesWrapped,
        Self::CodesShare,
        Self::FilesType,
    ];

    /// The table's name, as in `migrations/`.
    pub const fn table(self) -> &'static str {
        match self {
            Self::MembersPerson => "members",
            Self::CasesReport => "cases",
            Self::AssessmentsDetail => "assessments",
            Self::ConversationsState => "conversations",
            Self::RoutesChat => "routes",
            Self::CardsChat | Self::CardsBody => "cards",
            Self::DeletionsChat => "deletions",
            Self::ParkedUpdate => "parked",
            Self::MetaValue => "meta",
            Self::AuditPayload => "audit",
            Self::InvitationsPerson => "invitations",
            Self::DevicesWrapped => "devices",
            Self::CodesShare => "codes",
            Self::FilesType => "files",
        }
    }

    /// The column's name, as in `migrations/`.
    pub const fn column(self) -> &'static str {
        match self {
            Self::MembersPerson | Self::InvitationsPerson => "sealed_person",
            Self::CasesReport => "sealed_report",
            Self::AssessmentsDetail => "sealed_detail",
            Self::ConversationsState => "sealed_state",
            Self::RoutesChat | Self::CardsChat | Self::DeletionsChat => "sealed_chat",
            Self::CardsBody => "sealed_body",
            Self::ParkedUpdate => "sealed_update",
            Self::MetaValue => "value",
            Self::AuditPayload => "sealed_payload",
            Self::DevicesWrapped => "sealed_wrapped",
            Self::CodesShare => "sealed_share",
            Self::FilesType => "sealed_type",
        }
    }
}

/// What is searched for by keyed hash. Frozen: the name goes into the hash, so that equal values
/// of two kinds have different hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lookup {
    /// A chat.
    Chat,
    /// A reporter's receipt.
    Receipt,
    /// A member's Telegram id.
    Telegram,
    /// The pair of host and receiving state.
    Pair,
    /// An update that was seen.
    Update,
    /// The payload of an audit record: not searched for, committed to.
    Audit,
    /// An invitation's code, and the words that come of it.
    Invitation,
    /// The id under which Telegram has a file, alone: of rows from before [`Lookup::EntryFile`].
    File,
    /// A case, an entry's number and the id under which Telegram has the entry's file, together.
    EntryFile,
}

impl Lookup {
    /// Every kind of lookup.
    pub const ALL: [Self; 9] = [
        Self::Chat,
        Self::Receipt,
        Self::Telegram,
        Self::Pair,
        Self::Update,
        Self::Audit,
        Self::Invitation,
        Self::File,
        Self::EntryFile,
    ];

    /// The name that goes into the hash.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Receipt => "receipt",
            Self::Telegram => "telegram",
            Self::Pair => "pair",
            Self::Update => "update",
            Self::Audit => "audit",
            Self::Invitation => "invitation",
            Self::File => "file",
            Self::EntryFile => "entry-file",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_encrypted_column_is_in_the_schema_of_both_databases() {
        for backend in ["sqlite", "postgres"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(backend);
            let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
            let schema: String = files.map(|file| fs::read_to_string(file).unwrap()).collect();
            for column in Column::ALL {
                let table = format!("CREATE TABLE {} (", column.table());
                let (_, rest) = schema.split_once(&table).expect("the table is in the schema");
                let (body, _) = rest.split_once("\n)").expect("a table ends");
                let has = body
                    .lines()
                    .any(|line| line.split_whitespace().next() == Some(column.column()));
                assert!(has, "{}.{} is not in the schema", column.table(), column.column());
            }
        }
    }

    #[test]
    fn no_two_columns_share_a_place() {
        let mut places: Vec<_> = Column::ALL.map(|c| (c.table(), c.column())).to_vec();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), Column::ALL.len());
    }
}
