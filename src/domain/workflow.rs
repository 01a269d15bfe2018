//! The form of guidance, as `spec/workflow.yaml` declares it: the tool that gives it, the prompts and
//! what `zcp init` writes share the text.

use super::call::Template;

/// A way to get something done.
#[derive(Debug)]
pub struct Workflow {
    /// Its name, such as `deploy`.
    pub name: &'static str,
    /// What a person reads first.
    pub title: &'static str,
    /// When to take it, in one line.
    pub summary: &'static str,
    /// Paths of documents of the knowledge.
    pub documents: &'static [&'static str],
    /// What to do, in order.
    pub steps: &'static [Step],
}

/// A step of a workflow.
#[derive(Debug)]
pub struct Step {
    /// What to do, in a few words.
    pub title: &'static str,
    /// How, and what to mind.
    pub text: &'static str,
    /// In which projects it is to be done.
    pub when: When,
    /// The call that does it.
    pub call: Option<Template>,
}

/// In which projects a step is to be done. All but the first three are about the services that are so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// In every project.
    Always,
    /// There is no service.
    Empty,
    /// There is no database, cache, queue or storage.
    NoManaged,
    /// There are services.
    Any,
    /// There are databases, caches, queues or storages.
    Managed,
    /// There are runtimes.
    Runtime,
    /// There are runtimes without code.
    Undeployed,
    /// There are runtimes that run code.
    Deployed,
    /// There are runtimes with HTTP ports that are not public under zerops.app.
    Private,
    /// There are services in which something failed.
    Broken,
    /// There are services whose newest version failed.
    Failed,
    /// There are services that are stopped.
    Stopped,
    /// There are services that something is being done to.
    Busy,
}
