// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/e2e/node_process.h"
#include "tests/e2e/subscriber.h"
#include "tests/support/temp_dir.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace gatehouse::e2e {

/// A made-up vendor whose webhooks bring the whole record and an id for deduplication along.
inline void writeAcme(const std::filesystem::path& dataDir)
{
    const auto folder = dataDir / "providers" / "acme";
    std::filesystem::create_directories(folder / "mappings");
    std::ofstream(folder / "provider.json") << R"json({
      "slug": "acme", "label": "Acme",
      "api": {"base_url": "https://acme.invalid"},
      "auth": [{"kind": "bearer", "label": "Token"}],
      "resources": {"people": {"label": "Person", "methods": {"get": {"method": "GET", "path": "/people/{{id}}"}}}},
      "webhooks": {"scope": "account", "verify": [{"kind": "none"}], "event_id": "event_key",
        "events": "[{'event': 'record:updated', 'model': 'crm', 'resource': 'contacts', 'record_id': $string(body.n), 'event_key': $string(body.n), 'record': body}]"}
    })json";
    std::ofstream(folder / "mappings" / "crm.contacts.json") << R"json({
      "model": "crm", "resource": "contacts",
      "methods": {"get": {"resource": "people", "method": "get",
                  "response": {"id": "$string(response.n)", "first_name": "response.name"}}}
    })json";
}

/// Starts nodes over one data directory, with an account and an endpoint made at the first start.
class WebhookWorld
{
public:
    WebhookWorld() { writeAcme(dir.path()); }

    /// Makes environment, account and endpoint; the ingest path is then known.
    void setUp(const NodeProcess& node, const std::string& endpointFields = {})
    {
        const auto made = [&node](const std::string& path, const std::string& body) {
            const auto answer = node.call("POST", path, body);
            EXPECT_EQ(answer.status, 201) << path << " " << answer.body;
            return std::string(answer.json().root()["id"].asString());
        };
        const auto environment = made("/v1/environments", R"({"name": "Customer"})");
        account = made("/v1/accounts",
                       fmt::format(R"({{"environment_id": "{}", "integration": "acme", "credentials": )"
                                   R"({{"access_token": "t"}}}})",
                                   environment));
        endpoint = made("/v1/endpoints",
                        fmt::format(R"({{"url": "{}", "event_types": ["record:*"], "concurrency": 16{}}})",
                                    subscriber.url(), endpointFields));
        const auto urls = node.call("GET", "/v1/events/urls");
        for (const auto& url : urls.json().root()["result"].items()) {
            if (url["account_id"].asString() == account) {
                const std::string whole(url["url"].asString());
                ingestPath = whole.substr(whole.find("/hooks/"));
            }
        }
    }

    /// A request; with spaces at the end up to so many bytes of body.
    [[nodiscard]] std::string hook(std::size_t number, std::size_t bytes = 0) const
    {
        auto body = fmt::format(R"({{"n": {}, "name": "Ada {}"}})", number, number);
        body.resize(std::max(body.size(), bytes), ' ');
        return fmt::format("POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                           "Content-Length: {}\r\n\r\n{}",
                           ingestPath, body.size(), body);
    }

    test::TempDir dir;
    Subscriber subscriber;
    std::string account;
    std::string endpoint;
    std::string ingestPath;
};

} // namespace gatehouse::e2e
