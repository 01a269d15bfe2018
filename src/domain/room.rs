//! How much of a list fits into a result, from the budget that the spec gives its tool.
//!
//! A result has most of what it says twice, as a text and as a record, so what a value takes depends on how the text
//! is made of it.

use std::io;

use serde::Serialize;
use serde_json::Value;

use super::tool::ToolSpec;

/// Bytes of a result beside its text and its record, at most.
pub const FRAME: usize = 256;
/// Bytes that a result keeps for what stands beside its lists: names, notes, calls to make next.
const BESIDE: usize = 2_128;
/// Bytes of which a byte can count those that are escaped.
const FEW: usize = 128;
/// Bytes of a number in JSON, at most.
const NUMBER: usize = 32;

/// How often a value stands in a result, and how it is written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Once; what stands in the text is taken by itself.
    Once,
    /// In the record, and alike in the lines of the text.
    Twice,
    /// In the record, and in the text as JSON within JSON.
    Nested,
    /// In the text alone, as JSON within JSON, as failures are.
    Quoted,
}

/// What a result still has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    form: Form,
    left: usize,
}

impl Room {
    /// That of the lists in a result of a tool.
    #[must_use]
    pub fn of(spec: &ToolSpec, form: Form) -> Self {
        Self { form, left: spec.budget_bytes.saturating_sub(FRAME + BESIDE) }
    }

    /// That of a part of a text.
    #[must_use]
    pub fn bytes(left: usize) -> Self {
        Self { form: Form::Once, left }
    }

    /// So many of so many equal parts of it.
    #[must_use]
    pub fn part(self, parts: usize, of: usize) -> Self {
        Self { left: self.left / of * parts, ..self }
    }

    /// The bytes that are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left
    }

    /// The bytes that a value takes, with what parts it from the next one.
    #[must_use]
    pub fn cost(&self, value: &impl Serialize) -> usize {
        let mut count = Count::default();
        if serde_json::to_writer(&mut count, value).is_err() {
            return usize::MAX;
        }
        let (plain, quoted) = (count.bytes + 1, count.bytes + count.escapes + 1);
        match self.form {
            Form::Once => plain,
            Form::Twice => 2 * plain,
            Form::Nested => plain + quoted,
            Form::Quoted => quoted,
        }
    }

    /// Takes the room of a value, where there is enough.
    pub fn take(&mut self, value: &impl Serialize) -> bool {
        let cost = self.cost(value);
        let fits = cost <= self.left;
        if fits {
            self.left -= cost;
        }
        fits
    }

    /// Takes the room of what is there in any case.
    pub fn keep(&mut self, value: &impl Serialize) {
        self.left = self.left.saturating_sub(self.cost(value));
    }

    /// Cuts a list where it does not fit any more, and says how many are cut.
    pub fn cut<T: Serialize>(&mut self, list: &mut Vec<T>) -> usize {
        let fitting = list.iter().take_while(|one| self.take(one)).count();
        let cut = list.len() - fitting;
        list.truncate(fitting);
        cut
    }

    /// Cuts a list to a part of the room, and says how many are cut.
    pub fn cut_to<T: Serialize>(&mut self, part: Self, list: &mut Vec<T>) -> usize {
        let mut rest = part;
        let cut = rest.cut(list);
        self.left -= (part.left - rest.left).min(self.left);
        cut
    }
}

/// Counts what is written.
#[derive(Default)]
struct Count {
    bytes: usize,
    /// Bytes that are more in quotes.
    escapes: usize,
}

impl io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len();
        self.escapes += bytes.iter().filter(|byte| matches!(byte, b'"' | b'\\')).count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The bytes that a value takes as JSON, or a few more: cheaper than writing it.
#[must_use]
pub fn at_most(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 5,
        Value::Number(_) => NUMBER,
        Value::String(text) => quoted(text),
        Value::Array(items) => 2 + items.iter().map(|item| at_most(item) + 1).sum::<usize>(),
        Value::Object(fields) => {
            2 + fields.iter().map(|(name, field)| quoted(name) + at_most(field) + 2).sum::<usize>()
        }
    }
}

/// The bytes of a text in quotes, or a few more.
#[must_use]
pub fn quoted(text: &str) -> usize {
    // Counted in a byte each for a few at a time, which the compiler does for many at once.
    let short = |chunk: &[u8]| chunk.iter().map(|byte| u8::from(*byte == b'"' || *byte == b'\\')).sum::<u8>();
    let long = |chunk: &[u8]| chunk.iter().map(|byte| u8::from(*byte < b' ')).sum::<u8>();
    let chunks = text.as_bytes().chunks(FEW);
    2 + text.len() + chunks.map(|chunk| usize::from(short(chunk)) + 5 * usize::from(long(chunk))).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_takes_what_it_has_in_the_result() {
        let value = json!({ "a": "\"\\\n" });
        let plain = value.to_string().len() + 1;
        let quoted = serde_json::to_string(&value.to_string()).expect("JSON").len() - 1;
        let cost = |form| Room { form, left: 0 }.cost(&value);
        let costs = [Form::Once, Form::Twice, Form::Nested, Form::Quoted].map(cost);
        assert_eq!(costs, [plain, 2 * plain, plain + quoted, quoted]);
    }

    #[test]
    fn a_list_is_cut_where_it_does_not_fit_any_more() {
        let list = || vec!["1234567"; 10];
        let mut room = Room::bytes(45);
        let (mut first, mut rest) = (list(), list());
        assert_eq!((room.cut_to(room.part(1, 2), &mut first), first.len(), room.left()), (8, 2, 25));
        assert_eq!((room.cut(&mut rest), rest.len(), room.left()), (8, 2, 5));
        room.keep(&"longer than that");
        assert_eq!(room, Room::bytes(0));
    }

    #[test]
    fn a_record_is_never_taken_for_shorter_than_it_is() {
        let numbers = json!([0, -1, u64::MAX, i64::MIN, f64::MIN_POSITIVE, f64::MAX, -1.234_567_890_123_456_7e-300]);
        for value in [
            json!({ "a": [true, false, null], "\"\\": "\u{1}\n\u{17e}\u{7f}\u{1f600}" }),
            numbers,
            json!({}),
            json!([]),
        ] {
            let bytes = value.to_string().len();
            assert!((bytes..=bytes * 8 + 2).contains(&at_most(&value)), "{value}");
        }
    }
}
