// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/body_reads.h"

#include <gtest/gtest.h>

namespace gatehouse::pipeline {
namespace {

TEST(BodyPointer, isThereForPlainPathsAlone)
{
    EXPECT_EQ(bodyPointer("body"), "");
    EXPECT_EQ(bodyPointer(" body.results "), "/results");
    EXPECT_EQ(bodyPointer("body.a.`b/c`.d_1"), "/a/b~1c/d_1");
    for (const char* other : {"", "body.", "bodyguard", "body.a[0]", "body.*", "$.body.a", "body.a.b()",
                              "a.body", "body.a ? body.a", "body.`a"}) {
        EXPECT_FALSE(bodyPointer(other)) << other;
    }
}

TEST(MayRead, findsEveryWayToThePlace)
{
    for (const char* reads : {"body.results",
                              "body.results[0].id",
                              "$count(body.results)",
                              "body",
                              "$string(body)",
                              "$.body.results",
                              "$$.body.results",
                              "body.`results`.x",
                              "$keys($)",
                              "$string($$)",
                              "$keys()",
                              "**.id",
                              "*.results",
                              "body.*",
                              "(body).results",
                              "[1, $]",
                              "body.($count(results))",
                              "body.($string($))",
                              "body.(*.id)",
                              "body.(`results`)",
                              "body.(code; $keys())",
                              "$x := body; $x.results",
                              "body [0]",
                              "{'a': $}"}) {
        EXPECT_TRUE(mayRead(reads, "body", "/results")) << reads;
    }
    EXPECT_TRUE(mayRead("body.a", "body", "/a/b"));
    EXPECT_TRUE(mayRead("body.a.b.c", "body", "/a/b"));
    EXPECT_TRUE(mayRead("body.anything", "body", "")) << "the whole body";
}

TEST(MayRead, letsGoWhatLeadsElsewhere)
{
    for (const char* elsewhere :
         {"", "status = 429", "body.paging.next.after", "status = 207 and body.numErrors > 0",
          "headers.`x-limit`", "body.resultset", "body.(category ? category : errors[0].category)",
          "$number(headers.x) * 2", "body.done = true ? null : body.nextRecordsUrl",
          "body.paging[$boolean($)]", "[body.phone.{'number': $, 'type': 'work'}]", "body.list.$trim($)[0]",
          "$now()", "body.paging.(*.x)"}) {
        const bool plain = std::string_view(elsewhere) != "body.list.$trim($)[0]";
        EXPECT_EQ(mayRead(elsewhere, "body", "/results"), !plain) << elsewhere;
    }
    EXPECT_FALSE(mayRead("body.a.c", "body", "/a/b"));
    EXPECT_FALSE(mayRead("response.results", "raw", "/results"));
}

} // namespace
} // namespace gatehouse::pipeline
