#!/usr/bin/env python3
"""Each check must fail on what it forbids and be silent on what it allows; a check that cannot fail is a wish."""

import sys
import tempfile
import unittest
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import check_asvs  # noqa: E402
import check_audit  # noqa: E402
import check_contacts  # noqa: E402
import check_data_model  # noqa: E402
import check_handbook  # noqa: E402
import check_layers  # noqa: E402
import check_names  # noqa: E402
import check_personal  # noqa: E402
import check_publiccode  # noqa: E402
import check_size  # noqa: E402
import check_sql  # noqa: E402
import check_templates  # noqa: E402
import check_texts  # noqa: E402
import check_words  # noqa: E402
import describe_schema  # noqa: E402
from house import REPOSITORY, without_comments  # noqa: E402

LAYERS = """
[foundation]
"foundation/core" = []
"foundation/db" = ["foundation/core"]
[accounts]
"accounts" = []
[features]
"features/villages" = []
"features/people" = ["features/villages"]
[top]
order = ["app", "cli"]
[confined]
"sqlite3.h" = ["foundation/db"]
"boost/asio" = ["foundation/db/server.cpp"]
"gtest" = ["tests"]
[test_edges]
[sql]
engine = ["foundation/db"]
system_tables = ["sqlite_master"]
[sql.foreign_tables]
"""
CORE = {"src/foundation/core/text.hpp": "#pragma once\n"}
PEOPLE_USES_VILLAGES = {
    "src/features/villages/api.hpp": "#pragma once\n",
    "src/features/people/people.cpp": '#include "features/villages/api.hpp"\n',
}
OWN_TABLES = {
    "migrations/0001_villages.sql": "-- owner: villages\nCREATE TABLE villages (id TEXT) ;\n",
    "migrations/0002_people.sql": "-- owner: people\nCREATE TABLE people (id TEXT) ;\n",
}


class Check(unittest.TestCase):
    """Runs a check over a small invented repository."""

    problems: Callable[[Path], Iterator[str]]

    def found(self, files: dict[str, str]) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder).resolve()
            for name, text in ({"src/layers.toml": LAYERS} | files).items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return list(type(self).problems(root))

    def assert_refused(self, files: dict[str, str], *said: str) -> None:
        found = self.found(files)
        self.assertEqual(len(found), 1, found)
        for words in said:
            self.assertIn(words, found[0])

    def assert_fine(self, files: dict[str, str]) -> None:
        self.assertEqual(self.found(files), [])


