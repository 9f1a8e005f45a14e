// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/pipeline/unified_fixture.h"

namespace gatehouse::pipeline {
namespace {

TEST_F(UnifiedTest, pagesThroughAListWithItsFilters)
{
    http.answer(200, R"({"items":[{"id":1,"age":"1"},{"id":2,"age":"2"}],"next":"two"})");
    http.answer(200, R"({"items":[{"id":3,"age":"3"}]})");
    auto first = request("list");
    first.query = {{"limit", "2"}, {"email", "a@b.c"}};

    const auto page = call(first);
    const std::string cursor((*page.body)["next_cursor"].asString());
    ASSERT_NE(cursor, "");
    auto second = request("list");
    second.query = {{"cursor", cursor}};
    const auto last = call(second);

    EXPECT_EQ((*page.body)["result"].size(), 2U);
    EXPECT_EQ((*last.body)["result"].size(), 1U);
    EXPECT_TRUE((*last.body)["next_cursor"].isNull());
    EXPECT_EQ(http.requests[0].url.query,
              "lang=en&email=a%40b.c&fields=id%2Cfirst%2Clast%2Ctel%2Cage&limit=2");
    EXPECT_EQ(http.requests[1].url.query,
              "lang=en&email=a%40b.c&fields=id%2Cfirst%2Clast%2Ctel%2Cage&limit=2&after=two");
}

TEST_F(UnifiedTest, givesNoMoreThanTheLimitWhateverTheProvidersPageIs)
{
    const char* page = R"({"items":[{"id":1,"age":"1"},{"id":2,"age":"1"},{"id":3,"age":"1"}],"next":"two"})";
    auto wanted = request("list");
    wanted.query = {{"limit", "2"}};
    http.answer(200, page);
    const auto first = call(wanted);
    wanted.query = {{"cursor", std::string((*first.body)["next_cursor"].asString())}};
    http.answer(200, page);
    const auto second = call(wanted);
    wanted.query = {{"cursor", std::string((*second.body)["next_cursor"].asString())}};
    http.answer(200, R"({"items":[{"id":4,"age":"1"}]})");
    const auto third = call(wanted);

    EXPECT_EQ((*first.body)["result"].size(), 2U);
    ASSERT_EQ((*second.body)["result"].size(), 1U);
    EXPECT_EQ((*second.body)["result"][0]["id"].asString(), "3");
    EXPECT_EQ((*third.body)["result"][0]["id"].asString(), "4");
    EXPECT_TRUE((*third.body)["next_cursor"].isNull());
    EXPECT_EQ(http.requests[0].url.query, http.requests[1].url.query);
    EXPECT_NE(http.requests[2].url.query.find("after=two"), std::string::npos);
}

TEST_F(UnifiedTest, refusesACursorThatWasChangedOrIsForOtherFilters)
{
    http.answer(200, R"({"items":[],"next":"two"})");
    auto wanted = request("list");
    wanted.query = {{"email", "a@b.c"}};
    const std::string cursor((*call(wanted).body)["next_cursor"].asString());

    wanted.query = {{"cursor", cursor + "x"}};
    EXPECT_EQ(call(wanted).status, 400);
    wanted.query = {{"cursor", cursor}, {"email", "other@b.c"}};
    EXPECT_EQ(call(wanted).status, 400);
    EXPECT_EQ(http.requests.size(), 1U);
}

TEST_F(UnifiedTest, refusesAWrongLimitOrTimeWithoutAskingTheProvider)
{
    for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
             {"limit", "0"}, {"limit", "many"}, {"limit", "999999"}, {"updated_since", "yesterday"}}) {
        auto wanted = request("list");
        wanted.query = {{name, value}};
        const auto response = call(wanted);
        EXPECT_EQ(response.status, 400) << name << "=" << value;
        EXPECT_EQ(response.problem->category, "validation_error");
    }
    EXPECT_TRUE(http.requests.empty());
}

TEST_F(UnifiedTest, refusesAnotherLimitThanTheCursors)
{
    http.answer(200, R"({"items":[{"id":1,"age":"1"},{"id":2,"age":"1"}],"next":"two"})");
    auto wanted = request("list");
    wanted.query = {{"limit", "1"}};
    const std::string cursor((*call(wanted).body)["next_cursor"].asString());

    wanted.query = {{"cursor", cursor}, {"limit", "2"}};
    const auto refused = call(wanted);
    EXPECT_EQ(refused.status, 400);
    EXPECT_NE(refused.problem->detail.find("limit"), std::string::npos);
    EXPECT_EQ(http.requests.size(), 1U);

    http.answer(200, R"({"items":[{"id":1,"age":"1"},{"id":2,"age":"1"}],"next":"two"})");
    wanted.query = {{"cursor", cursor}, {"limit", "1"}};
    EXPECT_EQ((*call(wanted).body)["result"][0]["id"].asString(), "2");
}

