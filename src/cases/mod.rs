//! 2 — cases: the row, its key, sealed entries, routes and receipts.

mod case;
mod desk;
mod entries;
mod export;
mod kept_from;
mod keys;
mod open;
mod receipt;
mod renew;
mod report;
mod reseal;
mod routes;

pub use case::{
    Case, CaseError, Stage, by_code, likely_same, load, load_all, load_or_outline, outline, save,
};
pub use desk::{SHOWN, taken_by, untaken};
pub use entries::{
    Sealed, SealedEntry, after as entries, append, authors, count as count_entries, renew_if_due,
    seal, sealed_already,
};
pub use export::{CaseLine, ExportError, export, list};
pub use kept_from::{KeptFrom, all as all_kept_from};
pub use keys::{
    KeyError, KeyOf, NewKey, key_readers, of_case as keys_of, put_back as put_keys_back,
    replaced as replaced_keys, take_out as take_keys_out,
};
pub use open::open;
pub use receipt::{of_receipt, renew as renew_receipt};
pub use renew::{all_stale, stale};
pub use report::StoredReport;
pub use reseal::{Awaiting, awaiting, take_resealed};
pub use routes::{
    Reporter, add as add_route, all_of_case as all_routes_of, chat_of, drop_all as drop_routes,
    hears, let_hear, of_case as routes_of, open_cases_of_chat, reporter, route_ids,
    waiting as route_waiting, waiting_ids,
};
