//! Active Record (Ruby on Rails): the facts of Ruby files.

pub mod access;
pub mod clauses;
pub mod condition;
pub mod consumer;
pub mod defaults;
pub mod gems;
pub mod inflection;
pub mod migration;
pub mod model;
pub mod naming;
pub mod reserved;
pub mod sites;
pub mod survey;
pub mod takes;

use std::{collections::BTreeSet, rc::Rc, sync::Arc};

use self::model::names;
use crate::{
    expr::{Call, ClassBody, Expr, Keyword, Kind},
    facts::{Class, FileFacts, GateSite, Guard, Member, Reach, Setting},
    gate, orm,
    source::{Place, Span},
};

/// Classes that every model descends from, whether or not the application defines them.
pub const ROOTS: &[&str] = &["ActiveRecord::Base", "ApplicationRecord"];

/// Reads the classes, settings and gates of a Ruby file.
pub fn facts(file: &Arc<str>, program: Expr) -> FileFacts {
    let mut facts = FileFacts::new(file);
    facts.takes = takes::of(file, &program);
    let mut reader = Reader { facts: &mut facts };
    reader.gates(&program, &Around { class: None, method: None, at_load: true });
    reader.body(program, &Context::default());
    facts
}

/// The last parts of the names of the modules that the classes of a file take in, and of the
/// constants that their declarations and conditions name.
pub fn wants(facts: &FileFacts) -> Vec<String> {
    let mut wanted = BTreeSet::new();
    let members = facts.classes.iter().flat_map(|class| &class.members);
    for member in members.chain(facts.loose.iter().map(|(_, member)| member)) {
        if let (Some(_), Some(call)) = (member.expr.word("mixin"), member.expr.call()) {
            let names = call.arguments.iter().filter_map(Expr::name);
            wanted.extend(names.map(|name| orm::last(name).to_owned()));
        }
        let conditions = member.guards.iter().map(|guard| &guard.condition);
        for code in conditions.chain([&member.expr]) {
            code.walk(&mut |part| {
                if let Kind::Name(name) = &part.kind
                    && name.starts_with(char::is_uppercase)
                {
                    wanted.insert(format!("{} =", orm::last(name)));
                }
            });
        }
    }
    wanted.into_iter().collect()
}

/// The members that a method adds to a class when a class body calls it, as
/// `def soft_deletable_by(column) = default_scope { where(column => nil) }` does.
pub fn members_of(file: &Arc<str>, body: &Expr) -> Vec<Member> {
    let mut facts = FileFacts::new(file);
    facts.classes.push(Class {
        name: String::new(),
        nesting: Vec::new(),
        module: false,
        parent: None,
        place: Place { file: file.clone(), span: body.span },
        members: Vec::new(),
    });
    let context = Context { class: Some(0), ..Context::default() };
    Reader { facts: &mut facts }.body(body.clone(), &context);
    facts.classes.swap_remove(0).members
}

/// Where the reader is.
#[derive(Clone, Default)]
struct Context {
    nesting: Vec<String>,
    class: Option<usize>,
    reach: Option<Reach>,
    on_class: bool,
    guards: Vec<Guard>,
    /// Names that stand for the class whose body this is: `base`, `subclass`.
    class_names: Vec<String>,
    /// The class that a block is evaluated in from outside.
    target: Option<String>,
}

struct Reader<'a> {
    facts: &'a mut FileFacts,
}

