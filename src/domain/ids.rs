//! Identifiers of the platform. An id is 22 characters of base64url without padding; the newtypes
//! keep a service id from being passed where a process id is meant.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// Whether a text cannot stand for one segment of a path: `..` leads out of it, even percent-encoded.
#[must_use]
pub fn is_none(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'.')
}

macro_rules! id {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the id as the API or a caller gave it; nothing is checked.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as it goes on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// What is empty or only dots is no id: put into a path it would name something else.
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let id = String::deserialize(from)?;
                if is_none(&id) { Err(D::Error::custom("an id is empty")) } else { Ok(Self(id)) }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    )+};
}

id! {
    /// An organisation; the API calls it client.
    ClientId,
    /// A project.
    ProjectId,
    /// A service; the API calls it service stack.
    ServiceId,
    /// An asynchronous operation of the platform.
    ProcessId,
    /// One uploaded and built version of an application.
    AppVersionId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_id_is_not_read() {
        assert!(serde_json::from_str::<ServiceId>(r#""abc""#).is_ok());
        assert!(serde_json::from_str::<ServiceId>(r#""""#).is_err());
        assert!(serde_json::from_str::<AppVersionId>(r#""""#).is_err());
    }

    #[test]
    fn what_leads_out_of_a_path_is_no_id() {
        for text in [".", ".."] {
            assert!(serde_json::from_value::<ServiceId>(text.into()).is_err(), "{text:?}");
        }
        assert!(serde_json::from_value::<ServiceId>("..a".into()).is_ok());
    }
}
