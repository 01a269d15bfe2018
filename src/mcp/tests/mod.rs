//! Tests of the server through real streams: with the library's own client in both eras of the
//! protocol, and byte by byte.

mod calls;
mod consent;
mod eras;
mod fixture;
mod offer;
mod wire;