class Layers(Check):
    problems = staticmethod(check_layers.problems)

    def test_downward_includes_are_fine(self) -> None:
        self.assert_fine(CORE | {"src/foundation/db/db.hpp": '#include "foundation/core/text.hpp"\n'})
        self.assert_fine(PEOPLE_USES_VILLAGES)

    def test_an_upward_include_is_refused_with_its_line(self) -> None:
        files = {"src/accounts/roles.hpp": "", "src/foundation/core/text.hpp": '\n#include "accounts/roles.hpp"\n'}
        self.assert_refused(files, "src/foundation/core/text.hpp:2:", "must not include accounts")

    def test_of_another_feature_only_the_api_is_open(self) -> None:
        files = PEOPLE_USES_VILLAGES | {
            "src/features/villages/villages_store.hpp": "",
            "src/features/people/other.cpp": '#include "features/villages/villages_store.hpp"\n',
        }
        self.assert_refused(files, "only api.hpp and *_api.hpp are open")

    def test_a_long_api_may_have_a_second_header(self) -> None:
        files = PEOPLE_USES_VILLAGES | {
            "src/features/villages/maps_api.hpp": "",
            "src/features/people/other.cpp": '#include "features/villages/maps_api.hpp"\n',
        }
        self.assert_fine(files)

    def test_a_library_header_outside_its_folder_is_refused(self) -> None:
        self.assert_refused({"src/accounts/a.cpp": "#include <sqlite3.h>\n"}, "<sqlite3.h>", "foundation/db only")

    def test_a_header_may_be_confined_to_one_file(self) -> None:
        core = CORE | {"src/foundation/db/server.cpp": '#include "foundation/core/text.hpp"\n#include <boost/asio.hpp>\n'}
        self.assert_fine(core)
        self.assert_refused(core | {"src/foundation/db/pool.cpp": "#include <boost/asio/ip/tcp.hpp>\n"}, "server.cpp only")

    def test_test_libraries_are_for_tests(self) -> None:
        self.assert_fine({"src/accounts/a_test.cpp": '#include "tests/support/given.hpp"\n#include <gtest/gtest.h>\n'})
        self.assert_fine({"src/accounts/server_for_tests.hpp": "#include <gtest/gtest.h>\n"})
        self.assert_refused({"src/accounts/a.cpp": "#include <gtest/gtest.h>\n"}, "tests only")
        self.assert_refused({"src/accounts/a.cpp": '#include "tests/support/given.hpp"\n'}, "only *_test.cpp")

    def test_a_cycle_of_files_is_refused(self) -> None:
        files = {"src/accounts/a.hpp": '#include "accounts/b.hpp"\n', "src/accounts/b.hpp": '#include "accounts/a.hpp"\n'}
        self.assert_refused(files, "includes itself by way of")

    def test_an_edge_that_an_existing_module_no_longer_uses_is_refused(self) -> None:
        self.assert_refused({"src/features/people/people.cpp": "int a;\n"}, "no longer uses features/villages")

    def test_a_folder_that_is_no_module_is_refused(self) -> None:
        self.assert_refused({"src/features/unknown/a.cpp": ""}, "is no module")

    def test_a_relative_include_is_refused(self) -> None:
        files = {"src/accounts/a.hpp": "", "src/accounts/b.hpp": '#include "a.hpp"\n'}
        self.assert_refused(files, 'write the path from src/: "accounts/a.hpp"')

    def test_an_include_in_a_comment_does_not_count(self) -> None:
        self.assert_fine({"src/accounts/a.cpp": "// #include <sqlite3.h>\n/*\n#include <sqlite3.h>\n*/\n"})

    def test_an_unused_edge_is_taken_out_by_trim(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "src/features/people").mkdir(parents=True)
            (root / "src/features/people/people.cpp").write_text("int a;\n", encoding="utf-8")
            (root / "src/layers.toml").write_text(LAYERS, encoding="utf-8")
            check_layers.trim(root)
            self.assertEqual(list(check_layers.problems(root)), [])


class Sql(Check):
    problems = staticmethod(check_sql.problems)

    def people(self, source: str) -> dict[str, str]:
        return OWN_TABLES | {"src/features/people/people_store.cpp": source}

    def test_own_tables_in_a_raw_string_are_fine(self) -> None:
        self.assert_fine(self.people('auto a = R"sql(SELECT p.id FROM people p WHERE p.id = :id FOR UPDATE)sql";'))
        self.assert_fine(self.people('auto a = R"sql(WITH found AS (SELECT id FROM people) SELECT id FROM found)sql";'))
        self.assert_fine(
            self.people('auto a = R"sql(INSERT INTO people (id) VALUES (:id) ON CONFLICT (id) DO UPDATE SET id = :id)sql";')
        )

    def test_the_table_of_another_feature_is_refused(self) -> None:
        self.assert_refused(
            self.people('auto a = R"sql(SELECT p.id FROM people p\nJOIN villages v ON v.id = p.id)sql";'),
            "people_store.cpp:2:",
            "villages belongs to features/villages",
        )
        self.assert_refused(self.people('auto a = R"sql(SELECT 1 FROM people p, villages v)sql";'), "belongs to")

    def test_an_exception_is_allowed_while_it_is_used(self) -> None:
        layers = {"src/layers.toml": LAYERS + '"features/people" = ["villages"]\n'}
        self.assert_fine(self.people('auto a = R"sql(SELECT id FROM villages)sql";') | layers)
        self.assert_refused(self.people("") | layers, "no longer names the table villages")

    def test_a_table_without_a_migration_is_refused(self) -> None:
        self.assert_refused(self.people('auto a = R"sql(DELETE FROM persons)sql";'), "no migration creates the table persons")

    def test_sql_in_an_ordinary_string_is_refused(self) -> None:
        self.assert_refused(self.people('auto a = "SELECT id FROM people";'), 'R"sql')
        self.assert_fine(self.people('auto a = "Select a village from the list";'))

    def test_sql_put_together_with_plus_is_refused(self) -> None:
        self.assert_refused(self.people('auto a = R"sql(SELECT id FROM people WHERE id = )sql" + id;'), "put together with +")

    def test_formatted_sql_is_refused(self) -> None:
        self.assert_refused(self.people('auto a = fmt::format(R"sql(SELECT id FROM people)sql");'), "never formatted")

    def test_functions_that_differ_between_the_engines_are_refused(self) -> None:
        self.assert_refused(self.people('auto a = R"sql(SELECT lower(id) FROM people)sql";'), "lower differs")

    def test_small_letters_are_refused(self) -> None:
        self.assert_refused(self.people('auto a = R"sql(SELECT id from people)sql";'), "FROM in capitals")

    def test_a_migration_without_owner_is_refused(self) -> None:
        self.assert_refused({"migrations/0001_a.sql": "CREATE TABLE a (id TEXT);\n"}, "say once which module owns")
        self.assert_refused({"migrations/0001_a.sql": "-- owner: nobody\n"}, "is no module")

    def test_tests_are_exempt(self) -> None:
        self.assert_fine(OWN_TABLES | {"src/features/people/a_test.cpp": 'auto a = "SELECT id FROM villages";'})


