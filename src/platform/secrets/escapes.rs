//! What each place of a text may mean: the character that stands there, and what an escape that begins there stands for.
//!
//! A quote of a value may be escaped in any way, in several ways at once, and twice. Nothing is replaced here, so nothing
//! is lost: who compares takes at each place whichever reading fits, and knows where in the text it ends.
//!
//! Read are the escapes of JSON, JavaScript, Rust, Python, C and shells (`\u003c`, `\u{3c}`, `\x3c`, `\074`, `\"`), of URLs
//! and forms (`%3C`, `+`, `%u003c`), of HTML and XML (`&lt;`, `&#60;`, `&#x3c;`), of mail (`=3C`), and quotes that are doubled
//! as in YAML, SQL and CSV, each also where characters of the escape are escaped themselves.
//!
//! Backslashes are what escapes are made of, so each level of them makes more. However many stand in a row, in whichever
//! spellings, they are read as one escape of what follows, and stand for any number up to theirs: of a value that has some
//! in a row, a text has that many or more.

use std::collections::HashSet;
use std::ops::Range;

use super::entities;
use crate::domain::unseen;

/// Readings of one place at most. Each level of escapes inside escapes is one more.
pub(super) const MOST: usize = 8;

/// What an escape stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    bytes: [u8; 4],
    length: usize,
    /// Where the text goes on behind it.
    pub(super) next: usize,
}

impl Reading {
    /// A byte, which may be one of several of a character.
    fn byte(byte: u8, next: usize) -> Self {
        if byte.is_ascii() {
            Self::char(char::from(byte), next)
        } else {
            Self { bytes: [byte, 0, 0, 0], length: 1, next }
        }
    }

    /// A character as it is in the values that are looked for: white space is a space, what nobody sees is nothing.
    fn char(c: char, next: usize) -> Self {
        let mut bytes = [0; 4];
        let length = unseen::in_one_line(c).map_or(0, |c| c.encode_utf8(&mut bytes).len());
        Self { bytes, length, next }
    }

