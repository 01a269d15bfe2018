//! The time zones that expressions name.

use std::ops::Range;

use super::functions::{ArgumentKind, FUNCTIONS};
use super::scan::Scan;
use crate::domain::clock;

/// A zone that every database of them has.
const EVERYWHERE: &str = "Europe/Prague";

/// Where zones stand that nobody knows; none where this computer knows no zones at all.
pub(crate) fn unknown_zones(scan: &Scan) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for expression in &scan.expressions {
        let function = FUNCTIONS.iter().find(|function| function.name == expression.function.text);
        let kinds = function.map(|function| function.arguments).unwrap_or_default();
        for (kind, argument) in kinds.iter().zip(&expression.arguments) {
            let zone = argument.constant().filter(|_| *kind == ArgumentKind::Zone);
            if zone.is_some_and(|zone| clock::zone(zone).is_none()) && clock::zone(EVERYWHERE).is_some() {
                found.push(argument.span());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan_all;
    use super::unknown_zones;

    #[test]
    fn a_zone_is_a_name_or_an_offset() {
        let count = |zone: &str| unknown_zones(&scan_all(&format!("<@getDatetime(<YYYY>, <{zone}>)>"))).len();
        assert_eq!(["GMT", "UTC", "Europe/Prague", "+02:00", "-11:30", ""].map(count), [0; 6]);
        assert_eq!(count("Nowhere/Else"), usize::from(crate::domain::clock::zone("Europe/Prague").is_some()));
    }
}