class Contacts(Check):
    problems = staticmethod(check_contacts.problems)

    STORE = "features/people/people_store.cpp"
    TABLE = {
        "migrations/0001_people.sql": "-- owner: people\nCREATE TABLE people (\n"
        "    name TEXT, -- personal: whom we ask, until erased\n"
        "    phone TEXT -- personal: calling, until erased\n);\n"
    }
    SELECTS = 'auto a = R"sql(SELECT p.name, p.phone FROM people p)sql";'

    def people(self, path: str, source: str, viewers: str = "") -> dict[str, str]:
        layers = LAYERS + f'[contacts.selected_in]\npeople = "{self.STORE}"\n[contacts.viewers]\n{viewers}'
        store = {f"src/{self.STORE}": self.SELECTS}
        return self.TABLE | {"src/layers.toml": layers} | store | {f"src/{path}": source}

    def test_the_store_of_the_table_may_select_a_telephone(self) -> None:
        self.assert_fine(self.people(self.STORE, self.SELECTS))

    def test_another_file_may_not_even_of_the_same_feature(self) -> None:
        self.assert_refused(
            self.people("features/people/list.cpp", self.SELECTS), "list.cpp:1:", "nobody else selects people.phone", self.STORE
        )
        self.assert_refused(self.people("app/dump.cpp", 'auto a = R"sql(SELECT * FROM people)sql";'), "people.*")
        self.assert_refused(
            self.people("app/dump.cpp", 'auto a = R"sql(DELETE FROM people RETURNING phone)sql";'), "people.phone"
        )

    def test_looking_for_a_known_telephone_and_counting_tell_nothing(self) -> None:
        source = 'auto a = R"sql(SELECT COUNT(*), name FROM people WHERE phone = :phone)sql";'
        self.assert_fine(self.people("app/count.cpp", source))

    def test_a_table_whose_file_is_not_named_is_refused(self) -> None:
        files = self.people(self.STORE, self.SELECTS)
        files["migrations/0002.sql"] = "ALTER TABLE villages ADD COLUMN email TEXT; -- personal: writing, until erased\n"
        files["src/app/a.cpp"] = 'auto a = R"sql(SELECT email FROM villages)sql";'
        self.assert_refused(files, "villages.email", "say under [contacts.selected_in]")

    def test_a_line_that_holds_no_longer_is_refused(self) -> None:
        self.assert_refused(self.people(self.STORE, ""), "selects no contact column of people")
        self.assert_refused(self.people("app/a.cpp", "", 'the_program = ["app/a.cpp"]\n'), "no longer calls the_program")

    def test_a_viewer_is_made_where_it_is_named(self) -> None:
        for call in ("accounts::the_program()", "the_owner()", "accounts::viewer_with(a, b, c)", "accounts::viewer_of(a, b)"):
            self.assert_refused(self.people("app/a.cpp", f"auto a = {call};"), "opens contact data without asking")
        self.assert_fine(self.people("app/a.cpp", "auto a = the_program();", 'the_program = ["app/a.cpp"]\n'))
        self.assert_fine(self.people("app/a_test.cpp", "auto a = the_program();"))
        self.assert_fine(self.people("app/a.cpp", "auto a = accounts::anybody();"))


