#include "accounts/links.hpp"
#include "accounts/pages.hpp"
#include "accounts/role_words.hpp"
#include "accounts/second_factor.hpp"
#include "accounts/users.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <utility>

// Who works here and for what: invited and handed over.
namespace dorfnetz::accounts {

namespace {

using web::Context;
using web::Field;
using web::Input;
using web::Role;

constexpr std::string_view list_path = accounts_path;
constexpr std::string_view handover_pattern = "/redaktion/zugaenge/uebergeben/{recht}";

bool manages_all(const Context& context)
{
    return must_manage_users(context.actor, context.network.id).has_value();
}

// Who manages all accounts could let anybody in for good, so a browser that was left signed in is not enough
// for it. Others give access to single entries; they need no second proof.
std::optional<http::Response> managers_prove_themselves(const Context& context)
{
    return manages_all(context) ? asks_for_proof(context, list_path) : std::nullopt;
}

// The same for a form that somebody may have been filling in for a while: it comes back as it was.
bool has_proved_lately(const Context& context)
{
    return !manages_all(context) || !asks_for_proof(context, list_path);
}

std::vector<FieldError> asked_to_prove()
{
    return {{"name",
             "Du bist schon länger angemeldet. Öffne „Zugänge“ in einem zweiten Fenster, gib dort deinen "
             "zweiten Nachweis noch einmal, und schick das hier dann ab."_de}};
}

html::Safe button(const Context& context, std::string_view action, German label,
                  const std::vector<std::pair<std::string, std::string>>& hidden)
{
    return web::draw_button(
        context, {.action = fmt::format("{}/{}", list_path, action), .submit = context.t(label)}, hidden);
}

Field name_field(const Context& context)
{
    return {.name = "name", .label = context.t("Name"_de), .required = true, .autocomplete = "off"};
}

Field mail_field(const Context& context)
{
    return {.name = "email",
            .label = context.t("E-Mail-Adresse"_de),
            .input = Input::email,
            .help = context.t("Keine? Dann lass das Feld leer. Du bekommst einen Zettel mit einem Code zum "
                              "Weitergeben."_de),
            .autocomplete = "off"};
}

http::Response small_page(const Context& context, German title, const html::Safe& content, int status = 200)
{
    return web::page(context,
                     {.title = context.t(title),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t("Zugänge"_de), std::string(list_path)}},
                      .index = false},
                     content, status);
}

// What was made stands nowhere else, so it is shown in the answer itself.
http::Response new_link_page(const Context& context, const std::string& name, const std::string& path)
{
    const auto url = mail_style(context).site + path;
    html::Page page;
    page.set("NAME", name)
        .set("LINK_URL", html::Url::foreign(url).value())
        .set("LINK_TEXT", url)
        .set("BACK_URL", context.url(list_path));
    return small_page(context, "Der Link ist unterwegs"_de, context.render("user_link", page));
}

http::Response new_paper_page(const Context& context, const std::string& name, const NewUser& user)
{
    const auto address = context.absolute_url(link_path(LinkPurpose::paper, ""));
    html::Page page;
    page.set("NAME", name)
        .set("NETWORK", context.network.name)
        .set("LOGIN", user.login)
        .set("CODE", spaced_code(user.paper_code))
        .set("ADDRESS", address)
        .set("QR", html::qr_code(address, context.t("QR-Code: {1}"_de, {address})))
        .set("PRINT_ICON", web::icon("print"))
        .set("BACK_URL", context.url(list_path));
    return small_page(context, "Zettel zum Anmelden"_de, context.render("user_paper", page));
}

http::Response answer_with(const Context& context, const std::string& name, const NewUser& user, German done)
{
    if (!user.paper_code.empty())
        return new_paper_page(context, name, user);
    // The link opens the account, so nobody sees it who could not give every role of it anyway; and whether
    // there was an account before is not for them to know.
    if (!manages_all(context))
        return web::redirect_with_notice(
            context, "/redaktion",
            "Die Einladung ist unterwegs. Wer schon einen Zugang hat, meldet sich "
            "damit an wie bisher."_de);
    if (!user.link_path.empty())
        return new_link_page(context, name, user.link_path);
    return web::redirect_with_notice(context, list_path, done);
}

struct NamedEntry
{
    web::Choice choice; // id and name
    std::string places; // names of the villages
};

// The form knows an entry by its name, and two clubs may have the same one: then their villages stand beside
// it, and a number if even those are the same.
std::vector<web::Choice> told_apart(std::vector<NamedEntry> entries)
{
    std::map<std::string, int> named;
    for (const auto& entry : entries)
        ++named[entry.choice.label];
    std::map<std::string, int> seen;
    std::vector<web::Choice> choices;
    for (auto& [choice, places] : entries) {
        if (named[choice.label] > 1 && !places.empty())
            choice.label += fmt::format(" ({})", places);
        if (const int number = ++seen[choice.label]; number > 1)
            choice.label += fmt::format(" – {}", number);
        choices.push_back(std::move(choice));
    }
    return choices;
}

