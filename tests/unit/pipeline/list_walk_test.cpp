// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a vendor's way of paging and its page size, walking a unified list with any limit meets every
// record exactly once and in order.
#include "tests/unit/pipeline/pipeline_world.h"

#include <charconv>
#include <cstdlib>

namespace gatehouse::pipeline {
namespace {

/// How a vendor pages.
struct Paging
{
    const char* name;
    const char* rules; ///< Members of the definition's pagination, without max_page_size.
};

constexpr const char* kItems = R"("items": "body.items", )";

const std::vector<Paging> kWays = {
    {"none", R"("kind": "none")"},
    {"cursor", R"("kind": "cursor", "next": "body.next", "parameter": "after", "limit_parameter": "limit")"},
    {"page", R"("kind": "page", "parameter": "page", "limit_parameter": "limit", "first": 1)"},
    {"offset", R"("kind": "offset", "parameter": "offset", "limit_parameter": "limit")"},
    {"sql_offset", R"("kind": "sql_offset", "parameter": "sql", "first": 1, "default_page_size": 4,
                      "clause": " STARTPOSITION {{offset}} MAXRESULTS {{page_size}}")"},
    {"next_url", R"("kind": "next_url", "next": "body.next_url", "limit_parameter": "limit")"},
    {"link_header", R"("kind": "link_header", "limit_parameter": "limit")"},
    {"odata", R"("kind": "odata", "limit_parameter": "limit")"},
    {"dynamic", R"("kind": "dynamic", "next": "body.next ? {'cursor': body.next}", "parameter": "after",
                   "limit_parameter": "limit")"}};

/// A vendor with `total` records. It gives as many as it is asked for, at most `cap`, or always `cap`.
class PagingVendor final : public net::HttpClient
{
public:
    [[nodiscard]] QCoro::Task<Result<net::ClientResponse>> send(net::ClientRequest request) override
    {
        co_return answer(request);
    }

    [[nodiscard]] QCoro::Task<Result<net::ClientResponse>> open(net::ClientRequest request) override
    {
        co_return answer(request);
    }

    std::string way;
    std::int64_t total = 0;
    std::int64_t cap = 4;
    bool ignoresSize = false;
    std::string padding; ///< Long bodies are read record by record, …

private:
    [[nodiscard]] net::ClientResponse answer(const net::ClientRequest& request) const
    {
        const auto query = parseQuery(request.url.query);
        const auto number = [&](std::string_view name, std::int64_t otherwise) {
            for (const auto& [key, value] : query) {
                if (key == name) {
                    return static_cast<std::int64_t>(std::strtoll(value.c_str(), nullptr, 10));
                }
            }
            return otherwise;
        };
        std::int64_t asked = number("limit", cap);
        std::int64_t from = number("offset", number("after", number("from", 0)));
        for (const auto& [key, value] : query) {
            if (key == "sql") {
                from = numberAfter(value, "STARTPOSITION ") - 1;
                asked = numberAfter(value, "MAXRESULTS ");
            }
        }
        const std::int64_t size = way == "none" ? total : ignoresSize ? cap : std::min(asked, cap);
        if (way == "page") {
            from = (number("page", 1) - 1) * size;
        }
        return page(from, std::min(from + size, total), asked);
    }

    [[nodiscard]] net::ClientResponse page(std::int64_t from, std::int64_t to, std::int64_t asked) const
    {
        std::string items;
        for (std::int64_t id = from; id < to; ++id) {
            items +=
                (id == from ? "" : ",") + std::string(R"({"id":)") + std::to_string(id) + R"(,"age":"1"})";
        }
        net::ClientResponse response;
        response.status = 200;
        response.headers = {{"Content-Type", "application/json"}};
        std::string more;
        if (to < total) {
            const std::string url = "https://acme.test/api/v2/people?from=" + std::to_string(to)
                                    + "&limit=" + std::to_string(asked);
            more = R"(,"next":")" + std::to_string(to) + R"(","next_url":")" + url
                   + R"(","@odata.nextLink":")" + url + "\"";
            if (way == "link_header") {
                response.headers.add("Link", "<" + url + ">; rel=\"next\"");
            }
        }
        response.body = R"({"padding":")" + padding + R"(","items":[)" + items + "]" + more + "}";
        return response;
    }

    [[nodiscard]] static std::int64_t numberAfter(const std::string& text, const std::string& word)
    {
        return std::strtoll(text.c_str() + text.find(word) + word.size(), nullptr, 10);
    }
};

class ListWalkTest : public test::PipelineWorld
{
protected:
    ListWalkTest() { services.http = &vendor; }