class Audit(Check):
    problems = staticmethod(check_audit.problems)

    SENTENCES = {"src/accounts/audit_sentences.cpp": 'AuditSentence{"contact.viewed", Topic::contacts, "x"_de},\n'}
    VIEWED = {"src/features/people/show.cpp": '#include "accounts/audit.hpp"\nauto a = "contact.viewed";\n'}

    def test_an_action_with_its_sentence_is_fine(self) -> None:
        self.assert_fine(self.SENTENCES | self.VIEWED)

    def test_an_action_without_a_sentence_is_refused(self) -> None:
        kept = {"src/features/people/keep.cpp": '#include "accounts/audit.hpp"\nauto a = "contact.kept";\n'}
        self.assert_refused(self.SENTENCES | self.VIEWED | kept, "keep.cpp:2", "contact.kept")

    def test_a_sentence_that_nothing_records_is_refused(self) -> None:
        self.assert_refused(self.SENTENCES, "audit_sentences.cpp:1", "nothing records contact.viewed")

    def test_changing_the_log_is_refused(self) -> None:
        change = {"src/features/people/keep.cpp": 'tx.exec(R"sql(DELETE FROM audit_log)sql", {});\n'}
        self.assert_refused(self.SENTENCES | self.VIEWED | change, "keep.cpp:1", "never changed or deleted")


class Personal(Check):
    problems = staticmethod(check_personal.problems)

    def column(self, line: str) -> dict[str, str]:
        return {"migrations/0001_a.sql": f"CREATE TABLE a (\n    {line}\n);\n"}

    def test_an_unmarked_column_is_refused(self) -> None:
        for name in ("name", "first_name", "contact_email", "phone", "birth_date", "note", "street"):
            self.assert_refused(self.column(f"{name} TEXT NOT NULL,"), "0001_a.sql:2:", name)

    def test_a_mark_is_accepted(self) -> None:
        self.assert_fine(self.column("email TEXT, -- personal: to answer, until erasure"))
        self.assert_fine(self.column("name TEXT NOT NULL, -- not personal: name of a village"))

    def test_a_mark_without_retention_is_refused(self) -> None:
        self.assert_refused(self.column("email TEXT, -- personal: to answer"), "purpose and retention")
        self.assert_refused(self.column("name TEXT, -- not personal:"), "say why")

    def test_other_columns_need_no_mark(self) -> None:
        for name in ("starts_on", "message_id", "mail_sent_at"):
            self.assert_fine(self.column(f"{name} TEXT NOT NULL,"))

    def test_an_added_column_is_looked_at(self) -> None:
        self.assert_refused({"migrations/0002_b.sql": "ALTER TABLE a ADD COLUMN mobile TEXT;\n"}, "mobile")


class DataModel(Check):
    problems = staticmethod(check_data_model.problems)

    MIGRATION = "-- owner: villages\n-- A place.\nCREATE TABLE villages (\n    id TEXT\n) STRICT;\n"

    def written(self, migration: str) -> dict[str, str]:
        found = {"migrations/0001_villages.sql": migration}
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "migrations").mkdir()
            (Path(folder) / "migrations/0001_villages.sql").write_text(migration, encoding="utf-8")
            return found | {describe_schema.PAGE: describe_schema.described(Path(folder))}

    def test_the_page_that_was_written_from_the_migrations_is_fine(self) -> None:
        files = self.written(self.MIGRATION)
        self.assertIn("| `villages` | A place. |", files[describe_schema.PAGE])
        self.assert_fine(files)

    def test_a_table_that_was_made_anew_is_described_once_and_keeps_what_it_is_for(self) -> None:
        anew = (
            "\nCREATE TABLE villages_anew (\n    id TEXT,\n    name TEXT -- personal: greeting, a year\n) STRICT;\n"
            "DROP TABLE villages;\nALTER TABLE villages_anew RENAME TO villages;\n"
        )
        page = self.written(self.MIGRATION + anew)[describe_schema.PAGE]
        self.assertIn("| `villages` | A place. | – | `name` |", page)
        self.assertNotIn("villages_anew", page)

    def test_a_page_older_than_the_migrations_is_refused(self) -> None:
        changed = self.MIGRATION.replace("id TEXT", "id TEXT,\n    name TEXT -- personal: greeting, a year")
        old = self.written(self.MIGRATION)
        self.assert_refused(old | {"migrations/0001_villages.sql": changed}, "describe_schema.py")

    def test_a_table_that_does_not_say_what_it_holds_is_refused(self) -> None:
        silent = self.MIGRATION.replace("-- A place.\n", "")
        self.assert_refused({"migrations/0001_villages.sql": silent}, "CREATE TABLE villages")


