//! Where things stand: files, spans of bytes, and what could not be read.

use std::sync::Arc;

/// A stretch of one file: bytes for slicing, lines and columns for people.
///
/// Lines and columns start at 1; columns count characters; the end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Line of the first byte.
    pub line: u32,
    /// Column of the first byte.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column of the end.
    pub end_column: u32,
}

impl Span {
    /// Whether `other` lies inside this span.
    pub fn contains(&self, other: &Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// From where this begins to where `other` ends.
    pub fn to(&self, other: &Span) -> Span {
        Span { end: other.end, end_line: other.end_line, end_column: other.end_column, ..*self }
    }
}

/// A span in a named file. Paths are relative to the root of the scan, with `/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Path of the file.
    pub file: Arc<str>,
    /// Where in it.
    pub span: Span,
}

impl Place {
    /// Whether `other` lies inside this place.
    pub fn contains(&self, other: &Place) -> bool {
        self.file == other.file && self.span.contains(&other.span)
    }
}

/// A file, or a part of one, that could not be read or understood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// Path of the file.
    pub file: Arc<str>,
    /// What stood in the way.
    pub why: String,
}

/// What a file is written in, by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// `.rb`, `.rake`, `Gemfile`, …
    Ruby,
    /// `.py`
    Python,
    /// `.js`, `.jsx`, `.mjs`, `.cjs`
    JavaScript,
    /// `.ts`, `.mts`, `.cts`, but not declarations alone (`.d.ts`)
    TypeScript,
    /// `.tsx`
    Tsx,
    /// `.sql`
    Sql,
    /// `.prisma`
    Prisma,
    /// `.erb`
    Erb,
    /// `.haml`
    Haml,
    /// `.slim`
    Slim,
    /// `.html`, `.jinja`, …: templates of Django, Jinja and their kin.
    Html,
    /// `.vue`
    Vue,
    /// `.svelte`
    Svelte,
    /// `.coffee`
    Coffee,
    /// `.graphql`
    GraphQl,
    /// `.yml`, and `fixtures/….json`
    Yaml,
    /// `tsconfig.json`: how TypeScript is compiled.
    TsConfig,
    /// `Gemfile.lock`: the resolved versions of Ruby libraries.
    GemLock,
}

impl Language {
    /// Whether it is JavaScript or TypeScript.
    pub fn is_script(self) -> bool {
        matches!(self, Language::JavaScript | Language::TypeScript | Language::Tsx)
    }

    /// Whether a name may end with `?` or `!`.
    pub fn has_marked_names(self) -> bool {
        matches!(self, Language::Ruby | Language::Erb | Language::Haml | Language::Slim)
    }

    /// Whether it holds code, a schema or statements that an application is linked from; the others
    /// only use what those define.
    pub fn is_linked(self) -> bool {
        !matches!(
            self,
            Language::Erb
                | Language::Haml
                | Language::Slim
                | Language::Html
                | Language::Vue
                | Language::Svelte
                | Language::Coffee
                | Language::GraphQl
                | Language::Yaml
        )
    }

    /// The language of a path, or `None` where ormscope has no reader for it.
    pub fn of(path: &str) -> Option<Language> {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name {
            "Gemfile" | "Rakefile" => return Some(Language::Ruby),
            "Gemfile.lock" => return Some(Language::GemLock),
            "tsconfig.json" | "tsconfig.base.json" => return Some(Language::TsConfig),
            // sequelize-cli keeps the options of connections there, an expression of JavaScript.
            "config.json" if path.ends_with("config/config.json") => {
                return Some(Language::JavaScript);
            }
            _ => {}
        }
        match name.rsplit_once('.')?.1 {
            "rb" | "rake" | "gemspec" | "ru" | "jbuilder" | "rabl" | "builder" | "arb" | "ruby" => {
                Some(Language::Ruby)
            }
            "py" => Some(Language::Python),
            "js" | "jsx" | "mjs" | "cjs" => Some(Language::JavaScript),
            "ts" | "mts" | "cts" if name.contains(".d.") => None,
            "ts" | "mts" | "cts" => Some(Language::TypeScript),
            "tsx" => Some(Language::Tsx),
            "sql" => Some(Language::Sql),
            "prisma" => Some(Language::Prisma),
            "erb" | "ejs" => Some(Language::Erb),
            "haml" => Some(Language::Haml),
            "slim" => Some(Language::Slim),
            "html" | "htm" | "jinja" | "jinja2" | "j2" | "hbs" | "mustache" | "liquid" => {
                Some(Language::Html)
            }
            // Mails in plain text.
            "txt" if path.contains("templates/") => Some(Language::Html),
            "vue" => Some(Language::Vue),
            "svelte" => Some(Language::Svelte),
            "coffee" => Some(Language::Coffee),
            "graphql" | "gql" => Some(Language::GraphQl),
            "yml" | "yaml" => Some(Language::Yaml),
            // Fixtures of Django, whose rows are those of YAML in other brackets.
            "json" if path.split('/').rev().nth(1) == Some("fixtures") => Some(Language::Yaml),
            _ => None,
        }
    }
}
