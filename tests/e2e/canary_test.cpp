// SPDX-License-Identifier: GPL-3.0-or-later
// Canaries: secrets nobody else could write, one in every credential field of every kind of authentication.
// After everything that touches credentials was done, none may be found anywhere but on the wire to the
// provider.
#include "core/base/url.h"
#include "core/crypto/encoding.h"
#include "tests/e2e/sandbox_node.h"
#include "tests/support/places.h"
#include "tests/support/shared_data.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::e2e {
namespace {

namespace fs = std::filesystem;

/// The vendor that echoes what it was sent, before the node starts.
struct CanaryDir
{
    CanaryDir()
    {
        for (const auto* name : {"provider.json", "sandbox.json", "mappings/crm.contacts.json"}) {
            dir.write(fs::path("providers/providers/canary") / name,
                      test::readFile(test::sourceDir() / "tests/data/canary" / name));
        }
    }

    test::TempDir dir;
};

struct Kind
{
    std::string auth;
    std::vector<std::string> fields;
};

const std::vector<Kind>& kinds()
{
    static const std::vector<Kind> kAll = {
        {"bearer", {"access_token"}},
        {"key_header", {"api_key"}},
        {"key_query", {"api_key"}},
        {"basic", {"password"}},
        {"oauth1_hmac", {"consumer_key", "consumer_secret", "token", "token_secret"}},
        {"wsse_username_token", {"password"}},
        {"oauth2_authorization_code", {"access_token", "refresh_token", "client_secret"}},
        {"oauth2_client_credentials", {"access_token", "client_secret"}},
        {"oauth2_jwt_bearer", {"access_token", "private_key"}},
        {"mtls", {"access_token", "client_key", "client_certificate"}},
        {"mtls_oauth",
         {"access_token", "refresh_token", "client_secret", "client_key", "client_certificate"}},
    };
    return kAll;
}

class Canaries : public ::testing::Test
{
protected:
    std::string plant(const std::string& what)
    {
        auto canary = fmt::format("canary-{}-{}-0f9a71c3", ++m_planted, what);
        std::ranges::replace(canary, '_', 'x');
        m_canaries.push_back(canary);
        return canary;
    }

    /// Every answer is looked through, but those that a test calls the provider's own.
    HttpAnswer call(const std::string& method, const std::string& target, const std::string& body = {})
    {
        auto answer = node.call(method, target, body);
        m_answers += answer.body + "\n";
        for (const auto& [name, value] : answer.headers) {
            m_answers += name + ": " + value + "\n";
        }
        return answer;
    }

    std::string connect(const Kind& kind, const std::string& origin)
    {
        std::string credentials = R"("username":"robin","client_id":"robin")";
        for (const auto& field : kind.fields) {
            credentials += fmt::format(R"(,"{}":"{}")", field, plant(kind.auth + field));
        }
        const auto made =
            call("POST", "/v1/accounts",
                 fmt::format(R"({{"environment_id":"env_acme","integration":"canary","label":"{0}",)"
                             R"("auth":"{0}","context":{{"origin":"{1}"}},"credentials":{{{2}}}}})",
                             kind.auth, origin, credentials));
        EXPECT_EQ(made.status, 201) << kind.auth << ": " << made.body;
        return std::string(made.json().root()["id"].asString());
    }

    void exercise(const std::string& id)
    {
        static_cast<void>(call("GET", "/v1/unified/crm/contacts?remote_data=false&account_id=" + id));
        static_cast<void>(call("GET", "/v1/unified/crm/contacts/1?account_id=" + id));
        static_cast<void>(call("POST", "/v1/accounts/" + id + "/test"));
        static_cast<void>(call("POST", "/v1/accounts/" + id + "/refresh"));
        static_cast<void>(call("PATCH", "/v1/accounts/" + id, R"({"label":"renamed"})"));
        // Answered by the provider, who may say what it likes to whoever called it through the proxy.
        static_cast<void>(node.call("GET", "/v1/proxy/" + id + "/echo/all"));
        static_cast<void>(node.call("GET", "/v1/proxy/" + id + "/fail/all"));
    }

    void lookAround()
    {
        for (const auto* path :
             {"/v1/accounts", "/v1/audit?limit=1000", "/v1/node", "/v1/vault", "/metrics", "/v1/sandbox",
              "/v1/integrations/canary", "/v1/keys", "/v1/alerts?state=all&limit=1000",
              "/v1/credentials?limit=1000", "/v1/events", "/v1/deliveries", "/v1/limits",
              "/v1/integrations/canary/connect", "/openapi.json"}) {
            EXPECT_EQ(call("GET", path).status, 200) << path;
        }
        for (const auto* list : {"/v1/connect/sessions?limit=100", "/v1/accounts?limit=1000"}) {
            const auto found = call("GET", list).json();
            for (const auto& one : found.root()["result"].items()) {
                lookAt(std::string(list).substr(0, std::string(list).find('?')) + "/"
                       + std::string(one["id"].asString()));
            }
        }
        const auto calls = call("GET", "/v1/calls?limit=1000").json();
        for (const auto& one : calls.root()["result"].items()) {
            static_cast<void>(call("GET", "/v1/calls/" + std::string(one["id"].asString())));
        }
        const auto* preview =
            R"J({"integration":"canary","model":"crm","resource":"contacts","method":"list","mapping":{"response":{"id":"context","x":"$string($$)"}},"sample":{"a":1}})J";
        static_cast<void>(call("POST", "/v1/mappings/preview", preview));
    }

