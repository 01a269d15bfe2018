//! Finds known values in a text, in time that grows with the text alone.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{Kind, forms, names};

/// What stands in the place of a value.
const HIDDEN: &str = "[hidden]";
/// Bytes by which a whole value is found first.
const START: usize = 4;
/// Bytes of a part that tells by itself that it is of a value.
const TELLING: usize = 8;
/// Bytes of a part that may look like a word.
const LONG: usize = 16;
/// Bytes of a form whose parts are looked for. What is cut from a quote is its end.
const PARTED: usize = 512;
/// Values that are shorter are looked for where they stand alone.
const SHORT: usize = 6;

/// A form of a value.
struct Form {
    text: Box<str>,
    /// Whether it counts only where it stands alone, and in words.
    alone: bool,
}

/// All forms of all values.
#[derive(Default)]
pub(super) struct Index {
    whole: HashMap<[u8; START], Vec<Form>>,
    telling: HashSet<[u8; TELLING]>,
    long: HashSet<[u8; LONG]>,
}

impl Index {
    /// Adds a value with its forms.
    pub(super) fn add(&mut self, value: &str) {
        let is_weak = names::is_name(value) || value.chars().count() < SHORT;
        self.add_form(value, is_weak);
        for form in forms::of(value) {
            // Encoded, a name does not look like one any more, unless it is so short that it may be any text.
            let alone = form.len() < TELLING || is_weak && names::is_name(&form) && form.len() < LONG;
            if form.len() >= START {
                self.add_form(&form, alone);
            }
        }
    }

    fn add_form(&mut self, form: &str, alone: bool) {
        let Some(start) = form.as_bytes().first_chunk::<START>() else { return };
        let forms = self.whole.entry(*start).or_default();
        if !forms.iter().any(|known| *known.text == *form) {
            forms.push(Form { text: form.into(), alone });
        }
        if alone {
            return;
        }
        let bytes = &form.as_bytes()[..form.len().min(PARTED)];
        self.telling.extend(bytes.windows(TELLING).filter(|part| is_telling(part)).filter_map(<[u8]>::first_chunk));
        self.long.extend(bytes.windows(LONG).filter_map(<[u8]>::first_chunk));
    }

    /// The text without the values; none where there are none in it.
    pub(super) fn hidden(&self, text: &str, kind: Kind) -> Option<String> {
        let found = self.find(text, kind);
        if found.is_empty() {
            return None;
        }
        let mut clean = String::with_capacity(text.len());
        let mut at = 0;
        for range in found {
            clean.push_str(&text[at..range.start]);
            clean.push_str(HIDDEN);
            at = range.end;
        }
        clean.push_str(&text[at..]);
        Some(clean)
    }

    /// Where values and parts of them are, in order and apart.
    fn find(&self, text: &str, kind: Kind) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        if self.whole.is_empty() {
            return found;
        }
        let bytes = text.as_bytes();
        for at in 0..bytes.len() {
            let rest = &bytes[at..];
            let length = self.length(text, rest, at, kind);
            if length == 0 {
                continue;
            }
            let range = text.floor_char_boundary(at)..text.ceil_char_boundary(at + length);
            match found.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => found.push(range),
            }
        }
        found
    }

    /// Bytes of the longest value or part that begins here.
    fn length(&self, text: &str, rest: &[u8], at: usize, kind: Kind) -> usize {
        let forms = rest.first_chunk().and_then(|start| self.whole.get(start)).into_iter().flatten();
        let fits = |form: &&Form| {
            rest.starts_with(form.text.as_bytes())
                && (!form.alone || kind == Kind::Words && stands_alone(text, at..at + form.text.len()))
        };
        let whole = forms.filter(fits).map(|form| form.text.len()).max().unwrap_or_default();
        if kind == Kind::Name || whole >= LONG {
            return whole;
        }
        let has = |length: usize, is_known: bool| if is_known { length } else { 0 };
        let long = has(LONG, rest.first_chunk().is_some_and(|part| self.long.contains(part)));
        let telling = has(TELLING, rest.first_chunk().is_some_and(|part| self.telling.contains(part)));
        whole.max(long).max(telling)
    }
}

fn stands_alone(text: &str, range: Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    ![before, after].into_iter().flatten().any(char::is_alphanumeric)
}

/// Whether a part is none of a word, a path, an address, a number or a time: it has letters of both sizes, letters
/// beside digits, or signs that no sentence has.
fn is_telling(part: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| part.iter().any(is);
    let (small, large) = (has(u8::is_ascii_lowercase), part.iter().skip(1).any(u8::is_ascii_uppercase));
    let letters = has(u8::is_ascii_alphabetic);
    let signs = part
        .iter()
        .any(|byte| byte.is_ascii_graphic() && !byte.is_ascii_alphanumeric() && !b".,:;/-_()'\"`".contains(byte));
    small && large || letters && has(u8::is_ascii_digit) || letters && signs
}