TEST_F(UnifiedTest, failsARecordWhoseRequiredFieldFails)
{
    const char* broken = R"json({"response": {"id": "$number(response.id)"}})json";
    accounts.put(account(), overriding("crm.contacts.list", broken));
    http.answer(200, R"({"items":[{"id":"7","age":"1"},{"id":"no number","age":"1"}]})");
    const auto list = call(request("list"));

    EXPECT_EQ(list.status, 200);
    EXPECT_EQ((*list.body)["result"].size(), 1U);
    ASSERT_EQ((*list.body)["failed_records"].size(), 1U);
    EXPECT_EQ((*list.body)["failed_records"][0]["record"].asInt(), 1);
    EXPECT_EQ((*list.body)["failed_records"][0]["category"].asString(), "mapping_error");

    accounts.put(account(), overriding("crm.contacts.get", broken));
    http.answer(200, R"({"id":"no number","age":"1"})");
    const auto one = call(request("get", "1"));
    EXPECT_EQ(one.status, 422);
    EXPECT_EQ(one.problem->category, "mapping_error");
    EXPECT_EQ(one.problem->origin, "gateway");
}

TEST_F(UnifiedTest, tellsAHundredWarningsAndCountsTheOthers)
{
    std::string items;
    for (int i = 0; i < 150; ++i) {
        items += std::string(items.empty() ? "" : ",") + R"({"id":1,"age":"old"})";
    }
    http.answer(200, R"({"items":[)" + items + "]}");

    const auto response = call(request("list"));

    EXPECT_EQ((*response.body)["result"].size(), 150U);
    ASSERT_EQ(response.warnings.size(), 101U);
    EXPECT_EQ(response.warnings.back().message, "and 50 more warnings");
}

/// Moves at every look, once told to.
class SteppingClock final : public Clock
{
public:
    [[nodiscard]] UnixMillis now() const override { return {}; }

    [[nodiscard]] SteadyTime steady() const override { return m_now += step; }

    std::chrono::milliseconds step{0};

private:
    mutable SteadyTime m_now{std::chrono::hours(1)};
};

TEST_F(UnifiedTest, failsAListWhosePagingRulesTakeTooLongInsteadOfEndingIt)
{
    SteppingClock slow;
    services.clock = &slow;
    http.onSend = [&slow] { slow.step = std::chrono::seconds(1); };
    http.answer(200, R"({"items":[],"next":"two"})");

    const auto response = call(request("list"));

    EXPECT_EQ(response.status, 422);
    ASSERT_TRUE(response.problem);
    EXPECT_EQ(response.problem->category, "mapping_error");
}

/// Long enough to be read record by record.
std::string longPage(const std::string& text)
{
    const std::string padding = R"({"padding":")" + std::string(std::size_t{260} * 1024, 'x') + "\",";
    return padding + text.substr(1);
}

constexpr const char* kMixedPage =
    R"({"next":"two","items":[{"id":1,"first":"A\u00e9","last":"\"q\"","tel":null,"age":"3"},)"
    R"({"id":2.50,"age":"old"},{"id":12345678901234567890,"first":"C","age":"5","tags":[1,{"a":[]}]}],"total":3})";

TEST_F(UnifiedTest, givesTheSameListRecordByRecordAsReadWhole)
{
    auto wanted = request("list");
    wanted.provenance = true;
    wanted.remoteData = true;
    http.answer(200, longPage(kMixedPage));
    const auto oneByOne = call(wanted);
    // An expression that reads the records through `raw` makes the answer be read whole.
    accounts.put(account(), overriding("crm.contacts.list", R"json({"response": {"phone":
        "$count(raw.items) = 3 ? response.tel"}})json"));
    http.answer(200, longPage(kMixedPage));
    const auto whole = call(wanted);

    EXPECT_EQ(oneByOne.status, 200);
    EXPECT_EQ(result(oneByOne), result(whole));
    EXPECT_EQ(json::write((*oneByOne.body)["warnings"]), json::write((*whole.body)["warnings"]));
    EXPECT_EQ(json::write(*oneByOne.body), oneByOne.bodyText);
    EXPECT_FALSE((*oneByOne.body)["next_cursor"].isNull());
    EXPECT_EQ(oneByOne.provenance.size(), whole.provenance.size());
    EXPECT_NE(result(oneByOne).find("12345678901234567890"), std::string::npos);
}

TEST_F(UnifiedTest, writesAListWithoutBuildingItWhenItsTextIsEnough)
{
    auto wanted = request("list");
    wanted.textOnly = true;
    http.answer(200, longPage(kMixedPage));
    const auto response = call(wanted);

    EXPECT_TRUE(response.body->isUndefined());
    const auto told = json::parse(response.bodyText);
    ASSERT_TRUE(told) << response.bodyText;
    EXPECT_EQ((**told)["result"].size(), 3U);
}

TEST_F(UnifiedTest, failsAListWhoseRecordsBreakOffInTheMiddle)
{
    http.answer(200, longPage(R"({"items":[{"id":1,"age":"1"},{"id":2,"age" "1"}],"next":null})"));

    const auto response = call(request("list"));

    EXPECT_EQ(response.status, 502);
    EXPECT_EQ(response.problem->providerStatus, 200);
}

TEST_F(UnifiedTest, readsAListThatIsASingleRecordOrNothing)
{
    http.answer(200, longPage(R"({"items":{"id":1,"age":"1"}})"));
    EXPECT_EQ((*call(request("list")).body)["result"].size(), 1U);
    http.answer(200, longPage(R"({"items":null})"));
    EXPECT_EQ((*call(request("list")).body)["result"].size(), 0U);
    http.answer(200, longPage(R"({"more":1})"));
    EXPECT_EQ(result(call(request("list"))), "[]");
}

} // namespace
} // namespace gatehouse::pipeline
