//! Waiting until nothing is under way any more.

use habeas::outside::{Clock, RealClock};
use habeas::storage::Store;

use crate::house::House;
use crate::people::People;
use crate::process;

/// Everything has come to rest within so many milliseconds.
const QUIET_WITHIN_MS: i64 = 30_000;

/// Waits until nothing waits to be sent or deleted.
pub async fn quiet(house: &House, people: &People, store: &Store) {
    let clock = RealClock::default();
    let deadline = clock.now().plus_ms(QUIET_WITHIN_MS);
    let mut seen = 0;
    while waiting(store).await > 0 {
        let late = || format!("something is stuck: {}", process::logged(house));
        assert!(clock.now() < deadline, "{}", late());
        // Most waits end with a request; the rest is looked for again after this.
        (seen, _) = people.driver.calls(seen, 40).await;
    }
}

async fn waiting(store: &Store) -> i64 {
    let now = RealClock::default().now();
    let unit = async move |tx: &mut habeas::storage::Tx| {
        let sql = "-- kill::waiting
            SELECT (SELECT COUNT(*) FROM cards WHERE state IN ('due', 'leased'))
                + (SELECT COUNT(*) FROM deletions WHERE due_at <= $1) AS n";
        tx.fetch_all(sql, &[now.into()]).await?[0].i64("n")
    };
    store.read("waiting", unit).await.unwrap()
}