    /// One account or session, with all that is kept of its exchanges.
    void lookAt(const std::string& path)
    {
        EXPECT_EQ(call("GET", path).status, 200) << path;
        if (path.starts_with("/v1/accounts/")) {
            const auto history = call("GET", path + "/tokens").json();
            for (const auto& attempt : history.root()["attempts"].items()) {
                m_refreshExchanges += attempt["exchange"].isObject() ? 1 : 0;
            }
            static_cast<void>(call("GET", path + "/credentials"));
        }
    }

    /// Signs in with the same credentials: what a session keeps of its exchanges is looked at too.
    void signIn(const Kind& kind, const std::string& origin)
    {
        std::string secrets;
        for (const auto& field : kind.fields) {
            if (field != "access_token" && field != "refresh_token") {
                secrets += fmt::format(R"({}"{}":"{}")", secrets.empty() ? "" : ",", field, plant(field));
            }
        }
        static_cast<void>(
            call("POST", "/v1/connect/sessions",
                 fmt::format(R"({{"environment_id":"env_acme","integration":"canary","auth":"{}",)"
                             R"("fields":{{"origin":"{}","client_id":"robin","username":"robin"}},)"
                             R"("credentials":{{{}}}}})",
                             kind.auth, origin, secrets)));
    }

    /// As it is, percent-encoded, and within base64 at each of the three offsets.
    [[nodiscard]] static std::vector<std::string> disguises(const std::string& canary)
    {
        std::vector<std::string> forms = {canary, percentEncode(canary)};
        for (const std::size_t lead : {0U, 1U, 2U}) {
            const auto whole = crypto::toBase64(std::string(lead, ':') + canary);
            forms.push_back(whole.substr(4, whole.size() - 8));
        }
        return forms;
    }

    void expectNoneIn(const std::string& text, const std::string& where)
    {
        for (const auto& canary : m_canaries) {
            for (const auto& form : disguises(canary)) {
                const auto at = text.find(form);
                EXPECT_EQ(at, std::string::npos)
                    << where << " holds " << canary << ": …" << text.substr(at > 120 ? at - 120 : 0, 300);
            }
        }
    }

    CanaryDir place;
    NodeProcess node{place.dir.path(), {"--sandbox", "--log-level", "debug"}};
    std::vector<std::string> m_canaries;
    std::string m_answers;
    int m_planted = 0;
    int m_refreshExchanges = 0;
};

TEST_F(Canaries, areNowhereToBeFoundAfterEverythingThatTouchesCredentials)
{
    ASSERT_TRUE(node.ready()) << node.errors();
    const auto demo = call("GET", "/v1/accounts/acc_acme_canary").json();
    const std::string origin(demo.root()["context"]["origin"].asString());
    ASSERT_NE(origin, "");
    auto stream = std::make_unique<HttpPeer>(node.port());
    ASSERT_TRUE(stream->send(node.requestText("GET", "/v1/stream")));
    for (const auto& kind : kinds()) {
        const auto id = connect(kind, origin);
        exercise(id);
        const auto replaced =
            fmt::format(R"({{"credentials":{{"{}":"{}"}}}})", kind.fields.front(), plant("replaced"));
        EXPECT_EQ(call("PATCH", "/v1/accounts/" + id, replaced).status, 200);
        exercise(id);
        signIn(kind, origin);
    }
    // Refused requests hold canaries too.
    static_cast<void>(
        call("POST", "/v1/accounts",
             fmt::format(R"({{"environment_id":"env_acme","integration":"nobody","auth":"basic",)"
                         R"("credentials":{{"password":"{}"}}}})",
                         plant("refused"))));
    static_cast<void>(
        call("POST", "/v1/vault/unlock", fmt::format(R"({{"passphrase":"{}"}})", plant("passphrase"))));
    lookAround();
    EXPECT_GT(m_refreshExchanges, 0) << "exchanges of refreshes were among what was looked at";
    EXPECT_TRUE(stream->readUntil("account:changed"));
    const auto backup = place.dir.path() / "out.tar";
    EXPECT_EQ(call("POST", "/v1/backup", fmt::format(R"({{"file":"{}"}})", backup.string())).status, 201);
    node.terminate();
    EXPECT_EQ(node.exitCode(), 0);

    expectNoneIn(m_answers, "a REST answer");
    expectNoneIn(stream->pending(), "the stream");
    expectNoneIn(node.readyLine() + node.errors(), "standard output or error");
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(place.dir.path())) {
        if (entry.is_regular_file()) {
            ++files;
            expectNoneIn(test::readFile(entry.path()),
                         entry.path().lexically_relative(place.dir.path()).string());
        }
    }
    EXPECT_GT(files, 5U);
}

} // namespace
} // namespace gatehouse::e2e