    void use(const Paging& paging, std::int64_t maxPageSize)
    {
        auto files = test::acmeFiles();
        std::string& text = files[0].text;
        const auto begin = text.find(R"("pagination": {)");
        const auto end = text.find('}', begin) + 1;
        const std::string max = maxPageSize > 0 ? R"(, "max_page_size": )" + std::to_string(maxPageSize) : "";
        text.replace(begin, end - begin,
                     std::string(R"("pagination": {)") + kItems + paging.rules + max + "}");
        load(files);
        vendor.way = paging.name;
    }

    /// The ids that a walk through the whole list gives, at most `limit` at a time.
    std::vector<std::int64_t> walk(std::int64_t limit)
    {
        std::vector<std::int64_t> ids;
        auto wanted = request("list");
        if (limit > 0) {
            wanted.query = {{"limit", std::to_string(limit)}};
        }
        for (int pages = 0; pages < 100; ++pages) {
            const auto response = call(wanted);
            EXPECT_EQ(response.status, 200) << response.bodyText;
            const json::Value records = (*response.body)["result"];
            EXPECT_TRUE(limit == 0 || static_cast<std::int64_t>(records.size()) <= limit);
            for (const json::Value& record : records.items()) {
                ids.push_back(std::strtoll(std::string(record["id"].asString()).c_str(), nullptr, 10));
            }
            const std::string cursor((*response.body)["next_cursor"].asString());
            if (cursor.empty()) {
                return ids;
            }
            wanted.query = {{"cursor", cursor}};
        }
        ADD_FAILURE() << "the list does not end";
        return ids;
    }

    /// Walks lists of several lengths with several limits.
    void walkAll(const std::string& what)
    {
        for (const std::int64_t total : {0, 1, 3, 4, 5, 8, 13}) {
            vendor.total = total;
            std::vector<std::int64_t> all;
            for (std::int64_t id = 0; id < total; ++id) {
                all.push_back(id);
            }
            for (const std::int64_t limit : {0, 1, 2, 3, 4, 5, 7, 50}) {
                EXPECT_EQ(walk(limit), all) << what << ", " << total << " records, limit " << limit;
            }
        }
    }

    PagingVendor vendor;
};

TEST_F(ListWalkTest, meetsEveryRecordOnceWhateverThePageSizes)
{
    for (const Paging& way : kWays) {
        for (const std::int64_t known : {0, 4}) { // whether the definition tells the vendor's largest page
            use(way, known);
            for (const bool ignores : {false, true}) {
                vendor.ignoresSize = ignores;
                walkAll(std::string(way.name) + (ignores ? ", size ignored" : "")
                        + (known > 0 ? ", largest page known" : ""));
            }
        }
    }
}

TEST_F(ListWalkTest, meetsEveryRecordOnceInListsReadRecordByRecord)
{
    vendor.padding = std::string(std::size_t{260} * 1024, 'x'); // … short ones whole.
    for (const Paging& way : kWays) {
        use(way, 4);
        vendor.total = 5;
        for (const std::int64_t limit : {0, 2, 3}) {
            EXPECT_EQ(walk(limit), (std::vector<std::int64_t>{0, 1, 2, 3, 4})) << way.name << limit;
        }
    }
}

} // namespace
} // namespace gatehouse::pipeline
