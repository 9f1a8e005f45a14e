// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/paging/paging.h"

#include <gtest/gtest.h>

namespace gatehouse::paging {
namespace {

using config::PaginationDefinition;
using config::PaginationKind;

std::optional<jsonata::Expression> rule(const char* text)
{
    return jsonata::Expression::compile(text).value();
}

PaginationDefinition rules(PaginationKind kind, const char* next = nullptr)
{
    PaginationDefinition out;
    out.kind = kind;
    out.parameter = "p";
    out.limitParameter = "limit";
    out.items = rule("body.items");
    if (next != nullptr) {
        out.next = rule(next);
    }
    return out;
}

struct Read
{
    json::Document response;
    json::Arena arena;
    Result<Page> page;
};

std::unique_ptr<Read> read(const PaginationDefinition& definition, const std::string& response,
                           PagePosition position = {}, std::int64_t size = 0)
{
    auto out = std::make_unique<Read>();
    out->response = json::parse(response).value();
    PageInput input;
    input.response = *out->response;
    input.position = std::move(position);
    input.pageSize = size;
    input.requestUrl = Url::parse("https://api.example/v1/list?a=1").value();
    out->page = readPage(definition, input, out->arena);
    return out;
}

PagePosition at(std::int64_t number)
{
    PagePosition position;
    position.number = number;
    position.first = false;
    return position;
}

TEST(Paging, makesAnArrayOfWhateverAPageHolds)
{
    const auto cursor = rules(PaginationKind::Cursor, "body.next");
    EXPECT_EQ(json::write(read(cursor, R"({"body":{"items":[1,2]}})")->page->items), "[1,2]");
    EXPECT_EQ(json::write(read(cursor, R"({"body":{"items":{"id":1}}})")->page->items), R"([{"id":1}])");
    EXPECT_EQ(json::write(read(cursor, R"({"body":{}})")->page->items), "[]");
    EXPECT_EQ(json::write(read(cursor, R"({"body":{"items":null}})")->page->items), "[]");
}

TEST(Paging, usesTheMethodsResultWhenTheRulesNameNoItems)
{
    auto cursor = rules(PaginationKind::None);
    cursor.items.reset();
    const auto result = rule("body.data");
    const auto response = json::parse(R"({"body":{"data":[7]}})").value();
    json::Arena arena;
    PageInput input;
    input.response = *response;
    input.result = &result;
    EXPECT_EQ(json::write(readPage(cursor, input, arena)->items), "[7]");
}

TEST(Paging, followsCursorsUntilThereIsNone)
{
    const auto cursor = rules(PaginationKind::Cursor, "body.next");
    EXPECT_EQ(read(cursor, R"({"body":{"next":"abc"}})")->page->next->cursor, "abc");
    EXPECT_EQ(read(cursor, R"({"body":{"next":52}})")->page->next->cursor, "52");
    for (const auto* body : {"{}", R"({"next":null})", R"({"next":""})", R"({"next":false})"}) {
        EXPECT_FALSE(read(cursor, R"({"body":)" + std::string(body) + "}")->page->next) << body;
    }
}

TEST(Paging, endsWhereHasMoreSaysSo)
{
    auto cursor = rules(PaginationKind::Cursor, "body.next");
    cursor.hasMore = rule("body.more");
    EXPECT_FALSE(read(cursor, R"({"body":{"next":"abc","more":false}})")->page->next);
    EXPECT_TRUE(read(cursor, R"({"body":{"next":"abc","more":true}})")->page->next);
}

TEST(Paging, endsAListThatWouldGoInACircle)
{
    PagePosition position;
    position.cursor = "abc";
    position.first = false;
    const auto same =
        read(rules(PaginationKind::Cursor, "body.next"), R"({"body":{"next":"abc"}})", position);
    EXPECT_FALSE(same->page->next);
    EXPECT_EQ(same->page->warnings.size(), 1U);
    EXPECT_FALSE(
        read(rules(PaginationKind::NextUrl, "body.next"), R"({"body":{"next":"/v1/list?a=1"}})")->page->next);
}

TEST(Paging, resolvesNextUrlsAndStaysOnTheHost)
{
    const auto next = rules(PaginationKind::NextUrl, "body.next");
    EXPECT_EQ(read(next, R"({"body":{"next":"list?t=2"}})")->page->next->url, "/v1/list?t=2");
    EXPECT_EQ(read(next, R"({"body":{"next":"https://api.example/v2?x"}})")->page->next->url, "/v2?x");
    EXPECT_EQ(read(next, R"({"body":{"next":"https://evil.example/v2"}})")->page.error().code,
              Errc::ConfigError);
    EXPECT_FALSE(read(next, R"({"body":{"next":"http://api.example/v2"}})")->page);
    EXPECT_FALSE(read(next, R"({"body":{"next":"//evil.example/x"}})")->page);
}

TEST(Paging, readsLinkHeadersAndODataLinks)
{
    EXPECT_EQ(read(rules(PaginationKind::LinkHeader),
                   R"({"headers":{"link":"</v1/list?p=2>; rel=\"next\""},"body":{}})")
                  ->page->next->url,
              "/v1/list?p=2");
    EXPECT_EQ(read(rules(PaginationKind::OData), R"({"body":{"@odata.nextLink":"Orders?$skiptoken=9"}})")
                  ->page->next->url,
              "/v1/Orders?$skiptoken=9");
    EXPECT_EQ(read(rules(PaginationKind::OData), R"({"body":{"d":{"__next":"https://api.example/x?s=1"}}})")
                  ->page->next->url,
              "/x?s=1");
    EXPECT_FALSE(read(rules(PaginationKind::OData), R"({"body":{}})")->page->next);
}

TEST(Paging, countsOnWhilePagesAreFull)
{
    auto offset = rules(PaginationKind::Offset);
    offset.maxPageSize = 100;
    EXPECT_EQ(read(offset, R"({"body":{"items":[1,2]}})", at(4), 2)->page->next->number, 6);
    EXPECT_FALSE(read(offset, R"({"body":{"items":[1]}})", at(4), 2)->page->next);
    EXPECT_EQ(read(rules(PaginationKind::Page), R"({"body":{"items":[1,2]}})", at(3), 2)->page->next->number,
              4);
    EXPECT_FALSE(read(rules(PaginationKind::Page), R"({"body":{"items":[]}})", at(3), 0)->page->next);
}

TEST(Paging, goesOnAfterAShortPageOfAProviderWhoseLargestIsNotKnown)
{
    EXPECT_EQ(read(rules(PaginationKind::Offset), R"({"body":{"items":[1]}})", at(4), 2)->page->next->number,
              5);
    EXPECT_FALSE(read(rules(PaginationKind::Offset), R"({"body":{"items":[]}})", at(4), 2)->page->next);
}

TEST(Paging, believesAProviderThatCountsForItself)
{
    const auto page = rules(PaginationKind::Page, "body.page < body.pages ? body.page + 1");
    EXPECT_EQ(read(page, R"({"body":{"page":1,"pages":4,"items":[1]}})", at(1), 100)->page->next->number, 2);
    EXPECT_FALSE(read(page, R"({"body":{"page":4,"pages":4,"items":[1]}})", at(4), 100)->page->next);
    EXPECT_EQ(read(rules(PaginationKind::Offset, "offset + count"), R"({"body":{"items":[1,2]}})", at(8))
                  ->page->next->number,
              10);
}

TEST(Paging, letsADynamicRuleChooseItsWay)
{
    const auto dynamic = rules(PaginationKind::Dynamic, "body.n");
    EXPECT_EQ(read(dynamic, R"({"body":{"n":{"url":"/v3"}}})")->page->next->url, "/v3");
    EXPECT_EQ(read(dynamic, R"({"body":{"n":{"cursor":"c","offset":5}}})")->page->next->number, 5);
    EXPECT_EQ(read(dynamic, R"({"body":{"n":"text"}})")->page->next->cursor, "text");
    EXPECT_FALSE(read(dynamic, R"({"body":{"n":{}}})")->page->next);
}

TEST(PageRequest, saysWhatToSend)
{
    auto offset = rules(PaginationKind::Offset);
    offset.defaultPageSize = 50;
    offset.maxPageSize = 100;
    const auto first = pageRequest(offset, firstPage(offset), 0).value();
    EXPECT_EQ(first.pageSize, 50);
    ASSERT_EQ(first.query.size(), 2U);
    EXPECT_EQ(first.query[0], (std::pair<std::string, std::string>("limit", "50")));
    EXPECT_EQ(first.query[1], (std::pair<std::string, std::string>("p", "0")));
    EXPECT_EQ(pageRequest(offset, firstPage(offset), 1000)->pageSize, 100);
    EXPECT_EQ(pageRequest(offset, firstPage(offset), 7)->pageSize, 7);
}

TEST(PageRequest, putsCursorsWhereTheProviderWantsThem)
{
    auto cursor = rules(PaginationKind::Cursor, "body.next");
    cursor.place = config::ParameterPlace::Body;
    PagePosition position;
    position.cursor = "c";
    const auto request = pageRequest(cursor, position, 10).value();
    EXPECT_TRUE(request.query.empty());
    EXPECT_EQ(request.body.size(), 2U);
    EXPECT_EQ(pageRequest(cursor, {}, 10)->body.size(), 1U) << "the first page has no cursor";
}

TEST(PageRequest, writesTheClauseOfAQueryLanguage)
{
    auto sql = rules(PaginationKind::SqlOffset);
    sql.first = 1;
    sql.clause = config::Template::compile(" startposition {{offset}} maxresults {{page_size}}").value();
    const auto request = pageRequest(sql, firstPage(sql), 20).value();
    EXPECT_EQ(request.appendTo, "p");
    EXPECT_EQ(request.appendText, " startposition 1 maxresults 20");
}

TEST(PageRequest, goesStraightToANextUrl)
{
    PagePosition position;
    position.url = "/q/2";
    const auto request = pageRequest(rules(PaginationKind::NextUrl, "x"), position, 20).value();
    EXPECT_EQ(request.url, "/q/2");
    EXPECT_TRUE(request.query.empty());
    EXPECT_EQ(pageRequest(rules(PaginationKind::None), {}, 20)->pageSize, 0);
}

} // namespace
} // namespace gatehouse::paging
