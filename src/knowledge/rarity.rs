//! What a word is worth: the fewer say it, the more.

/// What a word is worth that stands in so many of all passages.
#[expect(clippy::cast_precision_loss, reason = "there are a few hundred passages")]
pub(super) fn rarity(all: usize, with: usize) -> f32 {
    let (all, with) = (all as f32, with as f32);
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}
