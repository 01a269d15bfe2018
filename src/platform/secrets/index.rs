//! Finds known values in a text, in time that grows with the text alone.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::escapes::Escapes;
use super::{Kind, forms, names};

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
pub(in crate::platform) struct Index {
    whole: HashMap<[u8; START], Vec<Form>>,
    telling: HashSet<[u8; TELLING]>,
    long: HashSet<[u8; LONG]>,
    pairs: Pairs,
}

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

    /// Adds a value with its forms; a weak one counts only where it stands alone.
    pub(in crate::platform) fn add(&mut self, value: &str, is_weak: bool) {
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
        self.pairs.add([start[0], start[1]]);
        let forms = self.whole.entry(*start).or_default();
        if !forms.iter().any(|known| *known.text == *form) {
            forms.push(Form { text: form.into(), alone });
        }
        if alone {
            return;
        }
        let bytes = &form.as_bytes()[..form.len().min(PARTED)];
        let pairs: HashSet<[u8; 2]> = bytes.windows(2).filter_map(<[u8]>::first_chunk).copied().collect();
        for pair in pairs {
            self.pairs.add(pair);
        }
        self.telling.extend(bytes.windows(TELLING).filter(|part| is_telling(part)).filter_map(<[u8]>::first_chunk));
        self.long.extend(bytes.windows(LONG).filter_map(<[u8]>::first_chunk));
    }

    /// The text with something else in the place of the values; none where there are none in it.
    pub(in crate::platform) fn replaced(&self, text: &str, kind: Kind, by: &str) -> Option<String> {
        let found = self.find(text, kind);
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
    fn find(&self, text: &str, kind: Kind) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        if self.whole.is_empty() {
            return found;
        }
        let escapes = Escapes::of(text);
        for at in 0..text.len() {
            if !self.pairs.has(&text.as_bytes()[at..]) && !escapes.are_near(at, 2) {
                continue;
            }
            let Some(end) = self.end(text, &escapes, at, kind) else { continue };
            let range = text.floor_char_boundary(at)..text.ceil_char_boundary(end);
            match found.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => found.push(range),
            }
        }
        found
    }

    /// Where the longest value or part ends that begins here.
    fn end(&self, text: &str, escapes: &Escapes, at: usize, kind: Kind) -> Option<usize> {
        let rest = &text.as_bytes()[at..];
        let starts = if escapes.are_near(at, START) {
            escapes.starts(at)
        } else {
            rest.first_chunk().into_iter().copied().collect()
        };
        let forms = starts.iter().filter_map(|start| self.whole.get(start)).flatten();
        let whole = forms.filter_map(|form| {
            let (end, is_escaped) = escapes.end_of(form.text.as_bytes(), at)?;
            // Nobody escapes what is a name or a word.
            let is_value = !form.alone || is_escaped && form.text.len() >= SHORT;
            let fits = is_value || kind == Kind::Words && stands_alone(text, escapes, at..end);
            fits.then_some(end)
        });
        let whole = whole.max();
        if kind == Kind::Name || whole.is_some_and(|end| end - at >= LONG) {
            return whole;
        }
        let is_long = rest.first_chunk().is_some_and(|part| self.long.contains(part));
        let is_telling = rest.first_chunk().is_some_and(|part| self.telling.contains(part));
        let mut part = None;
        if is_long || is_telling {
            part = Some(at + if is_long { LONG } else { TELLING });
        } else if escapes.are_near(at, LONG) {
            let long = escapes.unescaped(at).filter(|(part, _)| self.long.contains(part)).map(|(_, end)| end);
            part = long
                .or_else(|| escapes.unescaped(at).filter(|(part, _)| self.telling.contains(part)).map(|(_, end)| end));
        }
        whole.max(part)
    }
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
