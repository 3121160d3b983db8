//! What functions do to a query or a row, with the conditions under which they do it.
//!
//! The code is not run: every part of it counts, wherever a function stands when it gets there.

use crate::{
    expr::{Def, Expr, Kind},
    facts::Guard,
    modules::{self, Modules},
};

/// A piece of a function's code that was looked for.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The module it stands in.
    pub module: usize,
    /// The code.
    pub expr: &'a Expr,
    /// The conditions around it, without those on what only one call knows.
    pub guards: Vec<Guard>,
}

/// Finds code in a function. What the function is called with, or makes itself, decides of single
/// calls and not of deployments: such conditions count only where they ask for a column.
pub fn all<'a>(
    modules: &Modules<'a>,
    module: usize,
    def: &'a Def,
    wanted: &dyn Fn(&Expr) -> bool,
) -> Vec<Asked<'a>> {
    let mut locals: Vec<&str> = def.parameters.iter().map(|(name, _)| name.as_str()).collect();
    def.body.walk(&mut |part| match &part.kind {
        Kind::Assign(target, _) => {
            if let Kind::Name(name) = &target.kind {
                locals.push(name);
            }
        }
        Kind::Call(call) => {
            locals
                .extend(call.block.iter().flat_map(|block| &block.parameters).map(String::as_str));
        }
        _ => {}
    });
    let mut search = Search { modules, module, locals, wanted, found: Vec::new() };
    search.visit(&def.body, &[]);
    search.found
}

struct Search<'s, 'a> {
    modules: &'s Modules<'a>,
    module: usize,
    locals: Vec<&'a str>,
    wanted: &'s dyn Fn(&Expr) -> bool,
    found: Vec<Asked<'a>>,
}

impl<'a> Search<'_, 'a> {
    fn visit(&mut self, expr: &'a Expr, guards: &[Guard]) {
        match &expr.kind {
            Kind::Sequence(statements) => {
                let mut guards = guards.to_vec();
                for statement in statements {
                    self.visit(statement, &guards);
                    // `if not hasattr(…): return query`
                    if let Kind::If(condition, then, _) = &statement.kind
                        && then.leaves()
                    {
                        guards = self.under(condition, false, &guards);
                    }
                }
            }
            Kind::If(condition, then, otherwise) => {
                let (when, unless) =
                    (self.under(condition, true, guards), self.under(condition, false, guards));
                self.visit(then, &when);
                self.visit(otherwise, &unless);
            }
            // `[criteria(of) for of in entities if hasattr(of, "deleted_at")]`
            Kind::Call(call)
                if call.name == "map"
                    && let Some(block) = &call.block
                    && let Some(list) = call.receiver.as_ref().and_then(Expr::call)
                    && let ("filter", Some(condition)) = (list.name.as_str(), &list.block) =>
            {
                let guards = self.under(&condition.body, true, guards);
                self.visit(&block.body, &guards);
            }
            _ => {
                if (self.wanted)(expr) {
                    self.found.push(Asked { module: self.module, expr, guards: guards.to_vec() });
                }
                expr.each_child(&mut |child| self.visit(child, guards));
            }
        }
    }

    fn under(&self, condition: &'a Expr, holds: bool, guards: &[Guard]) -> Vec<Guard> {
        // `a and b`: each of them.
        if let Kind::Binary(left, operator, right) = &condition.kind
            && operator == if holds { "&&" } else { "||" }
        {
            let guards = self.under(left, holds, guards);
            return self.under(right, holds, &guards);
        }
        if let Kind::Not(inner) = &condition.kind {
            return self.under(inner, !holds, guards);
        }
        let mut guards = guards.to_vec();
        let local = condition.any(
            &|part| matches!(&part.kind, Kind::Name(name) if self.locals.contains(&name.as_str())),
        );
        if asks_for_column(condition) || !local || is_kind(condition) {
            guards.push(Guard {
                condition: condition.clone(),
                holds,
                place: self.modules.place(self.module, condition.span),
            });
        }
        guards
    }
}

/// Whether a condition asks for the kind of a class, or for one of its columns.
pub fn asks(guard: &Guard) -> bool {
    is_kind(&guard.condition) || asks_for_column(&guard.condition)
}

fn asks_for_column(condition: &Expr) -> bool {
    condition.any(&|part| matches!(part.means("gate", "by"), Some("attribute" | "meta" | "field")))
}

/// Whether a condition asks for the kind of a class: `issubclass(entity, SoftDeleted)`.
pub fn is_kind(condition: &Expr) -> bool {
    condition.call().is_some_and(|call| {
        call.receiver.is_none() && matches!(call.name.as_str(), "issubclass" | "isinstance")
    })
}

/// The conditions with what they call a model named as its own code would: `hasattr(cls, "live")`.
pub fn of_model(guards: &[Guard], row: &str) -> Vec<Guard> {
    let own = |guard: &Guard| Guard { condition: renamed(&guard.condition, row), ..guard.clone() };
    guards.iter().map(own).collect()
}

/// The code with a path of names replaced by `cls`.
pub fn renamed(expr: &Expr, row: &str) -> Expr {
    if modules::path_of(expr).as_deref() == Some(row) {
        return Expr::new(Kind::Name("cls".to_owned()), expr.span);
    }
    let inner = |part: &Expr| renamed(part, row);
    let kind = match &expr.kind {
        Kind::Call(call) => {
            let mut call = call.as_ref().clone();
            call.receiver = call.receiver.as_ref().map(inner);
            call.arguments = call.arguments.iter().map(inner).collect();
            Kind::Call(Box::new(call))
        }
        Kind::Binary(left, operator, right) => {
            Kind::Binary(Box::new(inner(left)), operator.clone(), Box::new(inner(right)))
        }
        Kind::Not(of) => Kind::Not(Box::new(inner(of))),
        Kind::List(parts) => Kind::List(parts.iter().map(inner).collect()),
        other => other.clone(),
    };
    Expr { kind, span: expr.span, means: expr.means.clone() }
}
