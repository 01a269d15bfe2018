//! Identifiers of the platform. An id is 22 characters of base64url without padding; the newtypes
//! keep a service id from being passed where a process id is meant.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
