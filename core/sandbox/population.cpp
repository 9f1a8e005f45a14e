// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/population.h"

#include "core/base/time_format.h"
#include "core/sandbox/dice.h"
#include "core/sandbox/name_pool.h"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace gatehouse::sandbox {
namespace {

using json::ObjectBuilder;
using json::Value;

constexpr std::array<std::string_view, 10> kTitles = {
    "Chief Financial Officer", "Head of Purchasing", "Office Manager", "Software Engineer", "Geschäftsführer",
    "VP, Sales & Marketing",   "Accountant",         "Founder",        "Ingénieure",        "Warehouse Lead"};
constexpr std::array<std::string_view, 6> kDepartments = {"Finance", "Sales", "Operations",
                                                          "IT",      "Legal", "Research & Development"};
constexpr std::array<std::string_view, 9> kIndustries = {"Manufacturing", "Construction", "Retail",
                                                         "Software",      "Healthcare",   "Education",
                                                         "Logistics",     "Hospitality",  "Energy"};
constexpr std::array<std::string_view, 12> kCompanyWords = {
    "Nordwind", "Harbour", "Blue Fjord", "Pinnacle", "Étoile", "Sundial",
    "Kestrel",  "Granite", "Old Oak",    "Meridian", "Łabędź", "Tidewater"};
constexpr std::array<std::string_view, 8> kCompanyTrades = {"Logistics", "Foods",  "Textiles", "Robotics",
                                                            "Studios",   "Energy", "Supplies", "Consulting"};
constexpr std::array<std::string_view, 5> kStages = {"subscriber", "lead", "opportunity", "customer",
                                                     "evangelist"};

struct Item
{
    std::string_view name;
    std::int64_t cents;
};

constexpr std::array<Item, 6> kItems = {{{"Consulting, per hour", 14500},
                                         {"Annual licence", 129900},
                                         {"Installation", 48000},
                                         {"Sensor kit “Pro”", 8999},
                                         {"Shipping", 1250},
                                         {"Training day", 95000}}};

template <class T, std::size_t N>
std::span<const T> all(const std::array<T, N>& array)
{
    return array;
}

/// Builds one customer's things into one arena.
class Builder
{
public:
    Builder(std::uint64_t seed, std::string_view customer, UnixMillis now)
        : m_dice(seed, customer)
        , m_today(std::chrono::floor<std::chrono::days>(now))
    {}

    Population build(const PopulationSize& size)
    {
        const auto companies = list(size.companies, [this](std::size_t n) { return company(n); });
        const auto people = list(size.people, [this](std::size_t n) { return person(n); });
        const auto invoices = list(size.invoices, [this](std::size_t n) { return invoice(n); });
        return {{m_arena, people}, {m_arena, companies}, {m_arena, invoices}};
    }

private:
    struct Known
    {
        std::string name;
        std::string email;
        const Locale* locale = nullptr;
    };

    template <class Make>
    Value list(std::size_t count, Make make)
    {
        std::vector<Value> items;
        for (std::size_t n = 1; n <= count; ++n) {
            items.push_back(make(n));
        }
        return m_arena->array(items);
    }

    Value number(std::size_t n) { return Value::integer(static_cast<std::int64_t>(n)); }

