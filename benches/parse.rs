//! What tree-sitter alone needs for the files that are parsed, on one thread:
//! `cargo bench --bench parse -- TREE [WORD…]`.
//!
//! Without words, the files that define the models, their parents and mixins; with words, also those
//! that hold one of them.

// It is a program.
#![allow(clippy::print_stdout)]

use std::{collections::HashSet, env, hint::black_box, path::Path, time::Instant};

use ormscope::{scan, source::Language, syntax::Desk, walk};
use tree_sitter::Parser;

fn main() -> anyhow::Result<()> {
    let given: Vec<String> = env::args().skip(1).filter(|it| it != "--bench").collect();
    // `cargo test --all-targets` builds it, and gives it no tree.
    let Some((root, words)) = given.split_first() else { return Ok(()) };
    let root = Path::new(root);
    let holds = |text: &str| words.iter().any(|word| text.contains(word.as_str()));
    let (files, _) = walk::files(root, &[])?;
    let scan = scan::scan(root, &Desk::default(), &files, &[], &[]);
    let defines: HashSet<_> = scan.facts.iter().map(|facts| facts.file.clone()).collect();
    let mut sources = Vec::new();
    for file in &files {
        if let (Some(grammar), Ok(text)) = (grammar(file.language), walk::text(root, &file.path))
            && (defines.contains(&file.path) || holds(&text))
        {
            sources.push((grammar, text));
        }
    }
    let bytes: usize = sources.iter().map(|(_, text)| text.len()).sum();
    let started = Instant::now();
    let mut parser = Parser::new();
    for (grammar, text) in &sources {
        parser.set_language(grammar)?;
        black_box(parser.parse(text, None));
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{seconds:.3} s for {} files, {} kB", sources.len(), bytes / 1000);
    Ok(())
}

fn grammar(language: Language) -> Option<tree_sitter::Language> {
    Some(match language {
        Language::Ruby => tree_sitter_ruby::LANGUAGE.into(),
        Language::Python => tree_sitter_python::LANGUAGE.into(),
        Language::JavaScript => tree_sitter_javascript::LANGUAGE.into(),
        Language::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        Language::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
        _ => return None,
    })
}