web::UserId chosen_user(const Context& context)
{
    return web::UserId{context.form.text("konto")};
}

std::string name_of(const Context& context, const web::UserId& user)
{
    const auto found =
        context.pool().read([&](db::Reader& reader) { return find_user(reader, context.network.id, user); });
    return found ? found->account.name : std::string();
}

struct UserPages
{
    Subjects subjects;

    // ---- the list ----

    std::vector<Field> invite_fields(const Context& context, db::Reader& reader) const
    {
        const auto& network = context.network.id;
        std::vector<Field> fields{name_field(context), mail_field(context)};
        if (manages_all(context)) {
            fields.push_back({.name = "aufgabe",
                              .label = context.t("Wofür?"_de),
                              .input = Input::one_of,
                              .required = true,
                              .choices = invited_roles(context)});
            fields.push_back({.name = "dorf",
                              .label = context.t("Dorf"_de),
                              .input = Input::one_of,
                              .help = context.t("Für Netzwerkverein und Ortschaftsrat."_de),
                              .choices = subjects.villages(reader, network),
                              .mark_optional = false});
        }
        std::vector<web::Choice> names;
        for (const auto& choice : organisations_to_give(context, reader))
            names.push_back({choice.label, choice.label});
        fields.push_back({.name = "verein",
                          .label = context.t("Verein, Firma oder Gruppe"_de),
                          .required = !manages_all(context),
                          .help = context.t("Die Person darf diesen einen Eintrag bearbeiten."_de),
                          .choices = std::move(names),
                          .mark_optional = false});
        fields.push_back({.name = "bis",
                          .label = context.t("Endet von selbst am"_de),
                          .input = Input::date,
                          .autocomplete = "off"});
        return fields;
    }

    std::vector<web::Choice> organisations_to_give(const Context& context, db::Reader& reader) const
    {
        std::map<std::string, std::string> village_names;
        for (auto& village : subjects.villages(reader, context.network.id))
            village_names.emplace(std::move(village.value), std::move(village.label));
        std::vector<NamedEntry> theirs;
        for (auto& organisation : subjects.organisations(reader, context.network.id)) {
            if (!may_give_entry(context.actor, context.network.id, organisation))
                continue;
            std::string places;
            for (const auto& village : organisation.villages)
                places += (places.empty() ? "" : ", ") + village_names[village];
            theirs.push_back({std::move(organisation.choice), std::move(places)});
        }
        return told_apart(std::move(theirs));
    }

    void fill_account(html::Values row, const Context& context, const Account& account) const
    {
        row.set("LOGIN", account.login);
        if (!manages_all(context)) {
            // Whoever invites an address must not learn from it who was here before (rule 12).
            row.set("NAME", mail::is_mail_address(account.login) ? account.login : account.name);
            return;
        }
        row.set("NAME", account.name);
        row.show(account.disabled ? "BLOCKED" : account.has_password ? "ACTIVE" : "INVITED");
        const std::pair<std::string, std::string> konto{"konto", account.id.text()};
        html::Safe buttons;
        // One's own is changed under "Anmeldung und Sicherheit".
        if (!account.disabled && account.id != context.actor.user) {
            buttons += button(context, "link", "Neuen Link schicken"_de, {konto});
            buttons += button(context, "zettel", "Zettel mit Code"_de, {konto});
            buttons += button(context, "nachweis", "Zugang zurücksetzen"_de, {konto});
        }
        buttons += button(context, account.disabled ? "erlauben" : "sperren",
                          account.disabled ? "Wieder erlauben"_de : "Sperren"_de,
                          {konto, {"version", std::to_string(account.version)}});
        if (account.id != context.actor.user)
            buttons += button(context, "loeschen", "Zugang löschen"_de, {konto});
        row.add("MORE").set("BUTTONS", buttons);
    }

    void fill_grant(html::Values row, const Context& context, const StoredGrant& stored,
                    const SubjectNames& names) const
    {
        row.set("ROLE", grant_text(context, stored, names))
            .set("HANDOVER_URL", context.url(fmt::format("{}/uebergeben/{}", list_path, stored.id)))
            .set("END", button(context, "beenden", "Beenden"_de, {{"recht", stored.id}}));
    }

