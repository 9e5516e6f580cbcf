//! A database and its keyring belong together: another installation's opens nothing of it, and
//! would call nobody.

use data_encoding::HEXLOWER;

use super::build::AppError;
use crate::crypto::{Column, Keyring};
use crate::storage::{Store, Tx};

/// The row of `meta`, and what is sealed in it.
const NAME: &str = "keyring";

/// Checks that the keyring is this database's; the first one that a database meets is.
///
/// # Errors
/// [`AppError::OtherKeyring`], and what the database says.
pub async fn bind_keyring(store: &Store, keyring: &Keyring) -> Result<(), AppError> {
    let mark = HEXLOWER.encode(&keyring.seal(Column::MetaValue, NAME.as_bytes(), &[]));
    let found = store.run("bind-keyring", async move |tx: &mut Tx| {
        let sql = "-- app::bound
            INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        tx.execute(sql, &[NAME.into(), mark.as_str().into()]).await?;
        let sql = "-- app::bound_to
            SELECT value FROM meta WHERE name = $1";
        let row = tx.fetch_optional(sql, &[NAME.into()]).await?;
        row.map(|row| row.text("value")).transpose()
    });
    let sealed = found.await?.and_then(|hex| HEXLOWER.decode(hex.as_bytes()).ok());
    let opens = |sealed: Vec<u8>| keyring.open(Column::MetaValue, NAME.as_bytes(), &sealed).is_ok();
    if sealed.is_some_and(opens) { Ok(()) } else { Err(AppError::OtherKeyring) }
}
