// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"
#include "core/base/time_format.h"
#include "ui/filter/filter.h"
#include "ui/text/ascii.h"

#include <gtest/gtest.h>

#include <map>

namespace gatehouse::ui {
namespace {

constexpr FieldSpec kFields[] = {
    {"status", "", FieldKind::Status, "status", "status:4xx"},
    {"provider", "", FieldKind::Text, "provider", "provider:a"},
    {"latency", "", FieldKind::Duration, "time taken", "latency>2s"},
    {"size", "", FieldKind::Size, "bytes", "size>1MB"},
    {"ts", "", FieldKind::Time, "when", "ts>=2026-05-19"},
    {"verified", "", FieldKind::Flag, "verified", "verified:no"},
    {"attempts", "", FieldKind::Number, "attempts", "attempts>1"},
};

class Row final : public FilterRecord
{
public:
    explicit Row(std::map<std::size_t, double> values,
                 std::vector<std::string> names = {"hublike", "Acme Corp"})
        : provider(std::move(names))
        , numbers(std::move(values))
    {}

    std::vector<std::string> provider;
    std::map<std::size_t, double> numbers;

    [[nodiscard]] std::size_t textCount(std::size_t field) const override
    {
        return field == 1 ? provider.size() : 0;
    }

    [[nodiscard]] std::string_view text(std::size_t, std::size_t index) const override
    {
        return provider[index];
    }

    [[nodiscard]] std::optional<double> number(std::size_t field) const override
    {
        const auto found = numbers.find(field);
        return found == numbers.end() ? std::nullopt : std::optional(found->second);
    }

