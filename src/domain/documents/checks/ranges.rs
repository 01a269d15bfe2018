//! Numbers within their ranges.

use super::super::codes;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;

/// A number that has a range, whatever its type.
pub(crate) trait Number: Copy + PartialOrd + std::fmt::Display {}

impl Number for i64 {}
impl Number for f64 {}

/// Reports a number outside a range.
pub(crate) fn within<T: Number>(sink: &Sink, field: Option<&Spanned<T>>, least: T, most: T, unit: &str) {
    let Some(field) = field else { return };
    if field.value < least || field.value > most {
        let message = format!("{} must be {least} to {most}{unit}", name(field));
        sink.push(Finding::error(codes::OUT_OF_RANGE, &field.path, &field.span, message));
    }
}

/// Reports a number below the least.
pub(crate) fn at_least<T: Number>(sink: &Sink, field: Option<&Spanned<T>>, least: T) {
    let Some(field) = field else { return };
    if field.value < least {
        let message = format!("{} must be at least {least}", name(field));
        sink.push(Finding::error(codes::OUT_OF_RANGE, &field.path, &field.span, message));
    }
}

/// Reports a minimum above its maximum.
pub(crate) fn ordered<T: Number>(sink: &Sink, least: Option<&Spanned<T>>, most: Option<&Spanned<T>>) {
    if let (Some(least), Some(most)) = (least, most)
        && least.value > most.value
    {
        let message = format!("{} {} is above {} {}", name(least), least.value, name(most), most.value);
        sink.push(Finding::error(codes::MIN_ABOVE_MAX, &least.path, &least.span, message));
    }
}

fn name<T>(field: &Spanned<T>) -> String {
    format!("`{}`", field.path.last_key().unwrap_or_default())
}
