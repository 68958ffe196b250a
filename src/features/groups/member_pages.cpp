#include "accounts/api.hpp"
#include "features/groups/groups_pages.hpp"
#include "features/groups/groups_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>

// Who is in a group, as its speakers and the coordination keep it.
namespace dorfnetz::groups {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view list_end = "/mitglieder";
constexpr std::string_view organisation_end = "/mitglieder/verein";
constexpr std::string_view account_end = "/mitglieder/zugang";
constexpr std::string_view person_end = "/mitglieder/mensch";
constexpr std::string_view duty_end = "/mitglieder/{mitglied}/aufgabe";
constexpr std::string_view member_remove_end = "/mitglieder/{mitglied}/entfernen";

constexpr std::size_t most_found = 20;

bool may_see_register(const Context& context)
{
    return web::Access::editors().allows(context.actor);
}

std::vector<Field> organisation_fields(const Context& context, const organisations::Register& entries)
{
    std::vector<web::Choice> names;
    for (const auto& entry : entries.entries)
        if (entry.is_public())
            names.push_back({entry.name, entry.name});
    return {{.name = "verein",
             .label = context.t("Verein, Firma oder Gruppe"_de),
             .required = true,
             .help = context.t("So, wie der Name im Verzeichnis steht."_de),
             .choices = std::move(names)}};
}

std::vector<Field> account_fields(const Context& context, db::Reader& reader)
{
    std::vector<web::Choice> names;
    for (const auto& [id, name] : accounts::account_names(reader, context.network.id))
        names.push_back({id, name});
    std::sort(names.begin(), names.end(),
              [](const web::Choice& left, const web::Choice& right) { return left.label < right.label; });
    return {{.name = "zugang",
             .label = context.t("Wer?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = std::move(names)}};
}

// ---- The page ----

html::Safe button_for(const Context& context, const Group& group, const MemberId& member,
                      std::string_view pattern_end, German label)
{
    return web::draw_button(context, {.action = desk_path_of(group, replace_all(std::string(pattern_end),
                                                                                "{mitglied}", member.text())),
                                      .pattern = desk_pattern(pattern_end),
                                      .submit = context.t(label),
                                      .plain = true});
}

void show_row(html::Page& page, const Context& context, const Group& group, const MemberId& id, Duty duty,
              const std::string& name)
{
    const bool speaks = duty == Duty::speaker;
    page.add("ROW")
        .set("NAME", name)
        .show_if(speaks, "SPEAKS")
        .set("DUTY_BUTTON",
             button_for(context, group, id, duty_end,
                        speaks ? "Spricht nicht mehr für die Gruppe"_de : "Spricht für die Gruppe"_de))
        .set("REMOVE_BUTTON", button_for(context, group, id, member_remove_end, "Entfernen"_de));
}

void show_found_people(html::Values& block, const Context& context, const Group& group,
                       const organisations::Register& entries, const std::vector<people::Person>& found)
{
    std::size_t shown = 0;
    for (const auto& person : found) {
        if (person.is_locked() || ++shown > most_found)
            continue;
        auto line = block.add("PERSON");
        if (const auto* village = person.data.village ? entries.village(*person.data.village) : nullptr)
            line.add("HOME").set("VILLAGE", village->name);
        line.set("NAME", person.data.name())
            .set("ADD_BUTTON", web::draw_button(context,
                                                {.action = desk_path_of(group, person_end),
                                                 .pattern = desk_pattern(person_end),
                                                 .submit = context.t("Aufnehmen"_de),
                                                 .plain = true},
                                                {{"mensch", person.id.text()}}));
    }
    block.show_if(shown == 0, "NOBODY").show_if(shown > most_found, "MORE");
}

// Of the form that was refused, if one was.
struct Refused
{
    std::string_view form = {};
    FormValues values = {};
    std::vector<FieldError> errors = {};
};

html::Safe form_for(const Context& context, const Group& group, std::string_view end,
                    const std::vector<Field>& fields, const Refused& refused)
{
    const bool is_it = refused.form == end;
    return web::draw_form(context,
                          {.action = desk_path_of(group, end),
                           .pattern = desk_pattern(end),
                           .submit = context.t("Aufnehmen"_de)},
                          fields, is_it ? refused.values : FormValues{},
                          is_it ? refused.errors : std::vector<FieldError>{});
}

Result<http::Response> members_page(const Context& context, const Refused& refused = {})
{
    // Reads with a connection of its own, so before the others.
    const auto words = std::string(trim(context.query.text("q")));
    const bool looks = may_see_register(context) && !words.empty();
    const auto found = looks ? people::listed_people(context) : std::vector<people::Person>{};
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto group = TRY(editable(context, reader));
        const auto members = shown_members(context, reader, group);
        html::Page page;
        page.set("TITLE", group.draft.title);
        for (const auto& organisation : members.organisations)
            show_row(page, context, group, organisation.id, organisation.duty, organisation.name);
        for (const auto& person : members.people)
            show_row(page, context, group, person.id, person.duty, person.name);
        page.show_if(members.organisations.empty() && members.people.empty(), "NOTHING");
        if (members.others > 0)
            page.add("OTHERS").set(
                "OTHERS_TEXT",
                i18n::translate_count(
                    context.language, "Dazu kommt jemand, den nur die Koordination sieht."_de,
                    "Dazu kommen {1} Menschen, die nur die Koordination sieht."_de, members.others));
        if (!group.has_ended()) {
            auto adding = page.add("ADDING");
            const auto entries = organisations::shared_register(context, reader);
            adding.set("ORGANISATION_FORM", form_for(context, group, organisation_end,
                                                     organisation_fields(context, *entries), refused));
            if (context.actor.is_coordinator())
                adding.add("ACCOUNTS")
                    .set("ACCOUNT_FORM",
                         form_for(context, group, account_end, account_fields(context, reader), refused));
            if (may_see_register(context)) {
                auto people = adding.add("PEOPLE");
                people.set("SEARCH_URL", context.url(desk_path_of(group, list_end)))
                    .set("Q", words)
                    .set("SEARCH_ICON", web::icon("search"));
                people.show_if(looks, "FOUND_OPEN");
                if (looks) {
                    auto block = people.add("FOUND");
                    show_found_people(block, context, group, *entries, found);
                }
            }
        }
        return web::page(
            context,
            {.title = context.t("Mitglieder"_de), .crumbs = desk_crumbs(context, group), .index = false},
            context.render("group_members", page),
            refused.errors.empty() ? 200 : web::status_of(Err::invalid));
    });
}

Result<http::Response> show_members(Context& context)
{
    return members_page(context);
}

// ---- Taking in ----

struct TakenIn
{
    Group group;
    bool is_new = true;
};

// What is there already stays as it is.
Result<TakenIn> take_in_here(const Context& context, db::Tx& tx, const Who& who)
{
    auto group = TRY(editable(context, tx));
    const auto added =
        add_member(tx, context.network.id, group.id, who, Duty::member, organisations::author_of(context));
    if (!added && added.error().kind != Err::conflict)
        return added.error();
    if (added)
        record_act(tx, context, Act::person_added, group, who);
    return TakenIn{.group = std::move(group), .is_new = added.has_value()};
}

http::Response taken_in_answer(const Context& context, const TakenIn& taken)
{
    return web::redirect_with_notice(context, desk_path_of(taken.group, list_end),
                                     taken.is_new ? "Aufgenommen."_de : "Das ist schon in der Gruppe."_de);
}

Result<http::Response> take_in(const Context& context, const Who& who)
{
    const auto taken =
        context.pool().write(context.scope(), [&](db::Tx& tx) { return take_in_here(context, tx, who); });
    if (!taken)
        return taken.error();
    return taken_in_answer(context, *taken);
}

Result<http::Response> post_organisation(Context& context)
{
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    auto sent = web::read_form(context, organisation_fields(context, *entries));
    const auto wanted = search::fold(sent.values.text("verein"));
    std::vector<OrganisationId> found;
    for (const auto& entry : entries->entries)
        if (entry.is_public() && search::fold(entry.name) == wanted)
            found.push_back(entry.id);
    if (sent.ok() && found.empty())
        sent.errors.push_back(
            {"verein", "So heißt niemand im Verzeichnis. Nimm einen Namen aus der Liste."_de});
    if (!sent.ok())
        return members_page(context,
                            {.form = organisation_end, .values = sent.values, .errors = sent.errors});
    return take_in(context, found.front());
}

Result<http::Response> post_account(Context& context)
{
    if (!context.actor.is_coordinator())
        return Error{.kind = Err::missing};
    const auto fields =
        context.pool().read([&](db::Reader& reader) { return account_fields(context, reader); });
    const auto sent = web::read_form(context, fields);
    if (!sent.ok())
        return members_page(context, {.form = account_end, .values = sent.values, .errors = sent.errors});
    return take_in(context, web::UserId(sent.values.text("zugang")));
}

// Nobody without a consent is taken into anything.
Result<TakenIn> take_in_person(const Context& context, db::Tx& tx)
{
    const auto person = TRY(people::visible_person(tx, context, PersonId(context.form.text("mensch"))));
    if (!may_see_register(context) || person.is_locked())
        return Error{.kind = Err::missing};
    return take_in_here(context, tx, person.id);
}

Result<http::Response> post_person(Context& context)
{
    const auto taken =
        TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return take_in_person(context, tx); }));
    return taken_in_answer(context, taken);
}

