#pragma once

#include "features/organisations/api.hpp"
#include "features/people/api.hpp"
#include "features/villages/api.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What stands in one cell, as clubs write it.
namespace dorfnetz::transfer {

// Only the digits: a list writes a number as it likes.
std::string digits_of(std::string_view text);

// Words of a vocabulary, and those that it does not have, as written.
struct Words
{
    std::vector<std::string> keys;
    std::vector<std::string> unknown;
};

Words words_in(std::string_view list, std::string_view text);

struct Places
{
    std::vector<villages::VillageId> known;
    std::vector<std::string> unknown;
};

// "Adorf und OT Bdorf", one village in each line, "Adorf/Bdorf".
Places villages_in(const std::vector<villages::Village>& places, std::string_view text);

// A telephone number as it is kept, and whether something had to be added to it.
struct Phone
{
    std::string number; // E.164
    enum class Mended { no, zero_added, country_added } mended = Mended::no;
};

// Spreadsheets that keep numbers as numbers lose the zero or the plus in front. Nothing if it is no number.
std::optional<Phone> phone_in(std::string_view text);
// "034243 111 / 0171 1234567 (abends)": each of the numbers; one number with a slash stays whole.
std::vector<Phone> phones_in(std::string_view text);

// In lower case, without "mailto:"; what is no address is left out.
std::vector<std::string> emails_in(std::string_view text);

// "1920", "um 1990", "01.06.92", "gegr. 1897".
std::optional<std::int64_t> year_in(std::string_view text);
// "ca. 40", "1.200 Mitglieder".
std::optional<std::int64_t> number_in(std::string_view text);
// "ja", "x", "wahr"; no for everything else.
bool is_yes(std::string_view text);

std::optional<organisations::Kind> kind_in(std::string_view text);
// By what names usually say: "FFw", "GmbH", "Ortschaftsrat". A club if nothing tells otherwise.
organisations::Kind kind_of_name(std::string_view name);

struct Address
{
    std::string street;
    std::string postal_code;
    std::string town;
};

// "Dorfstraße 3, 06774 Adorf", also in two lines, also without one of the parts.
Address address_in(std::string_view text);

// "Mo vormittags, Sa + So abends, Mo-Fr nachmittags", "am Wochenende".
struct Times
{
    std::vector<people::FreeTime> times;
    std::vector<std::string> unknown;
};

Times times_in(std::string_view text);

struct Name
{
    std::string given;
    std::string family;
};

// "Muster, Eva", "Eva Muster", "Frau Dr. Eva von Muster".
Name name_in(std::string_view text);

} // namespace dorfnetz::transfer
