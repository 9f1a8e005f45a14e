// SPDX-License-Identifier: GPL-3.0-or-later
// Sign-ins against a certified authorization server (tests/peers/oidc), through real redirects.
#include "core/json/parse.h"
#include "core/json/write.h"
#include "tests/e2e/browser.h"
#include "tests/e2e/node_process.h"
#include "tests/support/places.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_dir.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>

namespace gatehouse::e2e {
namespace {

using Clock = std::chrono::steady_clock;

/// The authorization server with its protected API.
class Peer
{
public:
    explicit Peer(std::uint16_t gatewayPort)
    {
        const auto folder = test::sourceDir() / "tests/peers/oidc";
        m_process.setWorkingDirectory(QString::fromStdString(folder.string()));
        m_process.start(QStringLiteral("node"),
                        {QStringLiteral("server.mjs"),
                         QStringLiteral("http://127.0.0.1:%1/oauth/callback").arg(gatewayPort)});
        while (!m_process.canReadLine() && m_process.waitForReadyRead(kPatienceMillis)) {}
        const auto line = m_process.readLine().toStdString();
        const auto ready = json::parse(std::string_view(line).substr(std::min<std::size_t>(6, line.size())));
        m_issuer = ready ? std::string(ready->root()["issuer"].asString()) : "";
    }

    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    ~Peer()
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(kPatienceMillis)) {
            m_process.kill();
            m_process.waitForFinished(kPatienceMillis);
        }
    }

    [[nodiscard]] const std::string& issuer() const noexcept { return m_issuer; }

    json::Document control(const std::string& what)
    {
        Browser browser;
        return browser.get(m_issuer + "/control/" + what).json();
    }

    [[nodiscard]] std::int64_t count(const char* name) { return control("counters").root()[name].asInt(); }

private:
    QProcess m_process;
    std::string m_issuer;
};

class OidcTest : public testing::Test
{
protected:
    void SetUp() override
    {
        providers.write("certified/provider.json",
                        test::readFile(test::sourceDir() / "tests/peers/oidc/provider.json"));
        node = std::make_unique<NodeProcess>(
            data.path(),
            std::vector<std::string>{"--providers", providers.path().string(), "--allow-private-targets"});
        ASSERT_TRUE(node->ready()) << node->errors();
        peer = std::make_unique<Peer>(node->port());
        ASSERT_FALSE(peer->issuer().empty());
        const auto made = node->call("POST", "/v1/environments", R"({"name":"Customer"})");
        environment = made.json().root()["id"].asString();
    }

    /// Starts a sign-in in the browser.
    json::Document begin(const std::string& auth = "oauth2_authorization_code",
                         const std::string& client = "gatehouse",
                         const std::string& secret = "a secret of the client & its friends")
    {
        const auto body = fmt::format(
            R"({{"environment_id":"{}","integration":"certified","auth":"{}","label":"Jo's","fields":)"
            R"({{"issuer":"{}","client_id":"{}"}},"credentials":{{"client_secret":"{}"}}}})",
            environment, auth, peer->issuer(), client, secret);
        const auto answer = node->call("POST", "/v1/connect/sessions", body);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return answer.json();
    }

    static std::string text(const json::Document& document, const char* name)
    {
        return std::string(document.root()[name].asString());
    }

    /// Signs in and agrees; the answer is the gateway's page.
    HttpAnswer signIn(Browser& browser, const std::string& authorizeUrl)
    {
        EXPECT_EQ(browser.follow(authorizeUrl).status, 200) << "the login page";
        const auto loggedIn =
            browser.post(browser.at(), {{"prompt", "login"}, {"login", "jo"}, {"password", "x"}});
        EXPECT_EQ(browser.follow(browser.location(loggedIn)).status, 200) << "the consent page";
        const auto agreed = browser.post(browser.at(), {{"prompt", "consent"}});
        (void)browser.follow(browser.location(agreed));
        callback = browser.at();
        return browser.get(callback);
    }

    json::Document session(const std::string& id)
    {
        return node->call("GET", "/v1/connect/sessions/" + id).json();
    }

    json::Document account(const std::string& id) { return node->call("GET", "/v1/accounts/" + id).json(); }

    /// An account that is signed in.
    std::string connected()
    {
        const auto started = begin();
        Browser browser;
        EXPECT_EQ(signIn(browser, text(started, "authorize_url")).status, 200);
        return text(started, "account_id");
    }

    /// Waits, looking again and again, for the session's end.
    json::Document whenOver(const std::string& id)
    {
        auto seen = session(id);
        const auto deadline = Clock::now() + kPatience;
        while ((text(seen, "status") == "working" || text(seen, "status") == "waiting")
               && Clock::now() < deadline) {
            seen = session(id);
        }
        return seen;
    }

