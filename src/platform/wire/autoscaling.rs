//! Scaling limits of a service: in groups, of which any may be null. Where the API has a limit is said by its path, so a
//! limit is declared in `domain::scaling` alone.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::domain::scaling::{LIMITS, Scaling};

/// Limits of a service: what is in force, or what its owner has set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Autoscaling(Scaling);

impl Autoscaling {
    /// The form in which a request has limits; those of the number of containers only where they are for the service.
    #[must_use]
    pub fn of(limits: &Scaling, horizontal: bool) -> Self {
        let mut limits = limits.clone();
        if !horizontal {
            limits.min_containers = None;
            limits.max_containers = None;
        }
        Self(limits)
    }

    /// The limits that it has.
    #[must_use]
    pub fn limits(&self) -> Scaling {
        self.0.clone()
    }
}

impl Serialize for Autoscaling {
    /// Every limit is named: null, which in a request leaves it out, where there is none.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut body = json!({ "verticalAutoscaling": null, "horizontalAutoscaling": null });
        let has_horizontal = self.0.is_horizontal();
        for limit in LIMITS.iter().filter(|limit| has_horizontal || !limit.is_horizontal()) {
            let place = limit.path.split('.').fold(&mut body, |place, name| &mut place[name]);
            *place = self.0.get(limit).unwrap_or_default();
        }
        body.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Autoscaling {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let body = Value::deserialize(from)?;
        let mut limits = Scaling::default();
        for limit in LIMITS {
            let odd = || D::Error::custom(format!("`{}` is odd", limit.path));
            let value = at(&body, limit.path).ok_or_else(odd)?;
            if !value.is_null() && !limits.set(limit, value) {
                return Err(odd());
            }
        }
        Ok(Self(limits))
    }
}

/// What stands at a path, null where one of its groups is absent or null; nothing where one is no group.
fn at<'a>(body: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(body, |value, name| matches!(value, Value::Null | Value::Object(_)).then(|| &value[name]))
}

/// The body that sets limits. It has no mode: the API takes one for a change of it, and null too. Whether a
/// profile that is left out stays is unknown, so what a service has is sent along.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AutoscalingRequest {
    /// The profile that the service has, which managed services are sized by; left out where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autoscaling_profile_id: Option<String>,
    /// What its owner has changed of the profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autoscaling_profile_overrides: Option<Value>,
    /// The limits.
    #[serde(default)]
    pub custom_autoscaling: Option<Autoscaling>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_read_where_it_is_written() {
        let mut limits = Scaling::default();
        for limit in LIMITS {
            let values = [json!(2), json!(2.5), json!(true), json!("SHARED")];
            assert!(values.iter().any(|value| limits.set(limit, value)), "{}", limit.key);
        }
        for horizontal in [true, false] {
            let written = Autoscaling::of(&limits, horizontal);
            let body = serde_json::to_value(&written).expect("JSON");
            assert_eq!(body["horizontalAutoscaling"].is_null(), !horizontal, "{body}");
            assert_eq!(body["verticalAutoscaling"]["minResource"]["cpuCoreCount"], 2);
            assert_eq!(serde_json::from_value::<Autoscaling>(body).expect("limits"), written);
        }
    }

    #[test]
    fn null_is_absent_and_what_is_no_limit_is_refused() {
        let read = |body: Value| serde_json::from_value::<Autoscaling>(body).map(|read| read.limits());
        for nothing in [
            json!({}),
            json!({ "verticalAutoscaling": null }),
            json!({ "verticalAutoscaling": { "minResource": null } }),
        ] {
            assert_eq!(read(nothing).expect("limits"), Scaling::default());
        }
        for odd in [
            json!(7),
            json!({ "verticalAutoscaling": 7 }),
            json!({ "horizontalAutoscaling": { "minContainerCount": 1.5 } }),
        ] {
            assert!(read(odd.clone()).is_err(), "{odd}");
        }
    }
}
