// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/steps.h"
#include "tests/unit/pipeline/pipeline_world.h"

namespace gatehouse::pipeline {
namespace {

class StepsTest : public test::PipelineWorld
{
protected:
    UnifiedResponse getWith(const char* before)
    {
        const std::string document =
            std::string(R"json({"before": )json") + before
            + R"json(, "response": {"name": "before.a.first & '-' & before.b.first"}})json";
        accounts.put(account(), overriding("crm.contacts.get", document.c_str()));
        return call(request("get", "1"));
    }

    static std::string nameOf(const UnifiedResponse& response)
    {
        return std::string((*response.body)["result"]["name"].asString());
    }
};

TEST_F(StepsTest, seeTheResultsOfThoseBeforeThem)
{
    http.answer(200, R"({"id": 5, "first": "one"})");
    http.answer(200, R"({"id": 6, "first": "two"})");
    http.answer(200, R"({"id": 1, "age": "1"})");

    const auto response = getWith(R"json([{"name": "a", "resource": "people", "method": "get", "id": "'5'"},
                                          {"name": "b", "resource": "people", "method": "get", "id": "$string(before.a.id + 1)"}])json");

    EXPECT_EQ(nameOf(response), "one-two");
    ASSERT_EQ(http.requests.size(), 3U);
    EXPECT_EQ(http.requests[1].url.path, "/api/v2/people/6");
}

TEST_F(StepsTest, areLeftOutWhenTheirConditionSaysSo)
{
    http.answer(200, R"({"id": 1, "age": "1"})");

    getWith(
        R"json([{"name": "a", "resource": "people", "method": "get", "id": "'5'", "when": "false"}])json");

    EXPECT_EQ(http.requests.size(), 1U);
}

TEST_F(StepsTest, endTheCallWhenTheyFailUnlessTheyMayBeIgnored)
{
    http.answer(404, "{}");
    const auto failed =
        getWith(R"json([{"name": "a", "resource": "people", "method": "get", "id": "'5'"}])json");
    EXPECT_EQ(failed.status, 404);
    EXPECT_EQ(http.requests.size(), 1U);

    http.answer(404, "{}");
    http.answer(200, R"({"id": 1, "age": "1"})");
    const auto ignored = getWith(
        R"json([{"name": "a", "resource": "people", "method": "get", "id": "'5'", "on_error": "ignore"}])json");
    EXPECT_EQ(ignored.status, 200);
    EXPECT_EQ(nameOf(ignored), "-");
    EXPECT_EQ(ignored.warnings.size(), 1U);
}

} // namespace
} // namespace gatehouse::pipeline
