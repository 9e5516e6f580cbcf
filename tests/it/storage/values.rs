//! Values and rows mean the same on both backends.

use habeas::storage::{Backend, FailureKind, StoreError, Value};
use habeas_core::domain::{Level, Timestamp};

use super::put;
use crate::support::stores::on_both;

const KEEP: &str = "-- tests::keep
INSERT INTO parked (id, sealed_update, reason, at, retried_at) VALUES ($1, $2, $3, $4, $5)";
const LOOK: &str = "-- tests::look
SELECT id, sealed_update, reason, at, retried_at FROM parked ORDER BY id";

#[tokio::test]
async fn every_value_comes_back_as_it_went_in() {
    on_both(async |place| {
        let store = place.create().await;
        let bytes: Vec<u8> = (0..=255).collect();
        let expected = bytes.clone();
        let rows = store
            .run("tests-values", async move |tx| {
                let full = ["a".into(), bytes.clone().into(), "жоқ \u{202e}e\u{301} 🜁".into()];
                let times = [i64::MIN.into(), Some(Timestamp::from_millis(i64::MAX)).into()];
                tx.execute(KEEP, &[&full[..], &times[..]].concat()).await?;
                let nothing = [
                    "b".into(),
                    None::<Vec<u8>>.into(),
                    "".into(),
                    Timestamp::from_millis(0).into(),
                    None::<i64>.into(),
                ];
                tx.execute(KEEP, &nothing).await?;
                tx.fetch_all(LOOK, &[]).await
            })
            .await
            .unwrap();
        assert_eq!(rows[0].bytes("sealed_update").unwrap(), expected);
        assert_eq!(rows[0].text("reason").unwrap(), "жоқ \u{202e}e\u{301} 🜁");
        assert_eq!(rows[0].i64("at").unwrap(), i64::MIN);
        assert_eq!(rows[0].time("retried_at").unwrap(), Timestamp::from_millis(i64::MAX));
        assert_eq!(rows[1].opt_bytes("sealed_update").unwrap(), None);
        assert_eq!(rows[1].opt_text("reason").unwrap(), Some(String::new()));
        assert_eq!(rows[1].i64("at").unwrap(), 0);
        assert_eq!(rows[1].opt_time("retried_at").unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn counts_sums_conditions_and_literals_are_whole_numbers() {
    on_both(async |place| {
        let store = place.create().await;
        let row = store
            .run("tests-aggregates", async |tx| {
                put(tx, "one", "1").await?;
                put(tx, "two", "2").await?;
                let sql = "-- tests::aggregates
SELECT COUNT(*) AS n, MIN(LENGTH(value)) AS shortest, CAST(SUM(LENGTH(value)) AS BIGINT) AS total,
  EXISTS (SELECT 1 FROM meta WHERE name = $1 OR value = $1) AS found, 7 AS literal,
  CAST(SUM(LENGTH(value)) AS BIGINT) > 5 AS many
FROM meta";
                tx.fetch_optional(sql, &["one".into()]).await
            })
            .await
            .unwrap()
            .unwrap();
        for (column, expected) in
            [("n", 2), ("shortest", 1), ("total", 2), ("found", 1), ("literal", 7), ("many", 0)]
        {
            assert_eq!(row.i64(column).unwrap(), expected, "{column}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_column_that_is_not_what_it_should_be_is_located() {
    on_both(async |place| {
        let store = place.create().await;
        let row = store
            .run("tests-broken", async |tx| {
                let args = ["a".into(), Value::NullBytes, "dire".into(), 1.into(), Value::NullI64];
                tx.execute(KEEP, &args).await?;
                tx.fetch_optional(LOOK, &[]).await
            })
            .await
            .unwrap()
            .unwrap();
        let said = |error: StoreError| error.to_string();
        let missing = said(row.i64("absent").unwrap_err());
        assert_eq!(missing, "column absent is not in the answer (-- tests::look)");
        assert_eq!(
            said(row.bytes("sealed_update").unwrap_err()),
            "column sealed_update is NULL (-- tests::look)"
        );
        assert_eq!(
            said(row.i64("reason").unwrap_err()),
            "column reason is no whole number (-- tests::look)"
        );
        assert_eq!(said(row.text("at").unwrap_err()), "column at is no text (-- tests::look)");
        assert_eq!(
            said(row.parse::<Level>("reason").unwrap_err()),
            "column reason is none of the known names (-- tests::look)"
        );
        assert!(!format!("{row:?}").contains("dire"));
    })
    .await;
}

#[tokio::test]
async fn an_upsert_returns_rows_and_a_repeat_changes_none() {
    on_both(async |place| {
        let store = place.create().await;
        let (first, repeat, kept) = store
            .run("tests-upsert", async |tx| {
                let once = "-- tests::once
INSERT INTO seen_updates (mark, at) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING";
                let first = tx.execute(once, &[[7; 12].into(), 1.into()]).await?;
                let repeat = tx.execute(once, &[[7; 12].into(), 2.into()]).await?;
                let renew = "-- tests::renew
INSERT INTO seen_updates (mark, at) VALUES ($1, $2)
ON CONFLICT (mark) DO UPDATE SET at = excluded.at + $2 RETURNING at";
                let row = tx.fetch_optional(renew, &[(&[7; 12]).into(), 20.into()]).await?;
                Ok((first, repeat, row.unwrap().i64("at")?))
            })
            .await
            .unwrap();
        assert_eq!((first, repeat, kept), (1, 0, 40));
    })
    .await;
}

#[tokio::test]
async fn an_absent_row_is_no_error() {
    on_both(async |place| {
        let store = place.create().await;
        let row = store.read("tests-absent", async |tx| tx.fetch_optional(LOOK, &[]).await).await;
        assert!(row.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_text_with_a_nul_character_is_refused() {
    on_both(async |place| {
        let store = place.create().await;
        let kept = store.run("tests-nul", async |tx| put(tx, "a\0b", "").await).await;
        let Err(StoreError::Statement(failure)) = kept else { panic!("{kept:?}") };
        assert_eq!(failure.kind, FailureKind::Refused);
        assert_eq!(failure.detail.as_deref(), Some("a text holds a NUL character"));
    })
    .await;
}

/// PostgreSQL writes the row into DETAIL and the parameter into the message.
#[tokio::test]
async fn an_error_names_the_constraint_and_never_a_value() {
    on_both(async |place| {
        let store = place.create().await;
        let twice = store.run("tests-twice", async |tx| {
            put(tx, "canary-7391", "canary-7391").await?;
            put(tx, "canary-7391", "canary-7391").await
        });
        let Err(StoreError::Statement(failure)) = twice.await else { panic!("kept twice") };
        assert_eq!(failure.kind, FailureKind::Unique);
        let constraint = failure.detail.clone().unwrap();
        let expected = match place.backend {
            Backend::Sqlite => "UNIQUE constraint failed: meta.name",
            Backend::Postgres => "meta_pkey",
        };
        assert_eq!(constraint, expected);
        assert_eq!(failure.statement, "-- tests::put");

        let cast = store.run("tests-cast", async |tx| {
            let sql = "-- tests::cast
INSERT INTO deletions (id, chat_hash, sealed_chat, message_id, due_at, tries)
SELECT $1, $1, NULL, CAST($2 AS BIGINT), 0, 0";
            tx.execute(sql, &[[0; 4].into(), "canary-7391".into()]).await
        });
        let error = cast.await.unwrap_err();
        for text in [format!("{failure} {failure:?}"), format!("{error} {error:?}")] {
            assert!(!text.contains("canary-7391"), "{text}");
        }
        let shown = format!("{:?}", [Value::from("canary-7391"), Value::from([7; 3])]);
        assert_eq!(shown, "[Text(..), Bytes(..)]");
    })
    .await;
}
