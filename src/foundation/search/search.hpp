#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/search/folding.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// Search over everything public of a network. People are never put in: they have a table of their own, and
// what stands here may be shown to anybody.
namespace dorfnetz::search {

struct Field
{
    std::string text;
    int weight = 1; // 3: the name, 2: what it is about, 1: the rest
};

struct Document
{
    NetworkId network;
    std::string kind; // "organisation", "village" …
    std::string id;
    std::vector<Field> fields;
    std::string language = "de"; // or "en": whose rules find inflected forms
};

// Makes the document findable, instead of what was there under its network, kind and id.
void put(db::Tx& tx, const Document& document);

// The same for many. Much quicker than one by one, above all on PostgreSQL, where a word that half of them
// have is then counted up once for each thousand instead of once for each.
void put(db::Tx& tx, std::span<const Document> documents);

// Nothing of it can be found any more, and words that nothing else has are deleted. Does nothing if it is not
// there.
void remove(db::Tx& tx, const NetworkId& network, const std::string& kind, const std::string& id);

struct SearchQuery
{
    NetworkId network;
    std::string text; // as typed, anything at all; only the first 400 bytes and eight words count
    std::vector<std::string> kinds; // empty: all
    int limit = 20;
    int offset = 0;
};

struct Hit
{
    std::string kind;
    std::string id;
    double score = 0;
};

// A word that nobody wrote so, and what was searched instead: "Feuerwer" and "Feuerwehr".
struct Correction
{
    std::string typed;
    std::string understood;
};

struct SearchResult
{
    std::vector<Hit> hits; // best first
    int total = 0;         // of all pages
    std::vector<Correction> corrections;
};

// The words searched in the end: what was typed, folded, with what was understood in place of what nobody
// wrote.
std::string understood(std::string_view typed, const std::vector<Correction>& corrections);

// All words must match, in any form, as part of a longer word or with a typing error; if nothing has them
// all, what has any of them.
SearchResult find(db::Reader& reader, const SearchQuery& query);

} // namespace dorfnetz::search
