//! Finds known values in a text, in time that grows with the text alone.
//!
//! Whole values are in one list in order, which is walked down by one byte of the text after the other, so a thousand
//! values that begin alike cost what one costs. Parts of values are found by their fingerprints. What takes more work than
//! any honest text is hidden as a whole.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::escapes::Escapes;
use super::walk::Walk;
use super::{Kind, encoded, forms, names};

/// Bytes of a part that tells by itself that it is of a value.
const TELLING: usize = 8;
/// Bytes of a part that may look like a word.
pub(super) const LONG: usize = 16;
/// Bytes of the beginning of a value whose telling parts are looked for. Of the rest long parts are.
const PARTED: usize = 512;
/// Values that are shorter are looked for where they stand alone.
const SHORT: usize = 6;
/// Bytes of the shortest value that is looked for.
const LEAST: usize = 4;
/// A longer value has no other forms as a whole: where it is encoded, parts of it are found.
const FORMED: usize = 64;
/// Steps for each byte of a text, and for any text.
const STEPS: (usize, usize) = (64, 16 * 1024);

/// All forms of all values.
#[derive(Default)]
pub(in crate::platform) struct Index {
    /// The forms in order, each with whether it counts only where it stands alone, and in words.
    whole: Vec<(Box<str>, bool)>,
    /// Those that came since the list was put in order.
    new: HashMap<Box<str>, bool>,
    telling: HashSet<[u8; TELLING]>,
    long: HashSet<u64>,
    pairs: Pairs,
}

/// Searching a text takes more steps than any honest one does.
struct TooLong;

/// The pairs of bytes by which anything begins that is looked for: at most places of a text there is none of them.
#[derive(Default)]
struct Pairs(Vec<bool>);

impl Pairs {
    fn add(&mut self, pair: [u8; 2]) {
        self.0.resize(1 << 16, false);
        self.0[usize::from(u16::from_le_bytes(pair))] = true;
    }

    fn has(&self, rest: &[u8]) -> bool {
        rest.first_chunk().is_some_and(|pair| self.0.get(usize::from(u16::from_le_bytes(*pair))) == Some(&true))
    }
}

impl Index {
    /// Adds a value that is a secret if it does not look like a name.
    pub(super) fn add_value(&mut self, value: &str) {
        self.add(value, names::is_name(value) || value.chars().count() < SHORT);
    }

    /// Adds a value with its forms; a weak one counts only where it stands alone. [`Self::settle`] makes it count.
    pub(in crate::platform) fn add(&mut self, value: &str, is_weak: bool) {
        self.add_form(value, is_weak);
        if !is_weak {
            self.add_parts(value.as_bytes());
            if value.contains(r"\\") {
                // Where a text is unescaped there is one backslash for each row of them.
                let mut bytes = value.as_bytes().to_vec();
                bytes.dedup_by(|next, kept| *next == b'\\' && kept == next);
                self.add_parts(&bytes);
            }
        }
        if value.len() > FORMED {
            return;
        }
        for form in forms::of(value) {
            // Encoded, a name does not look like one any more, unless it is so short that it may be any text.
            let alone = form.len() < TELLING || is_weak && names::is_name(&form) && form.len() < LONG;
            self.add_form(&form, alone);
        }
    }

    /// Puts what was added in order.
    pub(in crate::platform) fn settle(&mut self) {
        if self.new.is_empty() {
            return;
        }
        self.whole.extend(self.new.drain());
        // The first of equal forms stays, and of those the one that counts everywhere comes first.
        self.whole.sort();
        self.whole.dedup_by(|next, kept| next.0 == kept.0);
    }

    fn add_form(&mut self, form: &str, alone: bool) {
        let Some(start) = form.as_bytes().first_chunk::<LEAST>() else { return };
        self.pairs.add([start[0], start[1]]);
        let known = self.new.entry(form.into()).or_insert(alone);
        *known &= alone;
    }

    fn add_parts(&mut self, value: &[u8]) {
        for pair in value.windows(2).filter_map(<[u8]>::first_chunk) {
            self.pairs.add(*pair);
        }
        let start = &value[..value.len().min(PARTED)];
        self.telling.extend(start.windows(TELLING).filter(|part| is_telling(part)).filter_map(<[u8]>::first_chunk));
        self.long.extend(value.windows(LONG).filter_map(<[u8]>::first_chunk).map(fingerprint));
    }

