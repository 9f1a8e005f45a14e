// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/validate.h"
#include "tests/unit/pipeline/pipeline_world.h"

namespace gatehouse::pipeline {
namespace {

class ValidateTest : public test::PipelineWorld
{
protected:
    ValidationOutcome validate()
    {
        auto outcome = test::runTask(validateAccount(services, "acc_1", {}));
        EXPECT_TRUE(outcome);
        return outcome ? std::move(*outcome) : ValidationOutcome{};
    }
};

TEST_F(ValidateTest, provesAnAccountAndLearnsItsContext)
{
    auto tired = account();
    tired.status = AccountStatus::NeedsReauth;
    accounts.put(tired);
    http.answer(200, R"({"id": "u7"})");

    const auto outcome = validate();

    EXPECT_FALSE(outcome.problem);
    EXPECT_EQ(json::write(*outcome.context), R"({"base":"https://acme.test","user":"u7"})");
    EXPECT_EQ(http.requests[0].url.path, "/api/v2/me");
    ASSERT_EQ(recorded.calls.size(), 1U);
    EXPECT_EQ(recorded.calls[0].summary.kind, "validate");
    EXPECT_EQ(recorded.calls[0].summary.id, outcome.callId);
}

TEST_F(ValidateTest, isNotContentWithJustAnyAnswer)
{
    http.answer(200, R"({"other": 1})");
    EXPECT_TRUE(validate().problem);

    http.answer(401, R"({"message": "no"})");
    const auto refused = validate();
    ASSERT_TRUE(refused.problem);
    EXPECT_EQ(refused.problem->category, "auth_failure");
}

} // namespace
} // namespace gatehouse::pipeline
