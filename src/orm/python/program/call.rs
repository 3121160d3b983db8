//! Calls: functions of the migration itself, what Python brings, and steps.

use std::rc::Rc;

use super::{Bound, MAX_CALLS, Reader, Returned, run::method, text, value::truth};
use crate::expr::{Call, Def, Expr, Kind};

/// Functions that give the members of what they are given, in any order.
const SAME_MEMBERS: &[&str] =
    &["frozenset", "iter", "list", "reversed", "set", "sorted", "tqdm", "tuple"];

/// Calls that give a text as it is, or laid out anew.
const SAME_TEXT: &[&str] = &["dedent", "lstrip", "quote_name", "rstrip", "str", "strip"];

impl<'a> Reader<'a> {
    /// The value of a call, with the steps that it takes.
    pub(super) fn call(&mut self, code: &'a Expr, call: &'a Call) -> Expr {
        if let (Some(block), Some(receiver)) = (&call.block, &call.receiver) {
            return self.looped(code, call, block, receiver);
        }
        if let Some(changed) = self.grown(call) {
            return changed;
        }
        let receiver = call.receiver.as_ref().map(|receiver| self.eval(receiver));
        let (arguments, options) = self.arguments(call);
        let own = match &receiver {
            None => self.variable(&call.name).cloned(),
            Some(Expr { kind: Kind::Name(of), .. }) => match self.variable(of) {
                Some(Bound::Class(class)) => {
                    method(class, &call.name).map(|def| Bound::Function(def, self.globals))
                }
                _ => None,
            },
            Some(_) => None,
        };
        match own {
            Some(Bound::Function(def, closure)) => {
                let result = self.function(def, closure, arguments, options);
                return Expr { span: code.span, ..result };
            }
            Some(Bound::Known(value)) if matches!(value.kind, Kind::Lambda(_)) => {
                return Expr::new(Kind::Other(String::new()), code.span);
            }
            _ => {}
        }
        let built = Call {
            receiver,
            // A class that is imported under another name is known by its own.
            name: match &own {
                Some(Bound::Import(import)) => import.name.clone().unwrap_or(call.name.clone()),
                _ => call.name.clone(),
            },
            arguments,
            options,
            block: None,
            called: true,
        };
        if let Some(kind) = self.builtin(&built) {
            return Expr::new(kind, code.span);
        }
        let kind = Kind::Call(Box::new(built));
        let value = Expr { kind, span: code.span, means: code.means.clone() };
        (self.tool.step)(self, &value);
        value
    }

    fn arguments(&mut self, call: &'a Call) -> (Vec<Expr>, Vec<(String, Expr)>) {
        let mut positional = Vec::new();
        let mut options: Vec<(String, Expr)> = Vec::new();
        for argument in &call.arguments {
            let Kind::Splat(inner) = &argument.kind else {
                positional.push(self.eval(argument));
                continue;
            };
            let inner = self.eval(inner);
            match inner.kind {
                Kind::List(members) => positional.extend(members),
                Kind::Map(pairs) => options.extend(
                    pairs.into_iter().filter_map(|(key, value)| Some((text::shown(&key)?, value))),
                ),
                _ => positional.push(Expr::new(Kind::Splat(Box::new(inner)), argument.span)),
            }
        }
        for (name, value) in &call.options {
            let value = self.eval(value);
            options.push((name.clone(), value));
        }
        (positional, options)
    }

