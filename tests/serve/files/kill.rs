//! SIGKILL at each point of a fetch.

use std::collections::BTreeSet;
use std::os::unix::process::ExitStatusExt as _;

use habeas::crypto::{Identity, open_files};
use habeas::storage::Tx;
use rustix::process::Signal;

use super::{AT_ONCE, Scene};
use crate::process;

/// The sealed files that there are, each with a row and a row for each.
async fn kept(scene: &Scene) -> BTreeSet<String> {
    let parts = scene.house.parts().await;
    let read = async |tx: &mut Tx| {
        let rows = tx.fetch_all("SELECT id FROM files", &[]).await?;
        rows.iter().map(|row| row.text("id")).collect::<Result<BTreeSet<_>, _>>()
    };
    let rows = parts.store.read("tests-files", read).await.unwrap();
    parts.store.close().await;
    let there = std::fs::read_dir(scene.house.path("habeas/data/files")).unwrap();
    let there = there.map(|file| file.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> = there.filter(|name| name != ".lock").collect();
    assert_eq!(there, rows.iter().map(|id| format!("{id}.age")).collect());
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_at_any_point_of_a_fetch_leaves_nothing_half_and_loses_nothing() {
    // Two parts at least, however large the pieces are in which it comes.
    let (scene, child) = Scene::set(3_500_000).await;
    process::end(&scene.house, child).await;
    let mut points = 0;
    for seq in 1..=AT_ONCE {
        let mut command = process::serve(&scene.house);
        command.env("HABEAS_KILL_OF", "file").env("HABEAS_KILL_AT", seq.to_string());
        let mut child = command.env("HABEAS_KILL_LIST", "1").spawn().unwrap();
        assert!(process::ready(&mut child).await);
        if let Some((status, _)) = scene.fetches(seq).await {
            assert_eq!(status, 200, "it lived through all points");
            process::end(&scene.house, child).await;
            break;
        }
        let died = child.wait().await.unwrap();
        assert_eq!(died.signal(), Some(Signal::KILL.as_raw()), "{died:?}");
        points = seq;
        // What was left half is gone once the next one is ready; what was whole and written down stays.
        let child = process::start(&scene.house).await;
        let before = kept(&scene).await;
        let (status, file) = scene.fetches(seq).await.unwrap();
        assert_eq!((status, &file["type"]), (200, &"application/pdf".into()), "{file}");
        let id = file["file"].as_str().unwrap();
        assert!(scene.is_handed(id).await > scene.content.len());
        let after = kept(&scene).await;
        assert!(after.contains(id) && after.is_superset(&before), "{before:?} {after:?}");
        assert_eq!(i64::try_from(after.len()), Ok(seq), "each once");
        process::end(&scene.house, child).await;
    }
    let log = process::logged(&scene.house);
    for name in ["ask", "asked", "part", "parts", "whole", "kept"] {
        assert!(log.contains(&format!("file-{name}\n")), "no kill at file-{name}");
    }
    assert!(points >= 7, "{points}");

    let parts = scene.house.parts().await;
    let folder = tempfile::tempdir().unwrap();
    let [case, open] = ["case", "open"].map(|name| folder.path().join(name));
    let (code, now) = (scene.code.parse().unwrap(), parts.now());
    habeas::cases::export(&parts.store, None, &code, &case, now).await.unwrap();
    let sealed = parts.files.depot.folder();
    habeas::files::export(&parts.store, sealed, &scene.code, &case).await.unwrap();
    parts.store.close().await;
    let recovery = Identity::read_file(&scene.house.recovery()).unwrap();
    let opened = open_files(&case, &recovery, &open, |_| "pdf").unwrap();
    assert!(opened.failed.is_empty() && opened.opened.len() as i64 > points, "{opened:?}");
    for path in opened.opened {
        assert!(std::fs::read(&path).unwrap() == scene.content, "{path:?}");
    }
    scene.house.server.stop().await;
}
