//! What the scopes of a token are good for. Each adds to the others:
//!
//! - `zcp`: everything that this server offers;
//! - `zcp:read`: of all that what changes nothing;
//! - `zcp:GROUP`: the tools of a group;
//! - `zcp:GROUP:read`: of these what changes nothing.
//!
//! Other words are an issuer's own and are good for nothing here.

use std::collections::BTreeSet;

use crate::mcp::offer::{Grant, Reach};

/// What a caller without a token is told to ask for.
pub(super) const ALL: &str = "zcp";
const READ: &str = "read";

/// What these scopes are good for; none for nothing at all.
pub(super) fn grant<'a>(scopes: impl Iterator<Item = &'a str>, groups: &[&str]) -> Option<Grant> {
    let (mut reads, mut writes) = (Held::default(), Held::default());
    for scope in scopes {
        let mut words = scope.split(':');
        if words.next() != Some(ALL) {
            continue;
        }
        let words: Vec<&str> = words.collect();
        match *words.as_slice() {
            [] => writes.all = true,
            [READ] => reads.all = true,
            [group] if groups.contains(&group) => drop(writes.groups.insert(group.to_owned())),
            [group, READ] if groups.contains(&group) => drop(reads.groups.insert(group.to_owned())),
            _ => {}
        }
    }
    (!reads.is_nothing() || !writes.is_nothing()).then(|| Grant { reads: reads.reach(), writes: writes.reach() })
}

/// All scopes that there are.
pub(super) fn all(groups: &[&str]) -> Vec<String> {
    let of_groups = groups.iter().flat_map(|group| [format!("{ALL}:{group}"), format!("{ALL}:{group}:{READ}")]);
    [ALL.to_owned(), format!("{ALL}:{READ}")].into_iter().chain(of_groups).collect()
}

#[derive(Default)]
struct Held {
    all: bool,
    groups: BTreeSet<String>,
}

impl Held {
    fn is_nothing(&self) -> bool {
        !self.all && self.groups.is_empty()
    }

    fn reach(self) -> Reach {
        if self.all { Reach::All } else { Reach::Groups(self.groups.into_iter().collect()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_add_up_and_strange_ones_are_good_for_nothing() {
        let of = |text: &str| grant(text.split(' '), &["deploy", "observe"]);
        let groups = |names: &[&str]| Reach::Groups(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(of("openid zcp"), Some(Grant { reads: groups(&[]), writes: Reach::All }));
        assert_eq!(of("zcp:read"), Some(Grant { reads: Reach::All, writes: groups(&[]) }));
        let both = Grant { reads: groups(&["observe"]), writes: groups(&["deploy"]) };
        assert_eq!(of("zcp:observe:read zcp:deploy zcp:deploy"), Some(both));
        for nothing in ["", "openid", "zcp:", "zcp:secrets", "zcp:deploy:write", "ZCP", "zcp:read:read", "xzcp", "*"] {
            assert_eq!(of(nothing), None, "{nothing}");
        }
        assert_eq!(all(&["deploy"]), ["zcp", "zcp:read", "zcp:deploy", "zcp:deploy:read"]);
    }
}
