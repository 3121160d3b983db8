//! Which steps of a migration run, in what order, and with what.

use super::{check, check_file};

#[test]
fn directions() {
    let a = "drop-column users.a";
    check(
        "reversible { |dir| dir.up { remove_column :users, :a }; dir.down { remove_column :users, :b } }",
        &[a],
    );
    check("reversible do |dir|\ndir.up do\nremove_column :users, :a\nend\nend", &[a]);
    check("up_only { remove_column :users, :a }", &[a]);
    check("unless reverting?\nremove_column :users, :a\nelse\nremove_column :users, :b\nend", &[a]);
    check(
        "revert do
           add_column :users, :a, :string
           remove_column :users, :b, :text
           add_index :users, :c, unique: true
           rename_column :users, :d, :e
           change_column :users, :f, :text
         end",
        &[
            "opaque users.f change_column :users, :f, :text",
            "rename-column users.e to d",
            "drop-unique users(c)",
            "add-column users.b text null rows NULL",
            a,
        ],
    );
    check("revert CreateUsers", &["opaque  revert CreateUsers"]);
    check("CreateUsers.new.up", &["opaque  CreateUsers.new.up"]);
    check_file(
        "class X < ActiveRecord::Migration[7.1]
           def up = remove_column(:users, :a)
           def down = add_column(:users, :a, :string)
         end",
        &[a],
    );
    check_file(
        "class X < ActiveRecord::Migration[4.2]; class << self; def up; remove_column :users, :a; end; end; end",
        &[a],
    );
    check_file(
        "class X < Gitlab::Database::Migration[2.1]; def change; remove_column :users, :a; end; end",
        &[a],
    );
    check_file(
        "module A; class X; def up; remove_column :users, :a; end; def down; end; end; end",
        &[a],
    );
    check_file("class X < ActiveRecord::Migration[7.1]; remove_column :users, :a; end", &[a]);
    check_file(
        "class X < ActiveRecord::Migration[4.2]; end\nX.class_eval do\ndef change; remove_column :users, :a; end\nend",
        &[a],
    );
}

#[test]
fn wrappers_and_conditions() {
    let a = "drop-column users.a";
    for wrapper in [
        "safety_assured { STEP }",
        "with_lock_retries do STEP end",
        "transaction { STEP }",
        "say_with_time('x') { STEP }",
        "suppress_messages { STEP }",
        "ActiveRecord::Base.transaction do STEP end",
        "connection.transaction do STEP end",
        "User.transaction { STEP }",
        "without_paper_trail { STEP }",
        "STEP if column_exists?(:users, :a)",
        "STEP unless Rails.env.test?",
        "column_exists?(:users, :a) and STEP",
        "if table_exists?(:users) then STEP end",
        "return unless column_exists?(:users, :a)\nSTEP",
        "return STEP if x?\nSTEP",
        "begin\nSTEP\nrescue StandardError\nremove_column :users, :b\nend",
        "x? ? (STEP) : (STEP)",
        "case connection.adapter_name when 'PostgreSQL' then STEP else STEP end",
        "connection.STEP",
        "ActiveRecord::Base.connection.STEP",
        "self.STEP",
        "send :remove_column, :users, :a",
        "1.times { STEP }",
    ] {
        let code = wrapper.replace("STEP", "remove_column :users, :a");
        // The step before the guard and the one behind it.
        let steps = if wrapper.starts_with("return STEP") { 2 } else { 1 };
        check(&code, &[a, a][..steps]);
    }
    check(
        "if x?\nadd_column :users, :a, :json\nelse\nadd_column :users, :a, :jsonb, default: '1'\nend",
        &["add-column users.a json null rows NULL|'1'"],
    );
    check("raise 'x' if true\nremove_column :users, :a", &[]);
    check("return\nremove_column :users, :a", &[]);
}

#[test]
fn loops_and_values() {
    let both = &["drop-column users.x", "drop-column posts.x"];
    for code in [
        "%i[users posts].each { |t| remove_column t, :x }",
        "%w[users posts].each do |t|\nremove_column t.to_sym, :x\nend",
        "['users', :posts].freeze.each { remove_column it, :x }",
        "[:users, :posts].each { remove_column _1, :x }",
        "[:users, :posts].each_with_index { |t, i| remove_column t, :x }",
        "for t in [:users, :posts]\nremove_column t, :x\nend",
        "{ users: :x, posts: :x }.each { |t, c| remove_column t, c }",
        "{ users: [:x], 'posts' => [:x] }.each { |t, cs| cs.each { |c| remove_column t, c } }",
        "[[:users, :x], [:posts, :x]].each { |t, c| remove_column t, c }",
        "[[:users, :x], [:posts, :x]].each_with_index { |(t, c), i| remove_column t, c }",
        "[{ table: :users }, { table: :posts }].each { |h| remove_column h[:table], :x }",
        "tables = [:users]\ntables << :posts\ntables.each { |t| remove_column t, :x }",
        "tables = [:users]\ntables += [:posts]\ntables.each { |t| remove_column t, :x }",
        "%w[user post].map(&:to_s).each { |m| remove_column \"#{m}s\", :x }",
        "%w[User Post].each { |m| remove_column m.tableize, :x }",
        "%w[user post].map { |m| m.pluralize }.each { |t| remove_column t, :x }",
        "(%i[users posts logs] - [:logs]).each { |t| remove_column t, :x }",
        "%i[users posts logs].reject { |t| t == :logs }.each { |t| remove_column t, :x }",
        "a = :users\nb, c = 1, 2\nremove_column a, :x\na = 'posts'\nremove_column a, \"x\"",
    ] {
        check(code, both);
    }
    check_file(
        "module M; class X < ActiveRecord::Migration[7.1]
           TABLES = %i[users posts].freeze
           def change = TABLES.each { |t| helper(t, column: COLUMN) }
           private
           COLUMN = :x
           def helper(table, column: :y, **options)
             remove_column(table, column) if column
           end
         end; end",
        both,
    );
    check_file(
        "class X < ActiveRecord::Migration[7.1]
           def change
             tables.each { |t| with(t) { |name| remove_column name, :x } }
           end
           def tables = [table(:user), table(:post)]
           def table(name) = \"#{name}s\"
           def with(table)
             yield table
           end
         end",
        both,
    );
    check_file(
        "class X < ActiveRecord::Migration[7.1]
           def change
             columns_for(:a) { |t| common(t) }
           end
           def columns_for(name, &block) = create_table(name, id: false, &block)
           def common(table)
             table.string :b
           end
         end",
        &["create-table a b:string"],
    );
    // What is not known is loud where a step depends on it.
    check("connection.tables.each { |t| remove_column t, :x }", &["opaque  remove_column t, :x"]);
    check("t = x? ? :users : :posts\nremove_column t, :x", &["opaque  remove_column t, :x"]);
    check("remove_column :users, name_of(1)", &["opaque users remove_column :users, name_of(1)"]);
    check("move_all_columns :users", &["opaque  move_all_columns :users"]);
    check(
        "made_up_table(:users) { |t| t.string :a }",
        &["opaque  made_up_table(:users) { |t| t.string :a }"],
    );
    // Data and talk are not.
    check(
        "say 'x'; puts 1; User.reset_column_information; Mailer.notify(1); enable_extension 'a'",
        &[],
    );
    check(
        "User.create!(name: 'x'); User.find_each(&:save!); x = compute(1); Role.find_each { |r| r.touch }",
        &[],
    );
}