    /// That many calls of the protected API, each on a connection of its own, all under way together.
    std::vector<std::unique_ptr<HttpPeer>> callAtOnce(const std::string& id, int count)
    {
        std::vector<std::unique_ptr<HttpPeer>> calls;
        for (int i = 0; i < count; ++i) {
            calls.push_back(std::make_unique<HttpPeer>(node->port()));
            EXPECT_TRUE(calls.back()->connected());
        }
        for (const auto& call : calls) {
            EXPECT_TRUE(call->send(node->requestText("GET", "/v1/proxy/" + id + "/things")));
        }
        return calls;
    }

    static std::map<int, int> statusesOf(const std::vector<std::unique_ptr<HttpPeer>>& calls)
    {
        std::map<int, int> statuses;
        for (const auto& call : calls) {
            ++statuses[call->read().status];
        }
        return statuses;
    }

    /// Waits, asking again and again, until the server holds token requests back.
    bool holdsOne()
    {
        const auto deadline = Clock::now() + kPatience;
        while (peer->count("held") == 0) {
            if (Clock::now() > deadline) {
                return false;
            }
        }
        return true;
    }

    json::Document lastAttempt(const std::string& id)
    {
        const auto history = node->call("GET", "/v1/accounts/" + id + "/tokens").json();
        const auto attempts = history.root()["attempts"];
        return attempts.size() == 0 ? json::Document()
                                    : json::Document::copyOf(attempts[attempts.size() - 1]);
    }

    std::size_t openAlerts(const std::string& id)
    {
        return node->call("GET", "/v1/alerts?account_id=" + id).json().root()["result"].size();
    }

    test::TempDir data;
    test::TempDir providers;
    std::unique_ptr<NodeProcess> node;
    std::unique_ptr<Peer> peer;
    std::string environment;
    std::string callback;
};

TEST_F(OidcTest, signsInThroughLoginAndConsentAndCallsTheProtectedApi)
{
    const auto started = begin();
    Browser browser;
    const auto page = signIn(browser, text(started, "authorize_url"));

    EXPECT_EQ(page.status, 200) << page.body;
    EXPECT_NE(page.body.find("Jo&#39;s is connected"), std::string::npos) << page.body;
    EXPECT_EQ(page.body.find("<script"), std::string::npos);
    EXPECT_EQ(page.header("cache-control"), "no-store");
    const auto made = account(text(started, "account_id"));
    EXPECT_EQ(text(made, "status"), "active");
    EXPECT_EQ(made.root()["context"]["subject"].asString(), "jo");
    EXPECT_EQ(made.root()["context"]["user"].asString(), "jo");
    const auto over = session(text(started, "id"));
    EXPECT_EQ(text(over, "status"), "connected");
    EXPECT_EQ(over.root()["steps"].size(), 7U);

    const auto call = node->call("GET", "/v1/proxy/" + text(started, "account_id") + "/things");
    EXPECT_EQ(call.status, 200) << call.body;
    EXPECT_EQ(call.json().root()["path"].asString(), "/api/things");

    const auto again = browser.get(callback);
    EXPECT_EQ(again.status, 409);
    EXPECT_NE(again.body.find("Already connected"), std::string::npos);
    EXPECT_EQ(peer->count("code"), 1);
    const auto shown = json::write(over.root());
    EXPECT_EQ(shown.find("its friends"), std::string::npos);
    EXPECT_EQ(shown.find("its%20friends"), std::string::npos);
}

TEST_F(OidcTest, refusesAnotherState)
{
    const auto started = begin();
    Browser browser;
    const auto page =
        browser.get(fmt::format("http://127.0.0.1:{}/oauth/callback?code=x&state=forged", node->port()));
    EXPECT_EQ(page.status, 400);
    EXPECT_NE(page.body.find("not known here"), std::string::npos);
    EXPECT_EQ(text(session(text(started, "id")), "status"), "waiting");
    EXPECT_EQ(peer->count("refused"), 0);
}

TEST_F(OidcTest, saysThatConsentWasDenied)
{
    const auto started = begin();
    Browser browser;
    (void)browser.follow(text(started, "authorize_url"));
    (void)browser.follow(browser.at() + "/abort");
    const auto page = browser.get(browser.at());
    EXPECT_EQ(page.status, 400);
    EXPECT_NE(page.body.find("Access was not granted"), std::string::npos) << page.body;
    const auto over = session(text(started, "id"));
    EXPECT_EQ(over.root()["failure"]["code"].asString(), "access_denied");
    EXPECT_EQ(over.root()["failure"]["fixer"].asString(), "user");
    EXPECT_EQ(text(account(text(started, "account_id")), "status"), "connecting");
}