    /// Whether bytes are a part of a value, or begin with one.
    pub(super) fn is_part(&self, bytes: &[u8; LONG]) -> bool {
        self.long.contains(&fingerprint(bytes))
    }

    /// The text with something else in the place of the values; none where there are none in it.
    pub(in crate::platform) fn replaced(&self, text: &str, kind: Kind, by: &str) -> Option<String> {
        let Ok(found) = self.find(text, kind) else { return Some(by.to_owned()) };
        if found.is_empty() {
            return None;
        }
        let mut clean = String::with_capacity(text.len());
        let mut at = 0;
        for range in found {
            clean.push_str(&text[at..range.start]);
            clean.push_str(by);
            at = range.end;
        }
        clean.push_str(&text[at..]);
        Some(clean)
    }

    /// Where values and parts of them are, in order and apart.
    fn find(&self, text: &str, kind: Kind) -> Result<Vec<Range<usize>>, TooLong> {
        let mut found: Vec<Range<usize>> = Vec::new();
        if self.whole.is_empty() {
            return Ok(found);
        }
        let mut steps = text.len() * STEPS.0 + STEPS.1;
        let escapes = Escapes::of(text);
        let mut decoded =
            if kind == Kind::Words && !self.long.is_empty() { encoded::parts(text, self) } else { Vec::new() };
        decoded.sort_by_key(|range| range.start);
        let mut decoded = decoded.into_iter().peekable();
        for at in 0..text.len() {
            let mut end = None;
            while let Some(range) = decoded.next_if(|range| range.start <= at) {
                end = end.max(Some(range.end));
            }
            if self.pairs.has(&text.as_bytes()[at..]) || escapes.are_near(at, 2) {
                end = end.max(self.end(text, &escapes, at, kind, &mut steps)?);
            }
            let Some(end) = end else { continue };
            let range = text.floor_char_boundary(at)..text.ceil_char_boundary(end);
            match found.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => found.push(range),
            }
        }
        Ok(found)
    }

    /// Where the longest value or part ends that begins here.
    fn end(
        &self,
        text: &str,
        escapes: &Escapes,
        at: usize,
        kind: Kind,
        steps: &mut usize,
    ) -> Result<Option<usize>, TooLong> {
        let mut whole = None;
        let mut found = |form: usize, end: usize, is_escaped: bool| {
            let (form, alone) = &self.whole[form];
            // Nobody escapes what is a name or a word.
            let is_value = !alone || is_escaped && form.len() >= SHORT;
            if is_value || kind == Kind::Words && stands_alone(text, escapes, at..end) {
                whole = whole.max(Some(end));
            }
        };
        Walk { escapes, list: &self.whole, steps }.from(at, &mut found).ok_or(TooLong)?;
        if kind == Kind::Name {
            return Ok(whole);
        }
        let rest = &text.as_bytes()[at..];
        let is_long = rest.first_chunk().is_some_and(|part| self.is_part(part));
        let is_telling = rest.first_chunk().is_some_and(|part| self.telling.contains(part));
        let mut part = None;
        if is_long || is_telling {
            part = Some(at + if is_long { LONG } else { TELLING });
        } else if escapes.are_near(at, LONG) {
            let long = escapes.unescaped(at).filter(|(part, _)| self.is_part(part)).map(|(_, end)| end);
            part = long
                .or_else(|| escapes.unescaped(at).filter(|(part, _)| self.telling.contains(part)).map(|(_, end)| end));
        }
        Ok(whole.max(part))
    }
}

/// Two texts with the same one are taken for the same: by chance that never happens, and on purpose it only hides more.
fn fingerprint(bytes: &[u8; LONG]) -> u64 {
    const ODD: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
    let mixed = u128::from_le_bytes(*bytes).wrapping_mul(ODD);
    let folded = (mixed ^ (mixed >> 64)).to_le_bytes();
    folded.first_chunk().copied().map_or(0, u64::from_le_bytes)
}

fn stands_alone(text: &str, escapes: &Escapes, range: Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let before = before.filter(|_| !escapes.is_bound(range.start));
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
