//! `zcp init` as its users run it: a process in a folder, with a home. Every case is a folder as it
//! was; what it becomes; nothing more at the second run; and what it was again, to the byte.

mod brought;
mod cases;
mod container;
mod folder;
mod overlays;
mod skills;
mod table;
mod taken;
mod together;
mod token;
mod trust;
mod words;
