// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/event_export.h"
#include "ui/text/event_file.h"
#include "ui/text/request_copy.h"

#include <gtest/gtest.h>

namespace gatehouse::ui {
namespace {

ExportedEvent exampleExport(std::string body, bool base64 = false)
{
    ExportedEvent exported;
    exported.event.id = "evt_1";
    exported.event.accountId = "acc_1";
    exported.event.integration = "acme";
    exported.event.type = "contact.changed";
    exported.request = {"POST", "/hooks/a/••••?x=1", {{"Content-Type", "application/json"}}, "127.0.0.1"};
    exported.body = std::move(body);
    exported.base64 = base64;
    return exported;
}

class EventFileTest : public testing::TestWithParam<ExportFormat>
{};

TEST_P(EventFileTest, readsBackWhatWasExported)
{
    const auto text = exportEvents(
        {exampleExport("{\"n\": 1, \"quote\": \"\\\"\"}\n"), exampleExport("AP8=", true)}, GetParam());
    const auto file = readEventFile(text);
    ASSERT_TRUE(file) << file.error().describe();
    ASSERT_EQ(file->webhooks.size(), 2U);
    const auto& first = file->webhooks.front();
    EXPECT_EQ(first.body, "{\"n\": 1, \"quote\": \"\\\"\"}\n");
    EXPECT_EQ(first.request.method, "POST");
    EXPECT_EQ(first.request.target, "/hooks/a/••••?x=1");
    EXPECT_EQ(first.request.headers.size(), 1U);
    EXPECT_EQ(first.accountId, "acc_1");
    EXPECT_EQ(first.integration, "acme");
    EXPECT_EQ(first.type, "contact.changed");
    EXPECT_EQ(file->webhooks.back().body, std::string("\0\xff", 2));
    EXPECT_EQ(file->skipped, 0U);
}

INSTANTIATE_TEST_SUITE_P(Formats, EventFileTest, testing::Values(ExportFormat::Har, ExportFormat::Ndjson));

TEST(EventFile, takesTheRequestsWithABodyOutOfABrowsersHar)
{
    const auto file = readEventFile(R"({"log": {"version": "1.2", "entries": [
        {"request": {"method": "GET", "url": "https://app.example/", "headers": []}},
        {"request": {"method": "POST", "url": "https://app.example/in?a=b", "headers": [{"name": "A", "value": "1"}],
                     "postData": {"mimeType": "application/json", "text": "{}"}}}]}})");
    ASSERT_TRUE(file) << file.error().describe();
    ASSERT_EQ(file->webhooks.size(), 1U);
    EXPECT_EQ(file->skipped, 1U);
    EXPECT_EQ(file->webhooks.front().request.target, "/in?a=b");
    EXPECT_EQ(file->webhooks.front().body, "{}");
}

TEST(EventFile, leavesBrokenLinesOutAndRefusesWhatIsNeither)
{
    const auto file =
        readEventFile("{\"body\":\"1\"}\r\n\n{\"body\":\n{\"other\":1}\n{\"body_base64\":\"%\"}\n");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->webhooks.size(), 1U);
    EXPECT_EQ(file->skipped, 3U);
    EXPECT_EQ(readEventFile("[1, 2]").error().code, Errc::ParseError);
    EXPECT_FALSE(readEventFile("a webhook"));
}

TEST(EventFile, canBeStopped)
{
    std::string text;
    for (int i = 0; i < 1000; ++i) {
        text += "{\"body\":\"1\"}\n";
    }
    EXPECT_EQ(readEventFile(text, [](std::size_t done) { return done < 5000; }).error().code,
              Errc::Cancelled);
}

CurlRequest exampleRequest()
{
    return {"POST",
            "https://gate.example/hooks/a/t?x=1",
            {{"Content-Type", "application/json"},
             {"Content-Length", "99"},
             {"Host", "gate.example"},
             {"X-Api-Key", "••••1234"}},
            "{\"a\":\"it's\\n\"}",
            14,
            {}};
}

TEST(RequestCopy, writesTheRequestAsItStandsOnTheWire)
{
    EXPECT_EQ(httpMessage(exampleRequest()).value_or("?"),
              "POST /hooks/a/t?x=1 HTTP/1.1\r\nHost: gate.example\r\nContent-Type: application/json\r\n"
              "X-Api-Key: ••••1234\r\nContent-Length: 14\r\n\r\n{\"a\":\"it's\\n\"}");
}

TEST(RequestCopy, fetchTakesSecretsFromTheEnvironment)
{
    EXPECT_EQ(fetchCall(exampleRequest()).value_or("?"),
              "await fetch(\"https://gate.example/hooks/a/t?x=1\", {\n  method: \"POST\",\n  headers: {\n"
              "    \"Content-Type\": \"application/json\",\n    \"X-Api-Key\": process.env.X_API_KEY\n  },\n"
              "  body: \"{\\\"a\\\":\\\"it's\\\\n\\\"}\"\n});");
}

TEST(RequestCopy, halfABodyAndBytesThatAreNoTextAreRefused)
{
    auto request = exampleRequest();
    request.bodyBytes = 100;
    EXPECT_EQ(httpMessage(request).error().code, Errc::Unsupported);
    request = exampleRequest();
    request.body = "\xff\xfe";
    request.bodyBytes = 2;
    EXPECT_EQ(fetchCall(request).error().code, Errc::Unsupported);
    EXPECT_TRUE(httpMessage(request));
}

} // namespace
} // namespace gatehouse::ui
