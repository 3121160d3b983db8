//! What a class is made of where its superclass is computed: `extends mixin(Base, [SoftDelete])`.

use std::collections::BTreeSet;

use crate::{
    expr::{Expr, Kind},
    modules::{Modules, Symbol},
};

/// How deeply superclasses are followed.
const MAX_STEPS: usize = 40;

/// Everything that a class is made of.
#[derive(Debug, Default)]
pub struct Heritage<'a> {
    /// Classes of the application, the class itself first.
    pub classes: Vec<usize>,
    /// Full names in libraries: `objection.Model`.
    pub libraries: Vec<String>,
    /// What takes part in a computed superclass, each with its module.
    pub mixins: Vec<(usize, &'a Expr)>,
}

impl<'a> Heritage<'a> {
    /// That of a class.
    pub fn of(modules: &Modules<'a>, class: usize) -> Heritage<'a> {
        let mut heritage = Heritage::default();
        let mut seen = BTreeSet::new();
        heritage.class(modules, class, &mut seen, MAX_STEPS);
        heritage
    }

    /// That of a superclass as it is written.
    pub fn of_parent(modules: &Modules<'a>, module: usize, parent: &'a Expr) -> Heritage<'a> {
        let mut heritage = Heritage::default();
        heritage.expr(modules, module, parent, &mut BTreeSet::new(), MAX_STEPS);
        heritage
    }

    fn class(
        &mut self,
        modules: &Modules<'a>,
        class: usize,
        seen: &mut BTreeSet<usize>,
        steps: usize,
    ) {
        if !seen.insert(class) {
            return;
        }
        self.classes.push(class);
        let known = *modules.class(class);
        for parent in &known.body.parents {
            self.expr(modules, known.module, parent, seen, steps);
        }
    }

    fn expr(
        &mut self,
        modules: &Modules<'a>,
        module: usize,
        expr: &'a Expr,
        seen: &mut BTreeSet<usize>,
        steps: usize,
    ) {
        let Some(steps) = steps.checked_sub(1) else { return };
        match &expr.kind {
            Kind::Index(of, _) => self.expr(modules, module, of, seen, steps),
            Kind::List(parts) => {
                for part in parts {
                    self.expr(modules, module, part, seen, steps);
                }
            }
            Kind::Call(call) if call.called => {
                self.mixins.push((module, expr));
                // `softDelete({ … })(Base)`
                if let Some(Expr { kind: Kind::Call(inner), .. }) = &call.receiver
                    && let (true, Some(receiver)) = (inner.called, &call.receiver)
                {
                    self.mixins.push((module, receiver));
                }
                for argument in &call.arguments {
                    self.expr(modules, module, argument, seen, steps);
                }
            }
            _ => match modules.resolve(module, expr) {
                Symbol::Class(class) => self.class(modules, class, seen, steps),
                Symbol::Value(home, value) => self.expr(modules, home, value, seen, steps),
                Symbol::Function(..) => self.mixins.push((module, expr)),
                Symbol::Module(_) | Symbol::Nothing => {
                    self.mixins.push((module, expr));
                    self.libraries.extend(modules.library_name(module, expr));
                }
            },
        }
    }
}
