// SPDX-License-Identifier: GPL-3.0-or-later
// TLS both ways, against a certificate authority made for the test.
#include "core/net/client.h"
#include "tests/support/run_task.h"
#include "tests/unit/net/raw_client.h"
#include "tests/unit/net/test_ca.h"
#include "tests/unit/net/test_server.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

using test::Certificate;
using test::TestCa;
using test::TestServer;

ServerOptions serverWith(Certificate certificate, std::string clientCaPem = {})
{
    auto identity = std::make_shared<TlsIdentity>();
    identity->certificateChainPem = std::move(certificate.pem);
    identity->privateKeyPem = std::move(certificate.keyPem);
    identity->clientCaPem = std::move(clientCaPem);
    ServerOptions options;
    options.tls = std::move(identity);
    return options;
}

Result<ClientResponse> get(const TestServer& server, const std::string& trustedPem,
                           std::shared_ptr<const ClientCertificate> certificate = nullptr,
                           const std::string& host = "127.0.0.1")
{
    ClientOptions options;
    options.extraCaPem = trustedPem;
    options.connectTimeout = test::kPatience; // both ends compute on this thread, on a busy machine for long
    const auto client = makeHttpClient(options);
    ClientRequest request;
    request.url = *Url::parse("https://" + host + ":" + std::to_string(server.port()) + "/x");
    request.allowPrivateTargets = true;
    request.certificate = std::move(certificate);
    auto answer = test::runTask(client->send(std::move(request)));
    EXPECT_TRUE(answer);
    return answer ? std::move(*answer) : Result<ClientResponse>(fail(Errc::Timeout, "test deadline"));
}

std::shared_ptr<const ClientCertificate> clientCertificate(Certificate certificate)
{
    auto out = std::make_shared<ClientCertificate>();
    out->certificateChainPem = std::move(certificate.pem);
    out->privateKeyPem = std::move(certificate.keyPem);
    return out;
}

void expectRefused(const Result<ClientResponse>& answer, const std::string& words)
{
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::Unavailable);
    EXPECT_NE(answer.error().message.find(words), std::string::npos) << answer.error().message;
}

TEST(Tls, worksWithEllipticAndRsaKeysByAddressAndByName)
{
    const TestCa ca;
    for (const bool elliptic : {true, false}) {
        test::CertificateWish wish;
        wish.ellipticKey = elliptic;
        TestServer server(TestServer::echo, serverWith(ca.issue(wish)));
        for (const auto* host : {"127.0.0.1", "localhost"}) {
            const auto answer = get(server, ca.pem(), nullptr, host);
            ASSERT_TRUE(answer) << answer.error().message;
            EXPECT_EQ(answer->body, "GET /x ");
        }
    }
}

TEST(Tls, reusesItsConnectionAndStreamsLargeBodies)
{
    const TestCa ca;
    TestServer server(
        [](const ServerRequest& request, const std::shared_ptr<Responder>& responder) {
            responder->respond({200, {}, std::string(request.body.size(), 'y')});
        },
        serverWith(ca.issue()));
    server.policy.maxBytes = 20'000'000;
    ClientOptions options;
    options.extraCaPem = ca.pem();
    options.connectTimeout = test::kPatience;
    const auto client = makeHttpClient(options);
    for (int i = 0; i < 3; ++i) {
        ClientRequest request;
        request.method = "POST";
        request.url = *Url::parse(server.url("/", "https"));
        request.allowPrivateTargets = true;
        request.body = std::string(5'000'000, 'x');
        const auto answer = test::runTask(client->send(std::move(request)));
        ASSERT_TRUE(answer && *answer) << (answer ? answer->error().message : "no answer");
        EXPECT_EQ((*answer)->body.size(), 5'000'000U);
        EXPECT_EQ((*answer)->timings.reused, i > 0);
    }
}

TEST(Tls, refusesACertificateOfAnUnknownAuthority)
{
    const TestCa ca;
    const TestCa other;
    TestServer server(TestServer::echo, serverWith(ca.issue()));
    expectRefused(get(server, other.pem()), "certificate");
    expectRefused(get(server, {}), "certificate");
    EXPECT_EQ(server.handled, 0);
}

TEST(Tls, refusesACertificateForAnotherHost)
{
    const TestCa ca;
    test::CertificateWish wish;
    wish.name = "127.0.0.1";
    wish.alternativeNames = "DNS:elsewhere.example,IP:127.0.0.2";
    TestServer server(TestServer::echo, serverWith(ca.issue(wish)));
    expectRefused(get(server, ca.pem()), "host name");
    EXPECT_EQ(server.handled, 0);
}

TEST(Tls, refusesACertificateThatIsExpiredOrNotYetValid)
{
    const TestCa ca;
    test::CertificateWish expired;
    expired.validFrom = -7200;
    expired.validUntil = -3600;
    TestServer old(TestServer::echo, serverWith(ca.issue(expired)));
    expectRefused(get(old, ca.pem()), "expired");
    test::CertificateWish early;
    early.validFrom = 3600;
    early.validUntil = 7200;
    TestServer future(TestServer::echo, serverWith(ca.issue(early)));
    expectRefused(get(future, ca.pem()), "not yet valid");
}

TEST(Tls, asksForAClientCertificateAndVerifiesIt)
{
    const TestCa ca;
    const TestCa clients;
    TestServer server(TestServer::echo, serverWith(ca.issue(), clients.pem()));
    EXPECT_FALSE(get(server, ca.pem()));
    EXPECT_FALSE(get(server, ca.pem(), clientCertificate(TestCa().issue())));
    EXPECT_EQ(server.handled, 0);
    const auto answer = get(server, ca.pem(), clientCertificate(clients.issue()));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, "GET /x ");
}

TEST(Tls, saysWhatIsWrongWithACertificateOrKeyItCannotRead)
{
    const TestCa ca;
    TestServer any(TestServer::echo);
    auto broken = ca.issue();
    broken.keyPem =
        Secret(std::string_view("-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n"));
    const auto keyless = makeHttpServer(any, serverWith(std::move(broken)))->listen();
    ASSERT_FALSE(keyless);
    EXPECT_EQ(keyless.error().code, Errc::InvalidArgument);
    EXPECT_EQ(keyless.error().message.find("nonsense"), std::string::npos);
    EXPECT_FALSE(makeHttpServer(any, serverWith({"not a certificate", ca.issue().keyPem.clone()}))->listen());

    TestServer server(TestServer::echo, serverWith(ca.issue()));
    EXPECT_EQ(get(server, "not a certificate").error().code, Errc::InvalidArgument);
}

TEST(Tls, cutsOffAClientThatNeverFinishesTheHandshake)
{
    const TestCa ca;
    auto options = serverWith(ca.issue());
    options.headTimeout = std::chrono::milliseconds(80);
    TestServer server(TestServer::echo, options);
    test::RawClient silent(server.port());
    EXPECT_EQ(silent.untilClosed(), "");
    test::RawClient plain(server.port());
    plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(plain.untilClosed().find("HTTP/1.1"), std::string::npos);
    EXPECT_TRUE(test::runUntil([&] { return server.server().connectionCount() == 0; }));
}

} // namespace
} // namespace gatehouse::net
