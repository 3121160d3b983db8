//! Facts of Prisma's schemas and of lock files.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| ormscope_fuzz::file(&["prisma/schema.prisma", "Gemfile.lock", "tsconfig.json"], text));
