//! Reads statements that make and drop triggers, views, functions, policies and publications.

use super::{
    body::{code, condition, in_schema, unquoted},
    split::{self, Kind},
};
use crate::database::{Body, Dialect, Object, ObjectKind, Owner, Step};

/// How many words may stand between CREATE and what is made.
const FARTHEST: usize = 24;

/// Functions of PostgreSQL's triggers that take the names of columns as values.
const SPLITS: &str = "tsvector_update_trigger";

/// A word, a name or a sign, with where it stands.
#[derive(Clone, Copy)]
struct Token<'t> {
    kind: Kind,
    text: &'t str,
    start: usize,
    end: usize,
}

impl Token<'_> {
    fn is(&self, word: &str) -> bool {
        self.kind != Kind::Quoted && self.text.eq_ignore_ascii_case(word)
    }

    fn name(&self) -> Option<String> {
        match self.kind {
            Kind::Word => Some(self.text.to_lowercase()),
            Kind::Quoted => unquoted(self.text),
            Kind::Comment | Kind::Space | Kind::Symbol => None,
        }
    }
}

/// A statement that is being read.
struct Statement<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    at: usize,
    /// The text is as it was written.
    written: bool,
}

/// What a statement does to the objects of the database; empty where it does nothing to them.
pub(super) fn steps(text: &str) -> Vec<Step> {
    let plain = text.contains("/*!").then(|| without_versions(text));
    let written = plain.is_none();
    let text = plain.as_deref().unwrap_or(text);
    let tokens = split::code(text)
        .map(|piece| Token {
            kind: piece.kind,
            text: piece.of(text),
            start: piece.start,
            end: piece.end,
        })
        .collect();
    let mut statement = Statement { text, tokens, at: 1, written };
    let first = |word| statement.tokens.first().is_some_and(|token| token.is(word));
    if first("drop") {
        return statement.drops();
    }
    if first("alter") {
        return statement.alters();
    }
    if !first("create") {
        return Vec::new();
    }
    let created = statement.created();
    created.into_iter().map(Box::new).map(Step::Create).collect()
}

/// MySQL runs what its own dumps write as `/*!50003 … */`.
fn without_versions(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for piece in split::pieces(text) {
        let written = piece.of(text);
        match written.strip_prefix("/*!").filter(|_| piece.kind == Kind::Comment) {
            Some(inner) => {
                let inner = inner.strip_suffix("*/").unwrap_or(inner);
                plain.push_str(inner.trim_start_matches(|c: char| c.is_ascii_digit()));
                plain.push(' ');
            }
            None => plain.push_str(written),
        }
    }
    plain
}

impl<'t> Statement<'t> {
    fn next_is(&self, word: &str) -> bool {
        self.tokens.get(self.at).is_some_and(|token| token.is(word))
    }

    /// Steps over a word, if it is the next one.
    fn takes(&mut self, word: &str) -> bool {
        let is = self.next_is(word);
        self.at += usize::from(is);
        is
    }

    fn skip_existence(&mut self) {
        for word in ["if", "not", "exists"] {
            self.takes(word);
        }
    }

    /// The name at this place, with its schema.
    fn name(&mut self) -> Option<String> {
        let mut name = self.tokens.get(self.at)?.name()?;
        self.at += 1;
        while self.next_is(".") {
            let next = self.tokens.get(self.at + 1)?.name()?;
            name = in_schema(&name, &next);
            self.at += 2;
        }
        Some(name)
    }

