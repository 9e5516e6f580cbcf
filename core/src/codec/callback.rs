//! Callback data: `version ‖ subject ‖ action ‖ generation ‖ tag`, base64url, at most 64 bytes.
//!
//! Bot API, "InlineKeyboardButton": `callback_data` is 1–64 bytes and a modified client can send
//! anything. The tag is a MAC over [`Callback::signed_bytes`], which include the id of the user
//! who may press; it is made and checked where the key is, not here.

use data_encoding::BASE64URL_NOPAD;

/// The only version so far.
const VERSION: u8 = 1;
/// Bytes before the tag: version, subject, action, argument, generation.
const HEAD: usize = 1 + 8 + 1 + 2 + 4;
/// Bytes of the tag.
pub const TAG_BYTES: usize = 12;

/// What a button means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Callback {
    /// The card that the button stands on.
    pub subject: [u8; 8],
    /// What is to be done.
    pub action: Action,
    /// Which screen of the card the button belongs to; an older one is answered kindly.
    pub generation: u32,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal $(($arg:ident))?),+ $(,)?) => {
        /// A closed list of what a tap can ask for. Codes are frozen: old buttons stay in chats.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action {
            $($(#[$doc])* $name $(($arg))?),+
        }

        impl Action {
            fn pack(self) -> (u8, u16) {
                match self { $(actions!(@pat $name $($arg value)?) => ($code, actions!(@arg $($arg value)?))),+ }
            }

            fn unpack(code: u8, arg: u16) -> Option<Self> {
                match code { $($code => Some(actions!(@make $name arg $($arg)?)),)+ _ => None }
            }
        }
    };
    (@pat $name:ident) => { Action::$name };
    (@pat $name:ident $arg:ident $v:ident) => { Action::$name($v) };
    (@arg) => { 0 };
    (@arg $arg:ident $v:ident) => { $v };
    (@make $name:ident $a:ident) => {{ let _ = $a; Action::$name }};
    (@make $name:ident $a:ident $arg:ident) => { Action::$name($a) };
}

actions! {
    /// Choose the option with this index in the open question.
    Choose = 1 (u16),
    /// Tick the option with this index.
    Tick = 2 (u16),
    /// Take the tick off the option with this index.
    Untick = 3 (u16),
    /// Finish a question of several choices.
    Done = 4,
    /// Go to the screen before.
    Back = 5,
    /// Show the options behind "another reason there".
    More = 6,
    /// Leave this screen unanswered.
    Skip = 7,
    /// Speak the language with this index.
    Language = 8 (u16),
    /// Show the list of answers that can be changed.
    Review = 9,
    /// Change the answer to the question with this index.
    Change = 10 (u16),
    /// Announce that words follow.
    Write = 11,
    /// Choose the "When?" answer with this index.
    When = 12 (u16),
    /// Choose a number of days for "When?".
    Days = 13 (u16),
    /// "I wrote it down": take the receipt off the chat.
    WroteDown = 14,
    /// Show the options before the sensitive ones again.
    Fewer = 15,
    /// Show what can be new.
    News = 16,
    /// What is new, by its number.
    Newly = 17 (u16),
    /// Help at once.
    Sos = 18,
    /// Whether whoever joined may hear: 1 yes, 0 no.
    MayHear = 19 (u16),
    /// Bring the case that the card names to the front of its chat.
    GoOn = 20,
    /// Off call, though the member has a critical case.
    OffSure = 28,
    /// "I take it".
    Take = 32,
    /// "I cannot".
    Decline = 33,
    /// "Why".
    Why = 34,
    /// What was done about a case that somebody has, by its number.
    Did = 35 (u16),
    /// Show whom the case can be handed to.
    HandOver = 36,
    /// Ask the colleague with this place in the list to take the case over.
    HandTo = 37 (u16),
    /// Send a link by which the member comes into the console, where the case is.
    OpenCase = 38,
    /// Show what a coordinator can decide.
    Decide = 48,
    /// The decision with this number.
    Decision = 49 (u16),
    /// A decision and its reason: the numbers of both, a byte each.
    Reason = 50 (u16),
    /// As [`Self::AgreeTo`], from before proposals had numbers of their own. Answered as old.
    Agree = 51 (u16),
    /// As [`Self::DisagreeWith`], from before proposals had numbers of their own. Answered as old.
    Disagree = 52 (u16),
    /// Agree with the proposal of another coordinator whose number is the button's generation.
    AgreeTo = 53,
    /// Do not agree with it, or take it back.
    DisagreeWith = 54,
    /// The four words of whoever is to become a member are the same on both sides.
    WordsMatch = 64,
    /// They are not.
    WordsDiffer = 65,
    /// "I am ill, take me off".
    OffCall = 66,
    /// Ask whether the member with this place in the list is to be revoked.
    RevokeWhom = 67 (u16),
    /// Revoke the member that the card names.
    Revoke = 68,
    /// Leave it.
    Leave = 69,
    /// No longer vouch for the reporter of a case.
    VouchBack = 70,
}

