//! Spellings of operations, and the changes that they are read as.

use std::sync::Arc;

use super::changes;
use crate::{
    change::{Change, DefaultValue, Op},
    source::Language,
    syntax,
};

fn read(text: &str) -> Vec<Change> {
    let file: Arc<str> = "shop/migrations/0002_change.py".into();
    let code = syntax::code(Language::Python, text).expect("it is code");
    assert_eq!(code.limits, Vec::<String>::new(), "of {text}");
    changes(&file, text, &code.program).unwrap_or_default()
}

/// A change on one line: what happens, to what, and what is said of it.
fn shown(change: &Change) -> String {
    let mut line = format!("{} {}", change.op.name(), change.subject());
    if !change.columns.is_empty() && change.op != Op::CreateTable {
        line.push_str(&format!("({})", change.columns.join(", ")));
    }
    for definition in &change.definitions {
        let null = if definition.nullable == Some(false) { "!" } else { "" };
        line.push_str(&format!(" {}{null}", definition.name));
    }
    if let Some(to) = &change.to {
        line.push_str(&format!(" -> {to}"));
    }
    if let Some(written) = &change.sql_type {
        line.push_str(&format!(" {written}"));
    }
    match change.nullable {
        Some(true) => line.push_str(" null"),
        Some(false) => line.push_str(" not-null"),
        None => {}
    }
    for (what, default) in [("default", &change.default), ("given", &change.client_default)] {
        match default {
            DefaultValue::Unsaid => {}
            DefaultValue::Null => line.push_str(&format!(" {what}:none")),
            other => line.push_str(&format!(" {what}:{:?}", other.shown().unwrap_or_default())),
        }
    }
    for cell in &change.existing {
        line.push_str(&format!(" = {cell}"));
    }
    if let Some(condition) = &change.condition {
        line.push_str(&format!(" where {condition}"));
    }
    line
}

#[track_caller]
fn steps(text: &str, expected: &[&str]) {
    let found: Vec<_> = read(text).iter().map(shown).collect();
    assert_eq!(found, expected, "{text}");
}

#[track_caller]
fn operations(body: &str, expected: &[&str]) {
    let head = "from django.db import migrations, models\nfrom django.utils import timezone\n";
    steps(
        &format!("{head}class Migration(migrations.Migration):\n    operations = [{body}]\n"),
        expected,
    );
}

#[track_caller]
fn added(field: &str, expected: &[&str]) {
    operations(&format!("migrations.AddField('Article', 'state', {field})"), expected);
}

/// What `RunPython` does in a function of that body.
#[track_caller]
fn forwards(body: &str, expected: &[&str]) {
    let body = body.replace('\n', "\n    ");
    let text = format!(
        "from django.db import migrations\nfrom django.utils import timezone\n\
         def forwards(apps, schema_editor):\n    Article = apps.get_model('shop', 'Article')\n    \
         {body}\n\
         class Migration(migrations.Migration):\n    \
         operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]\n"
    );
    steps(&text, expected);
}

#[test]
fn what_rows_get_that_exist() {
    added(
        "models.DateTimeField(null=True)",
        &["add-column shop_article.state timestamptz null = NULL"],
    );
    // The default is the application's: the database forgets it after the migration.
    added(
        "models.BooleanField(default=False)",
        &["add-column shop_article.state boolean not-null given:\"false\" = FALSE"],
    );
    added(
        "models.DateTimeField(default=timezone.now)",
        &["add-column shop_article.state timestamptz not-null given:\"timezone.now\" = a value"],
    );
    added(
        "models.DateTimeField(auto_now_add=True)",
        &["add-column shop_article.state timestamptz not-null given:\"now()\" = a value"],
    );
    added(
        "models.JSONField(default=dict, null=True)",
        &["add-column shop_article.state jsonb null given:\"dict\" = a value"],
    );
    added(
        "models.CharField(max_length=9, db_default='free')",
        &["add-column shop_article.state varchar(9) not-null default:\"free\" = 'free'"],
    );
    added(
        "models.DateTimeField(null=True, db_default=Now())",
        &["add-column shop_article.state timestamptz null default:\"Now()\" = a value"],
    );
    added(
        "models.DecimalField(max_digits=5, decimal_places=2, default=Decimal('0.00'))",
        &["add-column shop_article.state numeric(5,2) not-null given:\"0.00\" = 0.00"],
    );
    // Nothing says what they get; the migration fails where there are rows.
    added("models.IntegerField()", &["add-column shop_article.state integer not-null = unknown"]);
    added(
        "models.CharField(max_length=9, blank=True)",
        &["add-column shop_article.state varchar(9) not-null given:\"\" = ''"],
    );
    // A function of another file may return nothing at all.
    added(
        "models.IntegerField(null=True, default=first_state)",
        &["add-column shop_article.state integer null given:\"first_state\" = unknown"],
    );
    operations(
        "migrations.AddField(model_name='article', name='age', field=models.IntegerField(default=1), \
         preserve_default=False)",
        &["add-column shop_article.age integer not-null = 1"],
    );
}

