//! Compares the places of a text with the values that are looked for, all at once.

use std::collections::HashSet;
use std::ops::Range;

use super::escapes::{Escapes, MOST};

/// A walk down a list of values in order, by one byte of the text after the other.
pub(super) struct Walk<'a, 't, T> {
    pub(super) escapes: &'a Escapes<'t>,
    /// The values in order, each once.
    pub(super) list: &'a [(Box<str>, T)],
    /// What may still be done.
    pub(super) steps: &'a mut usize,
}

/// Where a walk is: which values begin with the bytes so far, how many those are, and where the text goes on.
type Place = (Range<usize>, usize, usize, bool);

impl<T> Walk<'_, '_, T> {
    /// Names every value that begins at a place, where it ends, and whether anything of it is escaped. Nothing where that
    /// takes too many steps.
    pub(super) fn from(&mut self, at: usize, found: &mut impl FnMut(usize, usize, bool)) -> Option<()> {
        let mut open: Vec<Place> = vec![(0..self.list.len(), 0, at, false)];
        let mut seen = HashSet::new();
        while let Some((mut values, mut known, mut at, escaped)) = open.pop() {
            loop {
                if let Some((first, _)) = self.list[values.clone()].first()
                    && first.len() == known
                {
                    found(values.start, at, escaped);
                    // What ends with a backslash may go on with more of them.
                    values.start += usize::from(!first.ends_with('\\'));
                }
                if values.is_empty() {
                    break;
                }
                let readings = self.escapes.readings(at);
                if !readings.is_empty() {
                    *self.steps = self.steps.checked_sub(MOST)?;
                    if !seen.insert((values.clone(), known, at, escaped)) {
                        break;
                    }
                    for reading in readings {
                        let narrowed = self.narrowed(values.clone(), known, reading.bytes())?;
                        let waiting = self.waiting(&values, &narrowed, known, reading.bytes());
                        open.extend(waiting.map(|values| (values, known, reading.next, true)));
                        if !narrowed.is_empty() {
                            open.push((narrowed, known + reading.bytes().len(), reading.next, true));
                        }
                    }
                }
                let Some(byte) = self.escapes.text.get(at) else { break };
                let narrowed = self.narrowed(values.clone(), known, &[*byte])?;
                let waiting = self.waiting(&values, &narrowed, known, &[*byte]);
                open.extend(waiting.map(|values| (values, known, at + 1, escaped)));
                (values, known, at) = (narrowed, known + 1, at + 1);
            }
        }
        Some(())
    }

    /// Those of the values that go on with these bytes.
    fn narrowed(&mut self, mut values: Range<usize>, mut known: usize, bytes: &[u8]) -> Option<Range<usize>> {
        for byte in bytes {
            *self.steps = self.steps.checked_sub(1)?;
            let list = &self.list[values.clone()];
            let next = |(value, _): &(Box<str>, T)| value.as_bytes().get(known).copied();
            let first = list.partition_point(|value| next(value) < Some(*byte));
            let last = first + list[first..].partition_point(|value| next(value) == Some(*byte));
            values = values.start + first..values.start + last;
            known += 1;
        }
        Some(values)
    }

    /// Those of the values that have had all of their backslashes, and pass over one more.
    fn waiting(
        &self,
        values: &Range<usize>,
        narrowed: &Range<usize>,
        known: usize,
        bytes: &[u8],
    ) -> impl Iterator<Item = Range<usize>> + use<T> {
        let is_more = bytes == b"\\" && self.list[values.start].0.as_bytes()[..known].ends_with(b"\\");
        let others = [values.start..narrowed.start, narrowed.end..values.end];
        others.into_iter().filter(move |values| is_more && !values.is_empty())
    }
}
