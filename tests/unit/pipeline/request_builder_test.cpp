// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/request_builder.h"
#include "tests/unit/pipeline/pipeline_world.h"

namespace gatehouse::pipeline {
namespace {

TEST(QueryParameters, replaceAllOfAName)
{
    QueryParameters query;
    query.add("a", "1");
    query.add("b", "2");
    query.add("a", "3");
    query.set("a", "4");
    query.append("b", "!");
    query.append("c", "x");

    EXPECT_EQ(buildQuery(query.pairs()), "a=4&b=2%21&c=x");
}

class RequestBuilderTest : public test::PipelineWorld
{
protected:
    void SetUp() override
    {
        m_upstream.target = *planner.target("acc_1");
        m_call.path = *config::Template::compile("/things/{{id}}?fixed=1");
        m_source.call = &m_call;
        m_source.input = **m_input;
    }

    Status build() { return buildRequest(m_source, m_mapper, m_arena, m_upstream); }

    Result<json::Document> m_input = json::parse(R"({"id": "a b/c", "version": "2", "context": {}})");
    json::Arena m_arena;
    FieldMapper m_mapper{m_arena, {}};
    config::CallDefinition m_call;
    RequestSource m_source;
    Upstream m_upstream;
};

TEST_F(RequestBuilderTest, encodesWhatFillsAPathAndKeepsItsOwnQuery)
{
    ASSERT_TRUE(build());

    EXPECT_EQ(m_upstream.request.url.str(), "https://acme.test/api/v2/things/a%20b%2Fc?fixed=1&lang=en");
}

TEST_F(RequestBuilderTest, goesToTheNextPageOnTheSameHostOnly)
{
    m_source.page.url = "/api/v2/people?page=2";
    ASSERT_TRUE(build());
    EXPECT_EQ(m_upstream.request.url.str(), "https://acme.test/api/v2/people?page=2");

    m_source.page.url = "https://evil.test/api/v2/people?page=2";
    const auto refused = build();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::ConfigError);
}

TEST_F(RequestBuilderTest, appendsAClauseToItsParameter)
{
    m_source.page.appendTo = "lang";
    m_source.page.appendText = " startposition 3";
    ASSERT_TRUE(build());

    EXPECT_EQ(m_upstream.request.url.query, "fixed=1&lang=en%20startposition%203");
}

TEST_F(RequestBuilderTest, writesBodiesInTheFormTheCallSays)
{
    const auto body = *json::parse(R"({"a": {"b": "x"}, "n": 1})");
    m_source.body = *body;
    ASSERT_TRUE(build());
    EXPECT_EQ(m_upstream.request.body, R"({"a":{"b":"x"},"n":1})");

    m_upstream.request = {};
    m_call.content = config::ContentType::Form;
    ASSERT_TRUE(build());
    EXPECT_EQ(m_upstream.request.headers.get("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(m_upstream.request.body, "a=%7B%22b%22%3A%22x%22%7D&n=1");

    m_upstream.request = {};
    m_call.content = config::ContentType::Xml;
    m_source.body = (*body)["a"];
    ASSERT_TRUE(build());
    EXPECT_EQ(m_upstream.request.headers.get("Content-Type"), "application/xml");
    EXPECT_NE(m_upstream.request.body.find("<b>x</b>"), std::string::npos);
}

TEST_F(RequestBuilderTest, writesTheTimeTheWayTheProviderWantsIt)
{
    config::UpdatedSince since;
    since.name = "since";
    m_source.updatedSince = &since;
    m_source.since = "2025-10-09T08:53:20Z";
    for (const auto& [format, text] : std::vector<std::pair<config::TimeFormat, std::string>>{
             {config::TimeFormat::Rfc3339, "2025-10-09T08%3A53%3A20Z"},
             {config::TimeFormat::Date, "2025-10-09"},
             {config::TimeFormat::EpochSeconds, "1760000000"},
             {config::TimeFormat::EpochMillis, "1760000000000"}}) {
        since.format = format;
        ASSERT_TRUE(build());
        EXPECT_EQ(m_upstream.request.url.query, "fixed=1&lang=en&since=" + text);
    }
    since.place = config::UpdatedSincePlace::Header;
    since.format = config::TimeFormat::HttpDate;
    ASSERT_TRUE(build());
    EXPECT_EQ(m_upstream.request.headers.get("since"), "Thu, 09 Oct 2025 08:53:20 GMT");
}

} // namespace
} // namespace gatehouse::pipeline
