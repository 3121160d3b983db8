//! Methods of Ruby on values that are written out.

use super::{
    Bound, Reader, library,
    value::{MAX_TEXT, is_known, known, member, shown},
};
use crate::expr::{Call, Expr, Kind, Lambda};

/// Methods that leave SQL what it is.
const KEEPS_SQL: &[&str] =
    &["chomp", "freeze", "html_safe", "squish", "strip", "strip_heredoc", "to_s"];

impl<'a> Reader<'a> {
    /// The result of a call, where its receiver is known and the method is one of Ruby's.
    pub(super) fn call_value(&mut self, expr: &Expr, call: &Call) -> Option<Expr> {
        let make = |kind| Some(Expr::new(kind, expr.span));
        let name = call.name.as_str();
        let first = call.arguments.first();
        match name {
            "quote_table_name" | "quote_column_name" => {
                let value = self.value(first?);
                return make(Kind::Text(value.text()?.to_owned()));
            }
            "quote" => {
                let value = self.value(first?).into_owned();
                return match value.kind {
                    Kind::Text(text) | Kind::Symbol(text) => {
                        make(Kind::Text(format!("'{}'", text.replace('\'', "''"))))
                    }
                    Kind::Bool(_) | Kind::Number(_) => Some(value),
                    _ => None,
                };
            }
            _ => {}
        }
        let Some(receiver) = &call.receiver else {
            return self.helper_value(call);
        };
        if name == "table_name" || name == "quoted_table_name" {
            let target = self.target(expr)?;
            return if target.model.is_some() { None } else { make(Kind::Text(target.table)) };
        }
        let value = self.value(receiver).into_owned();
        if matches!(value.kind, Kind::Template(_)) {
            return KEEPS_SQL.contains(&name).then_some(value);
        }
        if !is_known(&value) {
            return None;
        }
        match (&value.kind, name) {
            (Kind::Number(text), "to_s") => return make(Kind::Text(text.clone())),
            (_, "freeze" | "dup" | "clone" | "itself" | "presence") => return Some(value),
            (_, "nil?") => return make(Kind::Bool(value.kind == Kind::Null)),
            (_, "present?" | "blank?") => {
                let blank = match &value.kind {
                    Kind::Null | Kind::Bool(false) => true,
                    Kind::Text(text) => text.trim().is_empty(),
                    Kind::List(members) => members.is_empty(),
                    Kind::Map(pairs) => pairs.is_empty(),
                    _ => false,
                };
                return make(Kind::Bool(blank == (name == "blank?")));
            }
            _ => {}
        }
        match &value.kind {
            Kind::Text(text) | Kind::Symbol(text) => {
                let text = text.clone();
                make(self.text_method(&text, name, call)?)
            }
            Kind::List(members) => {
                let members = members.clone();
                self.list_method(members, name, call, expr)
            }
            Kind::Map(pairs) => {
                let pairs = pairs.clone();
                self.map_method(pairs, name, call, expr)
            }
            _ => None,
        }
    }

    fn text_method(&mut self, text: &str, name: &str, call: &Call) -> Option<Kind> {
        let mut texts = Vec::new();
        for argument in &call.arguments {
            texts.push(self.value(argument).text().map(str::to_owned));
        }
        let text = match (name, texts.as_slice()) {
            (
                "to_s" | "to_str" | "squish" | "strip_heredoc" | "html_safe" | "strip" | "chomp",
                [],
            ) => text.trim_end_matches('\n').to_owned(),
            ("to_sym" | "intern", []) => return Some(Kind::Symbol(text.to_owned())),
            ("downcase", []) => text.to_lowercase(),
            ("upcase", []) => text.to_uppercase(),
            ("pluralize", []) => library::plural(text),
            ("singularize", []) => library::singular(text),
            ("underscore", []) => library::underscore(text),
            ("tableize", []) => library::plural(&library::underscore(text)),
            ("foreign_key", []) => format!("{}_id", library::underscore(text)),
            ("gsub" | "sub", [Some(from), Some(to)]) if from.len() > 1 => text.replace(from, to),
            ("delete_suffix", [Some(end)]) => {
                text.strip_suffix(end.as_str()).unwrap_or(text).to_owned()
            }
            ("delete_prefix", [Some(start)]) => {
                text.strip_prefix(start.as_str()).unwrap_or(text).to_owned()
            }
            ("split", []) => {
                let words = text.split_whitespace();
                let span = call.receiver.as_ref()?.span;
                let words = words.map(|word| Expr::new(Kind::Text(word.to_owned()), span));
                return Some(Kind::List(words.collect()));
            }
            _ => return None,
        };
        (text.len() <= MAX_TEXT).then_some(Kind::Text(text))
    }