class Handbook(Check):
    problems = staticmethod(check_handbook.problems)
    SAID = {"src/features/people/people.cpp": 'auto all = {"Liste einlesen"_de, "Briefe drucken ({1})"_de};\n'}

    def test_quotes_of_the_screen_are_fine(self) -> None:
        self.assert_fine(self.SAID | {"docs/handbuch/a.md": "„Liste einlesen“ und „Briefe\ndrucken“, „Briefe drucken (…)“\n"})

    def test_what_the_screen_does_not_say_is_refused(self) -> None:
        self.assert_refused(self.SAID | {"docs/handbuch/a.md": "\n„Liste ein“\n"}, "a.md:2", "Liste ein")


class Templates(Check):
    problems = staticmethod(check_templates.problems)

    def page(self, text: str) -> dict[str, str]:
        return {"src/features/villages/page.html": text}

    def test_an_ordinary_template_is_fine(self) -> None:
        self.assert_fine(
            self.page(
                '{{%AUTOESCAPE context="HTML"}}\n<main id="inhalt">{{#ROW}}<a href="{{URL}}" class="card{{#OWN}} own{{/OWN}}" '
                'data-hx-get="/x" {{#ON}}aria-current="page"{{/ON}}>[[Alle <strong>Vereine</strong> in {NAME}]]</a>{{/ROW}}'
                '<script type="application/ld+json">{{JSON_LD}}</script><script src="/assets/a.js" defer></script>'
                '<link rel="canonical" href="https://dorf.example/"><a href="https://dorf.example/">Dorf</a></main>'
            )
        )

    def test_what_escaping_cannot_guard_is_refused(self) -> None:
        self.assert_refused(self.page('<button formaction="{{URL}}">a</button>'), "formaction")
        self.assert_refused(self.page('<img srcset="{{URL}}" alt="">'), "srcset")
        self.assert_refused(self.page('<svg><use xlink:href="{{URL}}"/></svg>'), "xlink:href")
        self.assert_refused(self.page('<p onclick="go({{ID}})">a</p>'), "onclick")
        self.assert_refused(self.page("<p>{{TEXT:none}}</p>"), ":none")

    def test_what_the_content_policy_forbids_is_refused(self) -> None:
        self.assert_refused(self.page('\n<p style="color:red">a</p>'), "page.html:2:", "style")
        self.assert_refused(self.page("<script>alert(1)</script>"), "inline script")
        self.assert_refused(self.page('<script src="https://cdn.example/a.js"></script>'), "from elsewhere")
        self.assert_refused(self.page('<img alt="" src="//cdn.example/a.png">'), "from elsewhere")

    def test_short_htmx_attributes_and_missing_quotes_are_refused(self) -> None:
        self.assert_refused(self.page('<a hx-get="/x">a</a>'), "data-hx-get")
        self.assert_refused(self.page("<a href=/x>a</a>"), "quotes")
        self.assert_refused(self.page("<a href={{URL}}>a</a>"), "quotes")

    def test_brackets_of_translated_texts_balance(self) -> None:
        self.assert_refused(self.page("<p>[[Hallo</p>"), "never closed")
        self.assert_refused(self.page("<p>Hallo]]</p>"), "]] without [[")
        self.assert_refused(self.page("<p>[[Hallo {{NAME}}]]</p>"), "{NAME}")


