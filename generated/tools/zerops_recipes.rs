//! `zerops_recipes`: Published recipes
//! Source: spec/tools/zerops_recipes.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Action, Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_recipes`, by action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action")]
pub enum Args {
    /// by words.
    #[serde(rename = "search")]
    Search(SearchArgs),
    /// its tiers and an import.yaml.
    #[serde(rename = "show")]
    Show(ShowArgs),
}

/// Arguments of `zerops_recipes` with `action=search`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchArgs {
    /// Words, such as a framework.
    #[serde(default)]
    pub query: Option<String>,
}

/// Arguments of `zerops_recipes` with `action=show`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShowArgs {
    /// Its name, as search lists it; after a slash one of its tiers (sizes).
    pub recipe: types::RecipeName,
}

impl ShowArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(recipe: types::RecipeName) -> Self {
        Self { recipe }
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_recipes";
}

/// What `zerops_recipes` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `RECIPES_UNAVAILABLE`
    RecipesUnavailable,
    /// `RECIPE_NOT_FOUND`
    RecipeNotFound,
    /// `INVALID_PARAMETER`
    InvalidParameter,
}

impl ErrorCode for Error {
    fn info(self) -> &'static ErrorInfo {
        match self {
            Self::RecipesUnavailable => &errors::RECIPES_UNAVAILABLE,
            Self::RecipeNotFound => &errors::RECIPE_NOT_FOUND,
            Self::InvalidParameter => &errors::INVALID_PARAMETER,
        }
    }
}

impl From<errors::code::RecipesUnavailable> for Error {
    fn from(_: errors::code::RecipesUnavailable) -> Self {
        Self::RecipesUnavailable
    }
}

impl From<errors::code::RecipeNotFound> for Error {
    fn from(_: errors::code::RecipeNotFound) -> Self {
        Self::RecipeNotFound
    }
}

impl From<errors::code::InvalidParameter> for Error {
    fn from(_: errors::code::InvalidParameter) -> Self {
        Self::InvalidParameter
    }
}

impl From<errors::ArgumentsError> for Error {
    fn from(error: errors::ArgumentsError) -> Self {
        match error {
            errors::ArgumentsError::InvalidParameter => Self::InvalidParameter,
        }
    }
}

/// The tool as the server publishes it.
pub static SPEC: ToolSpec = ToolSpec {
    name: "zerops_recipes",
    title: "Published recipes",
    group: "runtime",
    sets: &[],
    description: "Published import.yaml of whole projects, to begin from.",
    docs: "A recipe is a public repository with an import document for each tier: one for an agent with a dev and a stage service,\nsmaller and larger ones for production. They are read from the public catalogue at `ZCP_RECIPES_HOST`, without a token,\nand kept for a day in zcp's cache folder; what was kept longer serves where the catalogue cannot be read, which is said.\n\n`search` takes words such as `laravel postgresql` and lists what has them, or all. `show` names the services of each tier,\nthe values that a person has to give (`asks`), and the import document of one tier: that after the `/` of\n`recipe`, else the one for an agent, else the first. Words and documents of a recipe are texts of others.\n\n`zerops_workflow` with `action: start`, `workflow: bootstrap` and `route: recipe` makes one in this project.",
    input_schema: include_str!("../schemas/zerops_recipes.input.json"),
    output_schema: include_str!("../schemas/zerops_recipes.output.json"),
    hints: Hints {
        read_only: true,
        destructive: false,
        idempotent: true,
        open_world: true,
    },
    local: false,
    params: Params {
        fields: &[
            Field {
                name: "action",
                kind: Kind::Enum(&["search", "show"]),
                required: true,
                missing: None,
                local: false,
            },
            Field {
                name: "query",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: None,
                    rule: "a string of at most 65536 characters",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "recipe",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: Some("^[a-z0-9][a-z0-9._-]{0,79}(/[a-z0-9-]{1,60})?$"),
                    rule: "a name as zerops_recipes lists it, such as shop or shop/stage",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
        ],
        rules: &[],
        actions: &[
            Action {
                name: "search",
                fields: &["query"],
                required: &[],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "show",
                fields: &["recipe"],
                required: &["recipe"],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
        ],
        default_action: None,
    },
    errors: &[
        &errors::RECIPES_UNAVAILABLE,
        &errors::RECIPE_NOT_FOUND,
        &errors::INVALID_PARAMETER,
    ],
    calls: &["recipes.read"],
    budget_bytes: 49152usize,
};