    [[nodiscard]] bool containsWord(std::string_view word) const override
    {
        return containsNoCase("crm.contacts.list http://127.0.0.1:8787/x", word);
    }
};

bool matches(std::string_view text, const Row& row)
{
    const auto parsed = parseFilter(text, kFields);
    EXPECT_FALSE(parsed.error) << text << ": " << (parsed.error ? parsed.error->message : "");
    return parsed.filter.matches(row);
}

/// Took 2.5 s and 1.5 MB in two attempts and was not verified.
std::map<std::size_t, double> usual(double status = 429)
{
    return {{0, status}, {2, 2500.0}, {3, 1'500'000.0}, {6, 2.0}, {5, 0.0}};
}

FilterError errorOf(std::string_view text)
{
    const auto parsed = parseFilter(text, kFields);
    EXPECT_TRUE(parsed.error) << text;
    return parsed.error.value_or(FilterError{});
}

TEST(Filter, emptyTextLetsEverythingThrough)
{
    EXPECT_TRUE(matches("", Row(usual())));
    EXPECT_TRUE(matches("   ", Row(usual())));
}

TEST(Filter, understandsStatusClassesAndExactStatuses)
{
    EXPECT_TRUE(matches("status:429", Row(usual())));
    EXPECT_TRUE(matches("status:4xx", Row(usual())));
    EXPECT_FALSE(matches("status:2xx", Row(usual())));
    EXPECT_TRUE(matches("-status:2xx", Row(usual())));
    EXPECT_TRUE(matches("status!=200", Row(usual())));
    EXPECT_TRUE(matches("status>=4xx", Row(usual(503))));
    EXPECT_FALSE(matches("status>4xx", Row(usual(499))));
}

TEST(Filter, comparesTextWithoutCaseAndWithStars)
{
    EXPECT_TRUE(matches("provider:HUBLIKE", Row(usual())));
    EXPECT_TRUE(matches("provider:x,hublike", Row(usual())));
    EXPECT_TRUE(matches("provider:hub*", Row(usual())));
    EXPECT_FALSE(matches("provider:hub", Row(usual())));
    EXPECT_TRUE(matches("provider ~ ubli", Row(usual())));
    EXPECT_TRUE(matches("provider:\"acme corp\"", Row(usual())));
    EXPECT_TRUE(matches("provider ~ /^hub.*e$/", Row(usual())));
    EXPECT_FALSE(matches("provider ~ /^ike/", Row(usual())));
}

TEST(Filter, readsSpansSizesTimesAndFlags)
{
    EXPECT_TRUE(matches("latency>2s", Row(usual())));
    EXPECT_FALSE(matches("latency > 3s", Row(usual())));
    EXPECT_TRUE(matches("size>1MB size<1.6MB", Row(usual())));
    EXPECT_TRUE(matches("verified:no", Row(usual())));
    EXPECT_FALSE(matches("verified:yes", Row(usual())));
    EXPECT_TRUE(matches("attempts>1", Row(usual())));
    Row timed(usual());
    timed.numbers[4] = static_cast<double>(toMillis(*parseRfc3339("2026-05-19T11:00:30Z")));
    EXPECT_TRUE(matches("ts>=2026-05-19T12:00+02:00", timed));
    EXPECT_TRUE(matches("ts:2026-05-19", timed));
    EXPECT_FALSE(matches("ts<2026-05-19", timed));
    EXPECT_FALSE(matches("ts>2026-05-19T11:00", timed)) << "the minute itself is not after the minute";
}

TEST(Filter, aFieldWithoutAValueMatchesOnlyItsNegation)
{
    Row none({});
    EXPECT_FALSE(matches("latency<5s", none));
    EXPECT_TRUE(matches("-latency<5s", none));
}

TEST(Filter, combinesWithAndOrNotAndParentheses)
{
    EXPECT_TRUE(matches("status:2xx OR provider:hublike", Row(usual())));
    EXPECT_FALSE(matches("status:2xx provider:hublike", Row(usual())));
    EXPECT_TRUE(matches("NOT (status:2xx OR status:5xx) contacts", Row(usual())));
    EXPECT_FALSE(matches("-(status:4xx OR status:5xx)", Row(usual())));
    EXPECT_TRUE(matches("status:5xx OR status:4xx provider:hublike", Row(usual())))
        << "AND binds tighter than OR";
}

TEST(Filter, freeWordsAreFoundAnywhere)
{
    EXPECT_TRUE(matches("CONTACTS", Row(usual())));
    EXPECT_TRUE(matches("http://127.0.0.1:8787", Row(usual()))) << "a URL is a word, not a field";
    EXPECT_TRUE(matches("\"contacts.list\"", Row(usual())));
    EXPECT_FALSE(matches("invoices", Row(usual())));
}

TEST(Filter, unknownFieldIsMarkedAndTheRightOneSuggested)
{
    const auto error = errorOf("provider:x statsu:429");
    EXPECT_EQ(error.position, 11U);
    EXPECT_EQ(error.length, 6U);
    EXPECT_EQ(error.suggestion, "status");
}

TEST(Filter, saysWhatAValueShouldLookLike)
{
    EXPECT_NE(errorOf("latency>soon").message.find("2s"), std::string::npos);
    EXPECT_NE(errorOf("status:oops").message.find("4xx"), std::string::npos);
    EXPECT_NE(errorOf("provider<x").message.find("text"), std::string::npos);
    EXPECT_NE(errorOf("provider ~ /(/").message.find("regular expression"), std::string::npos);
}

TEST(Filter, refusesUnbalancedAndUnfinishedText)
{
    EXPECT_EQ(errorOf("(status:200").position, 0U);
    EXPECT_EQ(errorOf("status:200)").position, 10U);
    (void)errorOf("NOT");
    (void)errorOf("a OR");
    (void)errorOf("\"open");
    (void)errorOf("status:");
    (void)errorOf("()");
    (void)errorOf(std::string(200, '(') + "a" + std::string(200, ')'));
    (void)errorOf(std::string(5000, 'a'));
}

TEST(Filter, aTermForAnyValueParsesBackToThatValue)
{
    for (const std::string value : {"hublike", "Acme Corp", "a\"b\\c", "x,y", "(z)", "/re/", ""}) {
        const Row made({}, {value});
        EXPECT_TRUE(matches(filterTerm("provider", value, false), made)) << value;
        EXPECT_FALSE(matches(filterTerm("provider", value, true), made)) << value;
    }
}

} // namespace
} // namespace gatehouse::ui