// ---- What is said of a member ----

struct Chosen
{
    Group group;
    Member member;
};

Result<Chosen> chosen_member(const Context& context, db::Reader& reader)
{
    auto group = TRY(editable(context, reader));
    auto member = store::member_by_id(reader, context.network.id, MemberId(context.parameter("mitglied")));
    if (!member || member->group != group.id)
        return Error{.kind = Err::missing};
    return Chosen{.group = std::move(group), .member = *std::move(member)};
}

// A group for which nobody speaks can be changed by nobody in it: the last one stays until somebody else
// does. The coordination, which gets in anyway, may end that too.
Result<Done> leaves_a_speaker(const Context& context, db::Reader& reader, const Chosen& chosen)
{
    if (chosen.member.duty != Duty::speaker || context.actor.is_coordinator())
        return Done{};
    const auto members = members_of(reader, context.network.id, chosen.group.id);
    if (std::ranges::count(members, Duty::speaker, &Member::duty) > 1)
        return Done{};
    return Error{.kind = Err::conflict, .text = "Erst muss noch jemand für die Gruppe sprechen."_de};
}

Result<Chosen> turn_duty(const Context& context, db::Tx& tx)
{
    auto chosen = TRY(chosen_member(context, tx));
    TRY(leaves_a_speaker(context, tx, chosen));
    const bool spoke = chosen.member.duty == Duty::speaker;
    TRY(set_duty(tx, context.network.id, chosen.member.id, spoke ? Duty::member : Duty::speaker));
    record_act(tx, context, spoke ? Act::speaker_dropped : Act::speaker_named, chosen.group,
               chosen.member.who);
    return chosen;
}

