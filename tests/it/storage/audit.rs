//! The audit as it stands in the database: it only grows, never forks, and what is done to it is
//! found.

use habeas::audit::{AuditError, By, Event, Kind, Payloads, Verified, append, head, verify};
use habeas::crypto::{Column, Keyring, Purpose};
use habeas::storage::{Backend, Store, Tx, Value};
use habeas_core::audit::{Fault, Head};
use habeas_core::domain::Timestamp;

use crate::support::stores::on_both;

/// Records a taking.
async fn take(store: &Store, keyring: &Keyring, at: i64) {
    let keyring = keyring.clone();
    let unit = async move |tx: &mut Tx| {
        let event = Event::new(Kind::Taken, By::Member("m-1")).case("RD-742");
        append(tx, Some(&keyring), event, Timestamp::from_millis(at)).await
    };
    store.run("tests-take", unit).await.unwrap();
}

async fn execute(store: &Store, sql: &'static str, args: Vec<Value>) -> u64 {
    let unit = async move |tx: &mut Tx| tx.execute(sql, &args).await;
    store.run("tests-execute", unit).await.unwrap()
}

/// Takes away what keeps our own statements from rewriting the table.
async fn unguarded(store: &Store) {
    let unit = async move |tx: &mut Tx| {
        let drops = match tx.backend() {
            Backend::Sqlite => [
                "-- tests::drop_records
                DROP TRIGGER audit_keeps_records",
                "-- tests::drop_fields
                DROP TRIGGER audit_keeps_fields",
            ],
            Backend::Postgres => [
                "-- tests::drop_records
                DROP TRIGGER audit_keeps_records ON audit",
                "-- tests::drop_fields
                DROP TRIGGER audit_keeps_fields ON audit",
            ],
        };
        for sql in drops {
            tx.execute(sql, &[]).await?;
        }
        Ok(())
    };
    store.run("tests-unguard", unit).await.unwrap();
}

async fn checked(store: &Store, keyring: &Keyring) -> Result<Verified, AuditError> {
    verify(store, Some(keyring.clone()), None).await
}

