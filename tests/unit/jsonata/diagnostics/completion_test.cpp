// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/jsonata/diagnostics/completion.h"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse::jsonata {
namespace {

class JsonataCompletion : public ::testing::Test
{
protected:
    JsonataCompletion()
        : m_sample(*json::parse(R"({"id":"7","properties":{"firstname":"Ada","last name":"L"},
              "deals":[{"amount":5,"owner":{"email":"a@b.c"}},{"amount":6,"closed":true}]})"))
        , m_schema(*json::parse(R"({"type":"object","properties":{"id":{"type":"string"},
              "archived":{"type":"boolean","description":"in the bin"},
              "tags":{"type":"array","items":{"$ref":"#/definitions/tag"}}},
              "definitions":{"tag":{"properties":{"label":{"type":"string"}}}}})"))
        , m_context(*json::parse(R"({"region":"eu"})"))
    {
        m_data.sample = m_sample.root();
        m_data.schema = m_schema.root();
        m_data.bindings.push_back({"context", m_context.root(), "the account"});
    }

    /// Labels offered where the text has a '#'.
    std::string at(std::string text, std::size_t most = 4)
    {
        const std::size_t cursor = text.find('#');
        text.erase(cursor, 1);
        m_last = complete(text, static_cast<std::uint32_t>(cursor), m_data);
        std::string out;
        for (std::size_t i = 0; i < std::min(most, m_last.items.size()); ++i) {
            out += (i > 0 ? " " : "") + m_last.items[i].label;
        }
        return out;
    }

    json::Document m_sample;
    json::Document m_schema;
    json::Document m_context;
    DataKnowledge m_data;
    Completions m_last;
};

TEST_F(JsonataCompletion, offersTheMembersOfThePlace)
{
    EXPECT_EQ(at("#"), "id properties deals archived");
    EXPECT_EQ(at("properties.#"), "firstname last name");
    EXPECT_EQ(at("deals.#"), "amount owner closed");
    EXPECT_EQ(at("deals.owner.e#"), "email");
    EXPECT_EQ(at("deals[am#]"), "amount");
    EXPECT_EQ(at("deals.{'x': ow#, 'y': 1}"), "owner");
    EXPECT_EQ(at("$map(deals, function($d) { $d.cl# })"), "closed");
    EXPECT_EQ(at("($d := deals; $d.ow#"), "owner");
    EXPECT_EQ(at("tags.#"), "label");
    EXPECT_EQ(at("$context.#"), "region");
}

TEST_F(JsonataCompletion, quotesNamesThatNeedIt)
{
    EXPECT_EQ(at("properties.la#"), "last name");
    EXPECT_EQ(m_last.items.front().insert, "`last name`");
    EXPECT_EQ(at("properties.`la#"), "last name");
    EXPECT_EQ(m_last.items.front().insert, "`last name`");
    EXPECT_EQ(m_last.replaceStart, 11U);
}

TEST_F(JsonataCompletion, offersFunctionsBindingsAndVariables)
{
    EXPECT_EQ(at("$low#"), "$lowercase");
    EXPECT_EQ(m_last.items.front().detail, "<s-:s>");
    EXPECT_FALSE(m_last.items.front().doc.empty());
    EXPECT_EQ(at("$con#", 3), "$context $contains $convertCurrency");
    EXPECT_EQ(at("($total := 1; $tot#", 1), "$total");
    EXPECT_EQ(at("function($customer) { $cus# }", 1), "$customer");
    EXPECT_EQ(at("$LOWER#"), "$lowercase");
}

TEST_F(JsonataCompletion, tellsTypesAndExamples)
{
    at("i#");
    EXPECT_EQ(m_last.items.front().detail, "string");
    EXPECT_EQ(m_last.items.front().doc, "\"7\"");
    at("arch#");
    EXPECT_EQ(m_last.items.front().doc, "in the bin");
    at("dea#");
    EXPECT_EQ(m_last.items.front().detail, "array of objects");
}

TEST_F(JsonataCompletion, replacesTheWholeWordAndStaysOutOfTexts)
{
    at("a & id#entity");
    EXPECT_EQ(m_last.replaceStart, 4U);
    EXPECT_EQ(m_last.replaceEnd, 12U);
    EXPECT_EQ(at("'i#'"), "");
    EXPECT_EQ(at("/* i# */"), "");
    EXPECT_EQ(at("\"x\\\"i#"), "");
}

} // namespace
} // namespace gatehouse::jsonata
