//! A picture of what can be seen of a page.

use std::time::Duration;

use serde_json::json;

use super::tab::{Broken, Tab};

/// Qualities of JPEG, the first that is small enough is taken.
const QUALITIES: [u8; 3] = [75, 45, 20];
/// Characters of base64 that a picture may have.
pub(crate) const MOST: usize = 400 * 1024;
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// A picture, as JPEG in base64.
///
/// # Errors
/// The browser ends, or the time is over.
pub(super) async fn take(tab: &mut Tab) -> Result<Option<String>, Broken> {
    for quality in QUALITIES {
        let wanted = json!({ "format": "jpeg", "quality": quality });
        let taken = match tab.call_within(PATIENCE, "Page.captureScreenshot", wanted).await {
            Err(Broken::Refused(_)) => return Ok(None),
            Err(Broken::Late) if !tab.time_is_over() => {
                tab.notes.push(format!("The browser took no picture within {} s.", PATIENCE.as_secs()));
                return Ok(None);
            }
            taken => taken?,
        };
        if let Some(data) = taken["data"].as_str().filter(|data| data.len() <= MOST) {
            return Ok(Some(data.to_owned()));
        }
    }
    Ok(None)
}
