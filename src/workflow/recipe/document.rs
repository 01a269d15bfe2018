//! What an import document of a recipe says.

use crate::domain::documents::types::Types;
use crate::domain::status::Category;
use crate::domain::yaml::{self, Node};

/// The blocks in which a service has variables.
pub(super) const BLOCKS: [&str; 3] = ["envSecrets", "envVariables", "vault"];
/// The setup to develop on.
const DEV: &str = "dev";

/// A service of a recipe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its hostname in the recipe.
    pub hostname: String,
    /// Its type as the recipe writes it.
    pub type_name: String,
    /// What it is to the platform; unknown where the type is.
    pub category: Option<Category>,
    /// The setup of its zerops.yaml.
    pub setup: Option<String>,
    /// The repository that it is built from.
    pub repository: Option<String>,
    /// Whether it is to be public.
    pub is_public: bool,
    /// Its variables whose values only a person knows.
    pub asks: Vec<String>,
}

/// A variable of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub key: String,
    /// Its value or an expression; nothing where a person has to say it.
    pub value: Option<String>,
}

/// An import document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its services in their order.
    pub services: Vec<Part>,
    /// The variables of the project.
    pub project: Vec<Setting>,
}

impl Part {
    /// Whether it runs code of the user.
    #[must_use]
    pub fn is_runtime(&self) -> bool {
        self.category.as_ref().is_some_and(Category::is_runtime)
    }

    /// Whether it is to develop on.
    #[must_use]
    pub fn is_dev(&self) -> bool {
        self.setup.as_deref() == Some(DEV)
    }
}

impl Document {
    /// Reads one.
    ///
    /// # Errors
    /// What keeps it from being read, as the end of a sentence.
    pub fn read(text: &str, types: &Types) -> Result<Self, String> {
        let root = yaml::parse(text).map_err(|error| format!("is no YAML: {}", error.message))?;
        let services = root.get("services").map(Node::items).unwrap_or_default();
        if services.is_empty() {
            return Err("has no services".to_owned());
        }
        let services = services.iter().map(|service| part(service, types)).collect::<Result<_, _>>()?;
        let project = root.get("project");
        let blocks = BLOCKS.iter().filter_map(|block| project?.get(block));
        let project = blocks.flat_map(Node::entries).filter_map(|(key, value)| setting(key, value)).collect();
        Ok(Self { services, project })
    }

    /// Everything that a person has to say: `project KEY` or `hostname KEY`.
    #[must_use]
    pub fn asks(&self) -> Vec<String> {
        let project = self.project.iter().filter(|one| one.value.is_none()).map(|one| format!("project {}", one.key));
        let parts = self.services.iter();
        let services = parts.flat_map(|part| part.asks.iter().map(move |key| format!("{} {key}", part.hostname)));
        project.chain(services).collect()
    }
}

fn part(service: &Node, types: &Types) -> Result<Part, String> {
    let text = |key: &str| service.get(key).and_then(Node::text).map(str::to_owned).filter(|text| !text.is_empty());
    let hostname = text("hostname").ok_or("has a service without a hostname")?;
    let type_name = text("type").ok_or_else(|| format!("has no type for `{hostname}`"))?;
    Ok(Part {
        category: types.judge(&type_name).found.map(|found| found.category),
        setup: text("zeropsSetup"),
        repository: text("buildFromGit"),
        is_public: text("enableSubdomainAccess").as_deref() == Some("true"),
        asks: asked(service).map(|(_, key)| key.to_owned()).collect(),
        hostname,
        type_name,
    })
}

/// The variables of a service that a person has to say, with their blocks.
pub(super) fn asked(service: &Node) -> impl Iterator<Item = (&'static str, &str)> {
    BLOCKS.iter().copied().flat_map(move |block| {
        let entries = service.get(block).map(Node::entries).unwrap_or_default();
        entries.iter().filter_map(move |(key, value)| {
            let key = key.text().filter(|key| is_asked_for(key))?;
            value.is_null().then_some((block, key))
        })
    })
}

/// Recipes ask for what is written in capitals and has no value; `""` is meant to be empty.
fn is_asked_for(key: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    key.starts_with(|first: char| first.is_ascii_uppercase()) && key.bytes().all(plain)
}

fn setting(key: &Node, value: &Node) -> Option<Setting> {
    let key = key.text()?.to_owned();
    if value.is_null() {
        return is_asked_for(&key).then_some(Setting { key, value: None });
    }
    // Of a vault the value may stand below, with a flag beside it.
    let text = value.text().or_else(|| value.get("value").and_then(Node::text))?;
    Some(Setting { key, value: Some(text.to_owned()) })
}
