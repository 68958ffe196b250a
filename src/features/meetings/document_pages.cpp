#include "features/meetings/documents.hpp"
#include "features/meetings/meetings_pages.hpp"
#include "features/pictures/files_api.hpp"

// Documents of a meeting: brought by who takes part, read by who sees the meeting.
namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view documents_end = "/unterlagen";
constexpr std::string_view remove_document_end = "/unterlagen/{unterlage}/loeschen";

struct Documents
{
    Meeting meeting;
    std::vector<Document> all = {};
    std::vector<AgendaItem> agenda = {};
    bool edits_agenda = false;
};

Result<Documents> documents_for(const Context& context, db::Reader& reader)
{
    auto meeting = TRY(meeting_for(context, reader, Needs::taking_part));
    const auto& network = context.network.id;
    Documents documents{.meeting = std::move(meeting)};
    documents.all = documents_of(reader, network, documents.meeting.id);
    documents.agenda = agenda_of(reader, network, documents.meeting.id);
    documents.edits_agenda = may_edit_agenda(context, reader, documents.meeting);
    return documents;
}

bool may_remove(const Context& context, const Documents& documents, const Document& document)
{
    return documents.edits_agenda ||
           (!document.uploaded_by.empty() && document.uploaded_by == context.actor.user);
}

html::Safe list_of(const Context& context, const Documents& documents)
{
    html::Page page;
    for (const auto& document : documents.all) {
        auto row = page.add("DOCUMENT");
        row.set("SHOWN", draw_document(context, documents.meeting, document));
        if (may_remove(context, documents, document))
            row.add("REMOVE")
                .set("TITLE", document.title)
                .set("BUTTON",
                     web::draw_button(context, {.action = path_on_desk(documents.meeting, documents_end) +
                                                          '/' + document.id.text() + "/loeschen",
                                                .pattern = desk_pattern(remove_document_end),
                                                .submit = context.t("Ja, Datei löschen"_de),
                                                .danger = true}));
    }
    page.show_if(documents.all.empty(), "NOTHING");
    return context.render("meeting_documents", page);
}

FormPage documents_page(const Context& context, const Documents& documents)
{
    std::vector<web::Choice> items{{"", context.t("zum ganzen Treffen"_de)}};
    for (const auto& item : documents.agenda)
        items.push_back({item.id.text(), item.draft.title});
    return {.heading = context.t("Unterlagen"_de),
            .lead = context.t("Wer das Treffen sehen darf, darf auch die Unterlagen lesen."_de),
            .settings = {.action = path_on_desk(documents.meeting, documents_end),
                         .pattern = desk_pattern(documents_end),
                         .submit = context.t("Hochladen"_de),
                         .cancel = desk_path_of(documents.meeting)},
            .fields = {pictures::file_field(context, pictures::Photos::taken),
                       {.name = "titel",
                        .label = context.t("Wie heißt sie?"_de),
                        .required = true,
                        .help = context.t("Zum Beispiel: Angebot für das Zelt"_de),
                        .longest = 120},
                       {.name = "punkt",
                        .label = context.t("Wozu gehört sie?"_de),
                        .input = Input::one_of,
                        .choices = std::move(items)}},
            .crumbs = crumbs_of(context, documents.meeting),
            .more = list_of(context, documents)};
}

Result<http::Response> show_document_list(Context& context)
{
    const auto documents =
        TRY(context.pool().read([&](db::Reader& reader) { return documents_for(context, reader); }));
    return form_page(context, documents_page(context, documents));
}

Result<http::Response> post_document(Context& context)
{
    const auto documents =
        TRY(context.pool().read([&](db::Reader& reader) { return documents_for(context, reader); }));
    auto page = documents_page(context, documents);
    const auto sent = web::read_form(context, page.fields);
    page.values = sent.values;
    page.errors = sent.errors;
    const auto file = pictures::sent_file(context, page.errors, pictures::Photos::taken);
    if (!page.errors.empty())
        return form_page(context, page);
    const auto item = sent.values.text("punkt");
    const auto saved = write_for(context, Needs::taking_part, [&](db::Tx& tx, const Meeting& meeting) {
        return add_document(tx, context,
                            {.meeting = meeting.id,
                             .item = item.empty() ? std::nullopt : std::optional(AgendaItemId{item}),
                             .title = sent.values.text("titel"),
                             .file_name = file->name,
                             .content_type = std::string(file->kind.media_type)},
                            file->content);
    });
    if (!saved)
        return refused_page(context, std::move(page), saved.error());
    return web::redirect_with_notice(context, path_on_desk(documents.meeting, documents_end),
                                     "Die Datei ist da."_de);
}

Result<http::Response> post_remove_document(Context& context)
{
    const DocumentId id{context.parameter("unterlage")};
    MeetingId of;
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto documents = documents_for(context, tx);
        if (!documents)
            return documents.error();
        of = documents->meeting.id;
        for (const auto& document : documents->all)
            if (document.id == id && may_remove(context, *documents, document) &&
                remove_document(tx, context.network.id, id))
                return Done{};
        return Error{.kind = Err::missing};
    }));
    return web::redirect_with_notice(context, fmt::format("{}/{}{}", desk_path, of.text(), documents_end),
                                     "Die Datei ist gelöscht."_de);
}

Result<http::Response> send_document(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto meeting = meeting_by_slug(reader, context.network.id, context.parameter("slug"));
        const auto document =
            document_by_id(reader, context.network.id, DocumentId{context.parameter("unterlage")});
        if (!meeting || !document || document->meeting != meeting->id || !may_see(context, reader, *meeting))
            return Error{.kind = Err::missing};
        return pictures::send_stored_file(content_of(reader, context.network.id, document->id),
                                          document->content_type, document->file_name);
    });
}

} // namespace

void add_document_pages(web::Site& site)
{
    const auto access = web::Access::signed_in();
    site.get(desk_pattern(documents_end), access, show_document_list,
             some_meeting(std::string(documents_end)));
    site.post(desk_pattern(documents_end), access, post_document, pictures::photo_upload_limit);
    site.post(desk_pattern(remove_document_end), access, post_remove_document);
    site.get("/treffen/{slug}/unterlagen/{unterlage}", web::Access::everyone(), send_document);
}

} // namespace dorfnetz::meetings