TEST_F(OidcTest, answersTheBrowserWhileTheTokenEndpointHangsAndGoesOnLater)
{
    const auto started = begin();
    peer->control("hang?on=1");
    Browser browser;
    const auto page = signIn(browser, text(started, "authorize_url"));
    EXPECT_EQ(page.status, 202);
    EXPECT_NE(page.body.find("Nearly there"), std::string::npos);
    EXPECT_EQ(text(session(text(started, "id")), "status"), "working");
    peer->control("hang?on=0");
    EXPECT_EQ(text(whenOver(text(started, "id")), "status"), "connected");
    EXPECT_EQ(text(account(text(started, "account_id")), "status"), "active");
}

TEST_F(OidcTest, revokesTheTokensAtTheServer)
{
    const auto id = connected();
    const auto revoked = node->call("POST", "/v1/accounts/" + id + "/revoke");
    EXPECT_EQ(revoked.status, 200) << revoked.body;
    EXPECT_EQ(text(revoked.json(), "status"), "needs_reauth");
    const auto refused = node->call("GET", "/v1/proxy/" + id + "/things");
    EXPECT_EQ(refused.status, 401);
    EXPECT_NE(refused.body.find("connect the account again"), std::string::npos) << refused.body;

    const auto again =
        node->call("POST", "/v1/connect/sessions", fmt::format(R"({{"account_id":"{}"}})", id));
    ASSERT_EQ(again.status, 201) << again.body;
    Browser browser;
    EXPECT_EQ(signIn(browser, text(again.json(), "authorize_url")).status, 200);
    EXPECT_EQ(text(account(id), "status"), "active");
}

TEST_F(OidcTest, fiftyCallsAtTheMomentOfExpiryMakeOneRefreshAndNoneFails)
{
    const auto id = connected();
    ASSERT_EQ(statusesOf(callAtOnce(id, 1)), (std::map<int, int>{{200, 1}}));
    peer->control("expire"); // the server alone knows
    EXPECT_EQ(statusesOf(callAtOnce(id, 50)), (std::map<int, int>{{200, 50}}));
    EXPECT_EQ(peer->count("refresh"), 1);
    EXPECT_EQ(peer->count("refused"), 0) << "no refresh token came a second time";
    EXPECT_GT(peer->count("unauthorized"), 0);

    // A call whose 401 came late finds the work done, which is an attempt of its own.
    const auto history = node->call("GET", "/v1/accounts/" + id + "/tokens").json();
    json::Document attempt;
    for (const auto& one : history.root()["attempts"].items()) {
        EXPECT_TRUE(one["outcome"].asString() == "refreshed" || one["outcome"].asString() == "adopted");
        attempt = one["outcome"].asString() == "refreshed" ? json::Document::copyOf(one) : attempt;
    }
    EXPECT_TRUE(attempt.root()["rotated"].asBool());
    EXPECT_GE(attempt.root()["waiters_in_all"].asInt(), 1);
    const auto exchange = attempt.root()["exchange"];
    EXPECT_EQ(exchange["status"].asInt(), 200);
    EXPECT_NE(exchange["request_body"].asString().find("grant_type=refresh_token"), std::string_view::npos);
    EXPECT_NE(exchange["response_body"].asString().find("<access_token: "), std::string_view::npos)
        << exchange["response_body"].asString();
}

TEST_F(OidcTest, callsGoOnWithoutAFailureWhileShortLivedTokensAreReplacedOverAndOver)
{
    peer->control("ttl?seconds=14"); // refreshed at half of that
    const auto id = connected();
    const auto deadline = Clock::now() + kPatience;
    int calls = 0;
    while (peer->count("refresh") < 2 && Clock::now() < deadline) {
        ASSERT_EQ(statusesOf(callAtOnce(id, 50)), (std::map<int, int>{{200, 50}}));
        calls += 50;
    }
    EXPECT_GE(peer->count("refresh"), 2);
    EXPECT_EQ(peer->count("refused"), 0);
    EXPECT_EQ(peer->count("unauthorized"), 0) << "none of " << calls << " calls went out with a dead token";
}

TEST_F(OidcTest, callsWaitForASlowTokenEndpointAndAllGetItsOneAnswer)
{
    const auto id = connected();
    peer->control("expire");
    peer->control("hang?on=1");
    const auto calls = callAtOnce(id, 20);
    ASSERT_TRUE(holdsOne());
    EXPECT_EQ(text(lastAttempt(id), "outcome"), "running");
    peer->control("hang?on=0");
    EXPECT_EQ(statusesOf(calls), (std::map<int, int>{{200, 20}}));
    EXPECT_EQ(peer->count("refresh"), 1);
    EXPECT_EQ(text(account(id), "status"), "active");
}

