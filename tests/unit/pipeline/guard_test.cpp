// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/guard.h"
#include "tests/unit/pipeline/pipeline_world.h"

namespace gatehouse::pipeline {
namespace {

/// Refuses while told to, and remembers what it was told.
class FakeGuard final : public resilience::Guard
{
public:
    [[nodiscard]] std::optional<std::chrono::milliseconds> admit(const resilience::GuardKey& /*key*/,
                                                                 SteadyTime /*now*/) override
    {
        return wait;
    }

    void report(const resilience::GuardKey& key, const resilience::GuardOutcome& outcome,
                SteadyTime /*now*/) override
    {
        account = key.accountId;
        outcomes.push_back(outcome);
    }

    std::optional<std::chrono::milliseconds> wait;
    std::string account;
    std::vector<resilience::GuardOutcome> outcomes;
};

class GuardTest : public test::PipelineWorld
{
protected:
    GuardTest() { services.guard = &m_guard; }

    FakeGuard m_guard;
};

TEST_F(GuardTest, refusesWithoutAskingTheProviderAndSaysWhenToComeBack)
{
    m_guard.wait = std::chrono::milliseconds(2500);

    const auto response = call(request("get", "1"));

    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.problem->category, "circuit_open");
    EXPECT_EQ(headerOf(response.headers, "Retry-After"), "3");
    EXPECT_TRUE(http.requests.empty());
}

TEST_F(GuardTest, hearsHowEveryExchangeEnded)
{
    http.answer(200, R"({"id":1,"age":"1"})");
    call(request("get", "1"));
    http.answer(500, "{}");
    call(request("get", "1"));
    call(request("get", "1")); // nothing answers

    ASSERT_EQ(m_guard.outcomes.size(), 3U);
    EXPECT_EQ(m_guard.account, "acc_1");
    EXPECT_FALSE(m_guard.outcomes[0].category);
    EXPECT_EQ(m_guard.outcomes[1].category, config::ErrorCategory::ServerError);
    EXPECT_FALSE(m_guard.outcomes[2].reached);
}

} // namespace
} // namespace gatehouse::pipeline
