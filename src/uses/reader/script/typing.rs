//! What a piece of JavaScript gives: a model, a row, rows, the value of a column.

use super::super::Reader;
use crate::{
    expr::{Call, Expr, Kind},
    finding::Confidence,
    modules::path_of,
    uses::{
        reader::typing::given,
        scope::{Of, Typed},
    },
};

impl Reader<'_, '_, '_> {
    /// What an expression gives; `None` for what is read alike in every language.
    pub(in crate::uses::reader) fn script_type(
        &self,
        expr: &Expr,
        steps: usize,
    ) -> Option<Option<Typed>> {
        Some(match &expr.kind {
            Kind::Name(name) => self.value_of(name),
            Kind::Call(call) if call.called => self.result(call, steps),
            Kind::Call(call) => self.member_type(call, steps),
            Kind::Index(of, at) => match (self.typed(of, steps), at.as_slice()) {
                (Some(of), [key]) => match (of.of, key.text()) {
                    (Of::Rows(at), None) => Some(of.with(Of::Row(at))),
                    (_, Some(name)) => self.member_of(of, name),
                    _ => None,
                },
                (None, [key]) => key.text().and_then(|name| self.constant(name)),
                _ => None,
            },
            Kind::Typed(inner, of) => self.written(of).or_else(|| self.typed(inner, steps)),
            _ => return None,
        })
    }

    fn value_of(&self, name: &str) -> Option<Typed> {
        match self.scopes.get(name) {
            Some(Some(typed)) => return Some(typed),
            Some(None) if !name.starts_with(char::is_uppercase) => return self.called_for(name),
            _ => {}
        }
        if name == "this" {
            return self.me;
        }
        self.table_object(name).or_else(|| match name.starts_with(char::is_uppercase) {
            true => self.constant(name),
            false => self.called_for(name),
        })
    }

    /// A table of Drizzle is an object that is called as its model is.
    fn table_object(&self, name: &str) -> Option<Typed> {
        let [at] = self.search.conventions.class(name) else { return None };
        let is_object = self.model(*at)?.orm == "drizzle";
        is_object.then(|| Typed::certain(Of::Class(*at)))
    }

    /// What a variable or a member of unknown things holds by its name: `user`, `remoteUser`.
    fn called_for(&self, name: &str) -> Option<Typed> {
        let conventions = &self.search.conventions;
        conventions.variable(name).or_else(|| conventions.ending(name))
    }

    /// `of.name`
    fn member_type(&self, call: &Call, steps: usize) -> Option<Typed> {
        let Some(of) = &call.receiver else { return self.value_of(&call.name) };
        if of.name() == Some("this")
            && let Some(known) = self.fields.get(&call.name).copied().flatten()
        {
            return Some(known);
        }
        if let Some(on) = self.typed(of, steps) {
            return self.member_of(on, &call.name);
        }
        if call.name.starts_with(char::is_uppercase)
            && let Some(class) = self.constant(&call.name)
        {
            return Some(class);
        }
        self.called_for(&call.name)
    }

    /// What a member of something known holds.
    pub(super) fn member_of(&self, on: Typed, name: &str) -> Option<Typed> {
        let same = || {
            let mut words = self.calls(name);
            words
                .any(|word| word.get("gives") == Some("same"))
                .then(|| on.at_most(Confidence::Likely))
        };
        match on.of {
            Of::Row(model) | Of::Rows(model) => {
                if let Some(typed) = self.reached(on, name) {
                    return Some(typed);
                }
                if self.search.app.has(model, name) {
                    return Some(on.with(Of::Field(model)));
                }
                same().or_else(|| self.called_for(name))
            }
            Of::Class(_) => self.called_for(name),
            // What lies in a column is no row.
            Of::Field(_) => Some(on.with(Of::Value)),
            Of::Value | Of::Input(_) | Of::Form(_) => None,
        }
    }

    /// What a call gives.
    fn result(&self, call: &Call, steps: usize) -> Option<Typed> {
        if let Some(typed) = self.of_argument(call) {
            return Some(typed);
        }
        let word = self.calls(&call.name).find_map(|word| word.get("gives"));
        if let Some(on) = self.entity(call) {
            return match word? {
                "same" => Some(on),
                gives => given(gives, on.of.model()?).map(|of| on.with(of)),
            };
        }
        if let (Some("model"), Some(name)) = (word, call.arguments.first().and_then(Expr::text)) {
            return self.constant(name);
        }
        let Some(receiver) = &call.receiver else {
            if call.name.starts_with(char::is_uppercase) {
                return match self.constant(&call.name)? {
                    Typed { of: Of::Class(at), sure } => Some(Typed { of: Of::Row(at), sure }),
                    other => Some(other),
                };
            }
            return self.got(&call.name);
        };
        if let Some(on) = self.delegate(receiver, &call.name) {
            return given(word?, on.of.model()?).map(|of| on.with(of));
        }
        let Some(on) = self.typed(receiver, steps) else { return self.got(&call.name) };
        match (word, on.of) {
            (Some("same"), _) => Some(on),
            (Some("value"), _) => Some(on.with(Of::Value)),
            (Some(gives), Of::Class(at) | Of::Rows(at) | Of::Row(at)) => {
                given(gives, at).map(|of| on.with(of)).or_else(|| self.got(&call.name))
            }
            (None, Of::Class(at) | Of::Rows(at)) => {
                Some(on.with(Of::Rows(at)).at_most(Confidence::Likely))
            }
            _ => self.got(&call.name),
        }
    }

    /// What a function gives by its name: `getUserById`.
    fn got(&self, name: &str) -> Option<Typed> {
        let first = name.find(char::is_uppercase)?;
        let (verb, rest) = name.split_at_checked(first)?;
        let reads = self.query(verb).any(|word| word.get("gives") == Some("named"));
        let end = rest.find("By").filter(|at| *at > 0).unwrap_or(rest.len());
        let rest = rest.get(..end).filter(|_| reads)?;
        self.search.conventions.variable(rest)
    }

    /// The model that a member of a client stands for: `prisma.user`, `db.query.users`.
    pub(super) fn delegate(&self, of: &Expr, method: &str) -> Option<Typed> {
        let call = of.call().filter(|call| !call.called)?;
        let client = call.receiver.as_ref()?.name()?;
        let at = self.search.conventions.delegate(&call.name)?;
        let last = client.rsplit(['_', '$']).next().unwrap_or(client);
        let is_client = [client, last]
            .iter()
            .any(|name| self.query(name).any(|word| word.get("gives") == Some("client")));
        let only = self.calls(method).any(|word| word.get("of") == Some("delegate"));
        let spelled = client.to_lowercase().contains("prisma");
        match is_client || only || spelled {
            true => Some(Typed::certain(Of::Class(at))),
            false => None,
        }
    }

    /// What a type that is written down holds: `User`, `Promise<User[]>`, `Repository<User>`,
    /// `Prisma.UserWhereInput`.
    pub(in crate::uses::reader) fn written(&self, of: &Expr) -> Option<Typed> {
        match &of.kind {
            Kind::Name(name) => self.type_of_name(name),
            Kind::Call(call) if !call.called => {
                path_of(of)?;
                self.type_of_name(&call.name)
            }
            Kind::Binary(left, op, right) if op == "|" || op == "&" => {
                self.written(left).or_else(|| self.written(right))
            }
            Kind::Index(outer, inner) => {
                if let [Expr { kind: Kind::Text(name), .. }] = inner.as_slice() {
                    let [at] = self.search.conventions.class(name) else { return None };
                    return Some(Typed::likely(Of::Row(*at)));
                }
                let outer = outer.name()?;
                let inner = self.written(inner.first()?)?;
                let gives = self.calls(outer).find_map(|word| word.get("gives"));
                let of = gives.and_then(|gives| given(gives, inner.of.model()?));
                match (gives, of) {
                    (Some("same"), _) => Some(inner),
                    (_, Some(of)) => Some(inner.with(of)),
                    _ => Some(inner.at_most(Confidence::Likely)),
                }
            }
            _ => None,
        }
    }

    fn type_of_name(&self, name: &str) -> Option<Typed> {
        if let Some(Typed { of: Of::Class(at), sure }) = self.constant(name) {
            return Some(Typed { of: Of::Row(at), sure });
        }
        let at = self.search.conventions.companion(name)?;
        Some(Typed::likely(Of::Row(at)))
    }
}