class Texts(Check):
    problems = staticmethod(check_texts.problems)

    def spoken(self, source: str, catalogue: str, **more: str) -> dict[str, str]:
        """A source, a catalogue in which a line "German = English" is an entry, and further files of the feature."""
        lines = (line.split(" = ") for line in catalogue.splitlines())
        entries = "".join(f'msgid "{german}"\nmsgstr "{english}"\n\n' for german, english in lines)
        files = {
            "src/features/people/people.cpp": source,
            "locale/en/people.po": 'msgid ""\nmsgstr ""\n"Language: en\\n"\n\n' + entries,
        }
        return files | {f"src/features/people/{name}.html": text for name, text in more.items()}

    def test_translated_texts_are_fine(self) -> None:
        self.assert_fine(self.spoken('auto a = "Hallo {1}"_de;', "Hallo {1} = Hello {1}"))
        self.assert_fine(self.spoken('auto a = "Hal"\n"lo"_de;', "Hallo = Hello"))
        self.assert_fine(self.spoken('auto a = "nie", b = "Hallo"_de;', "Hallo = Hello"))
        self.assert_fine(self.spoken('auto a = "„Ja“\\n\\"Nein\\""_de;', '„Ja“\\n\\"Nein\\" = Yes\\nor no'))
        self.assert_fine(self.spoken("", "Guten Tag = Good day", page="<p>[[Guten\n   Tag]]</p>"))

    def test_a_text_without_translation_is_refused_with_its_line(self) -> None:
        self.assert_refused(self.spoken('\nauto a = "Hallo"_de;', ""), "people.cpp:2:", "not in locale/en", "Hallo")
        self.assert_refused(self.spoken('auto a = "Hallo"_de;', "Hallo = "), "not in locale/en")
        self.assert_refused(self.spoken("", "", page="<p>\n[[Hallo]]</p>"), "page.html:2:", "not in locale/en")

    def test_comments_and_the_literal_itself_are_no_texts(self) -> None:
        self.assert_fine(self.spoken('// Written "Zum Inhalt"_de.\n/* "…"_de */', ""))
        self.assert_fine(self.spoken('consteval German operator""_de(const char* text, std::size_t size);', ""))
        self.assert_fine(self.spoken("", "", page="{{! [[Hallo]] }}<!-- [[Hallo]] -->"))

    def test_what_only_tests_say_may_be_translated(self) -> None:
        for catalogue in ("", "Hallo = Hello"):
            files = {"src/features/people/people_test.cpp": 'auto a = "Hallo"_de;'}
            self.assert_fine(self.spoken("", catalogue) | files)
            self.assert_fine(self.spoken("", catalogue, test_page="[[Hallo]]"))

    def test_an_entry_that_nobody_says_is_refused(self) -> None:
        self.assert_refused(self.spoken("", "Hallo = Hello"), "people.po:5:", "nobody says", "Hallo")

    def test_placeholders_and_tags_must_stay(self) -> None:
        refused = "placeholders or tags differ"
        self.assert_refused(self.spoken('auto a = "{1} von {2}"_de;', "{1} von {2} = {1} of {3}"), refused)
        self.assert_refused(self.spoken('auto a = "{1}: {1}"_de;', "{1}: {1} = {1}"), refused)
        self.assert_refused(self.spoken("", "noch {COUNT} = {COUNTS} left", page="[[noch {COUNT}]]"), refused)
        self.assert_refused(self.spoken("", "<b>Ja</b> = <b>Yes", page="[[<b>Ja</b>]]"), refused)
        self.assert_fine(self.spoken('auto a = "{1} von {2}"_de;', "{1} von {2} = of {2}, {1}"))

    def test_straight_quotes_are_refused_where_a_template_says_the_text(self) -> None:
        quotes = 'Hallo = \\"Hello\\"'
        self.assert_refused(self.spoken('auto a = "Hallo"_de;', quotes, page='<nav aria-label="[[Hallo]]">'), "straight quotes")
        self.assert_fine(self.spoken('auto a = "Hallo"_de;', quotes))

    def test_a_text_is_translated_once_in_a_file_and_everywhere_alike(self) -> None:
        said = 'auto a = "Hallo"_de;'
        self.assert_refused(self.spoken(said, "Hallo = Hello\nHallo = Hello"), "people.po:8:", "line 5 already")
        other = {"locale/en/villages.po": 'msgid "Hallo"\nmsgstr "Hi"\n'}
        self.assert_refused(self.spoken(said, "Hallo = Hello") | other, "villages.po:1:", "otherwise in locale/en/people.po:5")
        self.assert_fine(self.spoken(said, "Hallo = Hi") | other)


