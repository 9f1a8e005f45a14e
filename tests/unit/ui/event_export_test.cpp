// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "ui/text/event_export.h"

#include <gtest/gtest.h>

namespace gatehouse::ui {
namespace {

ExportedEvent sample()
{
    ExportedEvent exported;
    exported.event.id = "evt_1";
    exported.event.receivedAt = UnixMillis(std::chrono::milliseconds(1'779'192'131'000));
    exported.event.type = "=cmd(\"x\")";
    exported.event.payloadBytes = 8;
    exported.request = {
        "POST", "/hooks/a/••••", {{"Host", "gw.example"}, {"Content-Type", "application/json"}}, "127.0.0.1"};
    exported.body = R"({"id":1})";
    return exported;
}

TEST(EventExport, writesHar12WithEverythingItDemands)
{
    const auto document = json::parse(exportEvents({sample()}, ExportFormat::Har));
    ASSERT_TRUE(document);
    const auto log = (**document)["log"];
    EXPECT_EQ(log["version"].asString(), "1.2");
    const auto entry = log["entries"][std::size_t{0}];
    for (const auto* name : {"startedDateTime", "time", "request", "response", "cache", "timings"}) {
        EXPECT_FALSE(entry[name].isUndefined()) << name;
    }
    EXPECT_EQ(entry["request"]["url"].asString(), "http://gw.example/hooks/a/••••");
    EXPECT_EQ(entry["request"]["postData"]["text"].asString(), R"({"id":1})");
    for (const auto* name :
         {"method", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"}) {
        EXPECT_FALSE(entry["request"][name].isUndefined()) << name;
    }
}

TEST(EventExport, writesOneJsonObjectALine)
{
    const auto text = exportEvents({sample(), sample()}, ExportFormat::Ndjson);
    const auto first = text.substr(0, text.find('\n'));
    EXPECT_TRUE(json::parse(first));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

TEST(EventExport, quotesCsvCellsAndNeverWritesAFormula)
{
    const auto text = exportEvents({sample()}, ExportFormat::Csv);
    EXPECT_NE(text.find(R"csv("'=cmd(""x"")")csv"), std::string::npos) << text;
    EXPECT_EQ(text.find("{\"id\""), std::string::npos);
}

TEST(EventExport, marksBodiesThatAreNotText)
{
    auto binary = sample();
    binary.body = "/+8=";
    binary.base64 = true;
    EXPECT_NE(exportEvents({binary}, ExportFormat::Ndjson).find("body_base64"), std::string::npos);
    EXPECT_NE(exportEvents({binary}, ExportFormat::Har).find("\"_encoding\": \"base64\""), std::string::npos);
}

} // namespace
} // namespace gatehouse::ui
