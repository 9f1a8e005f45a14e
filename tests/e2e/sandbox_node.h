// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/e2e/node_process.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace gatehouse::e2e {

/// Asks until the answer has that state; the steps in between are the node's own.
inline bool becomes(const std::function<bool()>& reached)
{
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!reached()) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
    }
    return true;
}

/// One demo account, with the simulated vendor behind it.
struct DemoAccount
{
    std::string id;
    std::string environmentId;
    std::string integration;
};

/// A node with the sandbox.
class SandboxNode
{
public:
    SandboxNode()
        : node(dir.path(), {"--sandbox"})
    {}

    [[nodiscard]] std::vector<DemoAccount> accounts() const
    {
        std::vector<DemoAccount> list;
        const auto document = node.call("GET", "/v1/accounts").json();
        for (const auto& account : document.root()["result"].items()) {
            list.push_back({std::string(account["id"].asString()),
                            std::string(account["environment_id"].asString()),
                            std::string(account["integration"].asString())});
        }
        return list;
    }

    /// One account at each vendor.
    [[nodiscard]] std::vector<DemoAccount> oneOfEachVendor() const
    {
        std::vector<DemoAccount> chosen;
        for (auto& account : accounts()) {
            const bool known = std::ranges::any_of(
                chosen, [&](const auto& other) { return other.integration == account.integration; });
            if (!known) {
                chosen.push_back(std::move(account));
            }
        }
        return chosen;
    }

    /// The first account at a vendor.
    [[nodiscard]] DemoAccount accountAt(const std::string& integration) const
    {
        const auto all = accounts();
        const auto found = std::ranges::find(all, integration, &DemoAccount::integration);
        return found == all.end() ? DemoAccount() : *found;
    }

    [[nodiscard]] HttpAnswer contacts(const DemoAccount& account, const std::string& query = "limit=2") const
    {
        return node.call("GET", "/v1/unified/crm/contacts?account_id=" + account.id + "&" + query);
    }

    /// The port of the vendor behind an account: where its last call went.
    [[nodiscard]] std::uint16_t vendorPort(const DemoAccount& account) const
    {
        const auto list = node.call("GET", "/v1/calls?limit=1&account_id=" + account.id).json();
        const std::string id(list.root()["result"][std::size_t{0}]["id"].asString());
        const auto detail = node.call("GET", "/v1/calls/" + id).json();
        const std::string url(detail.root()["exchanges"][std::size_t{0}]["url"].asString());
        const auto host = url.find("//");
        const auto colon = url.find(':', host == std::string::npos ? 0 : host);
        return colon == std::string::npos
                   ? std::uint16_t{0}
                   : static_cast<std::uint16_t>(std::strtoul(url.c_str() + colon + 1, nullptr, 10));
    }

    test::TempDir dir;
    NodeProcess node;
};

/// A request to a vendor's own controls.
[[nodiscard]] inline HttpAnswer vendorCall(std::uint16_t port, const std::string& method,
                                           const std::string& path, const std::string& body = {})
{
    auto text = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    if (!body.empty()) {
        text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    }
    return askOnce(port, text + "\r\n" + body);
}

[[nodiscard]] inline std::int64_t vendorRequests(std::uint16_t port)
{
    return vendorCall(port, "GET", "/_sandbox").json().root()["stats"]["requests"].asInt();
}

} // namespace gatehouse::e2e
