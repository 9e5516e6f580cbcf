//! A report that gives a mark wherever something can be given.

use habeas::rehearsal::botapi::Say;
use serde_json::json;

use crate::house::{COORDINATOR, LAWYER, RELATIVE, SECOND};
use crate::people::People;

/// What is sealed as an entry.
pub const IN_ENTRIES: [&str; 18] = [
    "early",
    "country",
    "city",
    "words",
    "name",
    "caption",
    "filename",
    "contact",
    "forwarded",
    "edited",
    "retyped",
    "voice",
    "home",
    "rtl",
    "long",
    "exact",
    "asked",
    "answered",
];
/// What goes between the lawyer who has the case and the relative.
pub const RELAYED: [&str; 3] = ["exact", "asked", "answered"];
/// What is read and kept nowhere.
pub const NOT_KEPT: [&str; 4] = ["first-name", "start", "status", "take"];
/// Who is invited.
pub const INVITED: &str = "invited";
/// Where the person is held.
pub const LATITUDE: &str = "43.198273";
/// Where the person is held.
pub const LONGITUDE: &str = "76.918235";
/// Somebody's number.
pub const PHONE: &str = "+77998412236";
/// What is ticked: the code, and what stands on the button.
pub const REASONS: [(&str, &str); 2] = [
    ("occupied_territory_origin", "Comes from occupied land (e.g. Crimea)"),
    ("persecuted_movement", "Banned faith or movement"),
];

/// An unmistakable word, in Latin and Cyrillic letters.
pub fn marker(name: &str) -> String {
    format!("qzx{}jwvЩъюфЭ{}", name.replace('-', ""), name.len())
}

/// Plays the first report; gives the receipt that the relative was shown.
pub async fn play(people: &People) -> String {
    for member in [LAWYER, SECOND, COORDINATOR] {
        people.says(member, "/start");
        people.sees(member, "You are on call here").await;
    }
    let mut start = Say::new(RELATIVE, format!("/start {}", marker("start")));
    start.name = Some(marker("first-name"));
    people.driver.say(&start).unwrap();
    people.sees(RELATIVE, "In which country is this happening?").await;
    people.says(RELATIVE, &marker("early"));
    people.sees(RELATIVE, "I sealed and deleted your words.").await;
    people.taps(RELATIVE, "Kazakhstan").await;
    people.taps(RELATIVE, "In court").await;
    people.taps(RELATIVE, "Yes: officers said so").await;
    people.sees(RELATIVE, "To which country might they be sent?").await;
    people.taps(RELATIVE, "Russia").await;
    people.ticks(RELATIVE, REASONS[0].1).await;
    people.taps(RELATIVE, "Another reason there").await;
    people.ticks(RELATIVE, REASONS[1].1).await;
    people.sees(LAWYER, "CRITICAL").await;
    people.taps(RELATIVE, "Done").await;
    people.sees(RELATIVE, "In which city or town is it?").await;
    people.says(RELATIVE, &marker("city"));
    people.sees(RELATIVE, "Who may see your report?").await;
    give(people).await;
    commands(people).await;
    members(people).await;
    receipt(people).await
}

