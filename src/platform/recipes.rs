//! The catalogue of published recipes, which is public: no token is sent there.
//!
//! It is asked page by page, since a recipe carries all its documents. Address and shape are those that its clients
//! have used since June 2026 (zeropsio/zcp `internal/sync/pull_recipes.go`).

use std::collections::BTreeMap;

use super::client::{Client, Errand};
use super::connection::Connection;
use super::door::Door;
use super::error::Error;
use super::wire::{RecipeItem, RecipePage, RecipeTier};
use crate::domain::operation::{Effect, Method, OperationInfo};
use crate::domain::recipe::{Recipe, Tier, named};
use crate::domain::unseen;

const READ: OperationInfo = OperationInfo {
    name: "recipes.read",
    method: Method::Get,
    path: "/api/recipes",
    effect: Effect::Read,
    idempotent: true,
};
/// Recipes of a page. All documents of one are some 200 kB.
const PAGE: usize = 25;
/// More pages than the catalogue has.
const MOST_PAGES: usize = 20;
/// Bytes of a document that is kept. Those that are published have some 3 kB.
const MOST_DOCUMENT: usize = 64 * 1024;
/// Characters of a text for people that are kept.
const MOST_WORDS: usize = 600;
/// Tiers of a recipe that are kept, and repositories.
const MOST_PARTS: usize = 12;

impl Connection {
    /// All published recipes. It needs no token.
    ///
    /// # Errors
    /// Why the catalogue could not be read.
    pub async fn recipes(&self) -> Result<Vec<Recipe>, Error> {
        let client = self.catalogue().await?;
        let mut budget = client.budget();
        let mut all: Vec<Recipe> = Vec::new();
        for number in 1..=MOST_PAGES {
            let address = client.host.address(&format!(
                "{}?filters%5BrecipeCategories%5D%5Bslug%5D%5B%24ne%5D=service-utility&populate%5BrecipeCategories%5D=true\
                 &populate%5BrecipeLanguageFrameworks%5D%5Bpopulate%5D=*&sort=slug&pagination%5Bpage%5D={number}\
                 &pagination%5BpageSize%5D={PAGE}",
                READ.path
            ));
            let errand = Errand {
                info: &READ,
                host: &client.host,
                address: &address,
                authorization: None,
                body: None,
                secret: &client.token,
            };
            let page: RecipePage = client.run(errand, &mut budget).await?;
            let count = page.data.len();
            let before = all.len();
            for item in page.data {
                let recipe = client.recipe(item);
                if !recipe.slug.is_empty() && !all.iter().any(|known| known.slug == recipe.slug) {
                    all.push(recipe);
                }
            }
            // One that knows no pages answers the same ones again.
            if count < PAGE || all.len() == before {
                break;
            }
        }
        all.sort_by(|a, b| a.slug.cmp(&b.slug));
        Ok(all)
    }
}

impl Client {
    fn recipe(&self, item: RecipeItem) -> Recipe {
        let door = Door { token: &self.token, other: None, secrets: &self.secrets };
        let source = item.source_data.unwrap_or_default();
        let of_service = source
            .environments
            .iter()
            .flat_map(|tier| &tier.services)
            .find_map(|service| service.extracts.intro.as_deref().filter(|text| !text.trim().is_empty()));
        let intro = source.extracts.intro.as_deref().filter(|text| !text.trim().is_empty()).or(of_service);
        let intro = intro.map(|text| words(&door, text)).unwrap_or_default();
        let mut sources = BTreeMap::new();
        for service in source.environments.iter().flat_map(|tier| &tier.services) {
            if let (Some(repository), Some(yaml)) = (&service.git_repo, &service.zerops_yaml)
                && sources.len() < MOST_PARTS
                && yaml.len() <= MOST_DOCUMENT
            {
                sources.entry(words(&door, repository)).or_insert_with(|| document(&door, yaml));
            }
        }
        let tiers = source.environments.into_iter().filter_map(|one| tier(&door, one)).take(MOST_PARTS).collect();
        let slugs = |tags: Vec<super::wire::RecipeTag>| {
            let slugs = tags.into_iter().map(|tag| tag.slug).filter(|slug| !slug.is_empty());
            slugs.take(MOST_PARTS).collect()
        };
        Recipe {
            slug: slug(&item.slug),
            name: item.name,
            intro,
            uses: slugs(item.recipe_language_frameworks),
            categories: slugs(item.recipe_categories),
            tiers,
            sources,
        }
    }
}

fn tier(door: &Door<'_>, one: RecipeTier) -> Option<Tier> {
    let import = one.import.filter(|text| !text.trim().is_empty() && text.len() <= MOST_DOCUMENT)?;
    let (key, name) = named(&words(door, &one.name));
    if key.is_empty() {
        return None;
    }
    let intro = one.extracts.intro.map(|text| words(door, &text)).unwrap_or_default();
    Some(Tier { key, name, intro, import: document(door, &import) })
}

/// What names a recipe in calls: nothing where it could be read as something else.
fn slug(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._".contains(&byte);
    if text.bytes().all(plain) && text.len() <= 80 { text.to_owned() } else { String::new() }
}

/// A document without what nobody sees.
fn document(door: &Door<'_>, text: &str) -> String {
    door.text(&text.chars().filter_map(unseen::in_lines).collect::<String>())
}

/// Words for people in one line, without the addresses of links.
fn words(door: &Door<'_>, text: &str) -> String {
    let line: String = text.chars().filter_map(unseen::in_one_line).take(MOST_WORDS * 4).collect();
    let mut plain = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while let Some((before, after)) = rest.split_once("](") {
        let (text, label) = before.rsplit_once('[').unwrap_or((before, ""));
        plain.push_str(text);
        plain.push_str(label);
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = door.text(&plain);
    match clean.char_indices().nth(MOST_WORDS) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean,
    }
}
