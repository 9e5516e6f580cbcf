//! Taps on buttons, honest and forged.

use habeas_core::domain::Timestamp;
use serde_json::{Value, json};

use super::{Driver, DriverError, Tap, Tapped};
use crate::rehearsal::botapi::view::Sender;
use crate::rehearsal::botapi::world::{self, World};

pub(super) fn tap(driver: &Driver, order: &Tap) -> Result<Tapped, DriverError> {
    driver.with(|world, now| tap_in(world, order, now))
}

fn tap_in(world: &mut World, order: &Tap, now: Timestamp) -> Result<Tapped, DriverError> {
    let number = world.next_number();
    let data = data(world, order)?;
    let chat = world.private(order.user);
    let message = match chat.message(order.message_id).filter(|message| !message.deleted) {
        Some(message) => message.value(),
        None => json!({"message_id": order.message_id, "chat": chat.shape, "date": 0}),
    };
    // As Telegram's: the user in the upper half, so that no two users' taps share an id.
    let upper = order.user.unsigned_abs() << 32;
    let id = (upper | (number.wrapping_mul(0x9E37_79B1) & 0xFFFF_FFFF)).to_string();
    let query = json!({
        "id": id,
        "from": chat.user(),
        "message": message,
        "chat_instance": chat.instance(),
        "data": data,
    });
    world.taps.insert(id.clone(), world::Tap { chat: order.user, at: now });
    let update_id = world.queue_update(order.user, "callback_query", query, now);
    Ok(Tapped { update_id, callback_query_id: id })
}

/// The data that the tap sends.
fn data(world: &mut World, order: &Tap) -> Result<Value, DriverError> {
    if order.label.is_none() && order.data.is_none() {
        return Err(DriverError::Order("a tap names a label or data".to_owned()));
    }
    if order.forged {
        let data = order.data.as_deref();
        let missing = || DriverError::Order("a forged tap names its data".to_owned());
        return Ok(data.ok_or_else(missing)?.into());
    }
    let message = world.private(order.user).message(order.message_id);
    let message = message.filter(|message| !message.deleted && message.sender == Sender::Bot);
    let buttons = message.map(|message| message.buttons()).unwrap_or_default();
    let wanted =
        |wanted: &Option<String>, is: &str| wanted.as_ref().is_none_or(|wanted| wanted == is);
    let pressed = buttons.iter().flatten().find_map(|button| {
        let data = button.data.as_deref().filter(|_| !button.disabled)?;
        (wanted(&order.label, &button.label) && wanted(&order.data, data)).then_some(data)
    });
    let message_id = order.message_id;
    Ok(pressed.ok_or(DriverError::NoSuchButton { message_id })?.into())
}
