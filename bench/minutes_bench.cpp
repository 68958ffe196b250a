// Minutes of 100 matters after 2,000 saves against the page of a village, computed anew in the same run.
//   bench_minutes ADDRESS
// ADDRESS is a new, empty database; the example network is put into it. Times of the processor, median of 25
// rounds, page and page in turn. Ends with 1 if the page of the minutes takes more than three times as long.

#include "probe.hpp"

#include "app/features.hpp"
#include "features/meetings/attendance_api.hpp"
#include "features/minutes/approval.hpp"
#include "features/transfer/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/web/dispatch.hpp"
#include "foundation/web/site.hpp"

#include <algorithm>
#include <ctime>
#include <fmt/format.h>
#include <functional>
#include <malloc.h>
#include <stdexcept>
#include <string>
#include <vector>

using namespace dorfnetz;

namespace {

constexpr int rounds = 25;
constexpr int matters = 100;
constexpr int saves_of_each = 20;
constexpr double most_times = 3;

double milliseconds_used()
{
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

template <class T>
T checked(Result<T> result)
{
    if (!result)
        throw std::runtime_error(std::string(result.error().text.text()));
    return std::move(result).value();
}

// Somebody who takes part; everybody else is a visitor whose page is made anew.
const web::Actor editor{.user = web::UserId{"bench"},
                        .name = "Erika Beispiel",
                        .session = "bench",
                        .grants = {{web::Role::coordinator, ""}}};

std::string page(web::Dispatcher& dispatcher, const std::string& target, std::string_view who)
{
    http::Request request;
    request.method = http::Method::get;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    request.query = target.find('?') == std::string::npos ? "" : target.substr(target.find('?') + 1);
    request.host = "probe.example";
    request.remote_address = "192.0.2.7";
    request.headers.add("Host", request.host);
    request.headers.add("Cookie", fmt::format("dorfnetz={}", who));
    const auto response = dispatcher.handle(request);
    if (response.status != 200)
        throw std::runtime_error(fmt::format("{} answers {}", target, response.status));
    return std::string(response.bytes());
}

// As people write it: a paragraph, and then a list. A save comes after some seconds of typing and adds some
// words; at the end the minutes have some sixteen pages.
std::string text_of(int matter, int save)
{
    std::string text = fmt::format("Der Punkt **{}** wurde besprochen.", matter);
    for (int words = 1; words <= save; ++words)
        text += fmt::format("{} Musterdorf {} ist dafür.", words % 5 == 0 ? "\n\n-" : "", words);
    return text;
}

meetings::Meeting fill(const web::Context& context)
{
    const auto& environment = context.environment;
    const auto today = date_of(environment.clock.now());
    const auto id =
        checked(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<meetings::MeetingId> {
            const auto meeting = TRY(
                meetings::create(tx, context,
                                 {.title = "Beispiel: ein langer Abend",
                                  .when = meetings::LocalSpan{calendar::at(today, std::chrono::hours(18)),
                                                              calendar::at(today, std::chrono::hours(22))},
                                  .place_name = "Dorfgemeinschaftshaus",
                                  .audience = meetings::Audience::public_}));
            for (int matter = 0; matter < matters; ++matter)
                TRY(meetings::add_item(
                    tx, context, meeting,
                    {.title = fmt::format("Punkt {}", matter), .text = "Worum es geht: **Kuchen**."},
                    meetings::ItemStatus::on));
            TRY(meetings::begin(tx, context, meeting));
            return meeting;
        }));
    const auto meeting =
        context.pool()
            .read([&](db::Reader& reader) { return meetings::meeting_by_id(reader, context.network.id, id); })
            .value();
    const auto agenda = context.pool().read(
        [&](db::Reader& reader) { return meetings::agenda_of(reader, context.network.id, id); });
    checked(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        for (int number = 0; number < saves_of_each; ++number)
            for (int matter = 0; matter < matters; ++matter)
                TRY(minutes::save(tx, context, meeting, agenda[static_cast<std::size_t>(matter)].id,
                                  {.tab = "bench",
                                   .number = number + 1,
                                   .based_on = number,
                                   .text = text_of(matter, number),
                                   .then = minutes::Then::release}));
        TRY(meetings::close(tx, context, id, {}));
        return Done{};
    }));
    return meeting;
}

struct Measured
{
    std::string label;
    std::string target;
    std::string who;
    std::vector<double> taken = {};
};

