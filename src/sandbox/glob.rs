//! Names that a pattern with `*` and `?` means.

/// Whether a name fits a pattern.
pub(crate) fn glob(pattern: &[u8], name: &[u8]) -> bool {
    wild(pattern, name, |byte| *byte == b'*', |byte, other| *byte == b'?' || byte == other)
}

/// Whether a sequence fits a pattern, some of whose elements stand for any number of others. It
/// only ever goes back to the last of those, so the time is bounded by the product of the lengths.
pub(crate) fn wild<P, T>(pattern: &[P], items: &[T], any: impl Fn(&P) -> bool, one: impl Fn(&P, &T) -> bool) -> bool {
    let (mut at, mut place) = (0, 0);
    let mut last: Option<(usize, usize)> = None;
    while place < items.len() {
        match pattern.get(at) {
            Some(element) if any(element) => {
                last = Some((at, place));
                at += 1;
            }
            Some(element) if one(element, &items[place]) => {
                at += 1;
                place += 1;
            }
            _ => match last {
                Some((star, matched)) => {
                    last = Some((star, matched + 1));
                    at = star + 1;
                    place = matched + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(any)
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn stars_take_no_longer_than_they_need() {
        let name = "a".repeat(5000);
        assert!(!glob(b"*a*a*a*a*a*a*b", name.as_bytes()));
        assert!(glob(b"*.?s", b"index.js") && !glob(b"*.?s", b"index.css") && glob(b"**", b""));
    }
}
