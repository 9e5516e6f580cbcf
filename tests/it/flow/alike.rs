//! Likely the same: two reports of one host, place and hour name each other, and no machine merges
//! them.

use crate::support::people::{FRIEND, LAWYER, RELATIVE, SECOND};
use crate::support::world::play;

#[tokio::test]
async fn two_reports_of_one_place_and_hour_name_each_other_and_stay_two() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let first = world.code().await;
        world.says(LAWYER, &format!("/take {first}")).await;
        world.sees_no(LAWYER, "same place, same hour").await;
        world.passes_s(14 * 60).await;
        world.reports_critical(FRIEND).await;
        let second = world.code().await;
        let same = |code: &str| format!("{code}: same place, same hour.");
        world.sees(LAWYER, &same(&second)).await;
        let page = world.sees(SECOND, &format!("case {second}")).await;
        assert!(!page.silent && page.text.contains(&same(&first)), "{}", page.text);
        world.sees_no(FRIEND, "A lawyer on duty has it since").await;
    })
    .await;
}

#[tokio::test]
async fn another_place_or_another_hour_is_not_likely_the_same() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        world.taps(LAWYER, "I take it").await;
        world.taps_all(RELATIVE, &["Something is new", "At the airport"]).await;
        world.reports_critical(FRIEND).await;
        world.sees_no(LAWYER, "same place, same hour").await;
        world.sees_no(SECOND, "same place, same hour").await;
        world.taps_all(RELATIVE, &["Something is new", "In court"]).await;
        world.sees(LAWYER, "same place, same hour").await;
        let code = world.code().await;
        world.says(LAWYER, &format!("/take {code}")).await;
        world.passes_s(7200).await;
        world.reports_critical(1009).await;
        let code = world.code().await;
        world.says(LAWYER, &format!("/take {code}")).await;
        let page = world.sees(LAWYER, &format!("case {code}")).await;
        assert!(!page.text.contains("same place, same hour"), "{}", page.text);
    })
    .await;
}