Result<Chosen> remove_member_here(const Context& context, db::Tx& tx)
{
    auto chosen = TRY(chosen_member(context, tx));
    TRY(leaves_a_speaker(context, tx, chosen));
    TRY(remove_member(tx, context.network.id, chosen.member.id));
    record_act(tx, context, Act::person_removed, chosen.group, chosen.member.who);
    return chosen;
}

// Whoever takes away what let them in here sees the public page next.
http::Response changed_answer(const Context& context, const Chosen& chosen, German notice)
{
    const bool still_edits =
        context.pool().read([&](db::Reader& reader) { return may_edit(context, reader, chosen.group); });
    return web::redirect_with_notice(
        context, still_edits ? desk_path_of(chosen.group, list_end) : path_of(chosen.group), notice);
}

Result<http::Response> post_duty(Context& context)
{
    const auto chosen =
        TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return turn_duty(context, tx); }));
    return changed_answer(context, chosen, "Gespeichert."_de);
}

Result<http::Response> post_remove_member(Context& context)
{
    const auto chosen = TRY(
        context.pool().write(context.scope(), [&](db::Tx& tx) { return remove_member_here(context, tx); }));
    return changed_answer(context, chosen, "Aus der Gruppe genommen."_de);
}

} // namespace

void add_member_pages(web::Site& site)
{
    const auto anybody = web::Access::signed_in();
    site.get(desk_pattern(list_end), anybody, show_members, desk_example_of(std::string(list_end)));
    site.post(desk_pattern(organisation_end), anybody, post_organisation);
    site.post(desk_pattern(account_end), anybody, post_account);
    site.post(desk_pattern(person_end), anybody, post_person);
    site.post(desk_pattern(duty_end), anybody, post_duty);
    site.post(desk_pattern(member_remove_end), anybody, post_remove_member);
}

} // namespace dorfnetz::groups
