//! getUpdates, and the webhook that is never there.

use std::sync::Arc;

use habeas_core::domain::Timestamp;
use serde_json::{Value, json};

use super::{Params, flag, number};
use crate::outside::Clock;
use crate::rehearsal::botapi::hub::Hub;
use crate::rehearsal::botapi::reply::{Answer, ApiError};
use crate::rehearsal::botapi::world::World;

/// Longest wait of one poll, in seconds.
const LONGEST_POLL_S: i64 = 50;
/// Most updates in one answer.
const MOST_UPDATES: i64 = 100;

/// getUpdates: answers at once if there is something, else waits; ended with 409 by a newer one.
pub(in crate::rehearsal::botapi) async fn get_updates(
    hub: &Hub,
    bot: i64,
    params: &Params,
) -> Answer {
    let limit = number(params, "limit").unwrap_or(MOST_UPDATES).clamp(1, MOST_UPDATES);
    let limit = usize::try_from(limit).expect("between 1 and 100");
    let timeout_s = number(params, "timeout").unwrap_or(0).clamp(0, LONGEST_POLL_S);
    let deadline = hub.wall.now().plus_s(timeout_s);
    let offset = number(params, "offset");

    let (mine, arrived, counted) = hub.with(Some(bot), |world, _| {
        if let Some(kinds) = params.get("allowed_updates").and_then(Value::as_array) {
            let kinds: Vec<String> =
                kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            world.allowed = (!kinds.is_empty()).then_some(kinds);
        }
        world.polls += 1;
        world.arrived.notify_waiters();
        // Counting from the end is done once, not again with each update that arrives.
        let counted = offset.filter(|offset| *offset < 0).and(world.queue.start(offset));
        (world.polls, Arc::clone(&world.arrived), counted)
    });
    let mut stopping = hub.stopping.subscribe();
    let mut timer = hub.wall.sleep_until(deadline);
    loop {
        let mut woken = std::pin::pin!(arrived.notified());
        woken.as_mut().enable();
        let found = hub.with(Some(bot), |world, now: Timestamp| {
            if world.polls != mine {
                return Err(ApiError::conflict());
            }
            let from = if counted.is_some() { counted } else { world.queue.start(offset) };
            Ok(world.queue.take(from, limit, now))
        })?;
        let is_over = hub.wall.now() >= deadline || *stopping.borrow();
        if !found.is_empty() || is_over {
            let updates = found.iter().map(|update| Value::clone(update));
            return Ok(updates.collect());
        }
        tokio::select! {
            () = woken => {}
            () = &mut timer => {}
            _ = stopping.changed() => {}
        }
    }
}

/// deleteWebhook: there is none, but what waits can be dropped.
pub(super) fn delete_webhook(world: &mut World, params: &Params) -> Value {
    if flag(params, "drop_pending_updates") {
        world.queue.clear();
    }
    true.into()
}

/// getWebhookInfo.
pub(super) fn webhook_info(world: &World) -> Value {
    let pending = world.queue.len();
    json!({"url": "", "has_custom_certificate": false, "pending_update_count": pending})
}