    fn number(number: u32, next: usize) -> Option<Self> {
        char::from_u32(number).map(|c| Self::char(c, next))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// A text with its escapes.
pub(super) struct Escapes<'t> {
    pub(super) text: &'t [u8],
    /// For each place, which of the readings below begin there, counted from one. Empty where there are none at all.
    places: Vec<u32>,
    readings: Vec<Vec<Reading>>,
    /// For each of these, the last of the backslashes in a row that begins there, where they are more than one.
    rows: Vec<Option<Range<usize>>>,
    /// Where an escape ends that is neither letter nor digit.
    bounds: HashSet<usize>,
}

impl<'t> Escapes<'t> {
    /// Finds the escapes of a text.
    pub(super) fn of(text: &'t str) -> Self {
        let text = text.as_bytes();
        let (places, readings, rows, bounds) = (Vec::new(), Vec::new(), Vec::new(), HashSet::new());
        let mut found = Self { text, places, readings, rows, bounds };
        // From the end: an escape is made of what stands behind its first character, which may be escapes too.
        for at in (0..text.len()).rev().filter(|at| b"\\%&+='\"".contains(&text[*at])) {
            let readings = found.begin_at(at);
            if readings.is_empty() && !text[at..].starts_with(br"\\") {
                continue;
            }
            found.places.resize(text.len(), 0);
            let is_sign =
                |one: &&Reading| one.bytes().iter().all(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
            found.bounds.extend(readings.iter().filter(is_sign).map(|one| one.next));
            found.readings.push(readings);
            found.places[at] = u32::try_from(found.readings.len()).unwrap_or_default();
            found.rows.push(found.backslash(at).and_then(|one| found.row(one.end)));
        }
        found
    }

    /// Whether an escape begins within so many bytes.
    pub(super) fn are_near(&self, at: usize, bytes: usize) -> bool {
        let places = self.places.get(at..self.places.len().min(at.saturating_add(bytes)));
        places.is_some_and(|places| places.iter().any(|place| *place > 0))
    }

    /// Whether what ends here is an escape of something that parts words.
    pub(super) fn is_bound(&self, at: usize) -> bool {
        self.bounds.contains(&at)
    }

    /// The next bytes with everything unescaped as far as it goes and one backslash for each row, and where they end.
    pub(super) fn unescaped<const N: usize>(&self, mut at: usize) -> Option<([u8; N], usize)> {
        let (mut bytes, mut known) = ([0; N], 0);
        while known < N {
            let plain = Reading { bytes: [*self.text.get(at)?, 0, 0, 0], length: 1, next: at + 1 };
            let reading = self.readings(at).last().unwrap_or(&plain);
            at = reading.next;
            if reading.bytes() == b"\\" && bytes[..known].ends_with(b"\\") {
                continue;
            }
            let length = reading.length.min(N - known);
            bytes[known..known + length].copy_from_slice(&reading.bytes[..length]);
            known += length;
        }
        Some((bytes, at))
    }

    /// What the escapes stand for that begin at a place.
    pub(super) fn readings(&self, at: usize) -> &[Reading] {
        self.index(at).and_then(|index| self.readings.get(index)).map_or(&[], Vec::as_slice)
    }

    fn index(&self, at: usize) -> Option<usize> {
        let place = self.places.get(at).copied().unwrap_or_default();
        usize::try_from(place).ok().and_then(|place| place.checked_sub(1))
    }

    /// The escapes that begin at a place, those inside more levels last. What one of them stands for may begin another.
    fn begin_at(&self, at: usize) -> Vec<Reading> {
        let mut readings: Vec<Reading> = Vec::new();
        let mut begins = vec![(self.text[at], at + 1)];
        let mut looked = 0;
        while let Some(&(byte, next)) = begins.get(looked) {
            looked += 1;
            for reading in self.escapes(byte, next) {
                if readings.len() == MOST {
                    return readings;
                }
                if !readings.contains(&reading) {
                    readings.push(reading);
                    begins.extend((reading.length == 1).then_some((reading.bytes[0], reading.next)));
                }
            }
        }
        readings
    }

    /// What an escape may stand for whose first character is this.
    fn escapes(&self, first: u8, next: usize) -> Vec<Reading> {
        let found = match first {
            b'\\' => {
                // More backslashes mean the same as one. What begins another one may also be escaped itself.
                let row = self.row(next).map(|last| [last.end, last.start]);
                let behind = row.into_iter().flatten().chain([next]).flat_map(|at| self.ones(at));
                let others = behind.filter(|(byte, _)| *byte != b'\\');
                return others.flat_map(|(byte, next)| self.behind_backslash(byte, next)).flatten().collect();
            }
            b'%' => [self.byte(next), self.is(next, b'u').and_then(|at| self.utf16(at))],
            b'=' => [self.byte(next), None],
            b'&' => [self.entity(next), None],
            b'+' => [Some(Reading::byte(b' ', next)), None],
            b'\'' | b'"' => [self.is(next, first).map(|next| Reading::byte(first, next)), None],
            _ => [None, None],
        };
        found.into_iter().flatten().collect()
    }

    /// The backslash that begins at a place: what spells one, or a bare one.
    fn backslash(&self, at: usize) -> Option<Range<usize>> {
        let begins = |at: usize| self.ones(at).filter(|(byte, _)| *byte == b'\\');
        let is_bare = self.text.get(at) == Some(&b'\\');
        let spells = begins(at).nth(usize::from(is_bare)).filter(|_| !is_bare || begins(at + 1).next().is_none());
        spells.map(|(_, end)| at..end).or(is_bare.then_some(at..at + 1))
    }

    /// The last of the backslashes in a row that begins at a place.
    fn row(&self, at: usize) -> Option<Range<usize>> {
        let row = self.index(at).and_then(|index| self.rows.get(index)).cloned().flatten();
        row.or_else(|| self.backslash(at))
    }

    /// What a backslash before another character may stand for.
    fn behind_backslash(&self, byte: u8, next: usize) -> [Option<Reading>; 2] {
        match byte {
            b'x' => {
                // A byte in Rust and C, a character in JavaScript.
                let byte = self.byte(next);
                let latin = byte.filter(|one| !one.bytes.is_ascii());
                [byte, latin.map(|one| Reading::char(char::from(one.bytes[0]), one.next))]
            }
            b'u' => [self.utf16(next).or_else(|| self.braced(next)), None],
            b'U' => [self.hex(next, 8, 8).and_then(|(number, next)| Reading::number(number, next)), None],
            b'n' | b't' | b'r' => [Some(Reading::byte(b' ', next)), None],
            b'0'..=b'3' => {
                let digit = |byte: u8| (b'0'..=b'7').contains(&byte);
                let second = self.one(next, digit);
                let octal = second.and_then(|(second, next)| {
                    let (third, next) = self.one(next, digit)?;
                    Some(Reading::byte((byte - b'0') << 6 | (second - b'0') << 3 | (third - b'0'), next))
                });
                [octal.or_else(|| (byte == b'0').then(|| Reading::char('\0', next))), None]
            }
            b'a' | b'b' | b'e' | b'f' | b'v' => [Some(Reading::char('\0', next)), None],
            b' ' => [Some(Reading::byte(byte, next)), None],
            byte if byte.is_ascii_punctuation() => [Some(Reading::byte(byte, next)), None],
            _ => [None, None],
        }
    }

    fn byte(&self, at: usize) -> Option<Reading> {
        let (number, next) = self.hex(at, 2, 2)?;
        u8::try_from(number).ok().map(|byte| Reading::byte(byte, next))
    }

    /// Four digits, and those of the second half of a pair.
    fn utf16(&self, at: usize) -> Option<Reading> {
        let (number, next) = self.hex(at, 4, 4)?;
        if !(0xD800..0xDC00).contains(&number) {
            return Reading::number(number, next);
        }
        let percents = self.ones(next).filter(|(byte, _)| *byte == b'%').map(|(_, at)| at);
        let mut begins = self.row(next).map(|row| row.end).into_iter().chain(percents);
        let (low, next) = begins.find_map(|at| self.hex(self.is(at, b'u')?, 4, 4))?;
        let low = low.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        Reading::number(0x10000 + ((number - 0xD800) << 10) + low, next)
    }

    fn braced(&self, at: usize) -> Option<Reading> {
        let (number, next) = self.hex(self.is(at, b'{')?, 1, 6)?;
        Reading::number(number, self.is(next, b'}')?)
    }

    fn entity(&self, at: usize) -> Option<Reading> {
        if let Some(at) = self.is(at, b'#') {
            let digits = self.one(at, |byte| byte == b'x' || byte == b'X');
            let digits = digits.map_or_else(|| self.digits(at, 10, 1, 8), |(_, at)| self.hex(at, 1, 8));
            let (number, next) = digits?;
            return Reading::number(number, self.is(next, b';').unwrap_or(next));
        }
        let (mut name, mut next) = (Vec::new(), at);
        while let Some((byte, behind)) = self.one(next, |byte| byte.is_ascii_alphabetic()) {
            name.push(byte);
            next = behind;
            if name.len() > entities::LONGEST {
                return None;
            }
        }
        Some(Reading::byte(entities::named(&name)?, self.is(next, b';')?))
    }

    fn hex(&self, at: usize, least: usize, most: usize) -> Option<(u32, usize)> {
        self.digits(at, 16, least, most)
    }

    fn digits(&self, mut at: usize, base: u32, least: usize, most: usize) -> Option<(u32, usize)> {
        let (mut number, mut count) = (0_u32, 0);
        while count < most
            && let Some((byte, next)) = self.one(at, |byte| char::from(byte).is_digit(base))
        {
            number = number.checked_mul(base)?.checked_add(char::from(byte).to_digit(base)?)?;
            (at, count) = (next, count + 1);
        }
        (count >= least).then_some((number, at))
    }

    fn is(&self, at: usize, wanted: u8) -> Option<usize> {
        self.one(at, |byte| byte == wanted).map(|(_, next)| next)
    }

    /// The byte of a part of an escape, which may be escaped itself.
    fn one(&self, at: usize, fits: impl Fn(u8) -> bool) -> Option<(u8, usize)> {
        self.ones(at).find(|(byte, _)| fits(*byte))
    }

    /// What the byte at a place may be.
    fn ones(&self, at: usize) -> impl Iterator<Item = (u8, usize)> {
        let plain = self.text.get(at).copied().map(|byte| (byte, at + 1));
        let escaped = self.readings(at).iter().filter(|one| one.length == 1).map(|one| (one.bytes[0], one.next));
        plain.into_iter().chain(escaped)
    }
}

#[cfg(test)]
mod tests {
    use super::super::walk::Walk;
    use super::*;