/// All kinds of messages.
async fn give(people: &People) {
    let words = people.says(RELATIVE, &format!("{} and more", marker("words")));
    people.gone(RELATIVE, words).await;
    people.taps(RELATIVE, "Write something").await;
    people.sees(RELATIVE, "Write a name, or anything else").await;
    let name = people.says(RELATIVE, &marker("name"));
    people.gone(RELATIVE, name).await;
    people.sends(
        RELATIVE,
        "photo",
        json!({"caption": marker("caption"), "content": marker("content")}),
    );
    let named = json!({"file_name": format!("{}.pdf", marker("filename")),
        "content": format!("%PDF-1.7 {}", marker("content"))});
    people.sends(RELATIVE, "document", named);
    people.sends(RELATIVE, "voice", json!({"caption": marker("voice")}));
    let number = |text: &str| text.parse::<f64>().unwrap();
    let place = json!({"latitude": number(LATITUDE), "longitude": number(LONGITUDE)});
    people.sends(RELATIVE, "location", place);
    people.sees(RELATIVE, "I kept the place for the lawyer.").await;
    let contact = json!({"phone_number": PHONE, "first_name": marker("contact")});
    people.sends(RELATIVE, "contact", contact);
    people.sends(RELATIVE, "forward", json!({"text": marker("forwarded")}));
    people.sees(RELATIVE, "I sealed the forwarded message").await;
    let before = people.says(RELATIVE, "words that are changed later");
    people.gone(RELATIVE, before).await;
    people.sends(RELATIVE, "photo", json!({"caption": "later"}));
    people.sends(RELATIVE, "edit", json!({"text": marker("edited")}));
    // The words themselves are deleted so soon that an edit of them has to be sent by hand.
    let who = json!({"id": RELATIVE, "is_bot": false, "first_name": "x", "type": "private"});
    let edited = json!({"message_id": before, "from": who, "chat": who, "date": 1,
        "edit_date": 2, "text": marker("retyped")});
    people.sends(RELATIVE, "raw", json!({"update": {"edited_message": edited}}));
    people.sees(RELATIVE, "I sealed the new text").await;
    let rtl = people.says(RELATIVE, &format!("\u{202e}\u{2067}{}\u{0301}", marker("rtl")));
    people.gone(RELATIVE, rtl).await;
    let long = people.says(RELATIVE, &format!("{} {}", "x".repeat(90_000), marker("long")));
    people.gone(RELATIVE, long).await;
    people.sends(RELATIVE, "sticker", json!({}));
    people.sees(RELATIVE, "I cannot read stickers.").await;
}

/// What stands behind a command.
async fn commands(people: &People) {
    for name in ["status", "take"] {
        let command = people.says(RELATIVE, &format!("/{name} {}", marker(name)));
        people.gone(RELATIVE, command).await;
    }
    people.says(RELATIVE, "/help");
    people.sees(RELATIVE, &marker("fallback")).await;
}

/// The lawyer asks why and takes it.
async fn members(people: &People) {
    people.taps(LAWYER, "Why").await;
    people.sees(LAWYER, "Sum:").await;
    let wrong = people.says(LAWYER, &format!("/take {}", marker("take")));
    people.gone(LAWYER, wrong).await;
    people.taps(LAWYER, "I take it").await;
    people.sees(LAWYER, "You have it since").await;
    people.sees(RELATIVE, "A lawyer on duty has it since").await;
    people.taps(LAWYER, "On my way").await;
    people.sees(LAWYER, ": on the way").await;
    let invite = people.says(COORDINATOR, &format!("/invite {}", marker(INVITED)));
    people.gone(COORDINATOR, invite).await;
    people.sees(COORDINATOR, "An invitation, for ten minutes").await;
    relay(people).await;
}

/// What goes between the lawyer and the relative.
async fn relay(people: &People) {
    people.sees(RELATIVE, "Where exactly is the person?").await;
    let exact = people.says(RELATIVE, &marker("exact"));
    people.gone(RELATIVE, exact).await;
    people.sees(LAWYER, &marker("exact")).await;
    let asked = people.replies(LAWYER, "You have it since", &marker("asked")).await;
    people.gone(LAWYER, asked).await;
    people.sees(RELATIVE, &marker("asked")).await;
    people.sees(RELATIVE, "You can answer here. I pass it on.").await;
    let answered = people.says(RELATIVE, &marker("answered"));
    people.gone(RELATIVE, answered).await;
    people.sees(LAWYER, &marker("answered")).await;
}

/// A receipt; its message is taken away as soon as it is written down.
async fn receipt(people: &People) -> String {
    let shown = people.sees(RELATIVE, "Your code for this report.").await;
    let code = shown.lines().nth(1).unwrap().trim().to_owned();
    assert!(code.len() >= 16, "{code}");
    people.taps(RELATIVE, "I wrote it down").await;
    code
}

/// A second report, whose country is typed and known to nobody.
pub async fn another_report(people: &People) {
    people.says(RELATIVE, "/new");
    people.sees(RELATIVE, "The earlier report is kept.").await;
    people.sees(RELATIVE, "In which country is this happening?").await;
    people.taps(RELATIVE, "Another country").await;
    people.sees(RELATIVE, "Please write the name of the country.").await;
    people.says(RELATIVE, &marker("country"));
    people.sees(RELATIVE, "I do not know this country.").await;
    let home = people.says(RELATIVE, &marker("home"));
    people.gone(RELATIVE, home).await;
}
