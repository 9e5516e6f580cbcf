//! What somebody sees who has the machine powered off: the files, or a database server's;
//! and with the keyring too.

use std::path::{Path, PathBuf};

use futures::TryStreamExt as _;
use habeas::crypto::Column;
use habeas::storage::{self, Row, Tx};
use sqlx::{Connection as _, PgConnection};

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

/// What a PostgreSQL server has of one database: each table as it would leave the server, and, if
/// the server is on this machine, the files of the tables and the log written since `from`.
pub async fn of_server(url: &str, from: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut conn = PgConnection::connect(url).await.unwrap();
    sqlx::query("CHECKPOINT").execute(&mut conn).await.unwrap();
    let mut found = vec![];
    for table in tables(&mut conn).await {
        let copy = format!("COPY {table} TO STDOUT (FORMAT binary)");
        let rows = conn.copy_out_raw(&copy).await.unwrap();
        let bytes = rows.try_fold(vec![], async |all, some| Ok([all, some.into()].concat()));
        found.push((table.into(), bytes.await.unwrap()));
    }
    let folder: String = asked(&mut conn, "SHOW data_directory").await;
    let oid = "SELECT CAST(oid AS TEXT) FROM pg_database WHERE datname = current_database()";
    let oid: String = asked(&mut conn, oid).await;
    let to = log_file(url).await;
    conn.close().await.unwrap();
    if Path::new(&folder).is_dir() {
        found.extend(files(&Path::new(&folder).join("base").join(oid)));
        let log = files(&Path::new(&folder).join("pg_wal"));
        let of_play = |name: &str| name.len() == from.len() && (from..=to.as_str()).contains(&name);
        let log: Vec<_> = log
            .into_iter()
            .filter(|(path, _)| of_play(&path.file_name().unwrap().to_string_lossy()))
            .collect();
        assert!(!log.is_empty(), "no log from {from} to {to}");
        found.extend(log);
    } else {
        assert!(std::env::var_os("HABEAS_TEST_POSTGRES").is_some(), "{folder} is not there");
    }
    found
}

/// The file of the log that the server writes to now.
pub async fn log_file(url: &str) -> String {
    let mut conn = PgConnection::connect(url).await.unwrap();
    let name = asked(&mut conn, "SELECT pg_walfile_name(pg_current_wal_lsn())").await;
    conn.close().await.unwrap();
    name
}

async fn asked(conn: &mut PgConnection, sql: &'static str) -> String {
    sqlx::query_scalar(sql).fetch_one(conn).await.unwrap()
}

async fn tables(conn: &mut PgConnection) -> Vec<String> {
    let sql = "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'";
    sqlx::query_scalar(sql).fetch_all(conn).await.unwrap()
}

/// The statement that reads a sealed column with the row that it is bound to.
const fn statement(column: Column) -> &'static str {
    match column {
        Column::MembersPerson => "SELECT id, sealed_person AS s FROM members",
        Column::CasesReport => "SELECT id, sealed_report AS s FROM cases",
        Column::AssessmentsDetail => "SELECT id, sealed_detail AS s FROM assessments",
        Column::ConversationsState => "SELECT id, sealed_state AS s FROM conversations",
        Column::RoutesChat => "SELECT id, sealed_chat AS s FROM routes",
        Column::CardsChat => "SELECT id, sealed_chat AS s FROM cards",
        Column::CardsBody => "SELECT id, sealed_body AS s FROM cards WHERE sealed_body IS NOT NULL",
        Column::DeletionsChat => "SELECT id, sealed_chat AS s FROM deletions",
        Column::ParkedUpdate => {
            "SELECT id, sealed_update AS s FROM parked WHERE sealed_update IS NOT NULL"
        }
        Column::AuditPayload => {
            "SELECT seq AS id, sealed_payload AS s FROM audit WHERE sealed_payload IS NOT NULL"
        }
        Column::DevicesWrapped => "SELECT id, sealed_wrapped AS s FROM devices",
        Column::CodesShare => "SELECT id, sealed_share AS s FROM codes",
        Column::FilesType => "SELECT id, sealed_type AS s FROM files",
        Column::InvitationsPerson => "SELECT id, sealed_person AS s FROM invitations",
        Column::MetaValue => "SELECT name AS id, value AS s FROM meta WHERE name = 'keyring'",
    }
}

/// The row's id as the column is bound to it, and what is sealed.
fn sealed(column: Column, row: &Row) -> storage::Result<(Vec<u8>, Vec<u8>)> {
    Ok(match column {
        Column::MembersPerson
        | Column::InvitationsPerson
        | Column::DevicesWrapped
        | Column::CodesShare
        | Column::FilesType
        | Column::ParkedUpdate => (row.text("id")?.into_bytes(), row.bytes("s")?),
        Column::MetaValue => {
            let hex = row.text("s")?;
            let value = data_encoding::HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).unwrap();
            (row.text("id")?.into_bytes(), value)
        }
        Column::AuditPayload => (row.i64("id")?.to_be_bytes().to_vec(), row.bytes("s")?),
        _ => (row.bytes("id")?, row.bytes("s")?),
    })
}

/// What the keyring opens: every sealed column of every row, named `table.column`.
pub async fn opened(house: &House) -> Vec<(String, Vec<u8>)> {
    let parts = house.parts().await;
    let keyring = house.keyring.clone();
    let unit = async move |tx: &mut Tx| {
        let mut opened = vec![];
        for column in Column::ALL {
            for row in tx.fetch_all(statement(column), &[]).await? {
                let (id, sealed) = sealed(column, &row)?;
                let plain = keyring.open(column, &id, &sealed);
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
