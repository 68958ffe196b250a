#include "app/settings.hpp"

#include "tests/support/temporary_directory.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dorfnetz::app {

namespace {

class SettingsFile : public testing::Test
{
protected:
    Result<Settings> read(const std::string& text, const std::map<std::string, std::string>& variables = {})
    {
        std::ofstream(folder.path() / "dorfnetz.toml") << text;
        return read_settings(folder.path() / "dorfnetz.toml", [&](const std::string& name) {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        });
    }

    support::TemporaryDirectory folder;
};

} // namespace

TEST_F(SettingsFile, without_anything_the_program_is_reached_from_this_machine_only_and_mails_nobody)
{
    const auto settings =
        read_settings(folder.path() / "absent.toml", [](const std::string&) { return std::nullopt; });
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->listen, "127.0.0.1:8080");
    EXPECT_TRUE(settings->mail.host.empty());
    EXPECT_EQ(settings->database_address(), "sqlite:var/dorfnetz.db");
}

TEST_F(SettingsFile, a_variable_wins_over_the_file)
{
    const auto settings = read("listen = \"0.0.0.0:80\"\nworkers = 4\n[mail]\nhost = \"smtp.example.org\"\n",
                               {{"DORFNETZ_LISTEN", "[::1]:8081"}, {"DORFNETZ_MAIL_PASSWORD", "geheim"}});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->listen, "[::1]:8081");
    EXPECT_EQ(settings->workers, 4U);
    EXPECT_EQ(settings->mail.host, "smtp.example.org");
    EXPECT_EQ(settings->mail.password, "geheim");
}

TEST_F(SettingsFile, a_misspelt_key_or_a_value_that_does_not_fit_is_refused)
{
    EXPECT_FALSE(read("lissten = \"127.0.0.1:1\""));
    EXPECT_FALSE(read("workers = 0"));
    EXPECT_FALSE(read("behind_tls = \"vielleicht\""));
    EXPECT_FALSE(read("time_zone = \"Europe/Nirgendwo\""));
    EXPECT_FALSE(read("listen = "));
}

TEST_F(SettingsFile, says_how_much_mail_goes_whereto_and_where_it_comes_back)
{
    const auto settings = read("[mail]\nper_minute = 0\nper_day = 500\nconnections = 4\n"
                               "only_to = \"probe@dorf.example\"\nbounce_address = \"rueck+*@dorf.example\"\n"
                               "bounce_host = \"imap.example\"\nbounce_user = \"rueck\"\n",
                               {{"DORFNETZ_MAIL_BOUNCE_PASSWORD", "geheim"}});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->mail.per_day, 500);
    EXPECT_EQ(settings->mail.connections, 4U);
    EXPECT_EQ(settings->mail.only_to, "probe@dorf.example");
    EXPECT_EQ(settings->mail.bounce_password, "geheim");
    EXPECT_FALSE(read("[mail]\nonly_to = \"probe\"")) << "a mail that reaches nobody, or somebody else";
    EXPECT_FALSE(read("[mail]\nconnections = 0"));
    EXPECT_FALSE(read("[mail]\nper_minute = -1"));
}

TEST_F(SettingsFile, takes_no_address_for_what_comes_back_that_gets_too_long_with_a_number)
{
    EXPECT_TRUE(read("[mail]\nbounce_address = \"rueck+*@dorf.example\""));
    EXPECT_FALSE(read("[mail]\nbounce_address = \"unzustellbare-mails-der-doerfer+*@dorf.example\""))
        << "servers take 64 characters before the @";
}

TEST_F(SettingsFile, with_mail_and_without_an_address_are_warned_about)
{
    EXPECT_TRUE(warnings_about(*read("")).empty());
    EXPECT_TRUE(
        warnings_about(*read("public_address = \"https://dorf.example\"\n[mail]\nhost = \"smtp.example\""))
            .empty());
    const auto warnings = warnings_about(*read("[mail]\nhost = \"smtp.example\""));
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_NE(warnings.front().find("public_address"), std::string::npos);
}

TEST_F(SettingsFile, names_the_provider_of_each_network_and_its_secret_may_stand_elsewhere)
{
    const auto settings =
        read("[provider.heide]\nissuer = \"https://amt.example\"\nclient_id = \"dorfnetz\"\n"
             "name = \"Gemeinde Beispiel\"\n[provider.am-see]\n"
             "issuer = \"http://127.0.0.1:3000\"\nclient_id = \"see\"\n",
             {{"DORFNETZ_PROVIDER_AM_SEE_CLIENT_SECRET", "geheim"}});
    ASSERT_TRUE(settings);
    ASSERT_EQ(settings->providers.size(), 2U);
    EXPECT_EQ(settings->providers.at("heide").issuer, "https://amt.example");
    EXPECT_EQ(settings->providers.at("heide").name, "Gemeinde Beispiel");
    EXPECT_TRUE(settings->providers.at("heide").secret.empty());
    EXPECT_EQ(settings->providers.at("am-see").secret, "geheim");
}

TEST_F(SettingsFile, refuses_a_provider_that_is_not_whole_or_not_encrypted)
{
    EXPECT_FALSE(read("[provider.heide]\nissuer = \"https://amt.example\"\n"));
    EXPECT_FALSE(read("[provider.heide]\nclient_id = \"dorfnetz\"\n"));
    EXPECT_FALSE(read("[provider.heide]\nissuer = \"http://amt.example\"\nclient_id = \"dorfnetz\"\n"));
    EXPECT_FALSE(
        read("[provider.heide]\nissuer = \"https://amt.example\"\nclient_id = \"d\"\nscope = \"x\"\n"));
    EXPECT_FALSE(read("[provider]\nissuer = \"https://amt.example\"\nclient_id = \"d\"\n"));
}

TEST(ListenAddress, has_a_port_or_is_a_socket)
{
    EXPECT_EQ(parse_listen("[::1]:8080")->address, "::1");
    EXPECT_EQ(parse_listen("127.0.0.1:8080")->port, 8080);
    EXPECT_EQ(parse_listen("unix:/run/dorfnetz.sock")->address, "unix:/run/dorfnetz.sock");
    EXPECT_FALSE(parse_listen("127.0.0.1"));
    EXPECT_FALSE(parse_listen("127.0.0.1:99999"));
}

} // namespace dorfnetz::app
