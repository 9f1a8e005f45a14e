// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/write.h"
#include "core/resilience/error_classifier.h"
#include "tests/unit/vectors/definitions.h"

#include <gtest/gtest.h>

namespace gatehouse::resilience {
namespace {

using test::bodyOf;
using test::inputOf;
using test::profileFor;
using test::sharedVectors;

void check(const json::Value& vector, const config::ErrorDefinition& rules)
{
    SCOPED_TRACE(json::write(vector["id"]));
    json::Arena arena;
    const auto body = bodyOf(vector["body"].asString());
    const auto error = classify(rules, inputOf(vector, body, arena), arena);
    const auto category = vector["expect_category"].asString();
    if (category == "none") {
        EXPECT_FALSE(error);
        return;
    }
    ASSERT_TRUE(error);
    EXPECT_EQ(config::errorCategoryName(error->category), category);
    if (vector["expect_code"].isString()) {
        EXPECT_EQ(error->code, vector["expect_code"].asString());
    }
    if (vector["expect_message"].isString()) {
        EXPECT_EQ(error->message, vector["expect_message"].asString());
    }
    EXPECT_EQ(error->retryable, vector["expect_retryable"].asBool());
    EXPECT_EQ(error->reauth, vector["expect_reauth"].asBool());
    EXPECT_TRUE(error->warnings.empty()) << error->warnings.front();
}

TEST(ErrorVectors, areClassifiedByTheBuiltInDefinitions)
{
    const auto file = sharedVectors("error_vectors.json");
    if (file->isUndefined()) {
        GTEST_SKIP() << "no shared vectors here (set GATEHOUSE_SHARED)";
    }
    const config::ErrorDefinition standard;
    int run = 0;
    for (const auto& vector : (*file)["vectors"].items()) {
        const auto name = vector["provider"].asString();
        const auto* profile = profileFor(name);
        if (profile != nullptr || name == "generic") {
            check(vector, profile != nullptr ? profile->errors : standard);
            ++run;
        }
    }
    RecordProperty("vectors", run);
    std::printf("%d error vectors run\n", run);
    EXPECT_GT(run, 0);
}

} // namespace
} // namespace gatehouse::resilience
