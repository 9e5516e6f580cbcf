//! What somebody sees who has the machine powered off: the files; and with the keyring too.

use std::path::{Path, PathBuf};

use habeas::crypto::Column;
use habeas::storage::Tx;

use crate::house::House;

/// Every file under a folder, with its bytes.
pub fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found
}

/// The statement that reads a sealed column with the row that it is bound to.
const fn statement(column: Column) -> &'static str {
    match column {
        Column::MembersPerson => "SELECT CAST(id AS BLOB) AS id, sealed_person AS s FROM members",
        Column::CasesReport => "SELECT id, sealed_report AS s FROM cases",
        Column::AssessmentsDetail => "SELECT id, sealed_detail AS s FROM assessments",
        Column::ConversationsState => "SELECT id, sealed_state AS s FROM conversations",
        Column::RoutesChat => "SELECT id, sealed_chat AS s FROM routes",
        Column::CardsChat => "SELECT id, sealed_chat AS s FROM cards",
        Column::CardsBody => "SELECT id, sealed_body AS s FROM cards WHERE sealed_body IS NOT NULL",
        Column::DeletionsChat => "SELECT id, sealed_chat AS s FROM deletions",
        Column::ParkedUpdate => "SELECT CAST(id AS BLOB) AS id, sealed_update AS s FROM parked",
        Column::MetaKeyring => {
            "SELECT CAST(name AS BLOB) AS id, unhex(value) AS s FROM meta WHERE name = 'keyring'"
        }
    }
}

/// What the keyring opens: every sealed column of every row, named `table.column`.
pub async fn opened(house: &House) -> Vec<(String, Vec<u8>)> {
    let parts = house.parts().await;
    let keyring = house.keyring.clone();
    let unit = async move |tx: &mut Tx| {
        let mut opened = vec![];
        for column in Column::ALL {
            for row in tx.fetch_all(statement(column), &[]).await? {
                let plain = keyring.open(column, &row.bytes("id")?, &row.bytes("s")?);
                let plain = plain.expect("the keyring opens what its own process sealed");
                let name = format!("{}.{}", column.table(), column.column());
                opened.push((name, plain.to_vec()));
            }
        }
        Ok(opened)
    };
    let opened = parts.store.read("opened", unit).await.unwrap();
    parts.store.close().await;
    opened
}
