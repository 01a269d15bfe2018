//! The functions and modifiers of the preprocessor.

/// A function.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// What it takes, in order.
    pub arguments: &'static [ArgumentKind],
    /// Whether the last argument may be repeated.
    pub repeats: bool,
    /// What it appends to its first argument to name the variables that it stores.
    pub stores: &'static [&'static str],
}

/// What a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentKind {
    /// A length from 1 to 1024.
    Length,
    /// A whole number within ±4611686018427387903.
    Integer,
    /// The name of a variable to store.
    NewName,
    /// The name of a variable that is stored.
    StoredName,
    /// Any text.
    Text,
    /// JSON.
    Json,
    /// A time zone, or nothing.
    Zone,
}

use ArgumentKind::{Integer, Json, Length, NewName, StoredName, Text, Zone};

const fn function(name: &'static str, arguments: &'static [ArgumentKind]) -> Function {
    Function { name, arguments, repeats: false, stores: &[] }
}

const fn storing(name: &'static str, arguments: &'static [ArgumentKind], stores: &'static [&'static str]) -> Function {
    Function { stores, ..function(name, arguments) }
}

/// Every function.
pub const FUNCTIONS: &[Function] = &[
    function("generateRandomString", &[Length]),
    function("generateRandomBytes", &[Length]),
    function("generateRandomInt", &[Integer, Integer]),
    Function { repeats: true, ..function("pickRandom", &[Text]) },
    storing("setVar", &[NewName, Text], &[""]),
    function("getVar", &[StoredName]),
    storing("generateRandomStringVar", &[NewName, Length], &[""]),
    function("generateJWT", &[Text, Json]),
    function("getDateTime", &[Text, Zone]),
    function("getDatetime", &[Text, Zone]),
    // Nobody documents it; the platform's own parser has it.
    function("mercuryInRetrograde", &[Text, Text]),
    storing("generateED25519Key", &[NewName], &["Public", "PublicSsh", "Private", "PrivateSsh"]),
    storing("generateRSA2048Key", &[NewName], &["Public", "PublicSsh", "Private"]),
    storing("generateRSA4096Key", &[NewName], &["Public", "PublicSsh", "Private"]),
];

/// Every modifier.
pub const MODIFIERS: &[&str] =
    &["sha256", "sha512", "bcrypt", "argon2id", "toHex", "toString", "upper", "lower", "title", "noop"];
