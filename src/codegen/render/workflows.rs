//! `workflows.rs`: guidance.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{Spec, Workflow, WorkflowStep};
use super::super::names::ident;
use super::calls::{template, used};
use super::rust::{rust, uses};

pub(super) fn render(spec: &Spec) -> String {
    let workflows = spec.workflows.iter().map(workflow);
    let is_used = !spec.workflows.is_empty();
    let steps = spec.workflows.iter().flat_map(|workflow| &workflow.steps);
    let items = [
        uses("call", &used(steps.filter_map(|step| step.call.as_ref()))),
        uses("workflow", &[("Step", is_used), ("When", is_used), ("Workflow", true)]),
        quote! {
            /// Every workflow, in the order of the spec.
            pub static WORKFLOWS: &[Workflow] = &[#(#workflows),*];
        },
    ];
    rust("Guidance, step by step.", "spec/workflow.yaml", "workflows", items)
}

fn workflow(workflow: &Workflow) -> TokenStream {
    let (name, title, summary) = (&workflow.name.value, &workflow.title, &workflow.summary);
    let documents = workflow.documents.iter().map(|path| path.value.as_str());
    let steps = workflow.steps.iter().map(step);
    quote! {
        Workflow {
            name: #name,
            title: #title,
            summary: #summary,
            documents: &[#(#documents),*],
            steps: &[#(#steps),*],
        }
    }
}

/// A text as one line: where it was broken is a matter of the spec.
pub(super) fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn step(step: &WorkflowStep) -> TokenStream {
    let (title, text, when) = (&step.title.value, joined(&step.text), ident(step.when));
    let call = template(step.call.as_ref());
    quote!(Step { title: #title, text: #text, when: When::#when, call: #call })
}
