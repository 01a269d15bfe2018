//! Scaling limits on the wire.

use serde_json::{Value, json};

use crate::domain::scaling::{LIMITS, Scaling};

/// `CustomAutoscaling`, or null when nothing is set.
pub(crate) fn custom(scaling: &Scaling) -> Value {
    if *scaling == Scaling::default() {
        return Value::Null;
    }
    let mut out = json!({ "verticalAutoscaling": null, "horizontalAutoscaling": null });
    // Of a group that has anything all is there.
    for limit in LIMITS {
        let has_group = if limit.is_horizontal() { scaling.is_horizontal() } else { scaling.is_vertical() };
        if has_group {
            let place = limit.path.split('.').fold(&mut out, |place, name| &mut place[name]);
            *place = scaling.get(limit).unwrap_or_default();
        }
    }
    out
}
