// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/token_keeper.h"
#include "tests/support/fake_timers.h"
#include "tests/support/run_task.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <deque>
#include <optional>

namespace gatehouse::auth {
namespace {

using namespace std::chrono_literals;

/// A token endpoint that answers when the test says so.
class HeldEndpoint final : public net::HttpClient
{
public:
    QCoro::Task<Result<net::ClientResponse>> send(net::ClientRequest request) override
    {
        ++requests;
        lastBody = std::move(request.body);
        net::ClientResponse response;
        response.status = status;
        response.body = body;
        co_return response;
    }

    QCoro::Task<Result<net::ClientResponse>> open(net::ClientRequest) override
    {
        co_return fail(Errc::Unsupported, "no");
    }

    int requests = 0;
    int status = 200;
    std::string body = R"({"access_token":"a2","refresh_token":"r2","expires_in":3600})";
    std::string lastBody;
};

class MemoryStore final : public CredentialStore
{
public:
    void load(std::string, Completion<CredentialsPtr> done) override { done(kept); }

    void save(std::string, CredentialsPtr credentials, Completion<bool> done) override
    {
        if (broken) {
            done(fail(Errc::Unavailable, "the disk is full"));
            return;
        }
        kept = std::move(credentials);
        done(true);
    }

    void remove(std::string, Completion<bool> done) override { done(true); }

    CredentialsPtr kept;
    bool broken = false;
};

class Keeping : public ::testing::Test
{
protected:
    Keeping()
    {
        scheme.kind = config::AuthKind::OAuth2AuthorizationCode;
        scheme.oauth2.emplace();
        scheme.oauth2->tokenUrl = config::Template::compile("https://vendor.example/token").value();
        Credentials credentials;
        for (const char* name : {"access_token", "refresh_token", "client_id", "client_secret"}) {
            credentials.secrets.emplace(name, Secret(std::string_view(name)));
        }
        credentials.tokenExpiresAt = clock.now() + 1h;
        store.kept = std::make_shared<Credentials>(std::move(credentials));
    }

    [[nodiscard]] TokenSubject subject() const { return {"acc_1", &scheme, nullptr, {}}; }

    test::FakeClock clock;
    test::FakeTimers timers{clock};
    test::SeededRandom random;
    std::unique_ptr<runtime::Executor> engine = runtime::makeThisThreadExecutor();
    HeldEndpoint endpoint;
    MemoryStore store;
    config::AuthScheme scheme;
    int refreshed = 0;
    std::optional<TokenRefusal> dead;
    std::optional<UnixMillis> nextTry;
    TokenKeeper keeper{
        {store, endpoint, *engine, timers, clock, random,
         [this](const std::string&) { return std::optional(subject()); }, true},
        {[this](const std::string&, const CredentialsPtr&) { ++refreshed; },
         [this](const std::string&, const TokenRefusal& refusal) { dead = refusal; },
         [this](const std::string&, const TokenRefusal&, UnixMillis next) { nextTry = next; }}};
};

TEST_F(Keeping, givesFiftyCallersTheTokenOfOneRefresh)
{
    int answered = 0;
    for (int i = 0; i < 50; ++i) {
        keeper.refresh("acc_1", [&](const Result<CredentialsPtr>& credentials) {
            answered += (*credentials)->find("access_token")->reveal() == "a2" ? 1 : 0;
        });
    }
    EXPECT_TRUE(test::runUntil([&] { return answered == 50; }));
    EXPECT_EQ(endpoint.requests, 1);
    EXPECT_EQ(refreshed, 1);
    EXPECT_EQ(store.kept->find("refresh_token")->reveal(), "r2");
    EXPECT_NE(endpoint.lastBody.find("refresh_token=refresh_token"), std::string::npos);
}

TEST_F(Keeping, refreshesByItselfBeforeTheTokenExpires)
{
    keeper.track(subject(), *store.kept);
    timers.advance(1h - 181s);
    EXPECT_EQ(endpoint.requests, 0);
    timers.advance(125s);
    EXPECT_TRUE(test::runUntil([&] { return refreshed == 1; }));
    EXPECT_LT(clock.now(), fromMillis(1'760'000'000'000) + 1h);
    EXPECT_TRUE(keeper.scheduler().due("acc_1").has_value());
}

TEST_F(Keeping, saysThatTheGrantIsDeadOnceAndTriesNoMore)
{
    endpoint.status = 400;
    endpoint.body = R"({"error":"invalid_grant"})";
    std::optional<Errc> code;
    keeper.refresh("acc_1", [&](const Result<CredentialsPtr>& r) { code = r.error().code; });
    EXPECT_TRUE(test::runUntil([&] { return code.has_value(); }));
    EXPECT_EQ(code, Errc::Unauthorized);
    EXPECT_EQ(dead->error, "invalid_grant");
    EXPECT_FALSE(keeper.scheduler().due("acc_1"));
}

TEST_F(Keeping, triesAgainLaterWhenTheEndpointIsDown)
{
    endpoint.status = 503;
    std::optional<Errc> code;
    keeper.refresh("acc_1", [&](const Result<CredentialsPtr>& r) { code = r.error().code; });
    EXPECT_TRUE(test::runUntil([&] { return code.has_value(); }));
    EXPECT_EQ(code, Errc::Unavailable);
    ASSERT_TRUE(nextTry);
    endpoint.status = 200;
    timers.advance(*nextTry - clock.now() + 1s);
    EXPECT_TRUE(test::runUntil([&] { return refreshed == 1; }));
}

TEST_F(Keeping, givesNobodyATokenThatCouldNotBeSaved)
{
    store.broken = true;
    std::optional<Errc> code;
    keeper.refresh("acc_1", [&](const Result<CredentialsPtr>& r) { code = r.error().code; });
    EXPECT_TRUE(test::runUntil([&] { return code.has_value(); }));
    EXPECT_EQ(code, Errc::Unavailable);
    EXPECT_EQ(refreshed, 0);
}

TEST_F(Keeping, holdsATokenForUnusableJustBeforeItsEnd)
{
    EXPECT_TRUE(TokenKeeper::usable(*store.kept, clock.now()));
    EXPECT_FALSE(TokenKeeper::usable(*store.kept, clock.now() + 1h - 4s));
    EXPECT_FALSE(TokenKeeper::usable({}, clock.now()));
}

} // namespace
} // namespace gatehouse::auth