    impl Escapes<'_> {
        /// Where a value ends that begins here, at the latest, and whether anything of it is escaped.
        fn end_of(&self, value: &str, at: usize) -> Option<(usize, bool)> {
            let mut best = None;
            let list: [(Box<str>, ()); 1] = [(value.into(), ())];
            let mut walk = Walk { escapes: self, list: &list, steps: &mut 1_000_000 };
            walk.from(at, &mut |_, end, escaped| best = best.max(Some((end, escaped))))?;
            best
        }
    }

    #[test]
    fn every_escape_has_its_reading() {
        for (text, value) in [
            (r"\u003c", "<"),
            (r"\u{3C}x", "<x"),
            (r"\x3c\074\U0000003c", "<<<"),
            (r#"\"\\\/\$"#, r#""\/$"#),
            (r"\ud83d\uDE42", "🙂"),
            (r"\\\\ud83d\\\\ude42", "🙂"),
            (r"\xe9\xc3\xa9", "éé"),
            ("%3C%3c+%u00e9%C3%A9", "<< éé"),
            ("&lt;&#60;&#x3C;&#X03c;&#60x&amp;&apos;&dollar;", "<<<<<x&'$"),
            ("=3C''\"\"", "<'\""),
            ("%253C%25%33%43", "<<"),
            (r"\\u003c\\\\u003c\\\\\\\\u003c", "<<<"),
            ("%5Cu003c\\u0026lt\\u003b&amp;#x3c;&amp;amp;lt;", "<<<<"),
            (r"a\nb\tc\u001b\u200bd", "a b cd"),
            (r"\\\\\\\\\\\\\\\\u003c\\\\\\\\\\\\\\n\u005c%5C\u{5c}n", "<  "),
            (r"%5C%5C%5C%5C%5C%5C%5C%5C%5C%5Cu003cx", "<x"),
        ] {
            let escapes = Escapes::of(text);
            assert_eq!(escapes.end_of(value, 0), Some((text.len(), true)), "{text}");
        }
        assert_eq!(Escapes::of(r"a%4\u12 & b").end_of(r"a%4\u12 & b", 0), Some((11, false)));
    }

    #[test]
    fn backslashes_stand_for_any_number_up_to_theirs() {
        for (text, value) in [
            (r"a\b", r"a\b"),
            (r"a\\\\\\\\\\\\b", r"a\b"),
            (r"a\\\\\\\\\\\\b", r"a\\\b"),
            (r"a\u005c%5C\\\x5c\134&bsol;b", r"a\b"),
            (r"a\u005c%5C\\\x5c\134&#92;b", r"a\\\\b"),
            (r"\\\\a\\\\", r"\a\"),
            (r"a\\\\n\\\\\u0062", r"a\n\b"),
            (r"a%5C%5C%5C%5C%5C%5C%5C%5C&%5C%5Cn", r"a&\n"),
        ] {
            assert_eq!(Escapes::of(text).end_of(value, 0).map(|(end, _)| end), Some(text.len()), "{text}");
        }
        for (text, value) in [(r"a\b", r"a\\b"), (r"ab", r"a\b"), (r"a\u005cb", r"a\\b"), (r"a\\\\b", "ab")] {
            assert_eq!(Escapes::of(text).end_of(value, 0), None, "{text}");
        }
    }

    #[test]
    fn what_is_many_things_is_read_in_bounded_ways() {
        for text in ["%25".repeat(500), "\\".repeat(1_000), "&amp;".repeat(300), "%2525".repeat(300)] {
            let escapes = Escapes::of(&text);
            assert!(escapes.readings.iter().all(|readings| readings.len() <= MOST));
            for value in ["%".repeat(50), "\\".repeat(50), "%25".repeat(20), "&amp;".repeat(20)] {
                assert!(escapes.end_of(&value, 0).is_none_or(|(end, _)| end <= text.len()));
            }
        }
    }
}
