//! Parts of values in what a text has in hexadecimal digits or base64: each run of such characters is decoded wherever
//! the encoding may begin in it.

use std::ops::Range;

use super::index::{Index, LONG};

/// Where in a text encoded parts of values are.
pub(super) fn parts(text: &str, index: &Index) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let text = text.as_bytes();
    // Most texts are names, too short for a part in base64, its shortest form.
    if text.len() < (LONG * 8).div_ceil(6) {
        return found;
    }
    for (digit, bits) in [(hexadecimal as fn(u8) -> Option<u8>, 4), (base64 as fn(u8) -> Option<u8>, 6)] {
        let mut at = 0;
        while at < text.len() {
            let length = text[at..].iter().take_while(|byte| digit(**byte).is_some()).count();
            run(&text[at..at + length], at, digit, bits, index, &mut found);
            at += length + 1;
        }
    }
    found
}

/// Looks into a run that begins at a place of the text. A digit stands for so many bits.
fn run(
    digits: &[u8],
    begin: usize,
    digit: fn(u8) -> Option<u8>,
    bits: usize,
    index: &Index,
    found: &mut Vec<Range<usize>>,
) {
    // Digits that come out even in bytes.
    let group = if bits == 4 { 2 } else { 4 };
    for phase in 0..group {
        if digits.len() < phase + (LONG * 8).div_ceil(bits) {
            return;
        }
        let mut bytes = Vec::with_capacity(digits.len() * bits / 8);
        let (mut held, mut count) = (0_u32, 0);
        for byte in &digits[phase..] {
            held = held << bits | u32::from(digit(*byte).unwrap_or_default());
            count += bits;
            if count >= 8 {
                count -= 8;
                bytes.push((held >> count).to_le_bytes()[0]);
                held &= (1 << count) - 1;
            }
        }
        for (at, part) in bytes.windows(LONG).enumerate() {
            if part.first_chunk().is_some_and(|part| index.is_part(part)) {
                let first = begin + phase + at * 8 / bits;
                let end = begin + phase + ((at + LONG) * 8).div_ceil(bits);
                found.push(first..end);
            }
        }
    }
}

fn hexadecimal(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Both alphabets of RFC 4648.
fn base64(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}