    /// The text between the parentheses that open here.
    fn enclosed(&mut self) -> Option<&'t str> {
        if !self.next_is("(") {
            return None;
        }
        let start = self.tokens.get(self.at)?.end;
        let mut depth = 0usize;
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            match token.text {
                "(" => depth += 1,
                ")" if depth == 1 => return self.text.get(start..token.start),
                ")" => depth -= 1,
                _ => {}
            }
        }
        self.text.get(start..)
    }

    /// The names between the parentheses that open here.
    fn names(&mut self) -> Vec<String> {
        let inner = self.enclosed().unwrap_or_default();
        let names = split::parts(inner, |sign| sign == ",");
        names.into_iter().filter_map(one_name).collect()
    }

    /// Where the next word begins in the statement, where that is as it was written.
    fn here(&self) -> Option<usize> {
        self.tokens.get(self.at).map(|token| token.start).filter(|_| self.written)
    }

    /// The rest of the statement.
    fn rest(&self) -> &'t str {
        let start = self.tokens.get(self.at).map_or(self.text.len(), |token| token.start);
        self.text.get(start..).unwrap_or_default()
    }

    /// The next place where a word stands outside of parentheses.
    fn find(&self, word: &str) -> Option<usize> {
        let mut depth = 0usize;
        for (at, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token.text {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ if depth == 0 && token.is(word) => return Some(at),
                _ => {}
            }
        }
        None
    }

    /// The WITH behind the query of a view.
    fn last_with(&self) -> Option<usize> {
        let end = self.tokens.len();
        let last = self.tokens.last()?;
        let ends = last.is("data") || last.is("option");
        let is_with = |at: &usize| self.tokens.get(*at).is_some_and(|token| token.is("with"));
        (end.saturating_sub(4)..end).filter(|_| ends).find(is_with)
    }

    fn created(&mut self) -> Vec<Object> {
        let backticks = self.text.contains('`');
        for at in 1..FARTHEST {
            let Some(token) = self.tokens.get(at) else { break };
            let word = token.text.to_ascii_lowercase();
            let event = self.tokens.get(at - 1).is_some_and(|token| token.is("event"));
            self.at = at + 1;
            let object = match word.as_str() {
                _ if token.kind != Kind::Word => continue,
                "trigger" if event => return Vec::new(),
                "trigger" => self.trigger(),
                "view" => {
                    let kept = self.tokens.get(at - 1).is_some_and(|it| it.is("materialized"));
                    self.view(if kept { ObjectKind::MaterializedView } else { ObjectKind::View })
                }
                "function" | "procedure" => self.function(),
                "policy" => self.policy(),
                "publication" => return self.publication(),
                // Statements that name one of these words further on.
                "table" | "index" | "type" | "domain" | "aggregate" | "operator" | "as" => break,
                _ => continue,
            };
            let mut object = object;
            if let Some(object) = &mut object
                && backticks
                && object.dialect.is_none()
            {
                object.dialect = Some(Dialect::MySql);
            }
            return object.into_iter().collect();
        }
        Vec::new()
    }

    fn trigger(&mut self) -> Option<Object> {
        self.skip_existence();
        let mut trigger = Object::new(ObjectKind::Trigger, &self.name()?);
        let on = self.find("on")?;
        let head = self.tokens.get(self.at..on).unwrap_or_default();
        trigger.before_insert =
            ["before", "insert"].iter().all(|word| head.iter().any(|token| token.is(word)));
        if let Some(of) = self.find("of").filter(|of| *of < on)
            && !self.tokens.get(of - 1).is_some_and(|token| token.is("instead"))
        {
            let names = self.tokens.get(of + 1..on).unwrap_or_default();
            trigger.columns =
                names.iter().filter_map(Token::name).filter(|it| it != "or").collect();
        }
        self.at = on + 1;
        let table = self.name()?;
        let execute = self.find("execute");
        let each_row = self.find("each").and_then(|each| {
            let row = self.tokens.get(each + 1).is_some_and(|token| token.is("row"));
            row.then_some(each + 2)
        });
        let begin = self.find("begin");
        if let Some(when) = self.find("when")
            && execute.or(begin).is_none_or(|end| when < end)
        {
            self.at = when + 1;
            let guard = match self.next_is("(") {
                true => self.enclosed(),
                // SQLite's stands without parentheses.
                false => begin.and_then(|begin| {
                    let end = self.tokens.get(begin)?.start;
                    self.text.get(self.tokens.get(when)?.end..end)
                }),
            };
            let named = code(guard.unwrap_or_default(), &[], None).mentions.into_iter();
            trigger.columns.extend(
                named.filter(|mention| mention.of == Owner::Row).map(|mention| mention.column),
            );
        }
        trigger.table = Some(table);
        let runs = execute.filter(|execute| {
            let what = self.tokens.get(execute + 1);
            what.is_some_and(|it| it.is("function") || it.is("procedure"))
                && begin.is_none_or(|begin| begin > *execute)
        });
        if let Some(execute) = runs {
            self.at = execute + 2;
            trigger.dialect = Some(Dialect::Postgres);
            trigger.runs = self.name();
            let given = self.enclosed().unwrap_or_default();
            let by_name = trigger.runs.as_deref().is_some_and(|name| name.starts_with(SPLITS));
            if by_name {
                trigger.arguments = split::parts(given, |sign| sign == ",")
                    .into_iter()
                    .map(|value| value.trim_matches('\'').to_lowercase())
                    .collect();
            }
            return Some(trigger);
        }
        self.at = begin.or(each_row)?;
        let body = self.rest();
        // SQLite has neither SET nor variables in its triggers, and MySQL needs FOR EACH ROW.
        let sets = split::code(body).any(|piece| piece.of(body).eq_ignore_ascii_case("declare"));
        trigger.dialect = match each_row {
            None => Some(Dialect::Sqlite),
            Some(_) if sets || begin.is_none() => Some(Dialect::MySql),
            Some(_) => None,
        };
        trigger.body = code(body, &[], self.here());
        Some(trigger)
    }

    fn view(&mut self, kind: ObjectKind) -> Option<Object> {
        self.skip_existence();
        let mut view = Object::new(kind, &self.name()?);
        self.at = self.find("as")? + 1;
        let mut query = self.rest();
        // `WITH NO DATA`, `WITH LOCAL CHECK OPTION`
        if let Some(with) = self.last_with().and_then(|with| self.tokens.get(with)) {
            let start = self.text.len() - query.len();
            query = query.get(..with.start.saturating_sub(start)).unwrap_or(query);
        }
        view.body = Body { tracked: true, ..code(query, &[], self.here()) };
        if kind == ObjectKind::MaterializedView {
            view.dialect = Some(Dialect::Postgres);
        }
        Some(view)
    }

    fn function(&mut self) -> Option<Object> {
        self.skip_existence();
        let mut function = Object::new(ObjectKind::Function, &self.name()?);
        let given = self.enclosed().unwrap_or_default();
        let parameters: Vec<String> =
            split::parts(given, |sign| sign == ",").into_iter().filter_map(parameter).collect();
        let quoted = self.find("as").and_then(|at| self.tokens.get(at + 1));
        let text = quoted.filter(|text| text.kind == Kind::Quoted).map(|text| text.text);
        if let Some(text) = text {
            function.dialect = Some(Dialect::Postgres);
            let inner = inner(text);
            // Doubled quotes stand for one, and what follows is elsewhere.
            let start = text.find(inner.as_str()).zip(quoted.map(|token| token.start));
            let base = start.map(|(inner, token)| inner + token).filter(|_| self.written);
            function.body = code(&inner, &parameters, base);
            return Some(function);
        }
        let begin = self.find("begin").or_else(|| self.find("return"))?;
        self.at = begin;
        // PostgreSQL's functions of standard SQL are kept as what they mean.
        let atomic = self.tokens.get(begin + 1).is_some_and(|token| token.is("atomic"));
        function.dialect = Some(if atomic { Dialect::Postgres } else { Dialect::MySql });
        function.body = Body { tracked: atomic, ..code(self.rest(), &parameters, self.here()) };
        Some(function)
    }

    fn policy(&mut self) -> Option<Object> {
        let mut policy = Object::new(ObjectKind::Policy, &self.name()?);
        self.at = self.find("on")? + 1;
        let table = self.name()?;
        let rest = self.find("using").or_else(|| self.find("with"))?;
        self.at = rest;
        policy.body = Body { tracked: true, ..condition(&conditions(self.rest()), &table) };
        policy.table = Some(table);
        policy.dialect = Some(Dialect::Postgres);
        Some(policy)
    }

    /// A publication, once for each of its tables; the one of all tables has none.
    fn publication(&mut self) -> Vec<Object> {
        let Some(name) = self.name() else { return Vec::new() };
        if !self.takes("for") {
            return Vec::new();
        }
        let mut all = Object::new(ObjectKind::Publication, &name);
        all.dialect = Some(Dialect::Postgres);
        if self.takes("all") {
            return vec![all];
        }
        self.published(&name)
    }

    fn published(&mut self, publication: &str) -> Vec<Object> {
        let mut found = Vec::new();
        while self.at < self.tokens.len() {
            for word in [",", "table", "only"] {
                self.takes(word);
            }
            let Some(table) = self.name() else { break };
            let mut object = Object::new(ObjectKind::Publication, publication);
            object.dialect = Some(Dialect::Postgres);
            object.columns = self.names();
            if self.takes("where") {
                let text = self.enclosed().unwrap_or_default();
                object.body = Body { tracked: true, ..condition(text, &table) };
            }
            object.table = Some(table);
            found.push(object);
            if !self.next_is(",") {
                break;
            }
        }
        found
    }

    fn drops(&mut self) -> Vec<Step> {
        self.takes("materialized");
        let kind = match self.tokens.get(self.at).and_then(Token::name).as_deref() {
            Some("trigger") => ObjectKind::Trigger,
            Some("view") => ObjectKind::View,
            Some("function" | "procedure") => ObjectKind::Function,
            Some("policy") => ObjectKind::Policy,
            Some("publication") => ObjectKind::Publication,
            _ => return Vec::new(),
        };
        self.at += 1;
        self.skip_existence();
        let mut steps = Vec::new();
        while let Some(name) = self.name() {
            self.enclosed();
            let table = self.takes("on").then(|| self.name()).flatten();
            // A trigger of MySQL may be named with its database.
            steps.push(Step::Drop { kind, name, table });
            if !self.takes(",") {
                break;
            }
        }
        steps
    }

    /// `ALTER PUBLICATION name ADD TABLE …`
    fn alters(&mut self) -> Vec<Step> {
        if !self.takes("publication") {
            return Vec::new();
        }
        let Some(name) = self.name() else { return Vec::new() };
        if !self.takes("add") && !self.takes("set") || !self.next_is("table") {
            return Vec::new();
        }
        self.published(&name).into_iter().map(Box::new).map(Step::Create).collect()
    }
}

