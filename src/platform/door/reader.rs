//! A deserializer around another one that cleans each text and counts each value on its way.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::Door;
use crate::platform::wire::marks::{LOG, NAMES, VERBATIM, WORDS};

/// Entries of all lists of an answer at most. A log has 5,000 lines, a page of services 200 entries.
const ENTRIES: usize = 50_000;
/// Values of an answer at most, of those that are read.
const VALUES: usize = 500_000;
/// Values at most that are kept as they come, in a form that takes more room than a record.
const LOOSE: usize = 100_000;

/// What is done with texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// By what reads them: text of a record is a name, text of anything is words.
    Usual,
    /// Names.
    Names,
    /// Words for people.
    Words,
    /// Only the tokens of zcp are taken out.
    Log,
    /// Nothing.
    Verbatim,
}

/// Counts what passes.
pub(super) struct Gate<'a> {
    door: &'a Door<'a>,
    entries: Cell<usize>,
    values: Cell<usize>,
    loose: Cell<usize>,
}

impl<'a> Gate<'a> {
    pub(super) fn new(door: &'a Door<'a>) -> Self {
        Self { door, entries: Cell::new(0), values: Cell::new(0), loose: Cell::new(0) }
    }

    /// The same deserializer, through the gate.
    pub(super) fn pass<D>(&'a self, inner: D) -> Passing<'a, D> {
        Passing { inner, gate: self, mode: Mode::Usual }
    }

    /// Whether too much has passed.
    pub(super) fn is_shut(&self) -> bool {
        self.entries.get() > ENTRIES || self.values.get() > VALUES || self.loose.get() > LOOSE
    }

    fn count<E: Error>(&self, counter: &Cell<usize>) -> Result<(), E> {
        counter.set(counter.get() + 1);
        if self.is_shut() { Err(E::custom("too much")) } else { Ok(()) }
    }

    /// The text as it goes on; none where it goes on as it is.
    fn text(&self, text: &str, mode: Mode) -> Option<String> {
        match mode {
            Mode::Verbatim => None,
            Mode::Log => Some(self.door.line(text)),
            Mode::Words => Some(self.door.words(text)),
            Mode::Usual | Mode::Names => Some(self.door.name(text)),
        }
    }
}

/// A deserializer, visitor, seed or access on its way through the gate.
pub(super) struct Passing<'a, T> {
    inner: T,
    gate: &'a Gate<'a>,
    mode: Mode,
}

impl<'a, T> Passing<'a, T> {
    fn around<U>(&self, inner: U) -> Passing<'a, U> {
        Passing { inner, gate: self.gate, mode: self.mode }
    }
}

macro_rules! forward {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            let visitor = self.around(visitor);
            self.inner.$method(visitor)
        }
    )+};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Passing<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, D::Error> {
        self.gate.count(&self.gate.loose)?;
        if self.mode == Mode::Usual {
            self.mode = Mode::Words;
        }
        let visitor = self.around(visitor);
        self.inner.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.mode = match name {
            VERBATIM => Mode::Verbatim,
            NAMES => Mode::Names,
            WORDS => Mode::Words,
            LOG => Mode::Log,
            _ => self.mode,
        };
        let visitor = self.around(visitor);
        self.inner.deserialize_newtype_struct(name, visitor)
    }

    /// The name of a field is only compared.
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_identifier(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_ignored_any(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = self.around(visitor);
        self.inner.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = self.around(visitor);
        self.inner.deserialize_tuple(len, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = self.around(visitor);
        self.inner.deserialize_tuple_struct(name, len, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = self.around(visitor);
        self.inner.deserialize_struct(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        // A closed set holds no free text.
        self.inner.deserialize_enum(name, variants, visitor)
    }

    forward! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32
        deserialize_f64 deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_option deserialize_unit deserialize_seq deserialize_map
    }
}

macro_rules! visit {
    ($($method:ident($value:ty))+) => {$(
        fn $method<E: Error>(self, value: $value) -> Result<V::Value, E> {
            self.inner.$method(value)
        }
    )+};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Passing<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    visit! {
        visit_bool(bool) visit_i64(i64) visit_i128(i128) visit_u64(u64) visit_u128(u128) visit_f64(f64)
        visit_char(char) visit_bytes(&[u8]) visit_byte_buf(Vec<u8>)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        match self.gate.text(text, self.mode) {
            Some(clean) => self.inner.visit_string(clean),
            None => self.inner.visit_str(text),
        }
    }

    fn visit_string<E: Error>(self, text: String) -> Result<V::Value, E> {
        let clean = self.gate.text(&text, self.mode).unwrap_or(text);
        self.inner.visit_string(clean)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        let from = self.around(from);
        self.inner.visit_some(from)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        let from = self.around(from);
        self.inner.visit_newtype_struct(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, from: A) -> Result<V::Value, A::Error> {
        let from = self.around(from);
        self.inner.visit_seq(from)
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<V::Value, A::Error> {
        let from = self.around(from);
        self.inner.visit_map(from)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, from: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(from)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Passing<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Value, D::Error> {
        let from = self.around(from);
        self.inner.deserialize(from)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Passing<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.gate.count(&self.gate.entries)?;
        let seed = self.around(seed);
        self.inner.next_element_seed(seed)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Passing<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.gate.count(&self.gate.values)?;
        let seed = self.around(seed);
        self.inner.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let seed = self.around(seed);
        self.inner.next_value_seed(seed)
    }
}
