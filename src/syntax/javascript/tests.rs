//! Spellings of JavaScript and TypeScript, and the code that they are read as.

use crate::{
    expr::{Expr, Kind, Lambda},
    modules::{Modules, Symbol},
    orm::script,
    source::Language,
    syntax,
};

fn read(language: Language, text: &str) -> Vec<String> {
    let code = syntax::code(language, text).expect("it is code");
    assert_eq!(code.limits, Vec::<String>::new(), "of {text}");
    code.program.statements().iter().map(shown).collect()
}

#[track_caller]
fn script(text: &str, expected: &[&str]) {
    for language in [Language::JavaScript, Language::TypeScript, Language::Tsx] {
        assert_eq!(read(language, text), expected, "{language:?}: {text}");
    }
}

#[track_caller]
fn typed(text: &str, expected: &[&str]) {
    for language in [Language::TypeScript, Language::Tsx] {
        assert_eq!(read(language, text), expected, "{language:?}: {text}");
    }
}

fn list(parts: &[Expr]) -> String {
    parts.iter().map(shown).collect::<Vec<_>>().join(", ")
}

fn lambda(lambda: &Lambda) -> String {
    format!("|{}| {}", lambda.parameters.join(", "), shown(&lambda.body))
}

/// The code on one line, in a notation of its own.
fn shown(expr: &Expr) -> String {
    match &expr.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number(text) | Kind::Name(text) => text.clone(),
        Kind::Text(text) => format!("{text:?}"),
        Kind::Symbol(text) => format!(":{text}"),
        Kind::Template(parts) => format!("template({})", list(parts)),
        Kind::List(parts) => format!("[{}]", list(parts)),
        Kind::Map(pairs) => {
            let pairs: Vec<_> = pairs
                .iter()
                .map(|(key, value)| format!("{}: {}", shown(key), shown(value)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Kind::Range(..) => "range".to_owned(),
        Kind::Call(call) => {
            let receiver = call.receiver.as_ref().map(|it| shown(it) + ".").unwrap_or_default();
            let arguments =
                if call.called { format!("({})", list(&call.arguments)) } else { String::new() };
            let block = call.block.as_ref().map(|block| format!(" do {}", lambda(block)));
            format!("{receiver}{}{arguments}{}", call.name, block.unwrap_or_default())
        }
        Kind::Index(of, at) => format!("{}[{}]", shown(of), list(at)),
        Kind::Not(inner) => format!("!{}", shown(inner)),
        Kind::Binary(left, operator, right) => {
            format!("({} {operator} {})", shown(left), shown(right))
        }
        Kind::If(test, then, otherwise) => {
            format!("if {} then {} else {}", shown(test), shown(then), shown(otherwise))
        }
        Kind::Sequence(parts) => {
            format!("({})", parts.iter().map(shown).collect::<Vec<_>>().join("; "))
        }
        Kind::Lambda(inner) => lambda(inner),
        Kind::Assign(target, value) => format!("{} = {}", shown(target), shown(value)),
        Kind::Exit(value) => {
            format!("exit {}", value.as_ref().map(|it| shown(it)).unwrap_or_default())
        }
        Kind::Splat(inner) => format!("*{}", shown(inner)),
        Kind::Class(class) => {
            let options: Vec<_> = class
                .options
                .iter()
                .map(|(key, value)| format!(" {key}={}", shown(value)))
                .collect();
            format!(
                "class {}({}){} {}",
                class.name,
                list(&class.parents),
                options.concat(),
                shown(&class.body)
            )
        }
        Kind::Def(def) => {
            let parameters: Vec<_> = def
                .parameters
                .iter()
                .map(|(name, value)| match value {
                    Some(value) => format!("{name} = {}", shown(value)),
                    None => name.clone(),
                })
                .collect();
            let on = if def.on_class { "static " } else { "" };
            format!("{on}def {}({}) {}", def.name, parameters.join(", "), shown(&def.body))
        }
        Kind::Typed(inner, of) => format!("{}: {}", shown(inner), shown(of)),
        Kind::Decorated(decorators, inner) => format!("@{} {}", list(decorators), shown(inner)),
        Kind::Try(body, handlers) => format!("try {} or {}", shown(body), list(handlers)),
        Kind::Import(import) => {
            let name = import.name.as_deref().unwrap_or("module");
            format!("import {name} of {} as {}", import.from, import.local)
        }
        Kind::Other(text) => format!("other<{text}>"),
    }
}

#[test]
fn imports_of_both_systems() {
    script(
        "import x, { a as b } from './y'",
        &["import default of ./y as x", "import a of ./y as b"],
    );
    script("import * as y from 'y'; import 'z'", &["import module of y as y"]);
    script("const y = require('y')", &["import module of y as y"]);
    script(
        "const { a, b: c, d = 1 } = require('y')",
        &["import a of y as a", "import b of y as c", "import d of y as d"],
    );
    script("const X = require('y').X", &["import X of y as X"]);
    script("const y = await import('y')", &["import module of y as y"]);
    typed("import y = require('y')", &["import module of y as y"]);
    typed("import type { A } from 'y'; import B = a.B", &["import A of y as A", "B = a.B"]);
}

#[test]
fn exports_of_both_systems() {
    script("export default { a }", &["default = {\"a\": a}"]);
    script("export default class User {}", &["class User() ()", "default = User"]);
    script("export default class extends X {}", &["class default(X) ()"]);
    script("export default async function (db) {}", &["def default(db) ()"]);
    script("export const a = 1, b = 2", &["a = 1", "b = 2"]);
    script(
        "export * from './y'; export * as z from './z'",
        &["import * of ./y as ", "import module of ./z as z"],
    );
    script(
        "export { a, b as c }; export { d as default } from './y'",
        &["c = b", "import d of ./y as default"],
    );
    script(
        "module.exports = class User extends X {}",
        &["class User(X) ()", "module.exports = User"],
    );
    script("exports.up = (db) => db.x()", &["exports.up = |db| db.x()"]);
    script(
        "module.exports = { a, ...require('./y') }",
        &["module.exports = {\"a\": a, *require(\"./y\"): null}", "import * of ./y as "],
    );
    typed("export = User", &["default = User"]);
}

#[test]
fn classes_with_fields_and_decorators() {
    script(
        "class A extends f(B, C) { static t = 1; #p = 2; get x() { return 1 } }",
        &["class A(f(B, C)) (t = 1; #p = 2; def x() (exit 1))"],
    );
    script("const A = class extends B {}", &["class A(B) ()"]);
    typed(
        "@Entity('users') export class User extends Base<User> implements I {\n\
         @Column({ nullable: true }) name?: string | null;\n\
         @OneToMany(() => Post, (p) => p.user) posts!: Post[];\n\
         @BeforeInsert() static init(a: X, b = 1) {}\n\
         constructor(@Inject(R) private readonly repo: Repository<User>, other: X) { super() }\n\
         }",
        &["@Entity(\"users\") class User(Base) implements=I (\
           @Column({\"nullable\": true}) name: ((string | null) | undefined); \
           @OneToMany(|| Post, |p| p.user) posts: Array[Post]; \
           @BeforeInsert() static def init(a, b = 1) (); \
           @Inject(R) repo: Repository[User]; \
           def constructor(repo, other) (super()))"],
    );
    typed("abstract class A { abstract x(): void }", &["class A() abstract=true ()"]);
    typed("enum E { A, B = 'b', C = 3, D }", &["E = {\"A\": 0, \"B\": \"b\", \"C\": 3, \"D\": 4}"]);
    typed(
        "interface I { a: string }\ntype T = I;\ndeclare const x: T;\nnamespace N { f() }",
        &["f()"],
    );
}

#[test]
fn objects_and_strings() {
    script(
        "x = { a: 1, 'b c': 2, [d]: 3, e, ...f, g() {}, get h() { return 1 } }",
        &[
            "x = {\"a\": 1, \"b c\": 2, d: 3, \"e\": e, *f: null, \"g\": def g() (), \"h\": def h() (exit 1)}",
        ],
    );
    script("f('a' + \"b\\n\" + `c`)", &["f(\"ab\\nc\")"]);
    script("f('a' + x + 'b')", &["f(template(\"a\", x, \"b\"))"]);
    script("f(a + b + c)", &["f(((a + b) + c))"]);
    script(
        "f(`a ${b.c} d`, sql`x = ${y}`, `plain`)",
        &["f(template(\"a \", b.c, \" d\"), sql(template(\"x = \", y)), \"plain\")"],
    );
    script(
        "f(/x/, -1, 1_000, null, undefined, void 0)",
        &["f(other</x/>, -1, 1000, null, undefined, undefined)"],
    );
}

#[test]
fn calls_and_operators() {
    script("a?.b?.(c)[d]", &["a.b(c)[d]"]);
    script("new a.B(1); new C", &["a.B(1)", "C()"]);
    script("f(...xs)", &["f(*xs)"]);
    script("a === b && c != d || (e ?? f)", &["(((a == b) && (c != d)) || (e ?? f))"]);
    script("a ||= 1; a.b += 2; f().x ??= 3", &["a = (a || 1)", "a.b = (a.b + 2)", "f().x = 3"]);
    script(
        "typeof a === 'x' ? !b : 'c' in d",
        &["if (typeof(a) == \"x\") then !b else (\"c\" in d)"],
    );
    script(
        "f(async ({ context: db, x = 1, ...rest }, [y]) => { await db.g() })",
        &["f(|db, x, rest, y| (db.g()))"],
    );
    script("f(function g(a = 1) { return a })", &["f(|a| (exit a))"]);
    script("registry[key](1); (a, b)", &["registry[key].call(1)", "(a; b)"]);
    typed("f<User>(a as any, b!, c satisfies D)", &["f(a, b, c)"]);
    assert_eq!(read(Language::TypeScript, "f(<User>a)"), ["f(a)"]);
}

#[test]
fn tagged_templates_with_type_arguments() {
    typed(
        "await db.$queryRaw<Array<{ id: number }>>`SELECT ${x}`",
        &["db.$queryRaw(template(\"SELECT \", x))"],
    );
    typed("sql<User[]> `a`; f(`<b>`, `a<b>`)", &["sql(\"a\")", "f(\"<b>\", \"a<b>\")"]);
    typed("f<(row: A) => B>`a`", &["f(\"a\")"]);
    assert_eq!(read(Language::Tsx, "f(<b>`</b>)"), ["f(b({}))"]);
}

#[test]
fn ampersands_in_jsx() {
    for language in [Language::JavaScript, Language::Tsx] {
        for text in ["x = <a>b & c{d}</a>", "x = <a h=\"?b=c&d=e\">b & c &amp; {d & e}</a>"] {
            let code = read(language, text);
            assert!(code.iter().all(|line| line.starts_with("x = ")), "{code:?}");
        }
    }
}

#[test]
fn statements() {
    script(
        "const { a, b: [c] } = x.y; const { d } = f()",
        &["a = x.y.a", "[c] = x.y.b", "{\"d\": d} = f()"],
    );
    script(
        "if (a) b(); else if (c) { d() } else e()",
        &["if a then (b()) else (if c then (d()) else (e()))"],
    );
    script(
        "for (const [k, v] of xs) f(k); for (let i = 0; i < 3; i++) g(i)",
        &["xs.each() do |k, v| (f(k))", "(i = 0; (g(i)))"],
    );
    script("while (a) b(); do { c() } while (d)", &["(b())", "(c())"]);
    script(
        "switch (a) { case 1: b(); break; default: c() }",
        &["(if (a == 1) then (b()) else (); if other<default> then (c()) else ())"],
    );
    script(
        "try { a() } catch (e) { throw e } finally { b() }",
        &["(try (a()) or (raise(e)); (b()))"],
    );
}

#[test]
fn attributes_of_a_page() {
    for language in [Language::JavaScript, Language::Tsx] {
        assert_eq!(
            read(language, "f(<A b={c} d {...e}>{g}</A>)"),
            ["f(A({\"b\": c, \"d\": true, *e: null}, g))"]
        );
    }
}

#[test]
fn deep_and_endless_code_is_cut_off_without_harm() {
    let forms = [
        format!("x = {}", "[".repeat(100_000)),
        format!("x = {}1{}", "(".repeat(50_000), ")".repeat(50_000)),
        format!("{} f()", "if (a) ".repeat(20_000)),
        format!("{} f()", "a: ".repeat(20_000)),
        format!("x = a{}", ".b()".repeat(20_000)),
        format!("x = {}1", "a + ".repeat(50_000)),
        format!("x = {}'b'", "'a' + ".repeat(50_000)),
        format!("{}b", "x[y ||= ".repeat(300)),
        format!("const {}a{} = b", "{a: ".repeat(20_000), "}".repeat(20_000)),
        format!("x = {}a", "!".repeat(50_000)),
        format!("x = {}", "`${".repeat(5_000)),
        format!("x = {}", "<a>".repeat(20_000)),
        format!("let x: {}number{}", "Array<".repeat(5_000), ">".repeat(5_000)),
    ];
    for form in forms {
        for language in [Language::JavaScript, Language::TypeScript, Language::Tsx] {
            // Whether it is read or refused: in bounded time, and without an end of the stack.
            let _ = syntax::code(language, &form);
        }
    }
}

#[test]
fn what_a_bundler_made_is_refused() {
    let text = "f(1);".repeat(20_000);
    assert_eq!(syntax::code(Language::JavaScript, &text).err().as_deref(), Some("minified"));
}

#[test]
fn names_lead_through_both_systems_of_modules() {
    let files = [
        ("models/user.js", "class User extends Model {}\nmodule.exports = User"),
        (
            "models/post.js",
            "class Post {}\nfunction f() {}\nmodule.exports = { Post, Article: Post, f }",
        ),
        ("models/index.ts", "export * from './tag'; export { default as Label } from './tag'"),
        ("models/tag.ts", "export class Tag {}\nclass L {}\nexport default L"),
        (
            "app.js",
            "const User = require('./models/user');\nconst { Article, f } = require('./models/post');\n\
             import { Tag, Label } from './models';\nimport Member from './models/user';\n\
             const posts = require('./models/post')",
        ),
    ];
    let facts: Vec<_> = files
        .iter()
        .map(|(path, text)| {
            let code = syntax::code(Language::of(path).expect("a script"), text).expect("code");
            script::facts(&(*path).into(), code.program)
        })
        .collect();
    let languages = [Language::JavaScript, Language::TypeScript];
    let modules = Modules::new(&facts, &languages, Default::default(), &[]);
    let app =
        modules.modules().find(|(_, module)| &**module.file == "app.js").expect("it is there").0;
    let leads = |name: &str| match modules.named(app, name) {
        Symbol::Class(class) => modules.class(class).body.name.clone(),
        Symbol::Function(_, def, _) => format!("{}()", def.name),
        other => format!("{other:?}"),
    };
    for (name, expected) in [
        ("User", "User"),
        ("Member", "User"),
        ("Article", "Post"),
        ("posts.Article", "Post"),
        ("f", "f()"),
        ("Tag", "Tag"),
        ("Label", "L"),
    ] {
        assert_eq!(leads(name), expected, "of {name}");
    }
}

#[test]
fn columns_count_characters_also_in_long_lines() {
    let text = format!("{}f(\"é\", g(\"ü\"), h); // …\ni(\"ö\", j);", "\"ä\"; ".repeat(50));
    let code = syntax::code(Language::JavaScript, &text).unwrap();
    let mut found = Vec::new();
    code.program.walk(&mut |expr| {
        if let Some(name @ ("h" | "j")) = expr.name() {
            found.push((name.to_owned(), expr.span.line, expr.span.column));
        }
    });
    // Five characters for each string before them.
    assert_eq!(found, [("h".to_owned(), 1, 266), ("j".to_owned(), 2, 8)]);
}

#[test]
fn all_types_of_a_module_are_passed_on() {
    let text = "export type * from './params';\nexport type * as models from './models';\nf(1);";
    let code = syntax::code(Language::TypeScript, text).unwrap();
    assert_eq!(code.limits, Vec::<String>::new());
    assert!(code.program.statements().iter().any(|expr| expr.span.line == 3));
}