impl Reader<'_> {
    fn place(&self, span: Span) -> Place {
        self.facts.place(span)
    }

    /// Reads statements; one that leaves the body guards those after it.
    fn body(&mut self, body: Expr, context: &Context) {
        let mut context = context.clone();
        for statement in body.into_statements() {
            let left = match &statement.kind {
                Kind::If(condition, then, otherwise) => match (then.leaves(), otherwise.leaves()) {
                    (true, false) => Some(self.guard(condition, false)),
                    (false, true) => Some(self.guard(condition, true)),
                    _ => None,
                },
                _ => None,
            };
            self.statement(statement, &context);
            context.guards.extend(left);
        }
    }

    fn guard(&self, condition: &Expr, holds: bool) -> Guard {
        Guard { condition: condition.clone(), holds, place: self.place(condition.span) }
    }

    fn under(&self, context: &Context, condition: &Expr, holds: bool) -> Context {
        let mut inner = context.clone();
        inner.guards.push(self.guard(condition, holds));
        inner
    }

    fn statement(&mut self, statement: Expr, context: &Context) {
        match statement.kind {
            Kind::Sequence(_) => self.body(statement, context),
            Kind::If(condition, then, otherwise) => {
                let (holds, fails) =
                    (self.under(context, &condition, true), self.under(context, &condition, false));
                self.body(*then, &holds);
                self.body(*otherwise, &fails);
            }
            Kind::Binary(left, op, right) if op == "&&" || op == "||" => {
                self.statement(*right, &self.under(context, &left, op == "&&"));
            }
            Kind::Class(class) => self.class(*class, context),
            Kind::Def(_) => self.def(statement, context),
            Kind::Call(_) => self.call(statement, context),
            Kind::Assign(..) => self.assign(statement, context),
            Kind::Name(_) if context.class.is_some() => self.member(statement, context),
            _ => {}
        }
    }

    fn class(&mut self, class: ClassBody, context: &Context) {
        if class.keyword == Keyword::Singleton {
            let inner = Context { on_class: true, ..context.clone() };
            return self.body(class.body, &inner);
        }
        // A template of a generator: `class <%= name %>`.
        if !class.name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            return;
        }
        let absolute = class.name.strip_prefix("::");
        let name = match (absolute, context.nesting.last()) {
            (Some(name), _) => name.to_owned(),
            (None, Some(outer)) => format!("{outer}::{}", class.name),
            (None, None) => class.name.clone(),
        };
        let parent = class.parents.first().and_then(|parent| match &parent.kind {
            // `class Form < Struct.new(…)`, `class Migration < ActiveRecord::Migration[7.1]`
            Kind::Index(of, _) => of.name().map(str::to_owned),
            Kind::Name(name) => Some(name.clone()),
            // `class Product < Spree.base_class`: linking looks for what the method names.
            Kind::Call(call) => {
                let receiver = call.receiver.as_ref().and_then(Expr::name);
                receiver.map(|receiver| format!("{receiver}.{}", call.name))
            }
            _ => None,
        });
        self.facts.classes.push(Class {
            name: name.clone(),
            nesting: context.nesting.clone(),
            module: class.keyword == Keyword::Module,
            parent,
            place: self.place(class.head),
            members: Vec::new(),
        });
        let mut nesting = context.nesting.clone();
        nesting.push(name);
        let inner = Context {
            nesting,
            class: Some(self.facts.classes.len() - 1),
            guards: context.guards.clone(),
            ..Context::default()
        };
        self.body(class.body, &inner);
    }

    fn def(&mut self, statement: Expr, context: &Context) {
        let Kind::Def(def) = &statement.kind else { return };
        if context.class.is_none() && context.target.is_none() {
            return;
        }
        let on_class = def.on_class || context.on_class;
        let reach = match statement.means("hook", "reach") {
            Some("includers") if on_class => Some(Reach::Includers),
            Some("descendants") if on_class => Some(Reach::Descendants),
            _ => None,
        };
        if let Some(reach) = reach {
            let class_names = def.parameters.iter().map(|(name, _)| name.clone()).collect();
            let inner =
                Context { reach: Some(reach), class_names, on_class: false, ..context.clone() };
            // The parameter is the class whose body this becomes.
            let own = Expr::new(Kind::Name("self".to_owned()), def.head);
            let bound: Vec<_> = def
                .parameters
                .iter()
                .take(1)
                .map(|(name, _)| (name.clone(), own.clone()))
                .collect();
            return self.body(def.body.bind(&bound), &inner);
        }
        let inner = Context { on_class, ..context.clone() };
        self.member(statement, &inner);
    }

    fn call(&mut self, statement: Expr, context: &Context) {
        let Kind::Call(call) = &statement.kind else { return };
        let own = match &call.receiver {
            None => true,
            Some(receiver) => receiver.name().is_some_and(|name| {
                name == "self" || context.class_names.iter().any(|known| known == name)
            }),
        };
        if let Some(sent) = sent(&statement, call) {
            return self.statement(sent, context);
        }
        let hook = statement.means("hook", "reach");
        if let (Some("with-options"), Some(block), true) = (hook, &call.block, own) {
            return self.body(with_options(&block.body, &block.parameters, &call.options), context);
        }
        if let (Some(reach), Some(_)) = (hook, &call.block) {
            let mut inner = context.clone();
            match reach {
                "includers" => inner.reach = Some(Reach::Includers),
                "descendants" => inner.reach = Some(Reach::Descendants),
                "class-methods" => {
                    inner.on_class = true;
                    inner.reach = Some(Reach::Includers);
                }
                _ => {}
            }
            if !own {
                let receiver = call.receiver.as_ref();
                // `model.class_eval`, with `model` bound to a name by a loop: that class.
                let target = receiver.and_then(|receiver| receiver.name().or(receiver.text()));
                match target {
                    Some(name) if name.starts_with(char::is_uppercase) => {
                        inner.target = Some(name.to_owned());
                    }
                    _ if call.name == "to_prepare" || call.name == "on_load" => {}
                    _ => return,
                }
            }
            if call.name == "on_load" {
                // `ActiveSupport.on_load(:active_record) { extend SoftDelete }`
                if call.arguments.first().and_then(Expr::text) != Some("active_record") {
                    return;
                }
                inner.target = Some("ActiveRecord::Base".to_owned());
            }
            return self.block(statement, &inner);
        }
        if let (Some(receiver), Some(block)) = (&call.receiver, &call.block)
            && let Some(members) = receiver.members()
            && call.name.starts_with("each")
        {
            for member in members {
                let bound: Vec<_> = block
                    .parameters
                    .first()
                    .map(|name| (name.clone(), member.clone()))
                    .into_iter()
                    .collect();
                self.body(block.body.bind(&bound), context);
            }
            return;
        }
        if own {
            if let Some(word) = statement.word("inflection") {
                self.facts.inflections.push((word, statement.clone()));
            }
            self.member(statement, context);
            return;
        }
        let Some(receiver) = &call.receiver else { return };
        // `config.load_defaults 7.0`
        if statement.means("setting", "name") == Some("defaults")
            && let Some(value) = call.arguments.first()
        {
            let place = self.place(statement.span);
            let setting = Setting { name: call.name.clone(), value: value.clone(), place };
            self.facts.settings.push(setting);
        }
        // `inflect.irregular "kunde", "kunden"`
        if let Some(word) = statement.word("inflection") {
            self.facts.inflections.push((word, statement.clone()));
        }
        // `ActiveSupport::Inflector.inflections do |inflect| … end` and other blocks at file level.
        if let (None, Some(_)) = (context.class, &call.block) {
            return self.block(statement, context);
        }
        // `User.default_scope { … }`, `User.include SoftDeletable`
        let known = statement.means.iter().any(|word| {
            matches!(word.fact, "association" | "declare" | "mixin")
                || (word.fact == "scope" && word.get("kind") == Some("default"))
        });
        if let Some(name) = receiver.name().or(receiver.text())
            && known
            && name.starts_with(char::is_uppercase)
        {
            let inner = Context { target: Some(name.to_owned()), ..context.clone() };
            self.member(statement, &inner);
        }
    }

    /// Reads the statements of the block that a call is given.
    fn block(&mut self, call: Expr, context: &Context) {
        if let Kind::Call(call) = call.kind
            && let Some(block) = call.block
        {
            self.body(block.body, context);
        }
    }

    fn assign(&mut self, statement: Expr, context: &Context) {
        let Kind::Assign(target, value) = &statement.kind else { return };
        match &target.kind {
            Kind::Name(name) if name.starts_with(char::is_uppercase) => {
                let class = class_of(name, value, statement.span);
                if context.class.is_some() {
                    self.member(statement, context);
                }
                if let Some(class) = class {
                    self.class(class, context);
                }
            }
            Kind::Call(call) => {
                let Some(receiver) = &call.receiver else { return };
                let Some(name) = receiver.name() else { return };
                if name == "self" || context.class_names.iter().any(|known| known == name) {
                    return self.member(statement, context);
                }
                let full = match receiver.call() {
                    // `config.active_record.table_name_prefix = …`
                    Some(inner) => format!("{}.{}", inner.name, call.name),
                    None => format!("{name}.{}", call.name),
                };
                let place = self.place(statement.span);
                let value = value.as_ref().clone();
                self.facts.settings.push(Setting { name: full, value, place });
                if name.starts_with(char::is_uppercase) && target.word("setting").is_some() {
                    let inner = Context { target: Some(name.to_owned()), ..context.clone() };
                    self.member(statement, &inner);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, expr: Expr, context: &Context) {
        let span = match &expr.kind {
            Kind::Def(def) => def.head,
            _ => expr.span,
        };
        let wraps = matches!(&expr.kind, Kind::Def(def) if names::wraps(def));
        let tracked = names::tracked(&expr);
        let sets = expr.sets("self");
        let module = |at: usize| self.facts.classes.get(at).is_none_or(|class| class.module);
        let own = context.target.is_none() && !context.class.is_none_or(module);
        let member = Member {
            wraps,
            tracked,
            sets,
            expr: if own && !context.on_class { without_body(expr) } else { expr },
            on_class: context.on_class,
            reach: context.reach.unwrap_or(Reach::Own),
            guards: context.guards.clone(),
            place: self.place(span),
        };
        match (&context.target, context.class) {
            (Some(target), _) => self.facts.loose.push((target.clone(), member)),
            (None, Some(class)) => {
                if let Some(class) = self.facts.classes.get_mut(class) {
                    class.members.push(member);
                }
            }
            (None, None) => {}
        }
    }

    /// Collects the tests of a column's existence, with what is around them.
    fn gates(&mut self, expr: &Expr, around: &Around) {
        let around = match &expr.kind {
            Kind::Class(body) => {
                let class = match (around.class.as_deref(), body.keyword) {
                    (Some(outer), Keyword::Singleton) => outer.to_owned(),
                    (Some(outer), _) => format!("{outer}::{}", body.name),
                    (None, _) => body.name.clone(),
                };
                &Around { class: Some(class.into()), method: None, ..around.clone() }
            }
            Kind::Def(def) => {
                let method = Some(def.name.as_str().into());
                &Around { method, at_load: false, ..around.clone() }
            }
            Kind::Lambda(_) => &Around { at_load: false, ..around.clone() },
            Kind::Call(call) if call.block.is_some() && call.receiver.is_none() => {
                &Around { at_load: false, ..around.clone() }
            }
            _ => around,
        };
        if gate::test(expr).is_some() {
            self.facts.gates.push(GateSite {
                expr: expr.clone(),
                class: around.class.as_deref().map(str::to_owned),
                method: around.method.as_deref().map(str::to_owned),
                at_load: around.at_load,
                place: self.place(expr.span),
            });
            return;
        }
        expr.each_child(&mut |child| self.gates(child, around));
    }
}

/// A method for the instances of a class, which no other class takes in: linking asks for no more
/// than its head, unless a word names it. Nine tenths of a model's code are such methods' bodies.
fn without_body(mut expr: Expr) -> Expr {
    if let Kind::Def(def) = &mut expr.kind
        && expr.means.is_empty()
    {
        def.body = Expr::empty(def.body.span);
    }
    expr
}

/// What a piece of code stands in.
#[derive(Clone)]
struct Around {
    class: Option<Rc<str>>,
    method: Option<Rc<str>>,
    at_load: bool,
}

/// The class that `Person = Class.new(ApplicationRecord) do … end` makes.
fn class_of(name: &str, value: &Expr, span: Span) -> Option<ClassBody> {
    let call = value.call()?;
    let makes = call.name == "new" && call.receiver.as_ref().and_then(Expr::name) == Some("Class");
    let parent = call.arguments.first().filter(|_| makes)?;
    Some(ClassBody {
        keyword: Keyword::Class,
        name: name.to_owned(),
        head: span,
        parents: vec![parent.clone()],
        options: Vec::new(),
        body: match &call.block {
            Some(block) => block.body.clone(),
            None => Expr::empty(span),
        },
    })
}

/// `send(:default_scope, …) { … }` as the call it makes.
fn sent(statement: &Expr, call: &Call) -> Option<Expr> {
    if !matches!(call.name.as_str(), "send" | "public_send" | "__send__") {
        return None;
    }
    let (name, rest) = call.arguments.split_first()?;
    let name = name.text()?;
    // The words of the called method were attached to nothing; `words` knows them by the symbol.
    Some(Expr {
        kind: Kind::Call(Box::new(Call {
            receiver: call.receiver.clone(),
            name: name.to_owned(),
            arguments: rest.to_vec(),
            options: call.options.clone(),
            block: call.block.clone(),
            called: true,
        })),
        span: statement.span,
        means: call.arguments.first().map(|first| first.means.clone()).unwrap_or_default(),
    })
}

/// The calls of a block with the options that it is for.
///
/// Source: `active_support/option_merger.rb`: options that a call has of its own win.
fn with_options(body: &Expr, parameters: &[String], options: &[(String, Expr)]) -> Expr {
    let own = Expr::new(Kind::Name("self".to_owned()), body.span);
    let bound: Vec<_> = parameters.iter().take(1).map(|name| (name.clone(), own.clone())).collect();
    let mut body = body.bind(&bound);
    let mut merge = |statement: &mut Expr| {
        let Kind::Call(call) = &mut statement.kind else { return };
        for (name, value) in options {
            if call.option(name).is_none() {
                call.options.push((name.clone(), value.clone()));
            }
        }
    };
    match &mut body.kind {
        Kind::Sequence(statements) => statements.iter_mut().for_each(&mut merge),
        _ => merge(&mut body),
    }
    body
}
