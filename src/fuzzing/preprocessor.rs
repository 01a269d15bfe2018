//! The preprocessor: expansion is the same each time for the same randomness, and bounded.

use jiff::Timestamp;

use crate::domain::documents::preprocessor::is_switched_on;
use crate::preprocessor::{SystemRandom, document, values};

/// Bytes that a document may grow by.
const MOST: usize = 1024 * 1024;
/// What is slow by design; how often it may be called has a test of its own.
const SLOW: [&str; 3] = ["bcrypt", "argon2id", "RSA"];

/// The body of a document whose first line switches the preprocessor on.
///
/// # Panics
/// Where a promise is broken.
pub fn preprocessor(bytes: &[u8]) {
    let Ok(body) = std::str::from_utf8(bytes) else { return };
    if SLOW.iter().any(|word| body.contains(word)) {
        return;
    }
    let source = format!("#yamlPreprocessor=on\n{body}");
    let random = || SystemRandom::seeded(&[7; 32]);
    let now = Timestamp::UNIX_EPOCH;
    let expanded = document(&source, &mut random(), now);
    let again = document(&source, &mut random(), now);
    match (&expanded, &again) {
        (Ok(one), Ok(other)) => {
            assert_eq!(one, other, "the same randomness, the same document");
            assert!(one.len() <= source.len() + MOST, "{} bytes of {}", one.len(), source.len());
        }
        (Err(one), Err(other)) => assert_eq!(one, other, "the same fault"),
        _ => panic!("expanded once and refused once"),
    }
    if !is_switched_on(body) {
        let same = document(body, &mut random(), now).is_ok_and(|text| text == body);
        assert!(same, "without the first line nothing changes");
    }
    // As a list of values, a line each.
    let lines: Vec<String> = body.lines().map(str::to_owned).collect();
    if let Ok(all) = values(&lines, &mut random(), now, &|| true) {
        assert!(all.len() == lines.len() && all.iter().map(String::len).sum::<usize>() <= body.len() + MOST);
    }
}
