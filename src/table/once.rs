//! JSON in which each key of an object comes once.
//!
//! Of a key that comes twice some readers take the first value and some the last, so what one of them was asked about is
//! not what another one does. Such a text is refused before anything is made of it, and so is one of so many values that
//! they would take many times the memory of the text.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Values of a text at most.
pub const MOST: usize = 50_000;
/// Characters of a key that is shown.
const SHOWN: usize = 64;

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An object has this key twice.
    Doubled(String),
    /// There are more values than are read.
    TooMany,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Doubled(key) if is_plain(key) => write!(f, "the key `{key}` comes twice in one object"),
            Self::Doubled(_) => f.write_str("a key comes twice in one object"),
            Self::TooMany => write!(f, "there are more than {MOST} values"),
        }
    }
}

/// Whether a key has the form of a name. What has not may be a value in the wrong place, so it is not shown.
fn is_plain(key: &str) -> bool {
    (1..=SHOWN).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-$".contains(&byte))
}

/// Looks through a text. One that is no JSON has no fault: who reads it says that.
///
/// # Errors
/// The first fault.
pub fn check(json: &[u8]) -> Result<(), Fault> {
    let state = State { left: Cell::new(MOST), fault: RefCell::new(None) };
    let mut from = serde_json::Deserializer::from_slice(json);
    // What is wrong besides is found again by who reads the text.
    let _ = Once(&state).deserialize(&mut from);
    state.fault.into_inner().map_or(Ok(()), Err)
}

struct State {
    left: Cell<usize>,
    fault: RefCell<Option<Fault>>,
}

impl State {
    fn count<E: Error>(&self) -> Result<(), E> {
        self.left.set(self.left.get().checked_sub(1).ok_or_else(|| self.refuse(Fault::TooMany))?);
        Ok(())
    }

    fn refuse<E: Error>(&self, fault: Fault) -> E {
        *self.fault.borrow_mut() = Some(fault);
        E::custom("refused")
    }
}

/// Any value.
#[derive(Clone, Copy)]
struct Once<'a>(&'a State);

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.count()?;
        from.deserialize_any(self)
    }
}

macro_rules! passed_over {
    ($($method:ident($value:ty))+) => {$(
        fn $method<E: Error>(self, _: $value) -> Result<(), E> {
            Ok(())
        }
    )+};
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    passed_over! { visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str) }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        while from.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        // Most objects have so few keys that hashing one takes longer than finding its place.
        let mut keys = BTreeSet::new();
        while let Some(key) = from.next_key_seed(Key)? {
            if let Some(doubled) = keys.replace(key) {
                return Err(self.0.refuse(Fault::Doubled(doubled.into_owned())));
            }
            from.next_value_seed(self)?;
        }
        Ok(())
    }
}

/// A key, which is a piece of the text where nothing in it is escaped.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_comes_twice_is_found_at_every_depth_and_in_every_spelling() {
        for (text, key) in [
            (r#"{"a":1,"a":1}"#, "a"),
            (r#"[{"b":[{"x":1,"y":{"a":null,"b":2.5,"a":"c"}}]}]"#, "a"),
            (r#"{"confirm":false,"\u0063onfirm":true}"#, "confirm"),
            (r#"{"":1,"":{"#, ""),
        ] {
            assert_eq!(check(text.as_bytes()), Err(Fault::Doubled(key.to_owned())), "{text}");
        }
        for text in [r#"{"a":{"a":1},"b":{"a":1},"A":"a"}"#, r#"["a","a"]"#, "7", "", "{", r#"{"a":1}{"a":1}"#] {
            assert_eq!(check(text.as_bytes()), Ok(()), "{text}");
        }
    }

    #[test]
    fn a_key_that_may_be_a_value_is_not_shown() {
        let said = |text: &str| check(text.as_bytes()).expect_err("doubled").to_string();
        assert_eq!(said(r#"{"action":"decline","action":"accept"}"#), "the key `action` comes twice in one object");
        assert_eq!(said(r#"{"a b":1,"a b":1}"#), "a key comes twice in one object");
    }

    #[test]
    fn more_values_than_are_read_are_not_counted_to_the_end() {
        let list = |values: usize| format!("[{}7]", "{},".repeat(values - 2));
        assert_eq!(check(list(MOST).as_bytes()), Ok(()));
        assert_eq!(check(list(MOST + 1).as_bytes()), Err(Fault::TooMany));
    }
}