class Words(Check):
    problems = staticmethod(check_words.problems)
    VILLAGES = {"data/heidedoerfer/villages.csv": "name;slug\nGröbern;groebern\n"}

    def test_a_village_in_a_source_is_refused_however_spelt(self) -> None:
        for name in ("Gröbern", "groebern", "Groebern"):
            self.assert_refused(self.VILLAGES | {"src/a.cpp": f'auto a = "{name}";\n'}, "names a village")
        self.assert_fine(self.VILLAGES | {"docs/a.md": "Gröbern\n", "src/a.cpp": "Gröberner\n"})

    def test_notes_to_self_are_refused(self) -> None:
        self.assert_refused({"src/a.cpp": "// TODO later\n"}, "TODO")

    def test_paths_of_one_machine_are_refused(self) -> None:
        self.assert_refused({"docs/a.md": "see /home/anna/dorfnetz\n"}, "path of one machine")
        self.assert_fine({"docs/a.md": "see /usr/share/doc, build/work/a and https://a.example/work/b\n"})

    def test_secrets_are_refused(self) -> None:
        self.assert_refused({"docs/a.md": "-----BEGIN " + "PRIVATE KEY-----\n"}, "secret")


class Names(Check):
    problems = staticmethod(check_names.problems)
    MODULE = {"src/a/CMakeLists.txt": "dorf_module(a)\n"}

    @staticmethod
    def source(inside: str) -> str:
        return "namespace a {\n\nnamespace {\n\n" + inside + "\n} // namespace\n\n} // namespace a\n"

    def twice(self, first: str, second: str) -> dict[str, str]:
        return self.MODULE | {"src/a/b.cpp": self.source(first), "src/a/c.cpp": self.source(second)}

    def test_a_name_in_two_sources_of_a_module_is_refused(self) -> None:
        for first, second in (
            ("int count(int a)\n{\n    return a;\n}\n", "std::vector<int> count(\n    int a)\n{\n}\n"),
            ("struct Row\n{\n};\n", "class Row final : public Base\n{\n};\n"),
            ("using Row = int;\n", "enum class Row { one };\n"),
            ("constexpr std::size_t most = 3;\n", "constexpr std::array<int, 2> most{4, 5};\n"),
            ("constexpr std::size_t most = 3;\n", "int most(int a)\n{\n    return a;\n}\n"),
        ):
            self.assert_refused(self.twice(first, second), "c.cpp:5", "b.cpp")

    def test_other_names_inner_names_tests_and_other_modules_are_fine(self) -> None:
        self.assert_fine(self.twice("int one()\n{\n    const int a = 1;\n}\n", "int two()\n{\n    const int a = 2;\n}\n"))
        same = self.twice("int one()\n{\n}\n", "int two()\n{\n}\n")
        self.assert_fine(self.twice("int one(int a)\n{\n}\n", "int one(std::map<int, int> a, int b)\n{\n}\n"))
        self.assert_fine(same | {"src/a/b_test.cpp": self.source("int one()\n{\n}\n")})
        self.assert_fine(same | {"src/d/CMakeLists.txt": "dorf_module(d)\n", "src/d/d.cpp": self.source("int one()\n{\n}\n")})


class Size(Check):
    problems = staticmethod(check_size.problems)

    def test_a_very_long_file_is_refused(self) -> None:
        self.assert_refused({"src/a.cpp": "int a;\n" * 601}, "split it")


class PublicCode(Check):
    problems = staticmethod(check_publiccode.problems)
    GOOD = (REPOSITORY / "publiccode.yml").read_text(encoding="utf-8")
    BUILD = {"CMakeLists.txt": "project(dorfnetz VERSION 0.1.0)\n"}

    def changed(self, old: str, new: str) -> dict[str, str]:
        self.assertIn(old, self.GOOD)
        return self.BUILD | {"publiccode.yml": self.GOOD.replace(old, new, 1)}

    def test_a_missing_key_is_refused(self) -> None:
        self.assert_refused(self.changed("platforms:\n  - web\n", ""), "platforms: is mandatory")

    def test_a_value_outside_the_standard_is_refused(self) -> None:
        self.assert_refused(self.changed("developmentStatus: development", "developmentStatus: done"), "developmentStatus")
        self.assert_refused(self.changed("localisationReady: true", "localisationReady: perhaps"), "true or false")
        self.assert_refused(self.changed("type: community", "type: contract"), "contractors")

    def test_a_long_short_description_is_refused(self) -> None:
        self.assert_refused(self.changed("Villages run", "Villages " + "and villages " * 8 + "run"), "shortDescription")

    def test_another_version_than_the_build_says_is_refused(self) -> None:
        self.assert_refused(self.changed('softwareVersion: "0.1.0"', 'softwareVersion: "0.2.0"'), "CMakeLists.txt says 0.1.0")