    http::Response list_page(const Context& context, const web::FormValues& values,
                             const std::vector<FieldError>& errors, int status) const
    {
        html::Page page;
        std::int64_t shown = 0;
        std::vector<Field> fields;
        context.pool().read([&](db::Reader& reader) {
            fields = invite_fields(context, reader);
            const auto names = subject_names(reader, context.network.id, subjects);
            auto grants = grants_not_ended(reader, context.network.id, context.now());
            std::erase_if(grants, [&](const StoredGrant& stored) {
                return !may_give(reader, subjects, context.actor, context.network.id, stored.grant);
            });
            for (const auto& account : all_accounts(reader, context.network.id)) {
                const auto is_theirs = [&](const StoredGrant& stored) { return stored.user == account.id; };
                if (!manages_all(context) && std::none_of(grants.begin(), grants.end(), is_theirs))
                    continue;
                ++shown;
                auto row = page.add("ACCOUNT");
                fill_account(row, context, account);
                for (const auto& stored : grants)
                    if (is_theirs(stored))
                        fill_grant(row.add("GRANT"), context, stored, names);
            }
        });
        page.set("COUNT_TEXT",
                 i18n::translate_count(context.language, "{1} Zugang"_de, "{1} Zugänge"_de, shown))
            .set("FORM", web::draw_form(
                             context, {.action = std::string(list_path), .submit = context.t("Einladen"_de)},
                             fields, values, errors));
        return web::page(context,
                         {.title = context.t("Zugänge"_de),
                          .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                          .index = false},
                         context.render("user_list", page), status);
    }

    Result<http::Response> show(Context& context) const
    {
        if (auto elsewhere = managers_prove_themselves(context))
            return *std::move(elsewhere);
        return list_page(context, {}, {}, 200);
    }

    // ---- inviting ----

    Invitation invitation_of(const Context& context, db::Reader& reader, const web::FormValues& values) const
    {
        Invitation invitation{.network = context.network.id,
                              .email = values.text("email"),
                              .name = values.text("name"),
                              .role = Role::organisation_editor};
        if (const auto role = web::role_from_text(values.text("aufgabe")))
            invitation.role = *role;
        if (invitation.role == Role::lead_editor || invitation.role == Role::council_editor)
            invitation.subject = values.text("dorf");
        if (invitation.role == Role::organisation_editor)
            for (const auto& organisation : organisations_to_give(context, reader))
                if (organisation.label == values.text("verein"))
                    invitation.subject = organisation.value;
        if (const auto last_day = values.date("bis"))
            invitation.ends_at = i18n::local_time(context.region(), add_days(*last_day, 1), {});
        return invitation;
    }

    Result<http::Response> post_invite(Context& context) const
    {
        web::SentForm sent;
        Invitation invitation;
        context.pool().read([&](db::Reader& reader) {
            sent = web::read_form(context, invite_fields(context, reader));
            invitation = invitation_of(context, reader, sent.values);
        });
        if (sent.ok() && invitation.subject.empty() && invitation.role == Role::organisation_editor)
            sent.errors.push_back({"verein", "Diesen Eintrag gibt es nicht. Wähl einen aus der Liste."_de});
        if (sent.ok() && invitation.subject.empty() &&
            (invitation.role == Role::lead_editor || invitation.role == Role::council_editor))
            sent.errors.push_back({"dorf", "Für welches Dorf?"_de});
        if (sent.ok() && !has_proved_lately(context))
            sent.errors = asked_to_prove();
        if (!sent.ok())
            return list_page(context, sent.values, sent.errors, web::status_of(Err::invalid));
        const auto user = invite(context.environment, subjects, context.actor, context.network, invitation,
                                 mail_style(context));
        if (!user)
            return list_page(context, sent.values, errors_at(user.error(), "email"),
                             web::status_of(user.error().kind));
        return answer_with(context, sent.values.text("name"), *user,
                           "Der Zugang ist erweitert. Das Kennwort bleibt dasselbe."_de);
    }

    // ---- handing over ----

    static std::vector<Field> handover_fields(const Context& context)
    {
        return {name_field(context),
                mail_field(context),
                {.name = "ab",
                 .label = context.t("Ab wann?"_de),
                 .input = Input::date,
                 .required = true,
                 .help = context.t("An diesem Tag endet der Zugang hier, und der neue beginnt."_de),
                 .autocomplete = "off"}};
    }

