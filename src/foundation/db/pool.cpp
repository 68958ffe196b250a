#include "foundation/db/db.hpp"

#include "foundation/db/generations.hpp"
#include "foundation/db/postgresql.hpp"
#include "foundation/db/sqlite.hpp"

namespace dorfnetz::db {

void Generations::advance(std::string_view scope)
{
    if (scope.empty())
        return;
    const std::lock_guard lock(m_mutex);
    if (scope == Scope::everything().key)
        ++m_everything;
    else
        ++m_scopes[std::string(scope)];
}

std::uint64_t Generations::of(std::string_view scope) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_scopes.find(std::string(scope));
    return m_everything + (found == m_scopes.end() ? 0 : found->second);
}

std::unique_ptr<Pool> Pool::open(const std::string& address, const PoolSettings& settings)
{
    constexpr std::string_view sqlite = "sqlite:";
    if (address.starts_with(sqlite))
        return open_sqlite(address.substr(sqlite.size()), settings);
    if (address.starts_with("postgresql://") || address.starts_with("postgres://"))
        return open_postgresql(address, settings);
    throw std::runtime_error("the database address must begin with sqlite: or postgresql://");
}

} // namespace dorfnetz::db
