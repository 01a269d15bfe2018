//! A small set of recipes, written for the sandbox, in the shape of the public catalogue.
//!
//! Derived: the shape, from the sources of the catalogue's clients (June 2026). Nothing of it was published.

use serde_json::{Value, json};

/// A recipe of the sandbox.
struct Recipe {
    slug: &'static str,
    name: &'static str,
    intro: &'static str,
    /// Name and kind of what it shows.
    uses: &'static [(&'static str, &'static str)],
    category: &'static str,
    repository: &'static str,
    zerops_yaml: Option<&'static str>,
    /// The folder, what the tier is for, and its document.
    tiers: &'static [(&'static str, &'static str, &'static str)],
}

const RECIPES: &[Recipe] = &[
    Recipe {
        slug: "quoll-notes",
        name: "Quoll Notes",
        intro: "Notes in [Node.js](https://nodejs.org) with PostgreSQL, sent by mail once a day.",
        uses: &[("nodejs", "language"), ("express", "framework")],
        category: "starter-kits",
        repository: "https://github.com/example/quoll-notes",
        zerops_yaml: Some(include_str!("recipes/notes-zerops.yaml")),
        tiers: &[
            ("0 — AI Agent", "To develop with an agent.", include_str!("recipes/notes-agent.yaml")),
            ("2 — Local", "Only what an app on your own computer needs.", include_str!("recipes/notes-local.yaml")),
            ("4 — Small Production", "A few visitors a second.", include_str!("recipes/notes-small.yaml")),
        ],
    },
    Recipe {
        slug: "tern-pages",
        name: "Tern Pages",
        intro: "A site of files, built by Node.js.",
        uses: &[("nodejs", "language"), ("vite", "framework")],
        category: "hello-world-examples",
        repository: "https://github.com/example/tern-pages",
        zerops_yaml: None,
        tiers: &[("0 — AI Agent", "To develop with an agent.", include_str!("recipes/pages-agent.yaml"))],
    },
    Recipe {
        slug: "wren-queue",
        name: "Wren Queue",
        intro: "A queue of work in Go with Valkey.",
        uses: &[("go", "language")],
        category: "starter-kits",
        repository: "https://github.com/example/wren-queue",
        zerops_yaml: None,
        tiers: &[(
            "5 — Highly-available Production",
            "Goes on when a machine fails.",
            include_str!("recipes/queue-ha.yaml"),
        )],
    },
];

/// A page of the catalogue, from 1; of all or of the recipe with this slug.
pub(crate) fn page(slug: Option<&str>, number: usize, size: usize) -> Value {
    let found: Vec<&Recipe> = RECIPES.iter().filter(|recipe| slug.is_none_or(|slug| recipe.slug == slug)).collect();
    let size = size.max(1);
    let items: Vec<Value> =
        found.iter().skip(number.saturating_sub(1) * size).take(size).map(|one| item(one)).collect();
    let pages = found.len().div_ceil(size);
    json!({
        "data": items,
        "meta": { "pagination": { "page": number, "pageSize": size, "pageCount": pages, "total": found.len() } },
    })
}

fn item(recipe: &Recipe) -> Value {
    let tiers = recipe.tiers.iter().map(|(folder, intro, import)| {
        json!({
            "name": folder,
            "content": "",
            "extracts": { "intro": intro },
            "import": import,
            "services": [{
                "name": "app",
                "category": "USER",
                "gitRepo": recipe.repository,
                "zeropsYaml": recipe.zerops_yaml,
                "isUtility": false,
                "extracts": {},
            }],
        })
    });
    let uses = recipe.uses.iter().map(|(name, kind)| json!({ "slug": name, "name": name, "type": kind }));
    json!({
        "slug": recipe.slug,
        "name": recipe.name,
        "icon": recipe.slug,
        "source": recipe.slug,
        "internalType": "example",
        "recipeCategories": [{ "slug": recipe.category }],
        "recipeLanguageFrameworks": uses.collect::<Vec<_>>(),
        "sourceData": {
            "name": recipe.slug,
            "extracts": { "intro": recipe.intro },
            "environments": tiers.collect::<Vec<_>>(),
        },
    })
}
