// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/tenant.h"

#include "core/sandbox/dice.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace gatehouse::sandbox {
namespace {

constexpr std::size_t kMaxSaved = 1000;

Error definitionError(const VendorDefinition& vendor, std::string_view what,
                      const jsonata::JsonataError& error)
{
    return {Errc::ConfigError,
            fmt::format("{} of the simulated {}: {} ({})", what, vendor.slug, error.message, error.code),
            {},
            {},
            {}};
}

} // namespace

Tenant::Tenant(const VendorDefinition& vendor, Customer customer, std::uint64_t seed, const Clock& clock)
    : m_vendor(vendor)
    , m_customer(std::move(customer))
    , m_seed(seed)
    , m_clock(clock)
{
    for (const auto& limit : vendor.limits) {
        m_limiters.emplace_back(limit);
    }
}

Result<std::unique_ptr<Tenant>> Tenant::make(const VendorDefinition& vendor, Customer customer,
                                             std::uint64_t seed, const std::string& baseUrl,
                                             const Clock& clock)
{
    auto tenant = std::unique_ptr<Tenant>(new Tenant(vendor, std::move(customer), seed, clock));
    GH_ASSIGN(tenant->m_context, tenant->evaluated(vendor.account.context, baseUrl));
    if (!vendor.account.credentials.text().empty()) {
        GH_ASSIGN(tenant->m_credentials, tenant->evaluated(vendor.account.credentials, baseUrl));
    }
    return tenant;
}

Result<json::Document> Tenant::evaluated(const Expression& expression, const std::string& baseUrl) const
{
    constexpr std::size_t kHexDigits = 64;
    json::Arena arena;
    Dice dice(m_seed, m_vendor.slug + "/" + m_customer.key);
    json::ObjectBuilder customer(arena);
    customer.set("key", m_customer.key).set("name", m_customer.name);
    json::ObjectBuilder input(arena);
    input.set("customer", customer.build());
    input.set("n", json::Value::integer(static_cast<std::int64_t>(m_customer.index)));
    input.set("base_url", baseUrl).set("hex", dice.hex(kHexDigits));
    const auto value = expression.evaluate(input.build(), arena);
    if (!value) {
        return fail(definitionError(m_vendor, "an account", value.error()));
    }
    if (!value->isObject()) {
        return fail(Errc::ConfigError,
                    fmt::format("an account of the simulated {} must be an object", m_vendor.slug));
    }
    return json::Document::copyOf(*value);
}

namespace {

json::Document together(const json::Value& first, const json::Value& second)
{
    json::Arena arena;
    json::ObjectBuilder all(arena);
    for (const auto* part : {&first, &second}) {
        for (const auto& [name, value] : part->members()) {
            all.set(name, value);
        }
    }
    return json::Document::copyOf(all.build());
}

} // namespace

void Tenant::addSecrets(const json::Value& secrets)
{
    m_credentials = together(m_credentials.root(), secrets);
    if (m_tokens.root().isObject()) {
        m_tokens = together(m_tokens.root(), secrets);
    }
}

void Tenant::addCredentials(const json::Value& tokens, std::optional<UnixMillis> end)
{
    m_credentials = together(m_credentials.root(), tokens);
    m_tokens = json::Document::copyOf(tokens);
    m_tokenEnd = end;
}

Table* Tenant::table(std::string_view name)
{
    const auto found = m_tables.find(name);
    return found == m_tables.end() ? nullptr : &found->second;
}

void Tenant::sweep() noexcept
{
    for (auto& [name, table] : m_tables) {
        table.sweep();
    }
}

void Tenant::forget()
{
    m_tables.clear();
    m_saved.clear();
    m_seeded = false;
}

Status Tenant::ensureSeeded()
{
    if (m_seeded) {
        return {};
    }
    const auto population = makePopulation(m_seed, m_customer.key, m_customer.size, m_clock.now());
    for (const auto& [name, definition] : m_vendor.tables) {
        auto& table = m_tables.insert_or_assign(name, Table(definition)).first->second;
        if (!definition.seedFrom.empty()) {
            GH_TRY(seedTable(table, population));
        }
    }
    m_seeded = true;
    return {};
}

Status Tenant::seedTable(Table& table, const Population& population)
{
    const auto& definition = table.definition();
    const auto& source = definition.seedFrom == "companies"  ? population.companies
                         : definition.seedFrom == "invoices" ? population.invoices
                                                             : population.people;
    // One arena for all rows that are kept, one for what the expressions leave behind.
    const auto kept = std::make_shared<json::Arena>();
    json::Arena scratch;
    for (const auto& item : source->items()) {
        scratch.reset();
        static_cast<void>(table.nextNumber());
        json::ObjectBuilder input(scratch);
        input.set("n", item["n"]).set("item", item);
        input.set("account", m_context.root()).set("population", population.people.root());
        input.set("companies", population.companies.root());
        jsonata::EvaluationContext context;
        context.clock = &m_clock;
        const auto row = definition.seedRow.evaluate(input.build(), scratch, {}, context);
        if (!row) {
            return fail(definitionError(m_vendor, "the seed of table " + definition.name, row.error()));
        }
        if (row->isUndefined()) {
            continue; // The definition leaves this one out.
        }
        const auto whole = mergedOver(definition.defaults.root(), *row, scratch);
        if (!table.put(json::Document(kept, kept->clone(whole)))) {
            return fail(Errc::ConfigError, fmt::format("the seed of table {} of the simulated {} gives a row "
                                                       "without an id",
                                                       definition.name, m_vendor.slug));
        }
    }
    return {};
}

std::uint64_t Tenant::save(Selection selection)
{
    if (m_saved.size() >= kMaxSaved) {
        m_saved.pop_front();
    }
    m_saved.emplace_back(++m_lastSaved, std::move(selection));
    return m_lastSaved;
}

const Selection* Tenant::saved(std::uint64_t number) const
{
    const auto found = std::find_if(m_saved.begin(), m_saved.end(),
                                    [number](const auto& entry) { return entry.first == number; });
    return found == m_saved.end() ? nullptr : &found->second;
}

} // namespace gatehouse::sandbox
