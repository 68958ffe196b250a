#include "features/lineage/lineage_parts.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::lineage {

namespace {

constexpr std::string_view field_name = "aus";

} // namespace

std::string to_text(const Record& record)
{
    return record.kind + ':' + record.id;
}

std::optional<Record> record_from_text(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
        return std::nullopt;
    return Record{.kind = std::string(text.substr(0, colon)), .id = std::string(text.substr(colon + 1))};
}

std::optional<Origin> origin_of(const web::Context& context, db::Reader& reader)
{
    const auto sent = context.form.text(field_name);
    const auto record = record_from_text(sent.empty() ? context.query.text(field_name) : sent);
    if (!record)
        return std::nullopt;
    auto shown = context.site.parts(origin_part, context, reader, to_text(*record));
    if (shown.empty())
        return std::nullopt;
    return Origin{.record = *record, .shown = std::move(shown)};
}

void carry(const std::optional<Origin>& origin, std::vector<web::Field>& fields, web::FormValues& values)
{
    if (!origin)
        return;
    fields.push_back({.name = std::string(field_name), .label = {}, .input = web::Input::hidden});
    values.set(field_name, to_text(origin->record));
}

html::Safe draw(const std::optional<Origin>& origin)
{
    return origin ? origin->shown : html::Safe();
}

void link(db::Tx& tx, const NetworkId& network, const std::optional<Origin>& origin, const Record& made,
          Timestamp now)
{
    if (origin)
        link(tx, network, origin->record, made, now);
}

std::string with_origin(std::string_view path, const Record& record)
{
    return std::string(path)
        .append(1, '?')
        .append(field_name)
        .append(1, '=')
        .append(http::percent_encode(to_text(record)));
}

html::Safe draw(const web::Context& context, db::Reader& reader, const Record& record)
{
    return context.site.parts(chain_part, context, reader, to_text(record));
}

html::Safe draw_making(const web::Context& context, db::Reader& reader, const Record& record,
                       const std::vector<std::string_view>& kinds, std::string_view along)
{
    auto subject = to_text(record);
    for (const auto kind : kinds)
        subject.append(1, ' ').append(kind);
    if (!along.empty())
        subject.append(" &").append(along);
    return context.site.parts(making_part, context, reader, subject);
}

} // namespace dorfnetz::lineage
