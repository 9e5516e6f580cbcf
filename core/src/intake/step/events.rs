//! What has happened since, and a call for help at once.

use serde_json::json;

use super::{Effect, Step};
use crate::intake::answers;
use crate::intake::conversation::Sos;
use crate::intake::news::News;

impl Step<'_> {
    /// Something has happened: judged at once, and the card shows what it showed before.
    pub(super) fn newly(&mut self, number: u16) {
        let Some(news) = News::ALL.get(usize::from(number)) else { return };
        let joined = self.conversation.adds_only || self.conversation.joined;
        if joined && news.takes_away(self.report) {
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