#[test]
fn columns_of_fields() {
    added(
        "models.ForeignKey('User', on_delete=models.CASCADE)",
        &[
            "add-column shop_article.state_id not-null = unknown",
            "add-foreign-key shop_article(state_id) -> shop_user",
        ],
    );
    added(
        "models.OneToOneField(to='auth.User', null=True, db_column='who', db_constraint=False)",
        &["add-column shop_article.who null = NULL", "add-unique shop_article(who)"],
    );
    added(
        "models.CharField(max_length=5, null=True, unique=True)",
        &["add-column shop_article.state varchar(5) null = NULL", "add-unique shop_article(state)"],
    );
    added(
        "models.ManyToManyField(to='shop.Tag')",
        &[
            "create-table shop_article_state id! article_id! tag_id!",
            "add-unique shop_article_state(article_id, tag_id)",
        ],
    );
    added("models.ManyToManyField(to='shop.Tag', through='shop.Tagging')", &[]);
    added("taggit.managers.TaggableManager(to='taggit.Tag')", &[]);
    // A class of the application is a column of some type.
    added("fields.MoneyField(null=True)", &["add-column shop_article.state numeric null = NULL"]);
    added(
        "fields.TenantForeignKey(to='shop.Tenant', null=True)",
        &[
            "add-column shop_article.state_id null = NULL",
            "add-foreign-key shop_article(state_id) -> shop_tenant",
        ],
    );
}

#[test]
fn models_and_their_tables() {
    operations(
        "migrations.CreateModel('Page', [('id', models.AutoField(primary_key=True)), \
         ('site', models.ForeignKey('Site', models.CASCADE)), ('tags', models.ManyToManyField('Tag'))], \
         options={'db_table': 'pages', 'unique_together': {('site', 'id')}}), \
         migrations.AddField('page', 'name', models.TextField(default='')), \
         migrations.RemoveField('page', 'site')",
        &[
            "create-table pages id! site_id!",
            "create-table pages_tags id! page_id! tag_id!",
            "add-unique pages_tags(page_id, tag_id)",
            "add-unique pages(site_id, id)",
            "add-column pages.name text not-null given:\"\" = ''",
            "drop-column pages.site_id",
        ],
    );
    operations(
        "migrations.CreateModel('Proxy', [], options={'proxy': True}), \
         migrations.CreateModel('View', [('a', models.TextField())], options={'managed': False})",
        &[],
    );
    operations(
        "migrations.RenameModel('Article', 'Page'), migrations.DeleteModel('Draft'), \
         migrations.AlterModelTable('Page', 'pages'), migrations.AlterModelOptions('page', {})",
        &[
            "define  -> shop.page",
            "rename-table shop_article -> shop_page",
            "drop-table shop_draft",
            "rename-table shop_page -> pages",
        ],
    );
}

#[test]
fn fields_that_change() {
    operations(
        "migrations.AlterField('article', 'title', models.TextField(null=True))",
        &["alter-column shop_article.title text null given:none = unknown"],
    );
    operations(
        "migrations.AlterField('article', 'slug', models.SlugField(unique=True, max_length=9))",
        &[
            "alter-column shop_article.slug varchar(9) not-null given:\"\" = a value",
            "add-unique shop_article(slug)",
        ],
    );
    operations(
        "migrations.AddField('article', 'site', models.ForeignKey('Site', models.CASCADE, null=True)), \
         migrations.RenameField('article', 'site', 'place'), \
         migrations.RenameField('article', 'title', 'headline'), \
         migrations.RemoveField(model_name='article', name='body')",
        &[
            "add-column shop_article.site_id null = NULL",
            "add-foreign-key shop_article(site_id) -> shop_site",
            "rename-column shop_article.site_id -> place_id",
            "rename-column shop_article.title -> headline",
            "drop-column shop_article.body",
        ],
    );
}

