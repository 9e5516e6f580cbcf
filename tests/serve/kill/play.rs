//! The press report's case, with words and a photo.

use serde_json::json;

use crate::house::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::people::People;

/// What the relative types.
pub const WORDS: &str = "He is called Invented, born on an invented day";
/// What stands under the photo.
pub const CAPTION: &str = "the paper that they gave us";

/// Plays it: each step waits until the one before is seen.
pub async fn press_report(people: &People) {
    for member in [LAWYER, SECOND, COORDINATOR] {
        people.says(member, "/start");
    }
    for member in [LAWYER, SECOND, COORDINATOR] {
        people.sees(member, "You are on call here").await;
    }
    people.says(RELATIVE, "/start");
    for (question, answer) in [
        ("In which country is this happening?", "Kazakhstan"),
        ("Where is the person now?", "In court"),
        ("Are there signs the person is being sent out", "Yes: officers said so"),
        ("To which country might they be sent?", "Russia"),
    ] {
        people.sees(RELATIVE, question).await;
        people.taps(RELATIVE, answer).await;
    }
    people.sees(RELATIVE, "Why could it be dangerous for them there?").await;
    for reason in [
        "Comes from occupied land (e.g. Crimea)",
        "Passports of both countries at war",
        "Sent money the authorities there punish",
        "Moved here to work after 2022",
    ] {
        people.ticks(RELATIVE, reason).await;
    }
    people.sees(LAWYER, "CRITICAL").await;
    people.sees(RELATIVE, "I am calling a lawyer now.").await;
    let words = people.says(RELATIVE, WORDS);
    people.sees(RELATIVE, "I sealed and deleted your words.").await;
    people.gone(RELATIVE, words).await;
    // Each card has come below what asked for it before the next thing asks: how often one is
    // sent without a kill is then the same in every play.
    people.sees_below(RELATIVE, words, "Why could it be dangerous for them there?").await;
    let photo = people.sends(RELATIVE, "photo", json!({"caption": CAPTION}));
    people.sees(RELATIVE, "I kept this for the lawyer.").await;
    people.sees_below(RELATIVE, photo, "Why could it be dangerous for them there?").await;
    people.taps(RELATIVE, "Done").await;
    people.sees(RELATIVE, "In which city or town is it?").await;
    people.taps(LAWYER, "I take it").await;
    people.sees(RELATIVE, "A lawyer on duty has it since").await;
    people.sees(RELATIVE, "Where exactly is the person?").await;
    people.sees(LAWYER, "You have it since").await;
}
