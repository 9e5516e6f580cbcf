//! How long somebody stays in, whatever the order in which their page's requests are answered.

use super::desk::play;
use crate::support::people::COORDINATOR;

#[tokio::test]
async fn a_request_that_was_overtaken_by_a_later_one_puts_nobody_out() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        desk.world.passes_s(60).await;
        assert_eq!(desk.me(&boss).await.0, 200);
        desk.world.clock.advance_ms(-30_000);
        assert_eq!(desk.me(&boss).await.0, 200, "it was asked before, and is answered after");
        desk.world.passes_s(15 * 60 + 15).await;
        assert_eq!(desk.me(&boss).await.0, 200, "they were seen as late as before");
    })
    .await;
}

#[tokio::test]
async fn a_session_from_a_time_to_come_is_none() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        desk.world.clock.advance_ms(-90_000);
        assert_eq!(desk.me(&boss).await.0, 401);
        desk.world.clock.advance_ms(90_000);
        assert_eq!(desk.me(&boss).await.0, 401, "it is gone");
    })
    .await;
}