// Prints what each takes, in turn, and how much of the first one that is. Answers the greatest share of a
// page. `before(round)` is not counted, nor is what the first page reads anew after it.
double measured(web::Dispatcher& dispatcher, std::vector<Measured> pages,
                const std::function<void(int)>& before = {})
{
    for (int round = 0; round < rounds; ++round) {
        if (before) {
            before(round);
            page(dispatcher, pages.front().target, pages.front().who);
        }
        for (auto& each : pages) {
            const auto begin = milliseconds_used();
            page(dispatcher, each.target, each.who);
            each.taken.push_back(milliseconds_used() - begin);
        }
    }
    double first = 0;
    double greatest = 0;
    for (auto& each : pages) {
        std::sort(each.taken.begin(), each.taken.end());
        const auto median = each.taken[each.taken.size() / 2];
        first = first == 0 ? median : first;
        if (each.label.ends_with("page"))
            greatest = std::max(greatest, median / first);
        fmt::print("{:<24} {:6.2f} ms, {:4} KB: {:.2f} of the village page\n", each.label, median,
                   page(dispatcher, each.target, each.who).size() / 1024, median / first);
    }
    return greatest;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    // As the server does (foundation/http/server.cpp).
    ::mallopt(M_TRIM_THRESHOLD, 256 * 1024 * 1024);
    ::mallopt(M_TOP_PAD, 16 * 1024 * 1024);
    Probe probe(argv[1]);
    auto& environment = probe.environment;
    checked(transfer::load_example_network(environment));
    const auto network =
        environment.pool.read([](db::Reader& reader) { return web::all_networks(reader).front(); });
    web::Site site;
    app::register_features(site);
    auto context = web::context_of_a_job(environment, site, network);
    context.actor = editor;
    const auto meeting = fill(context);
    const auto village = environment.pool.read(
        [&](db::Reader& reader) { return villages::villages_of(reader, network.id).front().slug; });
    web::Dispatcher dispatcher(
        environment, site, [](web::Environment&, const web::Network&, const http::Request& request) {
            const bool is_editor = request.headers.find("Cookie").find("editor") != std::string_view::npos;
            return is_editor ? editor : web::Actor{};
        });

    const std::string desk = meetings::desk_path_of(meeting) + "/protokoll";
    const auto stand = page(dispatcher, desk + "/stand.json?kennt=-1&tab=x", "editor");
    const auto newest = stand.substr(9, stand.find(',') - 9); // {"stand":2000,…
    std::vector<Measured> pages{
        {"village page", "/doerfer/" + village, "visitor"},
        {"writing page", desk, "editor"},
        {"what is new: nothing", desk + "/stand.json?tab=x&kennt=" + newest, "editor"},
        {"what is new: everything", desk + "/stand.json?tab=x&kennt=-1", "editor"}};
    const auto writing = measured(dispatcher, pages);
    checked(environment.pool.write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        return minutes::send_for_approval(tx, context,
                                          meetings::meeting_by_id(tx, network.id, meeting.id).value(), {});
    }));
    pages = {pages.front(), {"minutes page", meetings::path_of(meeting) + "/protokoll", "visitor"}};
    const auto sent = measured(dispatcher, pages);
    // As after a start of the server: in each round the wording is one that was never drawn.
    pages.back().label = "first page";
    const auto first = measured(dispatcher, pages, [&](int round) {
        checked(environment.pool.write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
            const auto now = [&] { return meetings::meeting_by_id(tx, network.id, meeting.id).value(); };
            const auto item = meetings::agenda_of(tx, network.id, meeting.id).front().id;
            TRY(minutes::take_back(tx, context, now()));
            for (const auto& text : minutes::store::texts_of(tx, network.id, meeting.id))
                if (text.item == item)
                    TRY(minutes::save(tx, context, now(), item,
                                      {.tab = "round",
                                       .number = round + 1,
                                       .based_on = text.version,
                                       .text = text.text + '.',
                                       .then = minutes::Then::release}));
            return minutes::send_for_approval(tx, context, now(), {});
        }));
    });
    checked(environment.pool.write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        return minutes::approve(tx, context, meetings::meeting_by_id(tx, network.id, meeting.id).value(),
                                minutes::store::minutes_of(tx, network.id, meeting.id)->digest);
    }));
    pages.back().label = "approved page";
    const auto approved = measured(dispatcher, pages);
    return std::max({writing, sent, first, approved}) > most_times ? 1 : 0;
}
