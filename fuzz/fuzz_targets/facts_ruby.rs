//! Facts and changes of Ruby.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| ormscope_fuzz::file(&["app/models/user.rb", "db/migrate/20260101000000_change.rb", "db/schema.rb", "Gemfile"], text));
