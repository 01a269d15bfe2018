//! The workflows and the stacks as skills (SEP-2640): small folders of Markdown that a client keeps and reads when a task
//! asks for them. They are made from what prompts and resources are made of, so they say nothing else.
//!
//! A skill of a workflow has its documents beside it; a skill of a stack is its document. What a server offers to whom
//! makes no difference: the bytes of a skill are the same everywhere, as their digests promise.

use std::sync::LazyLock;

use rmcp::model::{
    ErrorData, Resource, ResourceContents, SKILL_MD, Skill, SkillFrontmatter, SkillResource, SkillResources,
};
use serde_json::{Value, json};

use super::methods::shown;
use super::prompts;
use crate::domain::knowledge::{Document, Kind};
use crate::domain::workflow::Workflow;
use crate::generated::workflows::WORKFLOWS;
use crate::knowledge::documents;

/// What the addresses of all files of skills begin with.
pub(super) const SCHEME: &str = "skill://";
/// What the names of all skills begin with, since a client has those of others too.
const PREFIX: &str = "zerops-";
const MARKDOWN: &str = "text/markdown";

/// A skill and its files.
struct Folder {
    skill: Skill,
    title: &'static str,
    files: Vec<(String, String)>,
}

static FOLDERS: LazyLock<Vec<Folder>> = LazyLock::new(|| {
    let stacks = documents::all().iter().filter(|document| document.kind == Kind::Stack);
    WORKFLOWS.iter().map(of_workflow).chain(stacks.map(of_stack)).collect()
});

/// Every skill.
pub(super) fn all() -> Vec<Skill> {
    FOLDERS.iter().map(|folder| folder.skill.clone()).collect()
}

/// The skill at this address.
pub(super) fn get(uri: &str) -> Result<Skill, ErrorData> {
    let found = FOLDERS.iter().find(|folder| folder.skill.uri == uri);
    found.map(|folder| folder.skill.clone()).ok_or_else(|| {
        let message = format!("There is no skill `{}`; skills/list has all of them.", shown(uri));
        ErrorData::invalid_params(message, Some(json!({ "uri": shown(uri) })))
    })
}

/// The first file of each skill, for clients that know resources alone.
pub(super) fn resources() -> impl Iterator<Item = Resource> {
    FOLDERS.iter().filter_map(|folder| {
        let (uri, text) = folder.files.first()?;
        let SkillFrontmatter { name, description, .. } = folder.skill.frontmatter.clone();
        let resource = Resource::new(uri, format!("skills/{name}")).with_title(folder.title);
        Some(resource.with_description(description).with_mime_type(MARKDOWN).with_size(text.len() as u64))
    })
}

/// What a file of a skill holds.
pub(super) fn read(uri: &str) -> Option<ResourceContents> {
    let mut files = FOLDERS.iter().flat_map(|folder| &folder.files);
    let (uri, text) = files.find(|(known, _)| known == uri)?;
    Some(ResourceContents::text(text, uri).with_mime_type(MARKDOWN))
}

/// Every file of every skill: its place in a folder of skills, and what it holds.
pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    let files = FOLDERS.iter().flat_map(|folder| &folder.files);
    files.map(|(uri, text)| (uri.strip_prefix(SCHEME).unwrap_or(uri), text.as_str()))
}

fn of_workflow(workflow: &'static Workflow) -> Folder {
    let fitted = json!({ "workflow": workflow.name });
    let mut text = format!(
        "# {}\n\n{}\n\nFor the steps that the project needs now: `zerops_workflow {fitted}`\n\n",
        workflow.title, workflow.summary
    );
    text.push_str(&prompts::steps(workflow, None, |call| {
        format!("`{} {}`", call.tool, Value::Object(call.args.clone()))
    }));
    let beside: Vec<&Document> = workflow.documents.iter().filter_map(|path| documents::by_path(path)).collect();
    if !beside.is_empty() {
        text.push_str("\nMore:\n\n");
    }
    for document in &beside {
        text.push_str(&format!("- [{}]({}): {}\n", document.title, place(document), document.summary));
    }
    let more = beside.into_iter().map(|document| (place(document), document.markdown())).collect();
    folder(workflow.name, workflow.title, workflow.summary, &text, more)
}

fn of_stack(document: &'static Document) -> Folder {
    let name = document.path.rsplit('/').next().unwrap_or(document.path);
    folder(&format!("stack-{name}"), document.title, document.summary, &document.markdown(), Vec::new())
}

/// Where a document stands in the folder of a skill.
fn place(document: &Document) -> String {
    format!("references/{}.md", document.path.replace('/', "-"))
}

fn folder(name: &str, title: &'static str, summary: &str, text: &str, more: Vec<(String, String)>) -> Folder {
    let name = format!("{PREFIX}{name}");
    let description = format!("Zerops: {summary}");
    // A text in JSON is one in YAML.
    let text = format!("---\nname: {name}\ndescription: {}\n---\n\n{text}", Value::from(description.as_str()));
    let root = format!("{SCHEME}{name}/");
    let first = (format!("{root}{SKILL_MD}"), text);
    let others = more.into_iter().map(|(place, text)| (format!("{root}{place}"), text));
    let files: Vec<(String, String)> = std::iter::once(first).chain(others).collect();
    let manifest = files.iter().map(|(uri, text)| SkillResource::from_bytes(uri, text.as_bytes())).collect();
    let uri = format!("{root}{SKILL_MD}");
    let skill = Skill::new(uri, SkillFrontmatter::new(name, description), SkillResources::Files(manifest));
    Folder { skill, title, files }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_skill_is_one_and_its_files_are_what_it_promises() {
        let skills = all();
        assert!(skills.len() > WORKFLOWS.len() && skills.len() < 100);
        for skill in &skills {
            skill.validate().unwrap_or_else(|error| panic!("{}: {error}", skill.uri));
            assert_eq!(get(&skill.uri).as_ref(), Ok(skill));
            let name = &skill.frontmatter.name;
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(name.len() <= 64 && name.chars().all(is_plain), "{name}");
            assert!(!name.starts_with('-') && !name.ends_with('-') && !name.contains("--"), "{name}");
            assert!((1..=1024).contains(&skill.frontmatter.description.chars().count()), "{name}");
            assert!(files().any(|(place, _)| place == format!("{name}/{SKILL_MD}")), "{name}: its folder has its name");
            let SkillResources::Files(files) = &skill.resources else { panic!("{name} changes") };
            for file in files {
                let Some(ResourceContents::TextResourceContents { text, .. }) = read(&file.uri) else {
                    panic!("{} is not there", file.uri);
                };
                file.verify(text.as_bytes()).expect("the same bytes");
                let head = format!("---\nname: {name}\ndescription: \"");
                assert!(file.uri != skill.uri || text.starts_with(&head), "{text}");
            }
        }
        assert!(skills.windows(2).all(|pair| pair[0].uri != pair[1].uri));
        for none in ["", "skill://nobody/SKILL.md", "skill://zerops-deploy/../x", "zerops://docs/topics/backups"] {
            assert!(get(none).is_err() && (read(none).is_none()), "{none}");
        }
    }

    #[test]
    fn links_of_a_skill_lead_to_its_own_files() {
        for folder in FOLDERS.iter() {
            let root = folder.skill.uri.strip_suffix(SKILL_MD).expect("its form");
            for link in folder.files[0].1.split("](references/").skip(1) {
                let place = link.split(')').next().expect("an end");
                assert!(read(&format!("{root}references/{place}")).is_some(), "{}: {place}", folder.skill.uri);
            }
        }
    }
}
