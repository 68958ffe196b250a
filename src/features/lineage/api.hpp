#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/german.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/context.hpp"
#include "foundation/web/form.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Which record came from which (docs/adr/0049).
namespace dorfnetz::lineage {

// One record, of whatever feature.
struct Record
{
    std::string kind; // key of a Kind: "beschluss"
    std::string id;

    bool operator==(const Record&) const = default;
    auto operator<=>(const Record&) const = default;
};

// ---- What a feature tells of its own kind; handed over in app/features.cpp ----

// What the actor may see of a record.
struct Told
{
    std::string title;
    std::string path; // own, without language
};

// A form that makes a new record of a kind, for whoever may.
struct Making
{
    std::string path;   // own path of the form: "/redaktion/termine/neu"
    German label;       // of the button: "Termin daraus machen"
    web::Access access; // of that form
};

struct Kind
{
    std::string key; // one word, in links and in addresses: "beschluss"
    German singular; // "Beschluss"
    // Those of the ids that exist and that the actor may see.
    std::function<std::map<std::string, Told>(const web::Context&, db::Reader&,
                                              const std::vector<std::string>&)>
        describe;
    std::optional<Making> making = {};
};

// ---- Keeping ----

// In the transaction that makes `to`. The same link twice is one.
void link(db::Tx& tx, const NetworkId& network, const Record& from, const Record& to, Timestamp now);
// Of a record that is deleted, in both directions.
void forget(db::Tx& tx, const NetworkId& network, const Record& record);

// What a record came from, and what became of it; the oldest first. Whoever asks shows only what the actor
// may see.
std::vector<Record> sources_of(db::Reader& reader, const NetworkId& network, const Record& record);
std::vector<Record> results_of(db::Reader& reader, const NetworkId& network, const Record& record);

// ---- Making one record from another ----

// Of a form that was opened with ?aus=beschluss:ID.
struct Origin
{
    Record record;
    html::Safe shown; // "Entsteht aus: …"; stands above the form
};

// From the query, or from the form that carries it on. Nothing if there is none, or none that this actor may
// see: who guesses an id learns nothing and spoils nothing.
std::optional<Origin> origin_of(const web::Context& context, db::Reader& reader);
// The form takes it along.
void carry(const std::optional<Origin>& origin, std::vector<web::Field>& fields, web::FormValues& values);
// Above the form; empty without an origin.
html::Safe draw(const std::optional<Origin>& origin);
// In the transaction of the creation; nothing without an origin.
void link(db::Tx& tx, const NetworkId& network, const std::optional<Origin>& origin, const Record& made,
          Timestamp now);

// Own path of a form that then knows where it was opened from.
std::string with_origin(std::string_view path, const Record& record);

// ---- Parts of pages ----

// "Entstanden aus … / Daraus wurde …"; empty if there is nothing that this actor may see.
html::Safe draw(const web::Context& context, db::Reader& reader, const Record& record);
// Links to the forms that make something of a record, of those kinds that this actor may make, in this order.
// `along`: what else the forms should know, as a query ("punkt=0190…"); those that have no use for it ignore
// it.
html::Safe draw_making(const web::Context& context, db::Reader& reader, const Record& record,
                       const std::vector<std::string_view>& kinds, std::string_view along = {});

} // namespace dorfnetz::lineage
