// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/gateway_client.h"
#include "core/json/parse.h"

#include <gtest/gtest.h>

namespace gatehouse::ctl {
namespace {

TEST(ProblemLine, saysStatusCategoryDetailAndWhenToComeBack)
{
    const auto problem =
        json::parse(R"({"category":"rate_limited","detail":"too many","retry_after":30})").value();
    EXPECT_EQ(problemLine(429, problem.root()), "429 rate_limited: too many (retry after 30 s)");
    EXPECT_EQ(problemLine(502, json::Value()), "502 error");
}

} // namespace
} // namespace gatehouse::ctl
