//! Who becomes a member, what members ask of the rota, who goes and comes back.

use habeas::audit::By;
use habeas::oncall::invitations::{self, NewInvitation};
use habeas::oncall::members;
use habeas_core::codec::words;
use habeas_core::domain::{Language, Role};

use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND, THIRD, drawn};
use crate::support::world::{World, play};

pub(super) const MEMBERS: &str = "-- tests::members
    SELECT COUNT(*) AS n FROM members WHERE revoked_at IS NULL";
const PENDING: &str = "-- tests::pending
    SELECT COUNT(*) AS n FROM invitations WHERE pending_at IS NOT NULL";

/// A coordinator invites; the line that the invited is to send.
async fn invited(world: &World, by: i64, whom: &str) -> String {
    world.says(by, &format!("/invite {whom}")).await;
    let shown = world.sees(by, "An invitation, for ten minutes").await;
    let line = shown.text.lines().find(|line| line.starts_with("/start ")).unwrap();
    line.to_owned()
}

/// The operator's terminal invites.
async fn invited_by_operator(world: &World, role: Role) -> String {
    let (parts, now) = (world.parts(), world.parts().now());
    let name = "Asel".to_owned();
    let new = NewInvitation { role, name, language: Language::En, order: None, by: None };
    let invite = async move |tx: &mut _| invitations::invite(tx, &parts, &new, now).await;
    format!("/start {}", world.parts().store.run("tests-invite", invite).await.unwrap())
}

/// The words in a message: its line of four words in Latin letters.
fn four_words(text: &str) -> String {
    text.lines()
        .find(|line| words::read::<4>(line).is_some())
        .expect("four words are shown")
        .to_owned()
}

#[tokio::test]
async fn a_code_makes_somebody_pending_and_the_inviter_who_confirms_four_words_makes_them_a_member()
{
    play(async |world| {
        let start = invited(world, COORDINATOR, "Asel").await;
        let said = world.says(THIRD, &start).await;
        assert!(world.is_deleted(THIRD, said.message_id).await, "the code leaves the chat");
        let mine = world.sees(THIRD, "Here are four words.").await;
        let theirs = world.sees(COORDINATOR, "Please compare four words.").await;
        assert_eq!(four_words(&mine.text), four_words(&theirs.text));
        assert!(theirs.text.contains(&words::in_cyrillic(&four_words(&mine.text))));
        assert!(!theirs.text.lines().next().unwrap().contains("Asel"), "{}", theirs.text);
        assert_eq!(world.count(MEMBERS, vec![]).await, 3, "pending is no member");
        // Pending is not paged, whatever happens meanwhile.
        world.reports_critical(RELATIVE).await;
        world.passes_s(400).await;
        assert_eq!(world.rings(THIRD, "CRITICAL").await, 0);
        world.taps(COORDINATOR, "The words match").await;
        world.hears(COORDINATOR, "They are on call now.").await;
        world.sees(THIRD, "You are on call here as a lawyer.").await;
        world.sees(LAWYER, "New: Asel, lawyer.").await;
        world.sees_no(COORDINATOR, "The words match").await;
        assert_eq!(world.count(MEMBERS, vec![]).await, 4);
        world.passes_s(130).await;
        world.sees(THIRD, "CRITICAL").await;
    })
    .await;
}

#[tokio::test]
async fn an_invited_member_opens_nothing_until_they_have_a_key_and_both_sides_are_told() {
    play(async |world| {
        let start = invited(world, COORDINATOR, "Asel").await;
        world.says(THIRD, &start).await;
        world.taps(COORDINATOR, "The words match").await;
        let theirs = world.sees(THIRD, "You cannot open sealed entries yet.").await.text;
        let inviters = world.sees(COORDINATOR, "They cannot open sealed entries yet.").await.text;
        let command = |text: &str| {
            let line = text.lines().find(|line| line.starts_with("habeas member recipient m-"));
            line.expect("the command is named").to_owned()
        };
        assert_eq!(command(&theirs), command(&inviters));
        world.sees_no(LAWYER, "habeas member recipient").await;

        let id = command(&theirs).split(' ').nth(3).unwrap().to_owned();
        let (identity, recipient) = habeas::crypto::recovery_new();
        let (parts, now) = (world.parts(), world.parts().now());
        let give = async move |tx: &mut _| {
            let member =
                members::set_recipient(tx, &parts, &id, (&recipient, None), By::Operator, now)
                    .await?;
            habeas::telegram::key_added(tx, &parts, &member.unwrap()).await
        };
        world.parts().store.run("tests-key", give).await.unwrap();
        world.sees(THIRD, "It opens cases from now on.").await;
        world.sees(LAWYER, "Has a key from now on: Asel, lawyer.").await;
        world.reports_critical(RELATIVE).await;
        assert!(!world.opened_with(&identity).await.is_empty(), "sealed to the new key too");
    })
    .await;
}

