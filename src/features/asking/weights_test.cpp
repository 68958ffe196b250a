#include "features/asking/asking_for_tests.hpp"
#include "features/asking/weights.hpp"

namespace dorfnetz::asking {

namespace {

class ReasonsOfANetwork : public WithPeopleToAsk
{
protected:
    void set(std::string_view key, std::string_view value)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            web::save_setting(tx, network.id, key, value);
            return Done{};
        });
        network = site.pool().read(
            [](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
    }

    // What the form shows, and what is sent back of it.
    std::vector<std::pair<std::string, std::string>> form() const
    {
        std::vector<std::pair<std::string, std::string>> fields;
        for (const auto& setting : weight_settings())
            fields.emplace_back(replace_all(std::string(setting.key), ".", "_"),
                                std::to_string(shown(setting, matching::Weights{})));
        return fields;
    }

    web::Actor coordinator{.user = web::UserId{"00000000-0000-7000-8000-000000000003"},
                           .name = "Karin Koordination",
                           .session = "session",
                           .grants = {{web::Role::coordinator, ""}}};
    std::string page = "/redaktion/fragen/gewichte";
};

} // namespace

TEST_F(ReasonsOfANetwork, count_as_the_matcher_says_until_somebody_changes_that)
{
    const auto weights = weights_of(network);
    const matching::Weights usual;
    for (const auto& setting : weight_settings()) {
        EXPECT_EQ(setting.get(weights), setting.get(usual)) << setting.key;
        set(setting.key, std::to_string(setting.most));
        EXPECT_EQ(setting.get(weights_of(network)),
                  setting.sign == Sign::minus ? -setting.most : setting.most);
        for (const auto* broken : {"", "x", "-1", "367", "99999999999999999999"}) {
            set(setting.key, broken);
            EXPECT_EQ(setting.get(weights_of(network)), setting.get(usual)) << setting.key << ' ' << broken;
        }
    }
}

TEST_F(ReasonsOfANetwork, change_whom_the_page_names_first)
{
    person("Anna"); // likes to do it
    auto free = draft("Bert");
    free.tasks = {};
    free.free_times = {{"sat", "morning"}};
    given.person(free);
    site.sign_in(coordinator);
    const auto list = "/redaktion/schichten/" + grill.text() + "/fragen";
    const auto is_first = [&](const std::string& one, const std::string& other) {
        const auto body = site.get(list).body;
        return body.find("<strong>" + one) < body.find("<strong>" + other);
    };
    ASSERT_TRUE(is_first("Anna", "Bert"));
    auto sent = form();
    for (auto& [name, value] : sent)
        if (name == "asking_weight_task")
            value = "0";
    EXPECT_EQ(site.submit(page, page, sent).status, 303);
    EXPECT_TRUE(is_first("Bert", "Anna"));
    EXPECT_TRUE(site.get(page).says("value=\"0\""));
}

TEST_F(ReasonsOfANetwork, take_no_number_that_is_out_of_bounds)
{
    site.sign_in(coordinator);
    for (const auto* wrong : {"-1", "101", "viel", ""}) {
        auto sent = form();
        sent.front().second = wrong;
        const auto refused = site.submit(page, page, sent);
        EXPECT_EQ(refused.status, 422) << wrong;
    }
    EXPECT_EQ(site.submit(page, page, form()).status, 303);
}

TEST_F(ReasonsOfANetwork, are_for_the_coordination_alone)
{
    EXPECT_NE(site.get(page).status, 200) << "a lead editor";
    site.sign_in(coordinator);
    EXPECT_EQ(site.get(page).status, 200);
}

} // namespace dorfnetz::asking
