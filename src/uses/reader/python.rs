//! Classes of Python: models and what they declare, and classes that say which model they serve.

mod lookups;
mod types;

use std::collections::{HashMap, HashSet};

use super::{Around, Reader};
use crate::{
    expr::{ClassBody, Expr, Kind},
    finding::Confidence,
    source::{Language, Span},
    syntax,
    uses::{
        How, Via,
        claim::{Claim, Shape},
        scope::{Of, Typed},
    },
};

use self::lookups::Named;

/// What a module says before any of its code is read.
#[derive(Default)]
pub(super) struct File {
    /// Its dotted name.
    module: String,
    /// Names that it takes from other modules: the module, and the name there.
    imports: HashMap<String, (String, Option<String>)>,
    /// Classes that it defines, wherever they stand.
    classes: HashSet<String>,
    /// What its classes serve.
    serving: HashMap<String, Typed>,
    /// Members that the class at hand declares.
    members: Vec<String>,
    /// Parameters of the function at hand that are `None` where the caller says nothing.
    pub(super) optional: Vec<String>,
}

impl File {
    /// Looks through a module.
    pub(super) fn of(path: &str, program: &Expr) -> File {
        let stem = path.strip_suffix(".py").unwrap_or(path);
        let stem = stem.strip_suffix("/__init__").unwrap_or(stem);
        let mut file = File { module: stem.replace('/', "."), ..File::default() };
        program.walk(&mut |expr| match &expr.kind {
            Kind::Import(import) => {
                file.imports
                    .insert(import.local.clone(), (import.from.clone(), import.name.clone()));
            }
            Kind::Class(class) => {
                file.classes.insert(class.name.clone());
            }
            _ => {}
        });
        file
    }
}