/// Why callback data was not read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CallbackError {
    /// Not base64url, or of another length.
    #[error("callback data has another shape")]
    Shape,
    /// Made by a later or foreign version.
    #[error("callback data of an unknown version")]
    Version,
    /// An action that this version does not know.
    #[error("callback data with an unknown action")]
    Action,
}

impl Callback {
    /// The bytes before the tag.
    fn head(&self) -> [u8; HEAD] {
        let (code, argument) = self.action.pack();
        let mut head = [0; HEAD];
        head[0] = VERSION;
        head[1..9].copy_from_slice(&self.subject);
        head[9] = code;
        head[10..12].copy_from_slice(&argument.to_be_bytes());
        head[12..16].copy_from_slice(&self.generation.to_be_bytes());
        head
    }

    /// What the tag is made over: these bytes and the id of the user who may press.
    pub fn signed_bytes(&self, user: i64) -> Vec<u8> {
        let mut bytes = self.head().to_vec();
        bytes.extend_from_slice(&user.to_be_bytes());
        bytes
    }

    /// The callback data, with `tag` at its end.
    pub fn pack(&self, tag: &[u8; TAG_BYTES]) -> String {
        let mut bytes = self.head().to_vec();
        bytes.extend_from_slice(tag);
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Reads callback data; the tag is returned to be checked before anything is done with it.
    pub fn unpack(data: &str) -> Result<(Self, [u8; TAG_BYTES]), CallbackError> {
        let bytes = BASE64URL_NOPAD.decode(data.as_bytes()).map_err(|_| CallbackError::Shape)?;
        let bytes: [u8; HEAD + TAG_BYTES] = bytes.try_into().map_err(|_| CallbackError::Shape)?;
        if bytes[0] != VERSION {
            return Err(CallbackError::Version);
        }
        let mut subject = [0; 8];
        subject.copy_from_slice(&bytes[1..9]);
        let argument = u16::from_be_bytes([bytes[10], bytes[11]]);
        let action = Action::unpack(bytes[9], argument).ok_or(CallbackError::Action)?;
        let generation = u32::from_be_bytes([bytes[12], bytes[13], bytes[14], bytes[15]]);
        let mut tag = [0; TAG_BYTES];
        tag.copy_from_slice(&bytes[HEAD..]);
        Ok((Self { subject, action, generation }, tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Callback {
        Callback { subject: [7; 8], action: Action::Tick(300), generation: 70_000 }
    }

    #[test]
    fn what_is_packed_is_read_back_within_64_bytes() {
        let data = sample().pack(&[9; TAG_BYTES]);
        assert!(data.len() <= 64, "{} bytes", data.len());
        assert_eq!(Callback::unpack(&data), Ok((sample(), [9; TAG_BYTES])));
    }

    #[test]
    fn the_user_is_part_of_what_is_signed() {
        assert_ne!(sample().signed_bytes(1), sample().signed_bytes(2));
    }

    #[test]
    fn hostile_data_is_refused_by_its_shape_version_or_action() {
        assert_eq!(Callback::unpack(""), Err(CallbackError::Shape));
        assert_eq!(Callback::unpack(&"A".repeat(64)), Err(CallbackError::Shape));
        let mut bytes = BASE64URL_NOPAD.decode(sample().pack(&[0; 12]).as_bytes()).unwrap();
        bytes[0] = 2;
        assert_eq!(Callback::unpack(&BASE64URL_NOPAD.encode(&bytes)), Err(CallbackError::Version));
        bytes[0] = 1;
        bytes[9] = 200;
        assert_eq!(Callback::unpack(&BASE64URL_NOPAD.encode(&bytes)), Err(CallbackError::Action));
    }

    #[test]
    fn no_two_actions_share_a_code() {
        let codes: Vec<u8> = (0..=255).filter(|c| Action::unpack(*c, 0).is_some()).collect();
        for code in codes {
            let action = Action::unpack(code, 5).unwrap();
            assert_eq!(action.pack().0, code);
        }
    }
}
