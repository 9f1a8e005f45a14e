// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/sandbox/definition.h"
#include "core/sandbox/limiter.h"
#include "core/sandbox/population.h"
#include "core/sandbox/table.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::sandbox {

/// What a vendor keeps for one customer: the account's context and credentials, tables and limits. The tables
/// are filled when the first request needs them. Lives on the vendor's thread.
class Tenant
{
public:
    struct Customer
    {
        std::string key;
        std::string name;
        std::size_t index = 0; ///< From 1.
        PopulationSize size;
    };

    /// Evaluates the account's context and credentials. ConfigError when they are no objects.
    [[nodiscard]] static Result<std::unique_ptr<Tenant>> make(const VendorDefinition& vendor,
                                                              Customer customer, std::uint64_t seed,
                                                              const std::string& baseUrl, const Clock& clock);

    [[nodiscard]] const Customer& customer() const noexcept { return m_customer; }

    [[nodiscard]] const json::Document& context() const noexcept { return m_context; }

    [[nodiscard]] const json::Document& credentials() const noexcept { return m_credentials; }

    /// Lays an authorization server's tokens over the account's own credentials.
    void addCredentials(const json::Value& tokens, std::optional<UnixMillis> end);

    /// Adds what a person has copied from the vendor's settings.
    void addSecrets(const json::Value& secrets);

    /// What an account is connected with: the tokens where there are any, else its own credentials.
    [[nodiscard]] const json::Document& demoCredentials() const noexcept
    {
        return m_tokens.root().isObject() ? m_tokens : m_credentials;
    }

    /// When the access token ends; nothing: it does not say, or never.
    [[nodiscard]] std::optional<UnixMillis> tokenEnd() const noexcept { return m_tokenEnd; }

    [[nodiscard]] std::vector<Limiter>& limiters() noexcept { return m_limiters; }

    /// Fills the tables, once. The error of a seed expression comes back each time.
    [[nodiscard]] Status ensureSeeded();
    /// Back to the seed.
    void forget();
    /// Between requests: frees what the last one replaced.
    void sweep() noexcept;
    /// Null when there is none.
    [[nodiscard]] Table* table(std::string_view name);

    /// Keeps a selection, the newest thousand of them; the number finds it again.
    [[nodiscard]] std::uint64_t save(Selection selection);
    [[nodiscard]] const Selection* saved(std::uint64_t number) const;

private:
    Tenant(const VendorDefinition& vendor, Customer customer, std::uint64_t seed, const Clock& clock);

    [[nodiscard]] Result<json::Document> evaluated(const Expression& expression,
                                                   const std::string& baseUrl) const;
    [[nodiscard]] Status seedTable(Table& table, const Population& population);

    const VendorDefinition& m_vendor;
    Customer m_customer;
    std::uint64_t m_seed;
    const Clock& m_clock;
    json::Document m_context;
    json::Document m_credentials;
    json::Document m_tokens;
    std::optional<UnixMillis> m_tokenEnd;
    std::map<std::string, Table, std::less<>> m_tables;
    std::vector<Limiter> m_limiters;
    std::deque<std::pair<std::uint64_t, Selection>> m_saved;
    std::uint64_t m_lastSaved = 0;
    bool m_seeded = false;
};

} // namespace gatehouse::sandbox