TEST_F(OidcTest, aHungTokenEndpointGivesTheLockBackAndLeavesTheAccountAsItIs)
{
    const auto id = connected();
    peer->control("expire");
    peer->control("hang?on=1");
    const auto calls = callAtOnce(id, 2);
    ASSERT_TRUE(holdsOne());
    for (const auto& call : calls) {
        const auto answer = call->read(); // the gateway's patience is shorter than ours
        EXPECT_EQ(answer.status, 503) << "come back later: neither the caller nor the account is to blame";
        EXPECT_EQ(answer.json().root()["provider_status"].asInt(), 401);
        EXPECT_GE(answer.json().root()["retry_after"].asInt(), 1);
        EXPECT_NE(answer.body.find("cannot be renewed now"), std::string::npos) << answer.body;
        EXPECT_TRUE(answer.json().root()["retryable"].asBool());
    }
    const auto attempt = lastAttempt(id);
    EXPECT_EQ(text(attempt, "outcome"), "failed");
    EXPECT_EQ(text(attempt, "error"), "timeout");
    EXPECT_NE(text(attempt, "next_try_at"), "");
    EXPECT_EQ(text(account(id), "status"), "active") << "a slow provider is nobody's reason to sign in again";
    EXPECT_EQ(openAlerts(id), 0U);
    peer->control("hang?on=0");
}

TEST_F(OidcTest, aRevokedGrantMakesTheAccountNeedAPersonOnceAndSigningInAgainMendsIt)
{
    const auto id = connected();
    peer->control("revoke");
    peer->control("expire");
    EXPECT_EQ(statusesOf(callAtOnce(id, 10)), (std::map<int, int>{{401, 10}}));
    EXPECT_EQ(peer->count("refused"), 1) << "the dead token is tried once";
    auto now = account(id);
    EXPECT_EQ(text(now, "status"), "needs_reauth");
    EXPECT_NE(text(now, "status_reason").find("no longer renews this account's access"), std::string::npos)
        << text(now, "status_reason");
    EXPECT_NE(text(now, "status_reason").find("invalid_grant"), std::string::npos);
    EXPECT_EQ(text(lastAttempt(id), "outcome"), "needs_reauth");
    ASSERT_EQ(openAlerts(id), 1U);
    EXPECT_EQ(statusesOf(callAtOnce(id, 3)), (std::map<int, int>{{401, 3}}));
    EXPECT_EQ(peer->count("refused"), 1);
    EXPECT_EQ(openAlerts(id), 1U);

    const auto again =
        node->call("POST", "/v1/connect/sessions", fmt::format(R"({{"account_id":"{}"}})", id));
    Browser browser;
    EXPECT_EQ(signIn(browser, text(again.json(), "authorize_url")).status, 200);
    EXPECT_EQ(text(account(id), "status"), "active");
    EXPECT_EQ(openAlerts(id), 0U);
    EXPECT_EQ(statusesOf(callAtOnce(id, 1)), (std::map<int, int>{{200, 1}}));
}

TEST_F(OidcTest, connectsAMachineAndExplainsAWrongSecret)
{
    const auto started = begin("oauth2_client_credentials", "machine", "a secret of the machine client");
    EXPECT_EQ(text(whenOver(text(started, "id")), "status"), "connected");
    const auto wrong = begin("oauth2_client_credentials", "machine", "not the secret of that client");
    const auto over = whenOver(text(wrong, "id"));
    EXPECT_EQ(text(over, "status"), "failed");
    EXPECT_EQ(over.root()["failure"]["code"].asString(), "invalid_client");
    EXPECT_EQ(over.root()["failure"]["fixer"].asString(), "operator");
}

TEST_F(OidcTest, connectsFromATerminalWithAPastedCallback)
{
    // The browser's part first, by a session of its own: the terminal then gets a callback that is not its
    // own.
    const auto secrets = data.write("secrets", "client_secret=a secret of the client & its friends\n");
    const auto finished = runProgram("gatehousectl",
                                     {"connect", "certified", "--environment", environment, "--field",
                                      "issuer=" + peer->issuer(), "--field", "client_id=gatehouse",
                                      "--secrets", secrets.string(), "--paste", "--no-browser", "--auth",
                                      "oauth2_authorization_code", "--data-dir", data.path().string()},
                                     "http://127.0.0.1:1/oauth/callback?code=x&state=forged\n");
    EXPECT_EQ(finished.exitCode, 1);
    EXPECT_NE(finished.output.find("Sign in here:\n" + peer->issuer() + "/auth?"), std::string::npos)
        << finished.output;
    EXPECT_NE(finished.errors.find("not the answer to this sign-in"), std::string::npos) << finished.errors;
    const auto refused =
        runProgram("gatehousectl", {"connect", "certified", "--environment", environment, "--field",
                                    "client_secret=x", "--data-dir", data.path().string()});
    EXPECT_EQ(refused.exitCode, 2);
    EXPECT_NE(refused.errors.find("is a secret"), std::string::npos) << refused.errors;
}

} // namespace
} // namespace gatehouse::e2e
