//! Keys of the keyboard that a bot shows in the place of the phone's own.

use serde_json::{Map, json};

use super::say::deliver;
use super::{Driver, DriverError, Press, Said};

/// A number that belongs to nobody.
const NUMBER: &str = "+77000001001";

pub(super) fn press(driver: &Driver, order: &Press) -> Result<Said, DriverError> {
    driver.with(|world, now| {
        let chat = world.private(order.user);
        let mut keys = chat.keyboard.iter().flat_map(|keyboard| keyboard.keys.iter().flatten());
        let key = keys.find(|key| key.label == order.label).ok_or(DriverError::NoSuchKey)?;
        let mut content = Map::new();
        if key.contact {
            let number = order.phone_number.as_deref().unwrap_or(NUMBER);
            let contact = json!({"phone_number": number, "first_name": chat.first_name,
                "user_id": order.user});
            content.insert("contact".to_owned(), contact);
        } else {
            content.insert("text".to_owned(), json!(key.label));
        }
        deliver(world, order.user, content, now)
    })
}