    std::string moment(std::size_t daysAgo)
    {
        const auto at = m_today - std::chrono::days(daysAgo) + std::chrono::seconds(m_dice.below(86'400));
        return formatRfc3339(at);
    }

    std::string day(std::int64_t fromToday)
    {
        return formatRfc3339(m_today + std::chrono::days(fromToday)).substr(0, 10);
    }

    void times(ObjectBuilder& out)
    {
        const auto created = 30 + m_dice.below(900);
        out.set("created_at", moment(created));
        out.set("updated_at", moment(1 + m_dice.below(created)));
    }

    void address(ObjectBuilder& out, const Locale& locale)
    {
        const auto& city = m_dice.pick(locale.cities);
        out.set("street", m_dice.digits(m_dice.pick(locale.streets)));
        out.set("city", city.name);
        if (!city.region.empty()) {
            out.set("region", city.region);
        }
        out.set("postal_code", m_dice.digits(city.postalCode));
        out.set("country", locale.country);
        out.set("country_code", locale.countryCode);
    }

    Value company(std::size_t n)
    {
        const auto& locale = m_dice.pick(locales());
        const auto word = m_dice.pick(all(kCompanyWords));
        const auto trade = m_dice.pick(all(kCompanyTrades));
        auto name = fmt::format("{} {} {}", word, trade, m_dice.pick(locale.companySuffixes));
        if (!m_companyNames.insert(name).second) {
            name += fmt::format(" ({})", n);
            m_companyNames.insert(name);
        }
        ObjectBuilder out(*m_arena);
        out.set("n", number(n)).set("name", name);
        const auto domain = fmt::format("company{}.{}", n, locale.mailDomain);
        if (!m_dice.chance(10)) {
            out.set("domain", domain);
            out.set("website", (m_dice.chance(50) ? "https://www." : "http://") + domain + "/");
        }
        if (!m_dice.chance(15)) {
            out.set("industry", m_dice.pick(all(kIndustries)));
        }
        if (!m_dice.chance(25)) {
            out.set("employees", number(3 + m_dice.below(2400)));
            out.set("annual_revenue", number((20 + m_dice.below(9000)) * 10'000));
        }
        if (m_dice.chance(40)) {
            out.set("description",
                    fmt::format("{} for {} since {}.", trade, locale.country, 1950 + m_dice.below(70)));
        }
        if (!m_dice.chance(20)) {
            out.set("phone", m_dice.digits(m_dice.pick(locale.phones)));
        }
        if (!m_dice.chance(12)) {
            address(out, locale);
        }
        if (n > 3 && m_dice.chance(15)) {
            out.set("parent_n", number(1 + m_dice.below(n - 1)));
        }
        out.set("number", fmt::format("CD{:06}", 100 + n * 7));
        out.set("currency", locale.currency);
        times(out);
        m_companies.push_back({name, {}, &locale});
        return out.build();
    }

    void names(ObjectBuilder& out, std::size_t n, const Locale& locale)
    {
        const auto& given = m_dice.pick(locale.given);
        const auto& family = m_dice.pick(locale.family);
        const bool mononym = m_dice.chance(3); // Some people have one name only.
        if (!mononym) {
            out.set("first_name", given.native);
        }
        out.set("last_name", family.native);
        auto full = mononym                  ? std::string(family.native)
                    : locale.familyNameFirst ? fmt::format("{} {}", family.native, given.native)
                                             : fmt::format("{} {}", given.native, family.native);
        out.set("full_name", full);
        if (!m_displayNames.insert(full).second) {
            full += fmt::format(" ({})", n);
            m_displayNames.insert(full);
        }
        out.set("display_name", full);
        Known known{full, {}, &locale};
        if (!m_dice.chance(8)) {
            known.email = fmt::format("{}{}{}@{}", mononym ? "" : given.ascii, mononym ? "" : ".",
                                      family.ascii, locale.mailDomain);
            if (!m_emails.insert(known.email).second) {
                known.email.insert(known.email.find('@'), std::to_string(n));
                m_emails.insert(known.email);
            }
            out.set("email", known.email);
        }
        if (m_dice.chance(12)) {
            out.set("other_email", fmt::format("{}{}@mail.example", family.ascii, n));
        }
        m_people.push_back(std::move(known));
    }

    Value person(std::size_t n)
    {
        const auto& locale = m_dice.pick(locales());
        ObjectBuilder out(*m_arena);
        out.set("n", number(n));
        names(out, n, locale);
        if (!m_dice.chance(12)) {
            out.set("title", m_dice.pick(all(kTitles)));
        }
        if (!m_dice.chance(40)) {
            out.set("department", m_dice.pick(all(kDepartments)));
        }
        if (!m_dice.chance(15)) {
            out.set("phone", m_dice.digits(m_dice.pick(locale.phones)));
        }
        if (m_dice.chance(45)) {
            out.set("mobile", m_dice.digits(m_dice.pick(locale.phones)));
        }
        if (m_dice.chance(5)) {
            out.set("fax", m_dice.digits(m_dice.pick(locale.phones)));
        }
        if (!m_dice.chance(18)) {
            address(out, locale);
        }
        if (!m_companies.empty() && !m_dice.chance(15)) {
            const auto employer = m_dice.below(m_companies.size());
            out.set("company_n", number(employer + 1)).set("company_name", m_companies[employer].name);
        }
        out.set("owner_n", number(1 + m_dice.below(4)));
        out.set("stage", m_dice.pick(all(kStages)));
        out.set("industry", m_dice.pick(all(kIndustries)));
        if (!m_dice.chance(30)) {
            out.set("phone_primary", m_dice.digits(m_dice.pick(locale.phones)));
        }
        if (m_dice.chance(35)) {
            out.set("score", number(m_dice.below(101)));
        }
        out.set("currency", locale.currency);
        times(out);
        return out.build();
    }

    Value lines(std::int64_t& subtotal)
    {
        std::vector<Value> items;
        const auto count = 1 + m_dice.below(4);
        for (std::size_t n = 1; n <= count; ++n) {
            const auto which = m_dice.below(kItems.size());
            const auto quantity = static_cast<std::int64_t>(1 + m_dice.below(12));
            const auto amount = kItems.at(which).cents * quantity;
            subtotal += amount;
            ObjectBuilder line(*m_arena);
            line.set("n", number(n)).set("item_n", number(which + 1)).set("item", kItems.at(which).name);
            line.set("quantity", Value::integer(quantity)).set("unit_price", money(kItems.at(which).cents));
            line.set("amount", money(amount));
            items.push_back(line.build());
        }
        return m_arena->array(items);
    }

    static Value money(std::int64_t cents) { return Value::number(static_cast<double>(cents) / 100.0); }

    Value invoice(std::size_t n)
    {
        const auto customer = m_dice.below(m_people.size());
        const auto& who = m_people[customer];
        ObjectBuilder out(*m_arena);
        out.set("n", number(n)).set("number", fmt::format("INV-{:05}", 1000 + n));
        out.set("person_n", number(customer + 1)).set("person_name", who.name);
        if (!who.email.empty()) {
            out.set("person_email", who.email);
        }
        std::int64_t subtotal = 0;
        out.set("lines", lines(subtotal));
        const auto tax = subtotal * static_cast<std::int64_t>(m_dice.below(3) * 10) / 100;
        const auto total = subtotal + tax;
        const auto roll = m_dice.below(100);
        const auto balance = roll < 45 ? 0 : roll < 60 ? total / 3 : total;
        out.set("status", balance == 0      ? "paid"
                          : balance < total ? "partially_paid"
                          : roll < 68       ? "draft"
                                            : "open");
        out.set("subtotal", money(subtotal)).set("tax", money(tax));
        out.set("total", money(total)).set("balance", money(balance));
        out.set("currency", m_dice.chance(70) ? std::string_view("USD") : who.locale->currency);
        const auto issued = -static_cast<std::int64_t>(m_dice.below(200));
        out.set("issue_date", day(issued)).set("due_date", day(issued + 30));
        if (m_dice.chance(25)) {
            out.set("memo", "Thank you for your business – danke – merci.");
        }
        times(out);
        return out.build();
    }

    Dice m_dice;
    UnixMillis m_today;
    std::shared_ptr<json::Arena> m_arena = std::make_shared<json::Arena>();
    std::vector<Known> m_companies;
    std::vector<Known> m_people;
    std::unordered_set<std::string> m_companyNames;
    std::unordered_set<std::string> m_displayNames;
    std::unordered_set<std::string> m_emails;
};

} // namespace

Population makePopulation(std::uint64_t seed, std::string_view customer, const PopulationSize& size,
                          UnixMillis now)
{
    return Builder(seed, customer, now).build(size);
}

} // namespace gatehouse::sandbox
