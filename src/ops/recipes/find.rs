//! Finding recipes by words.

use std::collections::BTreeSet;

use crate::domain::nearest::nearest;
use crate::domain::recipe::Recipe;

/// Words that say nothing of what is looked for.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "and",
    "app",
    "application",
    "for",
    "in",
    "my",
    "of",
    "on",
    "or",
    "recipe",
    "recipes",
    "site",
    "the",
    "to",
    "use",
    "using",
    "want",
    "web",
    "with",
    "zerops",
];
/// Slugs that are proposed in place of an unknown one.
const NEAR: usize = 5;

/// Recipes that have any of the words, those with more of them first; all in their order without a word.
pub(in crate::ops) fn search<'a>(recipes: &'a [Recipe], query: &str) -> Vec<&'a Recipe> {
    let wanted = words(query);
    if wanted.is_empty() {
        return recipes.iter().collect();
    }
    let whole = query.trim().to_lowercase();
    let mut found: Vec<(usize, usize, &Recipe)> = recipes
        .iter()
        .filter_map(|recipe| {
            let points: Vec<usize> =
                wanted.iter().map(|word| worth(recipe, word)).filter(|points| *points > 0).collect();
            let exact = usize::from(recipe.slug == whole) * 100;
            (!points.is_empty()).then(|| (points.len() + exact, points.iter().sum(), recipe))
        })
        .collect();
    found.sort_by(|a, b| (b.0, b.1, &a.2.slug).cmp(&(a.0, a.1, &b.2.slug)));
    found.into_iter().map(|(.., recipe)| recipe).collect()
}

/// Recipes whose language or framework an intent names, or themselves.
pub(in crate::ops) fn fitting<'a>(recipes: &'a [Recipe], intent: &str) -> Vec<&'a Recipe> {
    let wanted = words(intent);
    let is_named = |recipe: &&Recipe| {
        recipe.uses.iter().any(|name| wanted.contains(&name.to_lowercase())) || wanted.contains(&recipe.slug)
    };
    search(recipes, intent).into_iter().filter(is_named).collect()
}

/// Slugs that are most like this one.
pub(super) fn near(recipes: &[Recipe], slug: &str) -> Vec<String> {
    let close = nearest(slug, recipes.iter().map(|recipe| recipe.slug.as_str()));
    let alike = search(recipes, &slug.replace('-', " "));
    let all = close.into_iter().chain(alike.iter().map(|recipe| recipe.slug.as_str()));
    let mut seen = BTreeSet::new();
    let mut near: Vec<String> = all.filter(|slug| seen.insert(*slug)).take(NEAR).map(str::to_owned).collect();
    if near.is_empty() {
        near.extend(recipes.iter().take(NEAR).map(|recipe| recipe.slug.clone()));
    }
    near
}

/// The languages and frameworks that there are recipes for.
pub(super) fn uses(recipes: &[Recipe]) -> Vec<&str> {
    let all: BTreeSet<&str> = recipes.iter().flat_map(|recipe| &recipe.uses).map(String::as_str).collect();
    all.into_iter().collect()
}

/// What a word is worth for a recipe.
fn worth(recipe: &Recipe, word: &str) -> usize {
    let has = |text: &str| words(text).contains(word);
    if recipe.uses.iter().any(|name| name.to_lowercase() == word || has(name)) {
        return 6;
    }
    if has(&recipe.slug) || has(&recipe.name) {
        return 4;
    }
    if recipe.categories.iter().any(|name| has(name)) {
        return 3;
    }
    let in_type = |tier: &crate::domain::recipe::Tier| {
        tier.import.lines().filter_map(|line| line.trim().strip_prefix("type:")).any(has)
    };
    if recipe.tiers.iter().any(in_type) {
        return 2;
    }
    usize::from(has(&recipe.intro))
}

fn words(text: &str) -> BTreeSet<String> {
    let text = text.to_lowercase();
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '+' && c != '#');
    let parts = parts.map(|word| word.trim_matches('.')).filter(|word| !word.is_empty() && !EMPTY.contains(word));
    // Frameworks are written with their ending and without it.
    parts.flat_map(|word| [word.to_owned(), word.trim_end_matches(".js").to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe(slug: &str, uses: &[&str], intro: &str) -> Recipe {
        let uses = uses.iter().map(|name| (*name).to_owned()).collect();
        Recipe {
            slug: slug.to_owned(),
            name: slug.replace('-', " "),
            intro: intro.to_owned(),
            uses,
            ..Recipe::default()
        }
    }

    #[test]
    fn what_has_more_of_the_words_comes_first() {
        let all = [
            recipe("heron-shop", &["laravel", "php"], "A shop."),
            recipe("heron-blog", &["nextjs", "nodejs"], "A blog with a shop."),
            recipe("tern-tool", &["go"], "A tool."),
        ];
        let slugs = |query: &str| search(&all, query).iter().map(|recipe| recipe.slug.as_str()).collect::<Vec<_>>();
        assert_eq!(slugs("a shop with Laravel"), ["heron-shop", "heron-blog"]);
        assert_eq!(slugs("Next.js"), Vec::<&str>::new(), "its name here is nextjs");
        assert_eq!(slugs("heron-blog"), ["heron-blog", "heron-shop"]);
        assert_eq!(slugs(""), ["heron-shop", "heron-blog", "tern-tool"]);
        let fitting =
            |intent: &str| fitting(&all, intent).iter().map(|recipe| recipe.slug.as_str()).collect::<Vec<_>>();
        assert_eq!(fitting("a shop in PHP"), ["heron-shop"]);
        assert_eq!(fitting("a shop"), Vec::<&str>::new());
        assert_eq!(near(&all, "heron-shp"), ["heron-shop", "heron-blog"]);
    }
}
