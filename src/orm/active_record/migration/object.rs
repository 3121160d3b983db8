//! Words of migrations and dumps that make and drop views, functions, triggers and checks.

use super::{Reader, Site, step::Step};
use crate::{
    change::{Change, Op},
    database::{self, Body, Object, ObjectKind},
    expr::{Expr, Kind},
    sql,
};

/// How many calls a chain has.
const MAX_CHAIN: usize = 12;

impl<'a> Reader<'a> {
    /// A view, a function or a trigger. One whose text stands in another file is gone for what is
    /// known of it: it is made anew.
    pub(super) fn define_object(&mut self, step: &Step<'_, 'a>) {
        let name = step.target.table.clone();
        let (kind, made) = match step.word.get("op") {
            Some("create-function") => (ObjectKind::Function, "function"),
            Some("create-trigger") => (ObjectKind::Trigger, "trigger"),
            _ if step.arguments.flag("materialized") => (ObjectKind::MaterializedView, "view"),
            _ => (ObjectKind::View, "view"),
        };
        let options = &step.arguments;
        let text = options.option("sql_definition").or(options.option("as"));
        let objects = match text.and_then(Expr::text) {
            Some(text) if made == "view" => vec![database::Step::Create(Box::new(Object {
                body: Body { tracked: true, ..sql::query(text) },
                ..Object::new(kind, &name)
            }))],
            Some(text) => sql::objects(text),
            None => vec![database::Step::Drop { kind, name, table: None }],
        };
        self.push_objects(step, objects);
    }

    pub(super) fn undefine_object(&mut self, step: &Step<'_, 'a>, kind: ObjectKind) {
        let name = step.target.table.clone();
        self.push_objects(step, vec![database::Step::Drop { kind, name, table: None }]);
    }

    pub(super) fn drop_check(
        &mut self,
        step: &Step<'_, 'a>,
        name: Option<String>,
        condition: Option<String>,
    ) {
        let (kind, table) = (ObjectKind::Check, Some(step.target.table.clone()));
        let name = name.or(condition).unwrap_or_default();
        self.push_objects(step, vec![database::Step::Drop { kind, name, table }]);
    }

    fn push_objects(&mut self, step: &Step<'_, 'a>, objects: Vec<database::Step>) {
        let change = self.change(Op::Define, &Default::default(), step.site);
        self.push(Change { objects, ..change });
    }

    /// `t.virtual "full_name", as: "first || last"`
    pub(super) fn generated(
        &self,
        step: &Step<'_, 'a>,
        column: &str,
        table: &str,
    ) -> Vec<database::Step> {
        let computed = step.site.name == "virtual";
        let text = step.arguments.option("as").and_then(Expr::text).filter(|_| computed);
        text.map(|text| database::Step::Create(Box::new(sql::generated(table, column, text))))
            .into_iter()
            .collect()
    }

    /// `create_trigger("name").on("users").of("role").after(:update) { "UPDATE …" }`
    pub(super) fn chained_trigger(&mut self, site: &Site<'a>) -> bool {
        let mut trigger = Object::new(ObjectKind::Trigger, "");
        let mut next = Some(site.expr);
        let mut block = site.block;
        for _ in 0..MAX_CHAIN {
            let Some((expr, call)) = next.and_then(|expr| Some((expr, expr.call()?))) else {
                return false;
            };
            let texts = || call.arguments.iter().flat_map(Expr::texts).map(str::to_owned);
            let makes = |op| expr.means.iter().any(|word| word.get("op") == Some(op));
            match call.name.as_str() {
                _ if makes("create-trigger") && call.receiver.is_none() => {
                    trigger.name = texts().next().unwrap_or_default();
                    break;
                }
                "on" => trigger.table = texts().next(),
                "of" => trigger.columns = texts().collect(),
                "where" => {
                    let guard = texts().next().unwrap_or_default();
                    let named = sql::query(&guard).mentions;
                    trigger.columns.extend(named.into_iter().map(|mention| mention.column));
                }
                _ => {}
            }
            block = block.or(call.block.as_deref());
            next = call.receiver.as_ref();
        }
        if trigger.table.is_none() || trigger.name.is_empty() {
            return false;
        }
        let text = block.and_then(|block| match &block.body.kind {
            Kind::Sequence(statements) => statements.last().and_then(Expr::text),
            _ => block.body.text(),
        });
        if let Some(text) = text {
            trigger.body = sql::query(text);
        }
        let place = Some(self.place(site.expr.span));
        let objects = vec![database::Step::Create(Box::new(Object { place, ..trigger }))];
        let change = self.change(Op::Define, &Default::default(), site);
        self.push(Change { objects, ..change });
        true
    }
}
