#pragma once

#include "features/attendance/events.hpp"
#include "features/signups/api.hpp"
#include "foundation/web/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Who is expected on one date and who is there, as hosts see it.
namespace dorfnetz::attendance {

struct SheetRow
{
    std::string who = {}; // as phones call it: the promise, or what a phone gave to who came by
    signups::Signup signup = {};
    State state = State::open;
    Timestamp at = {}; // when that was tapped
    std::optional<std::int64_t> minutes = {};
    Timestamp minutes_at = {}; // when somebody said so; the beginning of time: nobody has
};

struct SheetShift
{
    activities::Shift shift;
    activities::Need need;
    std::vector<SheetRow> rows = {};

    bool is_thing() const { return need.draft.kind == activities::NeedKind::thing; }

    // How long the shift is; things take no time.
    std::optional<std::int64_t> minutes() const;
};

struct Sheet
{
    activities::Listed listed;
    std::vector<SheetShift> shifts = {};
};

// Promises that stand; shifts that were called off are left out unless somebody promised for them.
Sheet sheet_of(db::Reader& reader, const NetworkId& network, activities::Listed listed);

// "Grillstand, 14 bis 16 Uhr"
std::string title_of(const web::Context& context, const SheetShift& shift, const activities::Listed& listed);
// "Erika Muster (3)"; "ohne Namen" for who did not say one.
std::string name_of(const web::Context& context, const SheetRow& row);

struct Counted
{
    std::int64_t expected = 0; // with who came by
    std::int64_t here = 0;
    std::int64_t minutes = 0; // of all who were there

    bool operator==(const Counted&) const = default;
};

// Of people, not of things.
Counted counted(const Sheet& sheet);

// For the phone, with a token for what it sends.
std::string as_json(const web::Context& context, const Sheet& sheet, std::string_view token);

} // namespace dorfnetz::attendance