    Result<http::Response> handover_page(const Context& context, const web::FormValues& values,
                                         const std::vector<FieldError>& errors, int status) const
    {
        return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
            const auto found = grant_to_hand_over(reader, context.environment, subjects, context.actor,
                                                  context.network.id, context.parameter("recht"));
            if (!found)
                return Error{.kind = Err::missing};
            const auto& stored = *found;
            const auto names = subject_names(reader, context.network.id, subjects);
            const auto holder = find_user(reader, context.network.id, stored.user);
            return form_page(
                context,
                {.heading = context.t("Zugang übergeben"_de),
                 .lead = context.t("{1}, bisher {2}. Wer macht weiter?"_de,
                                   {grant_text(context, stored, names), holder.value().account.name}),
                 .form = web::draw_form(context,
                                        {.action = fmt::format("{}/uebergeben/{}", list_path, stored.id),
                                         .pattern = std::string(handover_pattern),
                                         .submit = context.t("Übergeben"_de),
                                         .cancel = "/redaktion"},
                                        handover_fields(context), values, errors),
                 .status = status});
        });
    }

    Result<http::Response> show_handover(Context& context) const
    {
        return handover_page(context, web::FormValues().set("ab", to_iso(context.today())), {}, 200);
    }

    Result<http::Response> post_handover(Context& context) const
    {
        auto sent = web::read_form(context, handover_fields(context));
        const auto from = sent.values.date("ab");
        if (sent.ok() && *from < context.today())
            sent.errors.push_back({"ab", "Dieser Tag ist schon vorbei."_de});
        if (sent.ok() && !has_proved_lately(context))
            sent.errors = asked_to_prove();
        if (!sent.ok())
            return handover_page(context, sent.values, sent.errors, web::status_of(Err::invalid));
        const auto user = hand_over(context.environment, subjects, context.actor, context.network,
                                    context.parameter("recht"),
                                    {.email = sent.values.text("email"),
                                     .name = sent.values.text("name"),
                                     .from = i18n::local_time(context.region(), *from, {})},
                                    mail_style(context));
        if (!user && user.error().kind == Err::missing)
            return user.error();
        if (!user)
            return handover_page(context, sent.values, errors_at(user.error(), "email"),
                                 web::status_of(user.error().kind));
        return answer_with(context, sent.values.text("name"), *user,
                           "Übergeben. Danke für die Zeit, die du das gemacht hast."_de);
    }
};

// ---- single accounts ----

Result<http::Response> send_link(Context& context)
{
    if (auto elsewhere = managers_prove_themselves(context))
        return *std::move(elsewhere);
    const auto user = chosen_user(context);
    const auto path =
        TRY(send_new_link(context.environment, context.actor, context.network, user, mail_style(context)));
    return new_link_page(context, name_of(context, user), path);
}

Result<http::Response> print_paper(Context& context)
{
    if (auto elsewhere = managers_prove_themselves(context))
        return *std::move(elsewhere);
    const auto user =
        TRY(make_paper(context.environment, context.actor, context.network.id, chosen_user(context)));
    return new_paper_page(context, name_of(context, user.id), user);
}

Result<http::Response> post_reset(Context& context)
{
    if (auto elsewhere = managers_prove_themselves(context))
        return *std::move(elsewhere);
    const auto user = TRY(reset_access(context.environment, context.actor, context.network,
                                       chosen_user(context), mail_style(context)));
    const auto name = name_of(context, user.id);
    return user.paper_code.empty() ? new_link_page(context, name, user.link_path)
                                   : new_paper_page(context, name, user);
}

Result<http::Response> post_sign_in_change(Context& context, SignIn sign_in)
{
    if (sign_in == SignIn::allowed) // blocking must be quick
        if (auto elsewhere = managers_prove_themselves(context))
            return *std::move(elsewhere);
    const auto text = context.form.text("version");
    std::int64_t version = 0;
    std::from_chars(text.data(), text.data() + text.size(), version);
    TRY(change_sign_in(context.environment, context.actor, context.network.id, chosen_user(context), version,
                       sign_in));
    return web::redirect_with_notice(context, list_path,
                                     sign_in == SignIn::blocked ? "Gesperrt. Alle Geräte sind abgemeldet."_de
                                                                : "Der Zugang darf sich wieder anmelden."_de);
}

} // namespace

MailStyle mail_style(const Context& context)
{
    auto site = context.absolute_url("/");
    if (site.ends_with('/'))
        site.pop_back();
    return {.language = context.language, .site = std::move(site)};
}

void register_user_pages(web::Site& site, const Subjects& subjects)
{
    using web::Access;
    const UserPages pages{subjects};
    const std::string path(list_path);
    site.get(path, Access::editors(), [pages](Context& context) { return pages.show(context); });
    site.post(path, Access::editors(), [pages](Context& context) { return pages.post_invite(context); });
    site.get(std::string(handover_pattern), Access::signed_in(),
             [pages](Context& context) { return pages.show_handover(context); });
    site.post(std::string(handover_pattern), Access::signed_in(),
              [pages](Context& context) { return pages.post_handover(context); });
    register_ending_page(site, subjects);
    site.post(path + "/link", Access::coordinator(), send_link);
    site.post(path + "/zettel", Access::coordinator(), print_paper);
    site.post(path + "/nachweis", Access::coordinator(), post_reset);
    site.post(path + "/sperren", Access::coordinator(),
              [](Context& context) { return post_sign_in_change(context, SignIn::blocked); });
    site.post(path + "/erlauben", Access::coordinator(),
              [](Context& context) { return post_sign_in_change(context, SignIn::allowed); });
}

} // namespace dorfnetz::accounts