/// `USING (…) WITH CHECK (…)` as one text that names what both do.
fn conditions(text: &str) -> String {
    let mut inner = String::new();
    let mut depth = 0usize;
    for piece in split::pieces(text) {
        let written = piece.of(text);
        depth -= usize::from(written == ")" && depth > 0);
        inner.push_str(if depth > 0 { written } else { " " });
        depth += usize::from(written == "(");
    }
    inner
}

/// The text of a quoted body: `$$ … $$` or `' … '`.
fn inner(text: &str) -> String {
    if let Some(inner) = text.strip_prefix('\'') {
        return inner.strip_suffix('\'').unwrap_or(inner).replace("''", "'");
    }
    let tag = text.get(1..).and_then(|rest| rest.find('$')).map_or(1, |at| at + 2);
    let end = text.len().saturating_sub(tag).max(tag);
    text.get(tag..end).unwrap_or_default().to_owned()
}

/// The name of a parameter; one without a name has only a type.
fn parameter(text: &str) -> Option<String> {
    let mut words = split::code(text).filter(|piece| {
        let word = piece.of(text);
        !["in", "inout", "out", "variadic"].iter().any(|mode| word.eq_ignore_ascii_case(mode))
    });
    let name = words.next()?;
    words.next()?;
    one_name(name.of(text))
}