async fn fault(store: &Store, keyring: &Keyring) -> Fault {
    match checked(store, keyring).await {
        Err(AuditError::Broken(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn two_processes_that_record_at_once_make_one_chain() {
    on_both(async |place| {
        let (one, other) = (place.create().await, place.open().await);
        let keyring = Keyring::generate(Purpose::Serve);
        let all = (0..60).map(|n| take(if n % 2 == 0 { &one } else { &other }, &keyring, n));
        futures::future::join_all(all).await;
        let verified = checked(&other, &keyring).await.unwrap();
        assert_eq!(verified.records, 60);
        assert_eq!(verified.payloads, Some(Payloads { right: 60, gone: 0 }));
        assert_eq!(head(&one).await.unwrap(), Some((60, verified.head)));
    })
    .await;
}

#[tokio::test]
async fn our_own_statements_neither_change_nor_remove_a_record() {
    on_both(async |place| {
        let store = place.create().await;
        let keyring = Keyring::generate(Purpose::Serve);
        take(&store, &keyring, 1).await;
        for sql in [
            "-- tests::remove
            DELETE FROM audit",
            "-- tests::change
            UPDATE audit SET at = 2",
            "-- tests::replace
            UPDATE audit SET hash = commitment",
        ] {
            let unit = async move |tx: &mut Tx| tx.execute(sql, &[]).await;
            assert!(store.run("tests-refused", unit).await.is_err(), "{sql}");
        }
        assert_eq!(checked(&store, &keyring).await.unwrap().records, 1);
    })
    .await;
}

#[tokio::test]
async fn a_payload_can_go_and_the_chain_holds() {
    on_both(async |place| {
        let store = place.create().await;
        let keyring = Keyring::generate(Purpose::Serve);
        for at in 0..4 {
            take(&store, &keyring, at).await;
        }
        let before = checked(&store, &keyring).await.unwrap();
        let erase = "-- tests::erase
            UPDATE audit SET sealed_payload = NULL WHERE seq = 2";
        assert_eq!(execute(&store, erase, vec![]).await, 1);
        let verified = checked(&store, &keyring).await.unwrap();
        assert_eq!(verified.payloads, Some(Payloads { right: 3, gone: 1 }));
        assert_eq!(verified.head, before.head);
    })
    .await;
}

/// From the end to the beginning, so that what was done last is met first.
#[tokio::test]
async fn whatever_is_done_to_the_table_is_found_and_named() {
    on_both(async |place| {
        let store = place.create().await;
        let keyring = Keyring::generate(Purpose::Serve);
        let mut heads: Vec<Head> = vec![];
        for at in 0..7 {
            take(&store, &keyring, at).await;
            heads.push(head(&store).await.unwrap().unwrap().1);
        }
        unguarded(&store).await;

        // Cut off the end: it holds, and only a head that was kept shows it.
        let cut = "-- tests::cut
            DELETE FROM audit WHERE seq = 7";
        execute(&store, cut, vec![]).await;
        let found = async |at: usize| {
            let verified = verify(&store, None, Some(heads[at].clone())).await.unwrap();
            (verified.records, verified.found.map(|(record, _)| record))
        };
        assert_eq!(found(6).await, (6, None));
        assert_eq!(found(5).await, (6, Some(6)));
        assert_eq!(found(0).await, (6, Some(1)));

        // Sealed by whoever has the keyring, for this very place.
        let other = br#"{"v":1,"by":"m-2","case":"RD-742"}"#;
        let forged = keyring.seal(Column::AuditPayload, &6_i64.to_be_bytes(), other);
        let forge = "-- tests::forge
            UPDATE audit SET sealed_payload = $1 WHERE seq = 6";
        execute(&store, forge, vec![forged.into()]).await;
        let broken = checked(&store, &keyring).await;
        assert!(matches!(broken, Err(AuditError::Payload(6))), "{broken:?}");

        let moved = "-- tests::moved
            UPDATE audit SET sealed_payload = (
                SELECT a.sealed_payload FROM audit a WHERE a.seq = 1) WHERE seq = 5";
        execute(&store, moved, vec![]).await;
        let broken = checked(&store, &keyring).await;
        assert!(matches!(broken, Err(AuditError::Payload(5))), "{broken:?}");
        // Without the keyring the hashes alone are looked at.
        let bare = verify(&store, None, None).await.unwrap();
        assert_eq!((bare.records, bare.payloads), (6, None));

        let removed = "-- tests::removed
            DELETE FROM audit WHERE seq = 4";
        execute(&store, removed, vec![]).await;
        assert_eq!(fault(&store, &keyring).await, Fault::Missing(4));
        let later = "-- tests::later
            UPDATE audit SET at = at + 1 WHERE seq = 3";
        execute(&store, later, vec![]).await;
        assert_eq!(fault(&store, &keyring).await, Fault::Changed(3));
        let relinked = "-- tests::relinked
            UPDATE audit SET previous = commitment WHERE seq = 2";
        execute(&store, relinked, vec![]).await;
        assert_eq!(fault(&store, &keyring).await, Fault::Detached(2));
        let put_in = "-- tests::put_in
            INSERT INTO audit (seq, at, kind, previous, commitment, hash)
            SELECT 0, at, kind, commitment, commitment, commitment FROM audit WHERE seq = 1";
        execute(&store, put_in, vec![]).await;
        assert_eq!(fault(&store, &keyring).await, Fault::PutIn(0));
    })
    .await;
}

/// Whoever has spoilt the audit keeps nobody from taking a case.
#[tokio::test]
async fn a_chain_that_takes_no_record_stops_nobody() {
    on_both(async |place| {
        let store = place.create().await;
        let keyring = Keyring::generate(Purpose::Serve);
        take(&store, &keyring, 1).await;
        unguarded(&store).await;
        let spoil = "-- tests::spoil
            UPDATE audit SET seq = 9223372036854775807";
        execute(&store, spoil, vec![]).await;
        take(&store, &keyring, 2).await;
        assert_eq!(fault(&store, &keyring).await, Fault::Missing(1));
    })
    .await;
}

#[tokio::test]
async fn without_a_keyring_it_is_recorded_that_something_happened_and_when() {
    on_both(async |place| {
        let store = place.create().await;
        let unit = async move |tx: &mut Tx| {
            let event = Event::new(Kind::Exported, By::Operator).case("RD-742");
            append(tx, None, event, Timestamp::from_millis(1)).await
        };
        store.run("tests-blind", unit).await.unwrap();
        let verified = checked(&store, &Keyring::generate(Purpose::Serve)).await.unwrap();
        assert_eq!(verified.payloads, Some(Payloads { right: 0, gone: 1 }));
    })
    .await;
}