#[test]
fn constraints_and_indexes() {
    operations(
        "migrations.AddConstraint('article', models.UniqueConstraint(fields=['slug'], name='u', \
         condition=models.Q(('deleted_at__isnull', True), ('state', 'open')))), \
         migrations.AddConstraint('article', models.CheckConstraint(check=models.Q(age__gte=18), name='c')), \
         migrations.AlterUniqueTogether('article', {('team', 'slug')}), \
         migrations.AlterUniqueTogether('article', set()), \
         migrations.RemoveConstraint('article', 'unique_slug'), \
         migrations.RemoveConstraint('article', 'slug'), \
         migrations.AddIndex('article', models.Index(fields=['-slug'], name='i')), \
         migrations.RemoveIndex('article', 'i')",
        &[
            "add-unique shop_article(slug) where (deleted_at IS NULL AND state = 'open')",
            "add-check shop_article where age >= 18",
            "add-unique shop_article(team, slug)",
            "drop-unique shop_article",
            "drop-unique shop_article",
            "opaque shop_article",
            "add-index shop_article(slug)",
            "drop-index shop_article",
        ],
    );
}

#[test]
fn sql_and_what_only_the_state_knows() {
    operations(
        "migrations.RunSQL('ALTER TABLE a ADD COLUMN b timestamp NULL', 'ALTER TABLE a DROP b'), \
         migrations.RunSQL(['DROP TABLE c', ('UPDATE d SET e = %s WHERE f = %s', ['x', None])]), \
         migrations.RunSQL(migrations.RunSQL.noop)",
        &[
            "add-column a.b timestamp null = NULL",
            "drop-table c",
            "backfill d.e = 'x' where f = NULL",
        ],
    );
    operations(
        "migrations.SeparateDatabaseAndState(\
         database_operations=[migrations.RunSQL('ALTER TABLE a DROP COLUMN b')], \
         state_operations=[migrations.RemoveField('a', 'b')]), \
         migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel('a')])",
        &["drop-column a.b"],
    );
}

#[test]
fn operations_are_put_together_by_code() {
    steps(
        "from django.db import migrations, models\n\
         NAMES = ['a', 'b']\n\
         def drop(model, *names):\n    return [migrations.RemoveField(model, name) for name in names]\n\
         class Tolerant(migrations.RemoveField):\n    pass\n\
         class Migration(migrations.Migration):\n    \
         operations = [migrations.RemoveField('article', n) for n in NAMES] + drop('page', 'c', 'd')\n    \
         operations += [Tolerant('page', 'e'), unknown.Operation('f')]\n",
        &[
            "drop-column shop_article.a",
            "drop-column shop_article.b",
            "drop-column shop_page.c",
            "drop-column shop_page.d",
            "drop-column shop_page.e",
            "opaque ",
        ],
    );
    steps("class Migration:\n    operations = []\n", &[]);
}

#[test]
fn rows_that_code_changes() {
    forwards("Article.objects.update(state='open')", &["backfill shop_article.state = 'open'"]);
    forwards(
        "Article.objects.using('x').filter(state=None).update(state=timezone.now())",
        &["backfill shop_article.state = a value where filter(state=None)"],
    );
    forwards(
        "for article in Article.objects.all():\n    article.state = 'open'\n    article.save()",
        &["backfill shop_article.state = 'open'"],
    );
    forwards(
        "for article in Article.objects.iterator():\n    if article.old:\n        article.state = None\n        article.save()",
        &["backfill shop_article.state = NULL where article.old"],
    );
    forwards(
        "for article in Article.objects.all():\n    if article.old:\n        continue\n    article.state = 'x'\nArticle.objects.update(age=1)",
        &[
            "backfill shop_article.state = 'x' where not (article.old)",
            "backfill shop_article.age = 1",
        ],
    );
    forwards("Article.objects.update(state=F('old'))", &["backfill shop_article.state = unknown"]);
    forwards(
        "first = Article.objects.first()\nfirst.author.name = 'x'\nfirst.name = 'y'",
        &["backfill shop_article.name = 'y' where first()"],
    );
    forwards(
        "schema_editor.execute('UPDATE shop_article SET state = 1')",
        &["backfill shop_article.state = 1"],
    );
    forwards(
        "batch = []\nfor row in Article.objects.values('id', 'old'):\n    batch.append(Article(id=row['id'], state=row['old']))\nif batch:\n    Article.objects.bulk_update(batch, ['state'])",
        &["backfill shop_article.state = unknown"],
    );
    forwards(
        "batch = []\nfor article in Article.objects.all():\n    article.state = 'open'\n    batch.append(article)\nArticle.objects.bulk_update(batch, fields=['state'])",
        &["backfill shop_article.state = 'open'"],
    );
    forwards("schema_editor.add_field(Article, field)", &["opaque shop_article"]);
    // A new row is none of those that exist.
    forwards("article = Article(state='x')\narticle.state = 'y'\narticle.save()", &[]);
    forwards("print(Article.objects.filter(state='x').count())", &[]);
}
