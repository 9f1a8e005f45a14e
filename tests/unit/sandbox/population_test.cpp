// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/write.h"
#include "core/sandbox/population.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace gatehouse::sandbox {
namespace {

constexpr UnixMillis kNow{std::chrono::milliseconds(1'760'000'000'000)};

Population acme(std::uint64_t seed = 1)
{
    return makePopulation(seed, "acme", {300, 40, 60}, kNow);
}

TEST(Population, theSameSeedGivesTheSamePeopleAndAnotherOneOthers)
{
    EXPECT_EQ(json::write(*acme().people), json::write(*acme().people));
    EXPECT_EQ(json::write(*acme().invoices), json::write(*acme().invoices));
    EXPECT_NE(json::write(*acme(1).people), json::write(*acme(2).people));
    EXPECT_NE(json::write(*acme().people),
              json::write(*makePopulation(1, "globex", {300, 40, 60}, kNow).people));
}

TEST(Population, peopleAreInternationalAndLackThings)
{
    const auto population = acme();
    std::set<std::string> countries;
    std::size_t withoutEmail = 0;
    std::size_t withoutFirstName = 0;
    bool nonLatin = false;
    for (const auto& person : population.people->items()) {
        countries.emplace(person["country_code"].asString());
        withoutEmail += person.contains("email") ? 0U : 1U;
        withoutFirstName += person.contains("first_name") ? 0U : 1U;
        nonLatin = nonLatin || static_cast<unsigned char>(person["last_name"].asString().front()) >= 0xd0;
        EXPECT_FALSE(person["last_name"].asString().empty());
    }
    EXPECT_GE(countries.size(), 12U);
    EXPECT_GT(withoutEmail, 5U);
    EXPECT_GT(withoutFirstName, 1U);
    EXPECT_TRUE(nonLatin);
}

TEST(Population, displayNamesAndAddressesAreUnique)
{
    const auto population = acme();
    std::set<std::string> names;
    std::set<std::string> emails;
    for (const auto& person : population.people->items()) {
        EXPECT_TRUE(names.emplace(person["display_name"].asString()).second);
        if (person.contains("email")) {
            EXPECT_TRUE(emails.emplace(person["email"].asString()).second);
        }
    }
}

TEST(Population, invoicesAddUp)
{
    const auto population = acme();
    std::set<std::string> states;
    for (const auto& invoice : population.invoices->items()) {
        double sum = 0;
        for (const auto& line : invoice["lines"].items()) {
            sum += line["amount"].asDouble();
        }
        EXPECT_NEAR(sum, invoice["subtotal"].asDouble(), 0.001);
        EXPECT_NEAR(sum + invoice["tax"].asDouble(), invoice["total"].asDouble(), 0.001);
        EXPECT_LE(invoice["balance"].asDouble(), invoice["total"].asDouble());
        states.emplace(invoice["status"].asString());
    }
    EXPECT_EQ(states.size(), 4U);
}

} // namespace
} // namespace gatehouse::sandbox
