//! Rows that Python code reaches past what their model says: `queryset.delete()`, `_base_manager`,
//! SQL of its own.

use super::{
    Classes, Function,
    rows::{Held, Shape, Subject},
};
use crate::{
    app::{
        access::{Access, AccessKind},
        clause::Clause,
    },
    expr::{Call, Expr, Kind, Word},
    modules::{Ancestor, Symbol},
    orm::{self, access},
};

/// How many managers and query sets are followed from a model to a `delete` of their own.
const MAX_MAKERS: usize = 6;

struct Reader<'r, 'c, 'm, 'a> {
    classes: &'c Classes<'m, 'a>,
    held: &'r Held<'c, 'm, 'a>,
    module: usize,
    /// The class of the method, whose own `delete` is the one that models say.
    class: Option<usize>,
    method: &'a str,
    found: Vec<Access>,
    clauses: &'r mut Vec<Clause>,
}

/// Finds such places of a function.
pub fn read<'c, 'm, 'a>(
    classes: &'c Classes<'m, 'a>,
    function: &Function<'a>,
    held: &Held<'c, 'm, 'a>,
    found: &mut Vec<Access>,
    clauses: &mut Vec<Clause>,
) {
    let mut reader = Reader {
        classes,
        held,
        module: function.module,
        class: function.class,
        method: &function.def.name,
        found: Vec::new(),
        clauses,
    };
    function.def.body.walk(&mut |part| {
        if let Kind::Call(call) = &part.kind {
            reader.call(part, call);
        }
    });
    found.append(&mut reader.found);
}

impl Reader<'_, '_, '_, '_> {
    fn call(&mut self, expr: &Expr, call: &Call) {
        for word in expr.means.iter().filter(|word| word.fact == "bypass") {
            let kind = match word.get("does") {
                Some("erases") => AccessKind::Erases,
                Some("trusts") => AccessKind::Trusts,
                _ => AccessKind::Passes,
            };
            match word.get("by") {
                Some("sql") if call.called => self.sql(call),
                // `Article._base_manager`
                Some("attribute") if !call.called => self.rows(expr, call, kind, word),
                Some("rows") if call.called => self.rows(expr, call, kind, word),
                // `session.delete(article)`, `delete(Article)`
                Some("argument") if call.called => self.argument(expr, call, kind, word),
                _ => {}
            }
        }
    }

    fn sql(&mut self, call: &Call) {
        let Some(first) = call.arguments.first() else { return };
        let (_, value) = match &first.kind {
            Kind::Name(name) => match self.held.values(name) {
                [only] => (self.module, *only),
                _ => self.classes.value(self.module, first),
            },
            _ => self.classes.value(self.module, first),
        };
        let text = match &value.kind {
            Kind::Text(text) => text.clone(),
            Kind::Template(pieces) => {
                pieces.iter().map(|piece| piece.text().unwrap_or("?")).collect()
            }
            _ => return,
        };
        let place = self.classes.modules.place(self.module, first.span);
        self.found.extend(access::by_sql(&text, &place));
        self.clauses.extend(access::statement(&text, place).map(|mut clause| {
            // Rows come as tuples, in which no value stands in the place of another.
            if clause.layers.len() == 1 {
                let alone = clause.layers.iter_mut().filter(|layer| layer.into.is_none());
                alone.for_each(|layer| layer.stars.clear());
            }
            clause
        }));
    }

    fn rows(&mut self, expr: &Expr, call: &Call, kind: AccessKind, word: &Word) {
        let Some(receiver) = &call.receiver else { return };
        let Some(of) = self.held.subject(receiver) else { return };
        let fits = match word.get("by") {
            Some("attribute") => of.shape == Shape::Class,
            _ => of.shape == Shape::Rows,
        };
        // The model's own `delete` says what deleting is.
        let itself = of.own && self.class == Some(of.class) && self.method == "delete";
        if !fits || itself || (kind == AccessKind::Erases && self.keeps(of.class)) {
            return;
        }
        self.push(expr, kind, &of, word);
    }

    fn argument(&mut self, expr: &Expr, call: &Call, kind: AccessKind, word: &Word) {
        let Some(first) = call.arguments.first() else { return };
        let Some(of) = self.held.subject(first).filter(|of| !of.own) else { return };
        let fits = match call.receiver {
            Some(_) => of.shape == Shape::Row,
            None => of.shape == Shape::Class,
        };
        if fits {
            self.push(expr, kind, &of, word);
        }
    }

    fn push(&mut self, expr: &Expr, kind: AccessKind, of: &Subject, word: &Word) {
        let place = self.classes.modules.place(self.module, expr.span);
        let heeds = word.get_all("heeds").map(str::to_owned).collect();
        let found = access::of_rows(kind, self.held.models(of), of.confidence, &place);
        self.found.push(Access { heeds, ..found });
    }

    /// Whether the managers or query sets of a model have a `delete` of their own.
    fn keeps(&self, class: usize) -> bool {
        let mut waiting: Vec<usize> = self.classes.above(class).collect();
        let mut seen = waiting.clone();
        let mut makers = 0;
        while let Some(at) = waiting.pop() {
            let body = self.classes.modules.class(at);
            let is_model = self.classes.above(class).any(|above| above == at);
            if !is_model {
                makers += 1;
                let statements = body.body.body.statements();
                let own = statements
                    .iter()
                    .any(|part| matches!(&part.kind, Kind::Def(def) if def.name == "delete"));
                if own {
                    return true;
                }
                if makers > MAX_MAKERS {
                    return false;
                }
            }
            let mut named = Vec::new();
            let mut look = |code: &Expr| {
                code.walk(&mut |part| {
                    let path = super::uncalled(part);
                    let symbol = match &path.kind {
                        Kind::Name(_) | Kind::Call(_) => {
                            self.classes.modules.resolve(body.module, &path)
                        }
                        _ => return,
                    };
                    if let Symbol::Class(found) = symbol {
                        named.extend(self.classes.above(found));
                    }
                });
            };
            if is_model {
                // `objects = SoftDeleteManager()`
                for statement in body.body.body.statements() {
                    if let Kind::Assign(_, value) = &statement.kind
                        && value.call().is_some_and(|call| call.called)
                    {
                        look(value);
                    }
                }
            } else {
                body.body.parents.iter().for_each(&mut look);
                look(&body.body.body);
            }
            named.retain(|at| !seen.contains(at) && self.makes_queries(*at));
            seen.extend(&named);
            waiting.append(&mut named);
        }
        false
    }

    /// Whether a class is a manager or a query set of a library, or is made from one:
    /// `class LiveManager(Manager.from_queryset(LiveQuerySet))`.
    fn makes_queries(&self, class: usize) -> bool {
        self.classes.modules.lineage(class).iter().any(|ancestor| match ancestor {
            Ancestor::Library(name) => {
                let name = orm::last(name);
                name.ends_with("Manager") || name.ends_with("QuerySet")
            }
            Ancestor::Class(at) => {
                let parents = &self.classes.modules.class(*at).body.parents;
                parents.iter().any(|parent| parent.call().is_some_and(|call| call.called))
            }
        })
    }
}