    fn list_method(
        &mut self,
        members: Vec<Expr>,
        name: &str,
        call: &Call,
        expr: &Expr,
    ) -> Option<Expr> {
        let make = |kind| Some(Expr::new(kind, expr.span));
        let list = |members| make(Kind::List(members));
        match name {
            "map" | "collect" | "flat_map" | "filter_map" => {
                let Some(block) = &call.block else {
                    // `map(&:to_sym)`
                    return match call.arguments.first().map(|argument| &argument.kind) {
                        Some(Kind::Splat(method))
                            if matches!(method.text(), Some("to_s" | "to_sym" | "freeze")) =>
                        {
                            list(members)
                        }
                        _ => None,
                    };
                };
                let mut results = Vec::new();
                for member in members {
                    let result = self.block_value(block, vec![known(member)])?;
                    match result.kind {
                        Kind::List(inner) if name == "flat_map" => results.extend(inner),
                        Kind::Null if name == "filter_map" => {}
                        _ => results.push(result),
                    }
                }
                list(results)
            }
            // Which members pass is known where the condition is; the others may.
            "select" | "filter" | "reject" => {
                let block = call.block.as_ref()?;
                let mut results = Vec::new();
                for member in members {
                    let value = self.block_value(block, vec![known(member.clone())]);
                    let holds = match value.map(|value| value.kind) {
                        Some(Kind::Bool(false) | Kind::Null) => Some(false),
                        Some(_) => Some(true),
                        None => None,
                    };
                    if holds.is_none_or(|holds| holds == (name != "reject")) {
                        results.push(member);
                    }
                }
                list(results)
            }
            "flatten" => list(
                members
                    .into_iter()
                    .flat_map(|member| match member.kind {
                        Kind::List(inner) => inner,
                        _ => vec![member],
                    })
                    .collect(),
            ),
            "each" | "each_with_index" | "each_entry" | "to_a" | "uniq" | "compact" | "sort"
            | "to_set" | "shuffle" | "with_index" | "lazy" | "each_with_object" | "sort_by" => {
                list(members)
            }
            "reverse" | "reverse_each" => list(members.into_iter().rev().collect()),
            "first" if call.arguments.is_empty() => members.into_iter().next(),
            "last" if call.arguments.is_empty() => members.into_iter().next_back(),
            "to_h" if call.block.is_none() => {
                let pairs: Option<Vec<_>> = members
                    .into_iter()
                    .map(|member| match member.kind {
                        Kind::List(pair) => <[Expr; 2]>::try_from(pair).ok().map(|[k, v]| (k, v)),
                        _ => None,
                    })
                    .collect();
                make(Kind::Map(pairs?))
            }
            "join" => {
                let between = match call.arguments.first() {
                    Some(between) => self.value(between).text()?.to_owned(),
                    None => String::new(),
                };
                let texts: Option<Vec<_>> = members.iter().map(shown).collect();
                let text = texts?.join(&between);
                (text.len() <= MAX_TEXT).then(|| Expr::new(Kind::Text(text), expr.span))
            }
            "empty?" => make(Kind::Bool(members.is_empty())),
            "any?" if call.block.is_none() && call.arguments.is_empty() => {
                make(Kind::Bool(!members.is_empty()))
            }
            "include?" => {
                let wanted = self.value(call.arguments.first()?).into_owned();
                let known = is_known(&wanted);
                known.then(|| {
                    let found = members.iter().any(|member| member.kind == wanted.kind);
                    Expr::new(Kind::Bool(found), expr.span)
                })
            }
            _ => None,
        }
    }

