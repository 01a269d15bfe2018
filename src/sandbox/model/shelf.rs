//! A list of things with ids that is cheap to copy: the search index keeps what was, and copies
//! share every thing that has not changed since.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// Something with an id of its own.
pub(crate) trait Keyed {
    fn key(&self) -> &str;
}

/// Things in the order in which they were made.
#[derive(Clone)]
pub(crate) struct Shelf<T> {
    items: Vec<Arc<T>>,
    places: Arc<HashMap<String, usize>>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { items: Vec::new(), places: Arc::default() }
    }
}

impl<T: fmt::Debug> fmt::Debug for Shelf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.items).finish()
    }
}

impl<T: Keyed + Clone> Shelf<T> {
    /// Everything, the oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.items.iter().map(AsRef::as_ref)
    }

    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.places.get(id).and_then(|place| self.items.get(*place)).map(AsRef::as_ref)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.places.get(id).and_then(|place| self.items.get_mut(*place)).map(Arc::make_mut)
    }

    pub(crate) fn push(&mut self, item: T) {
        Arc::make_mut(&mut self.places).insert(item.key().to_owned(), self.items.len());
        self.items.push(Arc::new(item));
    }

    /// Changes what fits; the rest stays shared.
    pub(crate) fn change(&mut self, fits: impl Fn(&T) -> bool, mut change: impl FnMut(&mut T)) {
        for item in self.items.iter_mut().filter(|item| fits(item)) {
            change(Arc::make_mut(item));
        }
    }

    /// Drops what does not fit.
    pub(crate) fn retain(&mut self, fits: impl Fn(&T) -> bool) {
        let before = self.items.len();
        self.items.retain(|item| fits(item));
        if self.items.len() != before {
            let places = self.items.iter().enumerate();
            self.places = Arc::new(places.map(|(place, item)| (item.key().to_owned(), place)).collect());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Thing(String, u8);

    impl Keyed for Thing {
        fn key(&self) -> &str {
            &self.0
        }
    }

    #[test]
    fn a_copy_keeps_what_was_and_ids_lead_to_their_things() {
        let mut shelf = Shelf::default();
        for (index, name) in ["a", "b", "c"].into_iter().enumerate() {
            shelf.push(Thing(name.into(), u8::try_from(index).expect("small")));
        }
        let copy = shelf.clone();
        shelf.change(|thing| thing.1 > 0, |thing| thing.1 += 10);
        shelf.retain(|thing| thing.0 != "b");
        assert_eq!((shelf.get("c").map(|thing| thing.1), shelf.get("b")), (Some(12), None));
        assert_eq!((copy.get("c").map(|thing| thing.1), copy.iter().count()), (Some(2), 3));
        shelf.get_mut("a").expect("there").1 = 9;
        assert_eq!((shelf.get("a").map(|thing| thing.1), copy.get("a").map(|thing| thing.1)), (Some(9), Some(0)));
    }
}