    /// Runs a function; what it returns, where that is known.
    pub(super) fn function(
        &mut self,
        def: &'a Def,
        closure: usize,
        positional: Vec<Expr>,
        mut options: Vec<(String, Expr)>,
    ) -> Expr {
        let unknown = Expr::new(Kind::Other(String::new()), def.head);
        if self.calls.len() >= MAX_CALLS || self.calls.iter().any(|known| std::ptr::eq(*known, def))
        {
            return unknown;
        }
        let head = self.text(def.head);
        let mut positional = positional.into_iter();
        let mut parameters = Vec::new();
        for (at, (name, default)) in def.parameters.iter().enumerate() {
            if at == 0 && matches!(name.as_str(), "self" | "cls") {
                parameters.push((name.clone(), Bound::Unknown));
                continue;
            }
            let option = options.iter().position(|(option, _)| option == name);
            let bound = if let Some(at) = option {
                self.given(options.remove(at).1)
            } else if head.contains(&format!("**{name}")) {
                let pairs = std::mem::take(&mut options)
                    .into_iter()
                    .map(|(key, value)| (Expr::new(Kind::Text(key), value.span), value));
                self.given(Expr::new(Kind::Map(pairs.collect()), def.head))
            } else if head.contains(&format!("*{name}")) {
                self.given(Expr::new(Kind::List(positional.by_ref().collect()), def.head))
            } else if let Some(value) = positional.next() {
                self.given(value)
            } else if let Some(default) = default {
                self.bound(default)
            } else {
                Bound::Unknown
            };
            parameters.push((name.clone(), bound));
        }
        let base = std::mem::replace(&mut self.base, self.variables.len());
        let closure = std::mem::replace(&mut self.closure, closure.min(self.base));
        let result = std::mem::replace(&mut self.result, Returned::Nothing);
        let (first, guards) = (self.base, self.guards.len());
        self.variables.extend(parameters);
        self.calls.push(def);
        self.run(&def.body);
        self.calls.pop();
        self.guards.truncate(guards);
        self.variables.truncate(first);
        (self.base, self.closure) = (base, closure);
        match std::mem::replace(&mut self.result, result) {
            Returned::Nothing => Expr::new(Kind::Null, def.head),
            Returned::Value(value) => value,
            Returned::Unsure => unknown,
        }
    }

