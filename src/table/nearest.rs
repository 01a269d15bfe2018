//! "Did you mean": the known word nearest to an unknown one.

/// The candidate closest to `word`, if one is close enough to be meant. Case is ignored.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let limit = match lower.chars().count() {
        0..=4 => 1,
        5 => 2,
        6..=12 => 3,
        _ => 4,
    };
    candidates
        .clone()
        .into_iter()
        .map(|candidate| (distance(&lower, &candidate.to_lowercase(), limit), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
        .or_else(|| longer(&lower, candidates))
}

/// The shortest candidate that the word is a part of, as `hostname` is of `serviceHostname`.
fn longer<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const SHORTEST: usize = 4;
    let is_part = |candidate: &&str| word.len() >= SHORTEST && candidate.to_lowercase().contains(word);
    candidates.into_iter().filter(is_part).min_by_key(|candidate| candidate.len())
}

/// Edit distance with transpositions; gives up past `limit` by answering more than it.
fn distance(a: &str, b: &str, limit: usize) -> usize {
    let a: Vec<char> = a.chars().take(256).collect();
    let b: Vec<char> = b.chars().take(256).collect();
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut current = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let substitution = previous[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            current[j] = substitution.min(previous[j] + 1).min(current[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                current[j] = current[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_is_found_and_a_stranger_is_not() {
        let words = ["serviceHostname", "minRam", "maxRam", "action"];
        assert_eq!(nearest("servicehostnme", words), Some("serviceHostname"));
        assert_eq!(nearest("minRma", words), Some("minRam"));
        assert_eq!(nearest("hostname", words), Some("serviceHostname"));
        assert_eq!(nearest("colour", words), None);
        assert_eq!(nearest("", words), None);
        assert_eq!(nearest("app", ["zcp", "db"]), None);
        assert_eq!(nearest("appi", ["api", "db"]), Some("api"));
    }
}
