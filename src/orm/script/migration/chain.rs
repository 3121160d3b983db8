//! Chains of calls: `table.string('name').notNullable().defaultTo('')`.

use crate::expr::{Call, Expr};

/// A call of a chain with the expression that it is.
#[derive(Clone, Copy)]
pub(super) struct Link<'e> {
    pub(super) expr: &'e Expr,
    pub(super) call: &'e Call,
}

/// The name that a chain begins with, and its calls, first to last.
pub(super) fn links(expr: &Expr) -> (Option<&str>, Vec<Link<'_>>) {
    let mut links = Vec::new();
    let mut rest = expr;
    while let Some(call) = rest.call() {
        links.push(Link { expr: rest, call });
        match &call.receiver {
            Some(receiver) => rest = receiver,
            None => break,
        }
    }
    links.reverse();
    let root = match rest.call() {
        None => rest.name(),
        Some(_) => None,
    };
    (root, links)
}
