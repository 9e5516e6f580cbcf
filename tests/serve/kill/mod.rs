//! SIGKILL after each commit and before and after each request of one play: no answer is lost, no
//! page is lost, and no message is seen more than once again for each kill.

mod check;
mod lives;
mod play;

use futures::StreamExt;
use futures::stream;
use habeas::outside::{Clock, RealClock};
use rustix::process::Signal;

use crate::house::House;
use crate::people::People;
use crate::postgres::Database;
use check::{Expected, check};
use lives::{Death, Lives};

/// So many plays run at the same time.
const AT_ONCE: usize = 6;

/// Where a play's data is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum On {
    Sqlite,
    Postgres,
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// What a play left, and the points that it passed.
type Played = (Expected, Vec<String>);

/// Plays once with these deaths; checks against what an undisturbed play gave, or gives that.
async fn play_once(on: On, deaths: Vec<Death>, expected: Option<&Expected>) -> Played {
    let database = match on {
        On::Sqlite => None,
        On::Postgres => Some(Database::fresh().await),
    };
    let house = House::build(database.as_ref().map(Database::url), "First", &[]).await;
    let people = People::new(house.server.driver());
    let lives = Lives::begin(&house, deaths.clone());
    play::press_report(&people).await;
    let lives = lives.died_as_told().await;
    let store = house.parts().await;
    crate::rest::quiet(&house, &people, &store.store).await;
    let points = lives.over().await.points();
    let found = check(&house, &people, &store.store, &deaths, expected).await;
    store.store.close().await;
    house.server.stop().await;
    (found, points)
}

/// An undisturbed play: what it leaves, and how many points it passes.
async fn undisturbed(on: On) -> (Expected, u64) {
    let (expected, points) = play_once(on, vec![], None).await;
    let by_name = |name: &str| points.iter().filter(|p| *p == name).count();
    let [commit, committed] = ["commit", "committed"].map(by_name);
    let [request, requested] = ["request", "requested"].map(by_name);
    let [poll, polled] = ["poll", "polled"].map(by_name);
    eprintln!(
        "{on:?}: {} points: {commit} before and {committed} after a commit, \
         {request} before and {requested} after a request, {poll} before and {polled} after a poll",
        points.len()
    );
    assert!(commit > 30 && request > 20, "the play passes few points: {points:?}");
    (expected, u64::try_from(points.len()).unwrap())
}

/// Plays once for each list of deaths, several at a time.
async fn all(on: On, plays: Vec<Vec<Death>>, expected: &Expected) {
    let clock = RealClock::default();
    let (begun, count) = (clock.now(), plays.len());
    let kills: usize = plays.iter().map(Vec::len).sum();
    let plays = plays.into_iter().map(|deaths| async move {
        let told = format!("{deaths:?}");
        let played = std::panic::AssertUnwindSafe(play_once(on, deaths, Some(expected)));
        let played = futures::FutureExt::catch_unwind(played).await;
        played.err().map(|_| told)
    });
    let failed: Vec<Option<String>> = stream::iter(plays).buffer_unordered(AT_ONCE).collect().await;
    let failed: Vec<String> = failed.into_iter().flatten().collect();
    let took_ms = clock.now().since(begun);
    assert!(failed.is_empty(), "{} of {count} plays failed: {failed:?}", failed.len());
    eprintln!("{on:?}: {count} plays, {kills} ends, {took_ms} ms");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_kill_at_any_point_loses_no_answer_and_no_page() {
    let (expected, points) = undisturbed(On::Sqlite).await;
    all(On::Sqlite, (1..=points).map(|n| vec![Death::AtPoint(n)]).collect(), &expected).await;
    eprintln!("{points} points killed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_a_kill_at_any_point_loses_no_answer_and_no_page() {
    let (expected, points) = undisturbed(On::Postgres).await;
    all(On::Postgres, (1..=points).map(|n| vec![Death::AtPoint(n)]).collect(), &expected).await;
    eprintln!("{points} points killed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_kills_in_one_play_lose_nothing() {
    let (expected, points) = undisturbed(On::Sqlite).await;
    let mut dice = Dice(7);
    let pair = |first: u64, second: u64| vec![Death::AtPoint(first), Death::AtPoint(second)];
    // Soon after the start, where the earlier life is taken over; then anywhere.
    let mut plays: Vec<_> = (0..12).map(|i| pair(1 + dice.below(points), 1 + i)).collect();
    plays.extend((0..12).map(|_| pair(1 + dice.below(points), 1 + dice.below(points / 2))));
    all(On::Sqlite, plays, &expected).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signals_from_outside_at_any_moment_lose_nothing() {
    let (expected, _) = undisturbed(On::Sqlite).await;
    let mut dice = Dice(99);
    let plays = (0..12).map(|i| {
        let signal = if i % 2 == 0 { Signal::KILL } else { Signal::TERM };
        let after_ms = i64::try_from(50 + dice.below(900)).unwrap();
        vec![Death::Signal { signal, after_ms }]
    });
    let plays: Vec<_> = plays.collect();
    all(On::Sqlite, plays, &expected).await;
}
