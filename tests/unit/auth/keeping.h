// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/oauth2/token_keeper.h"
#include "tests/support/fake_timers.h"
#include "tests/support/memory_credentials.h"
#include "tests/support/memory_tokens.h"
#include "tests/support/run_task.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/auth/token_endpoint_fake.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::auth::test {

using namespace std::chrono_literals;

/// An account "acc_1" with an OAuth token of an hour, whose keeper can be replaced as a restart would.
class Keeping : public ::testing::Test
{
protected:
    Keeping()
    {
        scheme.kind = config::AuthKind::OAuth2AuthorizationCode;
        scheme.oauth2.emplace();
        scheme.oauth2->tokenUrl = config::Template::compile("https://vendor.example/token").value();
        scheme.oauth2->refresh.rotates = true;
        store.put(
            "acc_1",
            {{"access_token", "a1"}, {"refresh_token", "r1"}, {"client_id", "c"}, {"client_secret", "s"}});
        expireIn(1h);
        keeper = makeKeeper("node_1");
    }

    /// What is under way comes to its end while there is something to end in.
    ~Keeping() override { settle(); }

    void expireIn(std::chrono::seconds from)
    {
        auto changed = std::make_shared<Credentials>(store.kept["acc_1"]->clone());
        changed->tokenExpiresAt = clock.now() + from;
        store.kept["acc_1"] = changed;
    }

    [[nodiscard]] TokenSubject subject() const { return {"acc_1", &scheme, nullptr, {}, false, automatic}; }

    std::unique_ptr<TokenKeeper> makeKeeper(const std::string& owner)
    {
        TokenEvents events;
        events.refreshed = [this](const std::string&, const TokenNews& told) {
            ++refreshed;
            adopted += told.adopted ? 1 : 0;
            lostScopes = told.lostScopes;
        };
        events.dead = [this](const std::string&, const TokenRefusal& refusal, const std::string& said) {
            ++deaths;
            dead = refusal;
            note = said;
        };
        events.failing = [this](const std::string&, const TokenRefusal&, UnixMillis next) { nextTry = next; };
        KeeperTools tools{store,
                          tokens,
                          tokens,
                          endpoint,
                          *engine,
                          timers,
                          clock,
                          random,
                          [this](const std::string&) {
                              return inUse ? std::optional(subject()) : std::nullopt; },
                          owner,
                          true,
                          {},
                          {}};
        return std::make_unique<TokenKeeper>(std::move(tools), std::move(events));
    }

    /// Starts a refresh; the answer comes in answers.
    void ask(TokenKeeper& of, TokenAsk how = {})
    {
        of.refresh("acc_1", std::move(how),
                   [this](Result<CredentialsPtr> answer) { answers.push_back(std::move(answer)); });
    }

    bool answered(std::size_t count = 1)
    {
        return gatehouse::test::runUntil([&] { return answers.size() >= count; });
    }

    /// Runs what is posted, without waiting for anything else.
    void settle()
    {
        bool done = false;
        engine->post([&] { engine->post([&] { engine->post([&] { done = true; }); }); });
        gatehouse::test::runUntil([&] { return done; });
    }

    [[nodiscard]] std::string kept(const char* name) const
    {
        return std::string(store.kept.at("acc_1")->find(name)->reveal());
    }

    gatehouse::test::FakeClock clock;
    gatehouse::test::FakeTimers timers{clock};
    gatehouse::test::SeededRandom random;
    std::unique_ptr<runtime::Executor> engine = runtime::makeThisThreadExecutor();
    FakeTokenEndpoint endpoint;
    gatehouse::test::MemoryCredentials store;
    gatehouse::test::MemoryTokens tokens{clock};
    config::AuthScheme scheme;
    bool inUse = true;
    bool automatic = true;
    int refreshed = 0;
    int adopted = 0;
    int deaths = 0;
    std::optional<TokenRefusal> dead;
    std::string note;
    std::optional<UnixMillis> nextTry;
    std::vector<std::string> lostScopes;
    std::vector<Result<CredentialsPtr>> answers;
    std::unique_ptr<TokenKeeper> keeper;
};

} // namespace gatehouse::auth::test