#[tokio::test]
async fn who_is_invited_and_who_is_a_member_read_their_own_language() {
    play(async |world| {
        let start = invited(world, COORDINATOR, "Asel").await;
        world.says_in(THIRD, "ru", &start).await;
        world.sees(THIRD, "Вот четыре слова.").await;
        world.sees(COORDINATOR, "Please compare four words.").await;
        world.taps(THIRD, "Українська").await;
        world.sees(THIRD, "Ось чотири слова.").await;
        world.sees_no(THIRD, "Вот четыре слова.").await;
        world.taps(COORDINATOR, "The words match").await;
        world.sees(THIRD, "Ви тут черговий юрист.").await;
        world.says(THIRD, "/help").await;
        world.sees(THIRD, "/language").await;
        world.says(THIRD, "/language").await;
        world.taps(THIRD, "English").await;
        world.sees(THIRD, "From now on I write to you in this language.").await;
        world.says(THIRD, "/mine").await;
        world.sees(THIRD, "No case at this moment.").await;
    })
    .await;
}

#[tokio::test]
async fn words_that_do_not_match_make_nobody_a_member() {
    play(async |world| {
        let start = invited(world, COORDINATOR, "Asel").await;
        world.says(THIRD, &start).await;
        world.taps(COORDINATOR, "They do not match").await;
        world.sees(THIRD, "The words were not confirmed.").await;
        world.sees_no(COORDINATOR, "The words match").await;
        assert_eq!(world.count(MEMBERS, vec![]).await, 3);
        assert_eq!(world.count(PENDING, vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_code_lives_ten_minutes_is_used_once_and_a_guess_hears_the_same() {
    play(async |world| {
        let used = invited(world, COORDINATOR, "Asel").await;
        world.says(THIRD, &used).await;
        world.says(FRIEND, &used).await;
        let used_up = world.sees(FRIEND, "This code is not valid any more.").await.text;
        let late = invited(world, COORDINATOR, "Bota").await;
        world.passes_s(601).await;
        world.says(RELATIVE, &late).await;
        let too_late = world.sees(RELATIVE, "This code is not valid any more.").await.text;
        world.says(RELATIVE, "/start AAAA-BBBB-CCCC").await;
        let guessed = world.sees(RELATIVE, "This code is not valid any more.").await.text;
        assert_eq!((&used_up, &too_late), (&guessed, &guessed));
        assert_eq!(world.count(PENDING, vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn guessing_is_slowed_and_then_even_a_right_code_waits() {
    play(async |world| {
        let right = invited(world, COORDINATOR, "Asel").await;
        for _ in 0..3 {
            world.says(THIRD, "/start AAAA-BBBB-CCCC").await;
        }
        world.says(THIRD, &right).await;
        world.sees(THIRD, "Please wait ten minutes").await;
        assert_eq!(world.count(PENDING, vec![]).await, 0);
        // Nobody else waits, and after the wait neither do they.
        world.passes_s(61).await;
        world.says(THIRD, &right).await;
        world.sees(THIRD, "Here are four words.").await;
    })
    .await;
}

#[tokio::test]
async fn a_code_given_to_a_member_changes_nothing_and_leaves_their_chat() {
    play(async |world| {
        let start = invited(world, COORDINATOR, "Asel").await;
        let said = world.says(LAWYER, &start).await;
        assert!(world.is_deleted(LAWYER, said.message_id).await);
        world.sees(LAWYER, "You are on call here already.").await;
        assert_eq!(world.count(PENDING, vec![]).await, 0);
        world.says(THIRD, &start).await;
        world.sees(THIRD, "Here are four words.").await;
    })
    .await;
}

#[tokio::test]
async fn a_link_with_any_other_token_begins_a_report() {
    play(async |world| {
        world.says(RELATIVE, "/start website").await;
        world.sees(RELATIVE, "In which country is this happening?").await;
    })
    .await;
}

#[tokio::test]
async fn a_coordinator_is_made_by_two_coordinators_and_never_by_one() {
    play(async |world| {
        let start = invited(world, COORDINATOR, "coordinator Asel").await;
        world.says(THIRD, &start).await;
        world.taps(COORDINATOR, "The words match").await;
        world.hears(COORDINATOR, "Another coordinator has to hear the words too.").await;
        world.taps(COORDINATOR, "The words match").await;
        assert_eq!(world.count(MEMBERS, vec![]).await, 3, "twice the same is one");
        world.taps(COORDINATOR, "They do not match").await;

        world.add(Role::Coordinator, "Erlan", FRIEND).await;
        world.says(FRIEND, "/start").await;
        let start = invited(world, COORDINATOR, "coordinator Asel").await;
        world.says(THIRD, &start).await;
        world.taps(COORDINATOR, "The words match").await;
        world.sees(FRIEND, "Dana has heard the words.").await;
        world.taps(FRIEND, "The words match").await;
        world.sees(THIRD, "You are on call here as a coordinator.").await;
    })
    .await;
}

#[tokio::test]
async fn what_a_revoked_coordinator_confirmed_does_not_count() {
    play(async |world| {
        let erlan = world.add(Role::Coordinator, "Erlan", FRIEND).await;
        world.says(FRIEND, "/start").await;
        let start = invited(world, COORDINATOR, "coordinator Asel").await;
        world.says(THIRD, &start).await;
        world.taps(FRIEND, "The words match").await;
        world.revoke(&erlan).await;
        world.settle().await;
        world.taps(COORDINATOR, "The words match").await;
        assert_eq!(world.count(MEMBERS, vec![]).await, 3);
        world.sees(COORDINATOR, "Dana has heard the words.").await;
    })
    .await;
}

#[tokio::test]
async fn the_operators_words_make_a_coordinator_whom_no_code_alone_makes() {
    play(async |world| {
        let start = invited_by_operator(world, Role::Coordinator).await;
        world.says(THIRD, &start).await;
        let shown = four_words(&world.sees(THIRD, "Here are four words.").await.text);
        world.sees_no(COORDINATOR, "The words match").await;
        assert_eq!(world.count(MEMBERS, vec![]).await, 3);
        let (parts, now) = (world.parts(), world.parts().now());
        let typed = words::read(&shown).unwrap();
        let confirm =
            async move |tx: &mut _| invitations::confirm_words(tx, &parts, typed, now).await;
        let made = world.parts().store.run("tests-confirm", confirm).await.unwrap().unwrap();
        assert_eq!((made.role, made.name.as_str()), (Role::Coordinator, "Asel"));
    })
    .await;
}

#[tokio::test]
async fn a_lawyer_neither_invites_nor_revokes_and_a_reporter_knows_no_such_command() {
    play(async |world| {
        for command in ["/invite Asel", "/revoke"] {
            world.says(LAWYER, command).await;
            world.sees(LAWYER, "Only coordinators can do this.").await;
            world.says(RELATIVE, command).await;
            world.sees(RELATIVE, "I do not know this command.").await;
        }
        world.says(COORDINATOR, "/invite").await;
        world.sees(COORDINATOR, "Please write the name behind the command.").await;
        let none = "-- tests::invitations
            SELECT COUNT(*) AS n FROM invitations";
        assert_eq!(world.count(none, vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn mine_who_and_queue_show_codes_and_people_and_nothing_in_the_first_line() {
    play(async |world| {
        world.says(LAWYER, "/mine").await;
        world.sees(LAWYER, "No case at this moment.").await;
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        world.says(SECOND, "/queue").await;
        let queue = world.sees(SECOND, "What nobody has yet:").await;
        assert!(queue.text.contains(&format!("{code} · CRITICAL · since ")), "{}", queue.text);
        world.taps(LAWYER, "I take it").await;
        world.says(SECOND, "/queue").await;
        world.sees(SECOND, "Nothing waits at this moment.").await;
        world.says(LAWYER, "/mine").await;
        let mine = world.sees(LAWYER, "What you have now:").await;
        assert!(mine.text.contains(&format!("{code} · CRITICAL · yours since ")), "{}", mine.text);
        world.says(SECOND, "/mine").await;
        world.sees(SECOND, "No case at this moment.").await;
        world.says(SECOND, "/off").await;
        world.says(COORDINATOR, "/who").await;
        let who = world.sees(COORDINATOR, "On call, in calling order:").await;
        let lines: Vec<&str> = who.text.lines().collect();
        assert_eq!(
            lines,
            [
                "On call, in calling order:",
                "1. Mira, lawyer: can be reached",
                "2. Timur, lawyer: off call",
                "3. Dana, coordinator: can be reached",
            ]
        );
        world.passes_s(700).await;
        world.sees_no(COORDINATOR, "On call, in calling order:").await;
    })
    .await;
}

#[tokio::test]
async fn a_revoked_owners_cases_are_paged_anew_at_once_and_their_cards_are_emptied() {
    play(async |world| {
        world.reports_critical(RELATIVE).await;
        let code = world.code().await;
        world.taps(LAWYER, "I take it").await;
        world.taps(LAWYER, "Why").await;
        let before = world.rings(SECOND, "CRITICAL").await;
        world.says(COORDINATOR, "/revoke").await;
        world.taps(COORDINATOR, "Mira").await;
        let asked = world.sees(COORDINATOR, "Mira, lawyer: revoke?").await;
        assert!(!asked.text.lines().next().unwrap().contains("Mira"), "{}", asked.text);
        assert_eq!(world.count(MEMBERS, vec![]).await, 3, "asked once more first");
        world.taps(COORDINATOR, "Yes, revoke").await;
        world.hears(COORDINATOR, "Done. Their cases are called anew now.").await;
        world.sees(RELATIVE, "I am calling others now.").await;
        world.passes_s(5).await;
        assert_eq!(world.rings(SECOND, "CRITICAL").await, before + 1, "{code}");
        world.sees(SECOND, "I take it").await;
        world.sees_no(LAWYER, &code).await;
        world.sees_no(LAWYER, "CRITICAL").await;
        world.sees_no(LAWYER, "Sum:").await;
        world.sees(SECOND, "Not a member any more: Mira, lawyer.").await;
        world.sees_no(COORDINATOR, "Yes, revoke").await;
        world.passes_s(600).await;
        world.sees_no(LAWYER, "CRITICAL").await;
    })
    .await;
}

#[tokio::test]
async fn a_slip_revokes_nobody_and_an_old_list_neither() {
    play(async |world| {
        world.says(COORDINATOR, "/revoke").await;
        let list = world.sees(COORDINATOR, "Whom? I ask once more").await;
        assert!(!drawn(&list).contains("Dana"), "nobody revokes themself: {}", drawn(&list));
        let (message, mira) = world.button(COORDINATOR, "Mira").await;
        world.taps(COORDINATOR, "Mira").await;
        world.taps(COORDINATOR, "No, leave it").await;
        world.sees_no(COORDINATOR, "Yes, revoke").await;
        assert_eq!(world.count(MEMBERS, vec![]).await, 3);
        world.add(Role::Lawyer, "Asel", THIRD).await;
        world.forges(COORDINATOR, message, &mira).await;
        world.hears(COORDINATOR, "This button is old.").await;
        world.sees_no(COORDINATOR, "Yes, revoke").await;
        // Another account presses what a coordinator was shown.
        world.forges(LAWYER, message, &mira).await;
        world.hears(LAWYER, "This button is not from me.").await;
    })
    .await;
}

#[tokio::test]
async fn the_last_who_can_be_reached_of_a_role_is_revoked_only_from_the_terminal() {
    play(async |world| {
        world.says(SECOND, "/off").await;
        world.says(COORDINATOR, "/revoke").await;
        world.taps(COORDINATOR, "Mira").await;
        world.taps(COORDINATOR, "Yes, revoke").await;
        world.hears(COORDINATOR, "Only the operator can revoke them.").await;
        world.add(Role::Coordinator, "Erlan", FRIEND).await;
        world.says(FRIEND, "/start").await;
        world.says(COORDINATOR, "/off").await;
        world.says(COORDINATOR, "/revoke").await;
        world.taps(COORDINATOR, "Erlan").await;
        world.taps(COORDINATOR, "Yes, revoke").await;
        assert_eq!(world.count(MEMBERS, vec![]).await, 4);
    })
    .await;
}
