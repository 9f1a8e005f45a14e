// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/response_view.h"
#include "core/json/write.h"
#include "core/paging/paging.h"
#include "tests/unit/vectors/definitions.h"

#include <gtest/gtest.h>

namespace gatehouse::paging {
namespace {

using test::inputOf;
using test::profileFor;
using test::sharedVectors;

/// The vectors name a next URL as the provider wrote it; ours is resolved. Both must mean the same request.
Url requestUrlFor(const json::Value& expected)
{
    const auto text = expected.asString();
    if (text.starts_with("https://")) {
        auto page = Url::parse(text).value();
        page.path += "/the-page-before";
        page.query.clear();
        return page;
    }
    return Url::parse("https://vendor.example/base/list").value();
}

void check(const json::Value& vector, const config::PaginationDefinition& rules)
{
    SCOPED_TRACE(json::write(vector));
    json::Arena arena;
    const json::Document body(nullptr, vector["body"]);
    PageInput input;
    input.response = config::withMembers(inputOf(vector, body, arena), vector["ctx"].members(), arena);
    input.position = firstPage(rules);
    input.position.number =
        vector["ctx"]["offset"].isNumber() ? vector["ctx"]["offset"].asInt() : input.position.number;
    input.pageSize =
        vector["ctx"]["page_size"].isNumber() ? vector["ctx"]["page_size"].asInt() : rules.defaultPageSize;
    const auto expected = vector["expect_next"];
    input.requestUrl = requestUrlFor(expected);
    const auto page = readPage(rules, input, arena);
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(static_cast<std::int64_t>(page->items.size()), vector["expect_items"].asInt());
    EXPECT_TRUE(page->warnings.empty()) << page->warnings.front();
    if (expected.isNull()) {
        EXPECT_FALSE(page->next);
        return;
    }
    ASSERT_TRUE(page->next);
    if (expected.isNumber()) {
        EXPECT_EQ(page->next->number, expected.asInt());
    } else if (!page->next->url.empty()) {
        EXPECT_EQ(page->next->url, input.requestUrl.resolve(expected.asString())->target());
    } else {
        EXPECT_EQ(page->next->cursor, expected.asString());
    }
}

TEST(PageVectors, areFollowedByTheBuiltInDefinitions)
{
    const auto file = sharedVectors("page_vectors.json");
    if (file->isUndefined()) {
        GTEST_SKIP() << "no shared vectors here (set GATEHOUSE_SHARED)";
    }
    int run = 0;
    for (const auto& vector : (*file)["vectors"].items()) {
        if (const auto* profile = profileFor(vector["provider"].asString())) {
            check(vector, profile->pagination);
            ++run;
        }
    }
    RecordProperty("vectors", run);
    std::printf("%d page vectors run\n", run);
    EXPECT_GT(run, 0);
}

} // namespace
} // namespace gatehouse::paging
