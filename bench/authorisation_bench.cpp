// What asking the policy adds to a page: the same page, made in turn with the policy asked and with every
// question answered by yes, without a word of it.
//   bench_authorisation ADDRESS [--rounds N] [--pages N]
// ADDRESS is a new, empty database. The linker puts the functions below in the place of the policy's
// (-Wl,--wrap, see CMakeLists.txt), so the program that is measured is the one that is delivered. As the
// coordinator, to whom the policy says yes as well, so that both pages are the same bytes; that is checked.

#include "probe.hpp"

#include "accounts/guarded.hpp"
#include "app/features.hpp"
#include "features/organisations/api.hpp"
#include "features/people/api.hpp"
#include "features/transfer/api.hpp"
#include "foundation/web/dispatch.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <vector>

using namespace dorfnetz;

namespace {

bool bypassed = false;
std::int64_t asked = 0;

} // namespace

#define POLICY(name) asm("__real_" name)
#define INSTEAD(name) asm("__wrap_" name)
#define MAY "_ZN8dorfnetz8accounts3mayERKNS_3web5ActorENS0_5RightERKNS0_7SubjectE"
#define VIEWER_OF "_ZN8dorfnetz8accounts9viewer_ofERKNS_3web5ActorERKNS0_7SubjectE"
#define VIEWER_WITH "_ZN8dorfnetz8accounts11viewer_withERKNS_3web5ActorENS0_5RightERKNS0_7SubjectE"

bool real_may(const web::Actor&, accounts::Right, const accounts::Subject&) POLICY(MAY);
bool instead_of_may(const web::Actor&, accounts::Right, const accounts::Subject&) INSTEAD(MAY);
accounts::Viewer real_viewer_of(const web::Actor&, const accounts::Subject&) POLICY(VIEWER_OF);
accounts::Viewer instead_of_viewer_of(const web::Actor&, const accounts::Subject&) INSTEAD(VIEWER_OF);
accounts::Viewer real_viewer_with(const web::Actor&, accounts::Right, const accounts::Subject&)
    POLICY(VIEWER_WITH);
accounts::Viewer instead_of_viewer_with(const web::Actor&, accounts::Right, const accounts::Subject&)
    INSTEAD(VIEWER_WITH);

bool instead_of_may(const web::Actor& actor, accounts::Right right, const accounts::Subject& subject)
{
    ++asked;
    return bypassed || real_may(actor, right, subject);
}

accounts::Viewer instead_of_viewer_of(const web::Actor& actor, const accounts::Subject& subject)
{
    ++asked;
    return bypassed ? accounts::the_program() : real_viewer_of(actor, subject);
}

accounts::Viewer instead_of_viewer_with(const web::Actor& actor, accounts::Right right,
                                        const accounts::Subject& subject)
{
    ++asked;
    return bypassed ? accounts::the_program() : real_viewer_with(actor, right, subject);
}

namespace {

struct Options
{
    std::string address;
    int rounds = 25;
    int pages = 60; // of each kind in a round
};

std::string page(web::Dispatcher& dispatcher, const std::string& path)
{
    http::Request request;
    request.method = http::Method::get;
    request.target = request.path = path;
    request.host = "probe.example";
    request.remote_address = "192.0.2.7";
    request.headers.add("Host", request.host);
    request.headers.add("Cookie", "dorfnetz=bench");
    const auto response = dispatcher.handle(request);
    if (response.status != 200)
        throw std::runtime_error(fmt::format("{} answers {}", path, response.status));
    return std::string(response.bytes());
}

// Of the processor, so that other programs on the machine do not count.
double milliseconds_used()
{
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

struct Taken
{
    double asked = 0; // milliseconds for a page
    double bypassed = 0;
};

// One page each in turn, beginning with either, so that what slows the machine down meets both.
Taken time_pages(web::Dispatcher& dispatcher, const std::string& path, int pages)
{
    Taken taken;
    for (int i = 0; i < 2 * pages; ++i) {
        bypassed = (i % 4 == 1) || (i % 4 == 2);
        const auto begin = milliseconds_used();
        page(dispatcher, path);
        (bypassed ? taken.bypassed : taken.asked) += (milliseconds_used() - begin) / pages;
    }
    return taken;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void compare(web::Dispatcher& dispatcher, const std::string& name, const std::string& path,
             const Options& options)
{
    bypassed = false;
    asked = 0;
    const auto size = page(dispatcher, path).size();
    const auto questions = asked;
    bypassed = true;
    if (page(dispatcher, path).size() != size)
        throw std::runtime_error(path + " differs without the policy");
    std::vector<double> with;
    std::vector<double> without;
    std::vector<double> ratios;
    for (int round = 0; round < options.rounds; ++round) {
        const auto taken = time_pages(dispatcher, path, options.pages);
        with.push_back(taken.asked);
        without.push_back(taken.bypassed);
        ratios.push_back(taken.asked / taken.bypassed);
    }
    fmt::print("{:<22} {:>9} {:>8.3f} ms {:>8.3f} ms   {:.3f}\n", name, questions, median(with),
               median(without), median(ratios));
}

Options read(int argc, char** argv)
{
    Options options{.address = argv[1]};
    for (int i = 2; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        if (option == "--rounds")
            options.rounds = std::atoi(argv[i + 1]);
        else if (option == "--pages")
            options.pages = std::atoi(argv[i + 1]);
    }
    return options;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return 2;
    const auto options = read(argc, argv);
    Probe probe(options.address);
    auto& environment = probe.environment;
    if (!transfer::generate_networks(environment, {.scale = 300}))
        return 1;
    const auto network =
        environment.pool.read([](db::Reader& reader) { return web::all_networks(reader).front().id; });
    const auto prepared = environment.pool.write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> {
        web::add_host(tx, network, "probe.example");
        return Done{};
    });
    if (!prepared)
        return 1;
    web::Site site;
    app::register_features(site);
    const web::Actor coordinator{.user = web::UserId{"00000000-0000-7000-8000-000000000001"},
                                 .name = "Erika Beispiel",
                                 .session = "bench",
                                 .grants = {{web::Role::coordinator, ""}}};
    web::Dispatcher dispatcher(
        environment, site,
        [&](web::Environment&, const web::Network&, const http::Request&) { return coordinator; });
    const auto [entry, person] = environment.pool.read([&](db::Reader& reader) {
        const auto all = organisations::all_organisations(reader, network);
        const auto open =
            std::find_if(all.begin(), all.end(), [](const auto& one) { return one.is_public(); });
        return std::pair(*open, people::all_people(reader, network).front().id.text());
    });
    fmt::print("{:<22} {:>9} {:>11} {:>11}   {}\n", "page", "questions", "asked", "bypassed", "ratio");
    compare(dispatcher, "public entry", organisations::path_of(entry.entry.kind, entry.slug), options);
    compare(dispatcher, "form of an entry", "/redaktion/organisationen/" + entry.id.text(), options);
    compare(dispatcher, "list of entries", "/redaktion/organisationen", options);
    compare(dispatcher, "list of people", "/redaktion/engagierte", options);
    compare(dispatcher, "one person", "/redaktion/engagierte/" + person, options);
    return 0;
}
