#include "features/exchange/exchange_pages.hpp"
#include "foundation/pdf/pdf.hpp"

// Labels to stick on: whose it is, and a code that leads to its page.
namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Context;

pdf::Sticker label_for(const Context& context, const Register& entries, const Thing& thing)
{
    const auto* owner = entries.entry(thing.draft.owner);
    pdf::Sticker label{.title = thing.draft.title,
                       .lines = {context.t("gehört: {1}"_de, {owner ? owner->name : std::string()})},
                       .url = context.absolute_url(path_of(thing)),
                       .url_text = context.t("Wie geht das? Wer hat es? Kamera auf das Muster halten."_de)};
    if (!thing.draft.size.empty())
        label.lines.push_back(thing.draft.size);
    label.lines.push_back(place_text(entries, thing));
    return label;
}

pdf::Properties properties_of(const Context& context, std::string title)
{
    return {.title = std::move(title),
            .author = context.network.name,
            .language = std::string(i18n::code(context.language)),
            .created = context.now()};
}

Result<http::Response> one_label(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto thing = TRY(editable_thing(context, reader));
        const pdf::Sticker labels[] = {
            label_for(context, *organisations::shared_register(context, reader), thing)};
        return web::download(TRY(pdf::render_stickers(properties_of(context, thing.draft.title), labels)),
                             "application/pdf", thing.slug + "-etikett.pdf");
    });
}

// Of everything that one's own organisations lend.
Result<http::Response> all_labels(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto entries = organisations::shared_register(context, reader);
        std::vector<pdf::Sticker> labels;
        for (const auto& own : own_organisations(context, *entries))
            for (const auto& thing : things_of(reader, context.network.id, OrganisationId{own.value}))
                if (thing.status == ThingStatus::offered)
                    labels.push_back(label_for(context, *entries, thing));
        if (labels.empty())
            return Error{.kind = Err::missing};
        return web::download(
            TRY(pdf::render_stickers(properties_of(context, context.t("Etiketten"_de)), labels)),
            "application/pdf", "etiketten.pdf");
    });
}

std::vector<std::string> some_label(db::Reader& reader, const web::Network& network)
{
    for (const auto& entry : organisations::load_register(reader, network.id).entries)
        for (const auto& thing : things_of(reader, network.id, entry.id))
            return {thing_edit_path(thing.id) + "/etikett.pdf"};
    return {};
}

} // namespace

void add_label_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(desk_path) + "/etiketten.pdf", editors, all_labels);
    site.get(std::string(desk_path) + "/sachen/{id}/etikett.pdf", editors, one_label, some_label);
}

} // namespace dorfnetz::exchange
