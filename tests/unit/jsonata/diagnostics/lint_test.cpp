// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/jsonata/diagnostics/lint.h"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse::jsonata {
namespace {

class JsonataLint : public ::testing::Test
{
protected:
    JsonataLint()
        : m_sample(*json::parse(R"({"name":"x","phones":[{"kind":"home","number":"1"}],"owner":{"email":"e"},
              "tags":["a","b"]})"))
    {
        m_data.sample = m_sample.root();
    }

    /// "offset message; hint" of each finding.
    std::string findings(std::string_view text)
    {
        std::string out;
        for (const LintFinding& finding : lint(text, m_data)) {
            out += std::to_string(finding.span.byteOffset) + " " + finding.message
                   + (finding.hint.empty() ? "" : "; " + finding.hint) + "\n";
        }
        return out;
    }

    json::Document m_sample;
    DataKnowledge m_data;
};

TEST_F(JsonataLint, isSilentAboutGoodExpressions)
{
    for (const char* text :
         {"name", "phones[0].number", "phones.number[]", "[phones.number]", "$count(phones.number)",
          "$join(phones.number, ',')", "phones[kind = 'home'][0].number", "phones", "tags",
          "$map(phones, function($p) { $p.number })", "owner.email & name", "phones.(number & kind)[]"}) {
        EXPECT_EQ(findings(text), "") << text;
    }
}

TEST_F(JsonataLint, findsPathsThatLeadNowhere)
{
    EXPECT_EQ(findings("nmae"), "0 there is no 'nmae' in the sample; did you mean name?\n");
    EXPECT_EQ(findings("owner.emial"), "6 there is no 'emial' in owner; did you mean email?\n");
    EXPECT_EQ(findings("phones[knd = 'x'][0].number"), "7 there is no 'knd' in phones; did you mean kind?\n");
    EXPECT_EQ(findings("zzz ? 1 : 2"), "0 there is no 'zzz' in the sample\n");
}

TEST_F(JsonataLint, warnsOfSingletonsThatMayFlip)
{
    EXPECT_EQ(
        findings("phones.number"),
        "0 'phones' is a list: with one element phones.number gives one value, with more an array; write "
        "phones[0] for the first, or end the path with [] to get an array always\n");
    EXPECT_NE(findings("{'n': phones[kind = 'home'].number}"), "");
    EXPECT_EQ(findings("{'list': phones.{'n': number}}").substr(0, 20), "9 'phones' is a list");
    EXPECT_EQ(findings("{'list': [phones.{'n': number}]}"), "");
    EXPECT_EQ(findings("$count(phones.{'n': number})"), "");
}

TEST_F(JsonataLint, findsUnknownNames)
{
    EXPECT_EQ(findings("$lowercas(name)"), "0 there is no function $lowercas; did you mean $lowercase?\n");
    EXPECT_EQ(findings("$nothingLikeThis"), "0 nothing provides $nothingLikeThis\n");
}

TEST_F(JsonataLint, reportsSyntaxErrorsToo)
{
    EXPECT_NE(findings("name +").find("Unexpected end of expression"), std::string::npos);
    EXPECT_NE(findings("").size(), 0U);
}

TEST_F(JsonataLint, knowsNothingWithoutData)
{
    m_data.sample = json::Value();
    EXPECT_EQ(findings("anything.goes"), "");
    const auto schema =
        json::parse(R"({"properties":{"a":{"type":"array","items":{"properties":{"b":{}}}}}})");
    m_data.schema = schema->root();
    EXPECT_EQ(findings("a.c"), "2 there is no 'c' in a\n");
    EXPECT_NE(findings("a.b"), "");
}

} // namespace
} // namespace gatehouse::jsonata
