// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/rest_api.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_gateway.h"
#include "tests/support/fake_responder.h"
#include "tests/support/fake_timers.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace gatehouse::test {

/// The REST API over a gateway in memory that knows four keys: admin, call, read, and one that may only
/// read environment env_1 ("admin-key", "call-key", "read-key", "env1-key").
class ApiTest : public testing::Test
{
protected:
    ApiTest()
    {
        addKey("admin-key", KeyScope::Admin);
        addKey("call-key", KeyScope::Call);
        addKey("read-key", KeyScope::Read);
        addKey("env1-key", KeyScope::Admin).environmentIds = {"env_1"};
        auto& state = gateway.state;
        state.environments = {{"env_1", "Acme", {}}, {"env_2", "Globex", {}}};
        state.accounts = {makeAccount("acc_1", "env_1", "alpha"), makeAccount("acc_2", "env_2", "beta")};
    }

    ApiKey& addKey(const std::string& secret, KeyScope scope)
    {
        ApiKey key;
        key.id = "key_" + secret;
        key.name = secret;
        key.scope = scope;
        key.createdAt = clock.now();
        return gateway.state.keys[secret] = key;
    }

    /// A request as the server would hand it over; the admin key is put on it.
    static net::ServerRequest request(std::string method, const std::string& target, std::string body = {})
    {
        net::ServerRequest made;
        made.method = std::move(method);
        made.target = target;
        made.path = target.substr(0, target.find('?'));
        made.query = made.path.size() < target.size() ? target.substr(made.path.size() + 1) : "";
        made.headers.add("Host", "127.0.0.1:8787");
        made.headers.add("Authorization", "Bearer admin-key");
        if (!body.empty()) {
            made.headers.add("Content-Type", "application/json");
        }
        made.body = std::move(body);
        made.peerAddress = "127.0.0.1";
        return made;
    }

    /// The same with another key.
    static net::ServerRequest withKey(net::ServerRequest made, const std::string& key)
    {
        made.headers.set("Authorization", "Bearer " + key);
        return made;
    }

    std::shared_ptr<FakeResponder> send(net::ServerRequest made)
    {
        auto responder = std::make_shared<FakeResponder>();
        api.handle(std::move(made), responder);
        return responder;
    }

    std::shared_ptr<FakeResponder> get(const std::string& target) { return send(request("GET", target)); }

    int statusOf(net::ServerRequest made) { return send(std::move(made))->response.status; }

    FakeClock clock;
    FakeTimers timers{clock};
    SeededRandom random;
    FakeGateway gateway;
    api::RestApi api{{gateway, clock, random, timers}, {}};
};

} // namespace gatehouse::test
