//! What models and people read: the knowledge and the guidance.

use super::CallDef;
use crate::diagnostics::{At, Place};
use crate::domain::situation::{Axis, Situation};

/// The front matter of a document of the knowledge.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its folder and name.
    pub(crate) path: At<String>,
    /// What a person reads first.
    pub(crate) title: At<String>,
    /// What it answers, in one line.
    pub(crate) summary: At<String>,
    /// What it is about, a word of `load::knowledge::FOLDERS`; empty where it could not be read.
    pub(crate) kind: &'static str,
    /// Words that it should be found by.
    pub(crate) keywords: Vec<At<String>>,
    /// What else its subject is called.
    pub(crate) aliases: Vec<At<String>>,
    /// The families of service types that it is about.
    pub(crate) types: Vec<At<String>>,
    /// Documents to read next.
    pub(crate) related: Vec<At<String>>,
    /// What each passage answers, by its heading; an empty one for what stands before the first.
    pub(crate) questions: Vec<(At<String>, Vec<At<String>>)>,
    /// Its whole text, with the ends of lines that Unix has.
    pub(crate) source: String,
}

/// What users say, and what the documents say for it.
#[derive(Debug)]
pub(crate) struct Synonym {
    /// A word, or several.
    pub(crate) said: String,
    /// What is looked for too.
    pub(crate) meant: Vec<String>,
}

/// Guidance to get something done.
#[derive(Debug)]
pub(crate) struct Workflow {
    /// Its name.
    pub(crate) name: At<String>,
    /// What a person reads first.
    pub(crate) title: String,
    /// When to take it.
    pub(crate) summary: String,
    /// Paths of documents of the knowledge.
    pub(crate) documents: Vec<At<String>>,
    /// What to do.
    pub(crate) steps: Vec<WorkflowStep>,
}

/// A step of a workflow.
#[derive(Debug)]
pub(crate) struct WorkflowStep {
    /// What to do, in a few words.
    pub(crate) title: At<String>,
    /// How.
    pub(crate) text: String,
    /// The condition as Rust names it.
    pub(crate) when: &'static str,
    /// The call that does it.
    pub(crate) call: Option<CallDef>,
}

/// What is said in a situation.
#[derive(Debug)]
pub(crate) struct SituationDef {
    /// The situation.
    pub(crate) situation: At<Situation>,
    /// What it is.
    pub(crate) doc: String,
    /// The texts.
    pub(crate) texts: Vec<SituationText>,
}

/// One of the texts.
#[derive(Debug)]
pub(crate) struct SituationText {
    /// Where it stands.
    pub(crate) place: Place,
    /// The values that it is for.
    pub(crate) when: Vec<(Axis, Vec<&'static str>)>,
    /// What to do, in a few words.
    pub(crate) title: At<String>,
    /// Why and how.
    pub(crate) text: At<String>,
}