impl Reader<'_, '_, '_> {
    /// Reads what Python has in its own way; whether it was that.
    pub(super) fn python_statement(&mut self, expr: &Expr) -> bool {
        match &expr.kind {
            Kind::Class(class) => self.python_class(class, expr.span),
            Kind::Decorated(decorators, inner) => self.decorated(decorators, inner),
            Kind::If(test, then, otherwise) => self.python_branch(test, then, otherwise),
            Kind::Assign(target, value) if self.in_class_body => self.member(target, Some(value)),
            Kind::Typed(..) if self.in_class_body => self.member(expr, None),
            Kind::Assign(target, value) => match &target.kind {
                Kind::List(targets) => self.unpack(targets, value),
                _ => return false,
            },
            _ => return false,
        }
        true
    }

    /// `user, created = User.objects.get_or_create(…)`
    fn unpack(&mut self, targets: &[Expr], value: &Expr) {
        self.walk(value);
        let given = self.type_of(value).filter(|typed| matches!(typed.of, Of::Row(_)));
        for (at, target) in targets.iter().enumerate() {
            let typed = match &value.kind {
                Kind::List(values) => values.get(at).and_then(|value| self.type_of(value)),
                _ => given.filter(|_| at == 0),
            };
            self.assign_to(target, typed, value);
        }
    }

    fn says(&self, name: &str, fact: &str) -> bool {
        syntax::words_of(self.language, name).iter().any(|word| word.fact == fact)
    }

    /// Classes that a call tells which model they serve: `admin.site.register(User, UserAdmin)`.
    pub(super) fn registered(&mut self, program: &Expr) {
        let mut found = Vec::new();
        program.walk(&mut |expr| {
            let Kind::Call(call) = &expr.kind else { return };
            if call.receiver.is_none()
                || call.arguments.len() < 2
                || !self.says(&call.name, "serves")
            {
                return;
            }
            let Some(model) = call.arguments.first().and_then(|model| self.served(model)) else {
                return;
            };
            let names = call.arguments.iter().skip(1).filter_map(Expr::name);
            found.extend(names.map(|name| (name.to_owned(), model)));
        });
        self.python.serving.extend(found);
    }

    pub(super) fn decorated(&mut self, decorators: &[Expr], inner: &Expr) {
        if let Kind::Class(class) = &inner.kind {
            let said = decorators.iter().find_map(|decorator| {
                let call = decorator.call().filter(|call| self.says(&call.name, "serves"))?;
                self.served(call.arguments.first()?)
            });
            if let Some(model) = said {
                self.python.serving.insert(class.name.clone(), model);
            }
        }
        for decorator in decorators {
            self.walk(decorator);
            decorator.walk(&mut |part| {
                // `@extend_schema(description="…")` is about the code below it.
                for (key, value) in part.call().into_iter().flat_map(|call| &call.options) {
                    let key = self.claims.last(key, part.span.start, value.span.start);
                    key.into_iter().for_each(|at| self.claims.add(at, Claim::Other));
                }
            });
        }
        self.walk(inner);
    }

    /// The model that an expression names: a class, a query, or `"shop.Article"`.
    fn served(&self, named: &Expr) -> Option<Typed> {
        let typed = match named.text() {
            Some(text) => self.constant(text.rsplit('.').next()?)?,
            None => self.type_of(named)?,
        };
        Some(typed.with(Of::Row(typed.of.model()?)))
    }

    pub(super) fn python_class(&mut self, class: &ClassBody, span: Span) {
        let outer = self.classes.last().map(|around| (around.name.clone(), around.serves));
        let name = match &outer {
            Some((outer, _)) => format!("{outer}.{}", class.name),
            None => class.name.clone(),
        };
        class.parents.iter().for_each(|parent| self.walk(parent));
        let hosts = self.search.conventions.hosts(&format!("{}.{name}", self.python.module));
        let host = self.host(hosts);
        let me = match (host, &outer) {
            (Some((at, sure)), _) => Some(Typed { of: Of::Class(at), sure }),
            // `class Meta` speaks for the class around it.
            (None, Some(_)) => self.me.filter(|me| matches!(me.of, Of::Class(_))),
            (None, None) => None,
        };
        let around = outer.and_then(|(_, serves)| serves);
        let serves = match me {
            Some(_) => None,
            None => self.says_model(class).or(around).or_else(|| self.companion(class)),
        };
        if let Some(serves) = serves.filter(|_| around.is_none()) {
            self.python.serving.insert(class.name.clone(), serves);
        }
        if let Some(model) = me.or(serves).and_then(|typed| typed.of.model()) {
            self.served.push((span.start, span.end, model));
        }
        let rows = serves.and_then(|serves| Some(serves.with(Of::Rows(serves.of.model()?))));
        let me = me.or(rows.filter(|_| is_rows(class)));
        let old = std::mem::replace(&mut self.me, me);
        let mut own = members(&class.body);
        if around.is_some() {
            // `Meta` lists what the class around it declares.
            own.extend(self.python.members.iter().cloned());
        }
        let members = std::mem::replace(&mut self.python.members, own);
        let outside = std::mem::replace(&mut self.in_class_body, true);
        self.classes.push(Around { name, serves });
        self.scopes.open(true);
        self.walk(&class.body);
        self.scopes.close();
        self.classes.pop();
        self.in_class_body = outside;
        self.python.members = members;
        self.me = old;
    }

    /// The model that a class says it serves: `model = User`, in its body or in `Meta`.
    fn says_model(&self, class: &ClassBody) -> Option<Typed> {
        let own = class.body.statements();
        let inner = own.iter().filter_map(|statement| match &statement.kind {
            Kind::Class(inner) => Some(inner.body.statements()),
            _ => None,
        });
        let mut said = None;
        for statement in own.iter().chain(inner.flatten()) {
            let Kind::Assign(target, value) = &statement.kind else { continue };
            let target = match &target.kind {
                Kind::Typed(target, _) => target,
                _ => target,
            };
            if target.name().is_some_and(|name| self.says(name, "serves")) {
                said = said.or_else(|| self.served(value));
            }
        }
        said.or_else(|| self.python.serving.get(&class.name).copied()).or_else(|| {
            let parents = class.parents.iter().filter_map(|parent| match &parent.kind {
                // `class UserRepository(Repository[User])`
                Kind::Index(_, of) => of.iter().find_map(|of| self.served(of)),
                _ => self.python.serving.get(parent.name()?).copied(),
            });
            parents.max_by_key(|typed| typed.sure)
        })
    }

    fn companion(&self, class: &ClassBody) -> Option<Typed> {
        let at = self.search.conventions.companion(&class.name)?;
        Some(Typed::likely(Of::Row(at)))
    }

    /// A statement in the body of a class that declares a member.
    pub(super) fn member(&mut self, target: &Expr, value: Option<&Expr>) {
        let (named, of) = match &target.kind {
            Kind::Typed(named, of) => (named.as_ref(), Some(of.as_ref())),
            _ => (target, None),
        };
        let serves = self.classes.last().and_then(|around| around.serves);
        let speaks = self.me.filter(|me| matches!(me.of, Of::Class(_)));
        let name = named.name().unwrap_or_default();
        if let Some(at) = self.claims.first(name, named.span.start, named.span.end) {
            let claim = match (speaks, serves) {
                (Some(me), _) if self.is_own(me) => {
                    self.tie(me.of.model().unwrap_or_default(), How::Define, Via::Itself, me.sure)
                }
                // A field of a serializer or a form takes the column of its name.
                (None, Some(serves)) if self.takes_name(value) => {
                    let model = serves.of.model().unwrap_or_default();
                    self.tie(model, How::Expose, Via::Declaration, Confidence::Likely)
                }
                // A form of data that may mirror a model: `nickname = StringType()`, `nickname: str`.
                (None, None)
                    if of.is_some() || value.is_some_and(|value| value.call().is_some()) =>
                {
                    Claim::Open(Shape::Key)
                }
                _ => Claim::Open(Shape::Local),
            };
            self.claims.add(at, claim);
        }
        // `author__nickname = CharFilter()` in a set of filters asks what it is called.
        if let (None, Some(serves), true) = (speaks, serves, name.contains("__"))
            && let Some(model) = serves.of.model().filter(|_| self.takes_name(value))
        {
            let (how, via) = (How::Expose, Via::Declaration);
            self.path(name, named.span.start, Some(Named { model, how, sure: serves.sure, via }));
        }
        self.scopes.declare(name, None);
        if let Some(of) = of {
            self.walk(of);
        }
        let Some(value) = value else { return };
        let context = speaks.or(serves).and_then(|typed| {
            let how = self.listed(name, speaks.is_some());
            let model = typed.of.model()?;
            Some(Named { model, how, sure: typed.sure, via: Via::Declaration })
        });
        match context {
            Some(context) if self.lists(name) => self.names(value, context),
            Some(context) => self.declaration(value, context),
            None => self.walk(value),
        }
    }

    /// What becomes of names in a setting of the class at hand, which is the model's own or one that
    /// serves it.
    fn listed(&self, setting: &str, own: bool) -> How {
        let said = self.query(setting).find(|word| word.get("gives") == Some("columns"));
        let said = said.and_then(|word| How::named(word.get("how")?));
        let how = match (own, said) {
            (true, Some(how)) => how,
            (true, None) => How::Declare,
            (false, _) => self.of_surface(setting).unwrap_or(match said {
                Some(How::Load) | None => How::Expose,
                Some(how) => how,
            }),
        };
        self.at_hand(how)
    }

    /// The same, as the library says that the class, or the one around it, comes from.
    fn of_surface(&self, setting: &str) -> Option<How> {
        let full = format!("{}.{}", self.python.module, self.classes.last()?.name);
        let known = self.search.surface(&full);
        let word = known.or_else(|| self.search.surface(full.rsplit_once('.')?.0))?;
        let is = |field| word.get_all(field).any(|name| name == setting);
        [("loads", How::Load), ("omits", How::Omit), ("mentions", How::Mention)]
            .into_iter()
            .find_map(|(field, how)| is(field).then_some(how))
            .or_else(|| (is("list") || is("except")).then_some(How::Expose))
    }

    /// What a function declares, it declares when it is called.
    pub(super) fn at_hand(&self, how: How) -> How {
        match (how, self.functions) {
            (How::Load, 1..) => How::Expose,
            _ => how,
        }
    }

    /// The model whose own body the code at hand stands in, where names are those of its columns.
    pub(super) fn speaks_for(&self) -> Option<(usize, Confidence)> {
        let me = self.me.filter(|me| self.in_class_body && self.is_own(*me))?;
        Some((me.of.model()?, me.sure))
    }

    /// The name under which a field of `self` is kept: each class has its own.
    pub(super) fn field_of_self(&self, name: &str) -> String {
        match self.classes.last() {
            Some(around) if self.language == Language::Python => format!("{}.{name}", around.name),
            _ => name.to_owned(),
        }
    }

    /// Whether the class at hand is the model's own and no class within it.
    fn is_own(&self, me: Typed) -> bool {
        let Some(around) = self.classes.last() else { return false };
        let full = format!("{}.{}", self.python.module, around.name);
        let hosts = self.search.conventions.hosts(&full);
        me.of.model().is_some_and(|at| hosts.contains(&at))
    }

    /// Whether a declared field has no other source than the column of its name.
    fn takes_name(&self, value: Option<&Expr>) -> bool {
        let call = value.and_then(Expr::call);
        call.is_none_or(|call| {
            !call.options.iter().any(|(key, _)| matches!(key.as_str(), "source" | "field_name"))
        })
    }

    /// The call of a declaration: what its options list are columns, the rest is code.
    fn declaration(&mut self, value: &Expr, context: Named) {
        if context.how == How::Declare {
            // Labels, choices and names of other things.
            value.walk(&mut |part| {
                if let Kind::Text(text) = &part.kind {
                    self.open(text, part.span.start, part.span.end, Shape::Prose);
                }
            });
        }
        let Kind::Call(call) = &value.kind else { return self.walk(value) };
        if !call.called || !call.options.iter().any(|(key, _)| self.lists(key)) {
            return self.walk(value);
        }
        if let Some(receiver) = &call.receiver {
            self.walk(receiver);
        }
        call.arguments.iter().for_each(|argument| self.walk(argument));
        for (key, value) in &call.options {
            match self.lists(key) {
                true => self.names(value, context),
                false => self.walk(value),
            }
        }
    }
}

/// Whether a class is a manager or a query: what it calls on itself is called on rows.
fn is_rows(class: &ClassBody) -> bool {
    let parents = class.parents.iter().filter_map(Expr::name);
    let mut names = parents.chain([class.name.as_str()]);
    names.any(|name| name.ends_with("Manager") || name.ends_with("QuerySet"))
}

/// The names that the body of a class gives to its members.
fn members(body: &Expr) -> Vec<String> {
    let mut found = Vec::new();
    for statement in body.statements() {
        let inner = match &statement.kind {
            Kind::Decorated(_, inner) => inner,
            _ => statement,
        };
        match &inner.kind {
            Kind::Def(def) => found.push(def.name.clone()),
            Kind::Assign(target, _) => found.extend(target.name().map(str::to_owned)),
            _ => {}
        }
    }
    found
}
