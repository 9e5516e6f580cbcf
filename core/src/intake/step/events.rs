//! What has happened since, and a call for help at once.

use serde_json::json;

use super::{Effect, Step};
use crate::intake::answers;
use crate::intake::conversation::Sos;
use crate::intake::interview::Question;
use crate::intake::news::{News, takes_away};

impl Step<'_> {
    /// Something has happened: judged at once, and the card shows what it showed before.
    pub(super) fn newly(&mut self, number: u16) {
        let Some(news) = News::ALL.get(usize::from(number)) else { return };
        if self.conversation.has_joined() && news.takes_away(self.report) {
            // Whoever found a receipt makes nobody free: it is sealed, and a person looks.
            self.record("joined-news", json!({ "news": news.as_str() }));
            self.conversation.lay(None);
            self.toast("toast-news-added");
            return;
        }
        let pairs = news.pairs(self.report);
        answers::set_pairs(self.report, &pairs, self.now);
        self.record("news", json!({ "news": news.as_str() }));
        self.changed = true;
        self.conversation.lay(None);
        self.toast("toast-news");
        if *news == News::Mistake {
            self.notice("mistake-goes-on");
        }
    }

    /// Whoever joined makes nobody free by changing an answer either; `false` if that is not what
    /// this choice does.
    pub(super) fn adds_as_one_who_joined(&mut self, question: &Question, option: usize) -> bool {
        let Some(choice) = question.options().get(option) else { return false };
        let sets = choice.set().iter().map(|(key, code)| (key.as_str(), code.as_str()));
        if !self.conversation.has_joined() || !takes_away(self.report, sets) {
            return false;
        }
        let name = question.name();
        self.record("joined-news", json!({ "question": name, "choice": choice.id() }));
        self.toast("toast-news-added");
        self.mark(name);
        self.on();
        true
    }

    /// Help at once: as soon as country and place are there, the page is called for.
    pub(super) fn sos(&mut self) {
        self.record("sos", json!({}));
        self.conversation.sos = Sos::Begun;
        self.changed = true;
        if self.conversation.sos_is_ready() {
            self.conversation.lay(None);
            self.notice("sos-heard");
            self.out.effects.push(Effect::CardBelow);
            self.hear();
        } else {
            self.on();
            self.out.effects.push(Effect::CardBelow);
        }
    }
}
