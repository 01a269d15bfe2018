//! The public catalogue of recipes, which on the real platform has a host of its own.

use super::call::{Call, LongAnswer};
use crate::sandbox::recipes;
use crate::sandbox::wire::error::ApiError;

/// Recipes of a page where none is asked for. Derived from the default of the content management.
const DEFAULT_PAGE: usize = 25;
/// Guessed.
const MOST_PAGE: usize = 100;

/// A page of the catalogue.
pub(crate) fn search(call: &mut Call<'_>) -> LongAnswer {
    let number = |name: &str, usual: usize| match call.query(name) {
        None => Ok(usual),
        Some(text) => text.parse().map_err(|_| ApiError::user_input(name, "must be a whole number")),
    };
    let (page, size) = (number("pagination[page]", 1)?, number("pagination[pageSize]", DEFAULT_PAGE)?);
    Ok(recipes::page(call.query("filters[slug][$eq]"), page, size.min(MOST_PAGE)).into())
}