fn one_name(text: &str) -> Option<String> {
    let text = text.trim();
    match unquoted(text) {
        Some(name) => Some(name),
        None if text.is_empty() || text.starts_with('\'') => None,
        None => Some(text.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn one(text: &str) -> Object {
        let mut found = steps(text);
        match found.pop() {
            Some(Step::Create(object)) if found.is_empty() => *object,
            other => panic!("{text}: {other:?}"),
        }
    }

    fn columns(object: &Object) -> Vec<&str> {
        object.body.mentions.iter().map(|mention| mention.column.as_str()).collect()
    }

    #[test]
    fn a_trigger_of_postgresql_runs_a_function() {
        let trigger = one(
            "CREATE TRIGGER t AFTER INSERT OR UPDATE OF name, \"Age\" ON public.users FOR EACH ROW \
             WHEN ((old.role IS DISTINCT FROM new.role)) EXECUTE FUNCTION audit.log('x')",
        );
        assert_eq!(trigger.table.as_deref(), Some("users"));
        assert_eq!(trigger.columns, ["name", "Age", "role"]);
        assert_eq!(trigger.runs.as_deref(), Some("audit.log"));
        assert_eq!(trigger.dialect, Some(Dialect::Postgres));
    }

    #[test]
    fn a_trigger_of_mysql_and_sqlite_holds_its_code() {
        let mysql = one(
            "/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER `t` BEFORE INSERT ON \
             `users` FOR EACH ROW SET NEW.slug = LOWER(NEW.name) */",
        );
        assert_eq!((mysql.name.as_str(), mysql.table.as_deref()), ("t", Some("users")));
        assert_eq!(columns(&mysql), ["slug", "name"]);
        assert_eq!(mysql.dialect, Some(Dialect::MySql));
        let sqlite = one(
            "CREATE TRIGGER t AFTER UPDATE OF a ON users WHEN NEW.b > 1 BEGIN UPDATE s SET c = NEW.d; END",
        );
        assert_eq!(sqlite.columns, ["a", "b"]);
        assert_eq!(columns(&sqlite), ["c", "d"]);
        assert_eq!(sqlite.dialect, Some(Dialect::Sqlite));
    }

    #[test]
    fn views_policies_and_functions_name_columns() {
        let view =
            one("CREATE OR REPLACE VIEW v (x) AS SELECT name AS x FROM users WITH CHECK OPTION");
        assert_eq!(columns(&view), ["name"]);
        assert!(view.body.tracked);
        let policy = one(
            "CREATE POLICY p ON users FOR SELECT TO app USING (tenant = current_setting('x')) WITH CHECK (owner = 1)",
        );
        assert_eq!(columns(&policy), ["tenant", "owner"]);
        let function = one(
            "CREATE FUNCTION f(p integer, name text) RETURNS trigger LANGUAGE plpgsql AS $_$ BEGIN \
             SELECT p, name, role FROM users; END $_$",
        );
        assert_eq!(columns(&function), ["role"]);
        let kept = one("CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT 1 FROM t WITH NO DATA");
        assert_eq!((kept.kind, kept.name.as_str()), (ObjectKind::MaterializedView, "m"));
    }

    #[test]
    fn publications_name_tables() {
        let found = steps("CREATE PUBLICATION p FOR TABLE users (id, name) WHERE (a > 1), posts");
        let shown: Vec<_> = found
            .iter()
            .map(|step| match step {
                Step::Create(it) => (it.table.as_deref().unwrap_or(""), it.columns.len()),
                Step::Drop { .. } => ("", 0),
            })
            .collect();
        assert_eq!(shown, [("users", 2), ("posts", 0)]);
    }

    #[test]
    fn what_goes_is_named() {
        let gone = steps("DROP TRIGGER IF EXISTS t ON users CASCADE");
        let expected = Step::Drop {
            kind: ObjectKind::Trigger,
            name: "t".to_owned(),
            table: Some("users".to_owned()),
        };
        assert_eq!(gone, [expected]);
        assert_eq!(steps("DROP VIEW a, b").len(), 2);
        assert_eq!(steps("DROP FUNCTION f(integer, text), g()").len(), 2);
        assert_eq!(steps("CREATE TABLE trigger (a int)"), []);
        assert_eq!(steps("CREATE INDEX i ON view (a)"), []);
    }
}