    fn map_method(
        &mut self,
        pairs: Vec<(Expr, Expr)>,
        name: &str,
        call: &Call,
        expr: &Expr,
    ) -> Option<Expr> {
        let make = |kind| Some(Expr::new(kind, expr.span));
        let pair = |(key, value): (Expr, Expr)| Expr::new(Kind::List(vec![key, value]), expr.span);
        match name {
            "keys" | "each_key" => {
                make(Kind::List(pairs.into_iter().map(|(key, _)| key).collect()))
            }
            "values" | "each_value" => {
                make(Kind::List(pairs.into_iter().map(|(_, value)| value).collect()))
            }
            "each" | "each_pair" | "to_a" | "sort" | "map" | "flat_map" | "select" | "reject"
            | "filter" | "each_with_index" => {
                let members = pairs.into_iter().map(pair).collect();
                match name {
                    "map" | "flat_map" | "select" | "reject" | "filter" => {
                        self.list_method(members, name, call, expr)
                    }
                    _ => make(Kind::List(members)),
                }
            }
            "to_h"
            | "with_indifferent_access"
            | "symbolize_keys"
            | "stringify_keys"
            | "compact" => make(Kind::Map(pairs)),
            "fetch" | "dig" => {
                let key = self.value(call.arguments.first()?).into_owned();
                let found = member(&Expr::new(Kind::Map(pairs), expr.span), &key);
                match (found, call.arguments.get(1)) {
                    (None, Some(default)) => Some(self.value(default).into_owned()),
                    (found, _) => found,
                }
            }
            "key?" | "has_key?" | "include?" => {
                let key = self.value(call.arguments.first()?).into_owned();
                let known = is_known(&key);
                let found = pairs.iter().any(|(one, _)| one.kind == key.kind);
                known.then(|| Expr::new(Kind::Bool(found), expr.span))
            }
            "merge" | "reverse_merge" => {
                let mut all = Vec::new();
                for argument in &call.arguments {
                    let Kind::Map(more) = self.value(argument).into_owned().kind else {
                        return None;
                    };
                    all.extend(more);
                }
                for (name, value) in &call.options {
                    let key = Expr::new(Kind::Symbol(name.clone()), value.span);
                    all.push((key, self.value(value).into_owned()));
                }
                let (weak, strong) = if name == "merge" { (pairs, all) } else { (all, pairs) };
                let missing = |(key, _): &(Expr, Expr)| {
                    !strong.iter().any(|(other, _)| other.text() == key.text())
                };
                let mut merged: Vec<_> = weak.into_iter().filter(missing).collect();
                merged.extend(strong);
                make(Kind::Map(merged))
            }
            "except" | "slice" => {
                let mut names = Vec::new();
                for argument in &call.arguments {
                    names.push(self.value(argument).text()?.to_owned());
                }
                let keep = |(key, _): &(Expr, Expr)| {
                    let named = key.text().is_some_and(|key| names.iter().any(|name| name == key));
                    named == (name == "slice")
                };
                make(Kind::Map(pairs.into_iter().filter(keep).collect()))
            }
            "empty?" => make(Kind::Bool(pairs.is_empty())),
            _ => None,
        }
    }

    /// What a block returns for values of its parameters.
    fn block_value(&mut self, block: &Lambda, given: Vec<Bound>) -> Option<Expr> {
        let last = block.body.statements().last()?;
        let variables = self.variables.len();
        self.bind_parameters(block, &given);
        let value = self.value_of(last);
        self.variables.truncate(variables);
        value
    }

    /// A value that does not depend on the code that it is read from.
    fn value_of(&mut self, expr: &Expr) -> Option<Expr> {
        let value = self.value(expr);
        is_known(&value).then(|| value.into_owned())
    }
}
