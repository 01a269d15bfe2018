//! A picture of what can be seen of a page.

use serde_json::json;

use super::tab::{Broken, Tab};

/// Qualities of JPEG, the first that is small enough is taken.
const QUALITIES: [u8; 3] = [75, 45, 20];
/// Characters of base64 that a picture may have.
pub(crate) const MOST: usize = 400 * 1024;

/// A picture, as JPEG in base64.
///
/// # Errors
/// The browser ends, or takes too long.
pub(super) async fn take(tab: &mut Tab) -> Result<Option<String>, Broken> {
    for quality in QUALITIES {
        let wanted = json!({ "format": "jpeg", "quality": quality });
        let taken = match tab.call("Page.captureScreenshot", wanted).await {
            Err(Broken::Refused(_)) => return Ok(None),
            taken => taken?,
        };
        if let Some(data) = taken["data"].as_str().filter(|data| data.len() <= MOST) {
            return Ok(Some(data.to_owned()));
        }
    }
    Ok(None)
}