    /// What a parameter holds: a function, class or module that is handed on stays one.
    fn given(&mut self, value: Expr) -> Bound<'a> {
        if let Kind::Name(name) = &value.kind
            && let Some(bound @ (Bound::Function(..) | Bound::Class(_) | Bound::Import(_))) =
                self.variable(name)
        {
            return bound.clone();
        }
        self.kept(value)
    }

    /// `operations.append(…)`, `names.extend(…)` on a list that is known.
    fn grown(&mut self, call: &'a Call) -> Option<Expr> {
        let Some(Expr { kind: Kind::Name(name), span, .. }) = &call.receiver else { return None };
        if !matches!(call.name.as_str(), "append" | "extend" | "insert" | "add" | "update") {
            return None;
        }
        let Some(Bound::Known(list)) = self.variable(name).cloned() else { return None };
        let more = call.arguments.last()?;
        let kind = match &list.kind {
            Kind::List(members) => {
                let mut members = members.clone();
                self.spend(members.len());
                let more = self.eval(more);
                match (call.name.as_str(), more.kind) {
                    ("extend" | "update", Kind::List(more)) => members.extend(more),
                    ("extend" | "update", _) => return self.lost(name, *span),
                    (_, kind) => members.push(Expr { kind, span: more.span, means: more.means }),
                }
                Kind::List(members)
            }
            Kind::Map(pairs) if call.name == "update" => {
                let mut pairs = pairs.clone();
                self.spend(pairs.len());
                let Kind::Map(more) = self.eval(more).kind else { return self.lost(name, *span) };
                pairs.extend(more);
                Kind::Map(pairs)
            }
            _ => return None,
        };
        self.set(name, Bound::Known(Rc::new(Expr::new(kind, list.span))));
        Some(Expr::new(Kind::Null, *span))
    }

    fn lost(&mut self, name: &str, span: crate::source::Span) -> Option<Expr> {
        self.set(name, Bound::Unknown);
        Some(Expr::new(Kind::Null, span))
    }

    /// `for` and comprehensions.
    fn looped(
        &mut self,
        code: &'a Expr,
        call: &'a Call,
        block: &'a crate::expr::Lambda,
        receiver: &'a Expr,
    ) -> Expr {
        let list = self.eval(receiver);
        match (call.name.as_str(), &list.kind) {
            ("filter", Kind::List(members)) => {
                let members = members.clone();
                let mut kept = Vec::new();
                for member in members {
                    let one = Expr::new(Kind::List(vec![member.clone()]), member.span);
                    let truths = self.each(&one, block);
                    match truths.first().and_then(truth) {
                        Some(false) => {}
                        // It may be left out; what is done with it may not happen.
                        _ => kept.push(member),
                    }
                }
                Expr::new(Kind::List(kept), code.span)
            }
            ("filter", _) => list,
            ("map", Kind::List(_)) => {
                let results = self.each(&list, block);
                Expr::new(Kind::List(results), code.span)
            }
            ("map", _) => {
                // What is made of each is not a list that is known, but the steps are taken.
                self.each(&list, block);
                Expr::new(Kind::Other(self.text(code.span)), code.span)
            }
            _ => {
                self.each(&list, block);
                Expr::new(Kind::Null, code.span)
            }
        }
    }

    /// Functions of Python, and methods of texts, lists and dictionaries.
    fn builtin(&mut self, call: &Call) -> Option<Kind> {
        let name = call.name.as_str();
        let first = call.arguments.first();
        if SAME_TEXT.binary_search(&name).is_ok()
            && let Some(Kind::Text(text)) =
                first.or(call.receiver.as_ref()).map(|value| &value.kind)
        {
            return Some(Kind::Text(text.trim().to_owned()));
        }
        let Some(receiver) = &call.receiver else {
            return match (name, first.map(|value| &value.kind)) {
                ("dict", None | Some(Kind::Map(_))) => {
                    let mut pairs = match first.map(|value| &value.kind) {
                        Some(Kind::Map(pairs)) => pairs.clone(),
                        _ => Vec::new(),
                    };
                    pairs.extend(call.options.iter().map(|(key, value)| {
                        (Expr::new(Kind::Text(key.clone()), value.span), value.clone())
                    }));
                    Some(Kind::Map(pairs))
                }
                ("list" | "set" | "tuple", None) => Some(Kind::List(Vec::new())),
                (_, Some(Kind::List(members))) if SAME_MEMBERS.binary_search(&name).is_ok() => {
                    Some(Kind::List(members.clone()))
                }
                ("enumerate", Some(Kind::List(members))) => {
                    let numbered = members.iter().enumerate().map(|(at, member)| {
                        let number = Expr::new(Kind::Number(at.to_string()), member.span);
                        Expr::new(Kind::List(vec![number, member.clone()]), member.span)
                    });
                    Some(Kind::List(numbered.collect()))
                }
                ("zip", Some(Kind::List(members))) => {
                    let Kind::List(others) = &call.arguments.get(1)?.kind else { return None };
                    let pairs = members.iter().zip(others).map(|(one, other)| {
                        Expr::new(Kind::List(vec![one.clone(), other.clone()]), one.span)
                    });
                    Some(Kind::List(pairs.collect()))
                }
                _ => None,
            };
        };
        match (&receiver.kind, name) {
            (Kind::Text(text), "lower") => Some(Kind::Text(text.to_lowercase())),
            (Kind::Text(text), "upper") => Some(Kind::Text(text.to_uppercase())),
            (Kind::Text(text), "format") => {
                let pieces = text::format(text, &call.arguments, &call.options, receiver)?;
                text::joined(pieces)
            }
            (Kind::Text(text), "replace") => {
                let from = text::shown(first?)?;
                let to = text::shown(call.arguments.get(1)?)?;
                let longest = text.len().saturating_mul(to.len().max(1));
                (longest < text::MAX_TEXT * 8).then(|| Kind::Text(text.replace(&from, &to)))
            }
            (Kind::Text(text), "split") => {
                let parts: Vec<&str> = match first.and_then(text::shown) {
                    Some(between) if !between.is_empty() => text.split(&between).collect(),
                    _ => text.split_whitespace().collect(),
                };
                let part = |part: &str| Expr::new(Kind::Text(part.to_owned()), receiver.span);
                Some(Kind::List(parts.into_iter().map(part).collect()))
            }
            (Kind::Text(between), "join") => {
                let Kind::List(members) = &first?.kind else { return None };
                let texts: Vec<String> = members.iter().map(text::shown).collect::<Option<_>>()?;
                let length: usize = texts.iter().map(|text| text.len() + between.len()).sum();
                (length < text::MAX_TEXT).then(|| Kind::Text(texts.join(between)))
            }
            (Kind::Map(pairs), "items") => {
                let pairs = pairs.iter().map(|(key, value)| {
                    Expr::new(Kind::List(vec![key.clone(), value.clone()]), value.span)
                });
                Some(Kind::List(pairs.collect()))
            }
            (Kind::Map(pairs), "keys") => {
                Some(Kind::List(pairs.iter().map(|(key, _)| key.clone()).collect()))
            }
            (Kind::Map(pairs), "values") => {
                Some(Kind::List(pairs.iter().map(|(_, value)| value.clone()).collect()))
            }
            (Kind::Map(_), "get") => {
                text::entry(receiver, &text::shown(first?)?).map(|value| value.kind.clone())
            }
            (Kind::List(_) | Kind::Map(_), "copy") => Some(receiver.kind.clone()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SAME_MEMBERS, SAME_TEXT};

    #[test]
    fn lists_of_words_are_sorted() {
        assert!(SAME_MEMBERS.is_sorted());
        assert!(SAME_TEXT.is_sorted());
    }
}