class Asvs(Check):
    problems = staticmethod(check_asvs.problems)

    def page(self, **changed: str) -> dict[str, str]:
        """All requirements as not applicable, some of them otherwise."""
        rows = [
            changed.get("r" + name.replace(".", "_"), f"| {name} | {level} | what | not applicable | nothing of the kind |")
            for name, level in check_asvs.requirements().items()
        ]
        return {"docs/asvs.md": "\n".join(row for row in rows if row) + "\n", "src/there.cpp": ""}

    def test_the_standard_is_there_in_full(self) -> None:
        levels = "".join(check_asvs.LEVELS.values())
        self.assertEqual([levels.count(level) for level in "123"], [70, 183, 92])
        self.assertEqual(len(check_asvs.requirements()), 253)

    def test_a_whole_list_is_fine(self) -> None:
        self.assert_fine(self.page())
        self.assert_fine(self.page(r1_2_4="| 1.2.4 | 1 | what | met | as `src/there.cpp` shows |"))
        self.assert_fine(self.page(r6_3_3="| 6.3.3 | 2 | what | open | Something is missing. |"))

    def test_a_missing_page_is_refused(self) -> None:
        self.assert_refused({}, "is missing")

    def test_a_missing_or_doubled_requirement_is_refused(self) -> None:
        self.assert_refused(self.page(r1_2_4=""), "1 of 253", "1.2.4")
        row = "| 1.2.4 | 1 | what | not applicable | nothing |"
        self.assert_refused(self.page(r1_2_4=row + "\n" + row), "twice")

    def test_what_is_met_names_what_is_there(self) -> None:
        self.assert_refused(self.page(r1_2_4="| 1.2.4 | 1 | what | met | by care |"), "name the file")
        self.assert_refused(self.page(r1_2_4="| 1.2.4 | 1 | what | met | `src/gone.cpp` |"), "there is no src/gone.cpp")

    def test_what_is_open_says_what_is_missing(self) -> None:
        self.assert_refused(self.page(r1_2_4="| 1.2.4 | 1 | what | open |  |"), "in a sentence")

    def test_another_state_level_or_id_is_refused(self) -> None:
        self.assert_refused(self.page(r1_2_4="| 1.2.4 | 1 | what | nearly | x |"), "the state is one of")
        self.assert_refused(self.page(r1_2_4="| 1.2.4 | 2 | what | not applicable | x |"), "is of level 1")
        self.assertIn("1.2.10 is no requirement", " ".join(self.found(self.page(r1_2_9="| 1.2.10 | 3 | what | met | x |"))))
        self.assert_refused(self.page(r1_2_4=self.row_with_bar()), "five parts")

    def row_with_bar(self) -> str:
        return "| 1.2.4 | 1 | what | met | a | b |\n| 1.2.4 | 1 | what | not applicable | x |"

    def test_wrong_sums_are_refused(self) -> None:
        right = "| level 1 | 0 | 70 | 0 | 70 |\n"
        whole = self.page()
        self.assert_fine(whole | {"docs/asvs.md": right + whole["docs/asvs.md"]})
        self.assert_refused(whole | {"docs/asvs.md": right.replace("| 0 | 70", "| 70 | 0", 1) + whole["docs/asvs.md"]}, "the sums")


class Comments(unittest.TestCase):
    def test_comments_are_blanked_but_strings_and_lines_stay(self) -> None:
        text = 'a; // b\n"// c" /* d\n */ R"x(/* e */)x" 1\'000\n'
        self.assertEqual(without_comments(text), 'a;     \n"// c"     \n    R"x(/* e */)x" 1\'000\n')


if __name__ == "__main__":
    unittest.main()
