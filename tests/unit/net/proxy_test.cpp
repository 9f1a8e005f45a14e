// SPDX-License-Identifier: GPL-3.0-or-later
// The system's proxies, as the environment names them.
#include "core/net/client.h"
#include "tests/support/run_task.h"
#include "tests/unit/net/test_ca.h"
#include "tests/unit/net/test_server.h"

#include <QTcpServer>
#include <QTcpSocket>

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

using test::TestServer;

/// Answers CONNECT by joining the client to a local port, whatever name it asked for.
class TunnelProxy
{
public:
    explicit TunnelProxy(std::uint16_t target)
        : m_target(target)
    {
        m_server.listen(QHostAddress(QHostAddress::LocalHost));
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server,
                         [this] { serve(m_server.nextPendingConnection()); });
    }

    [[nodiscard]] QByteArray url() const
    {
        return "http://127.0.0.1:" + QByteArray::number(m_server.serverPort());
    }

    std::string asked;

private:
    void serve(QTcpSocket* client)
    {
        auto* server = new QTcpSocket(client);
        const auto head = std::make_shared<std::string>();
        QObject::connect(client, &QTcpSocket::readyRead, client, [this, client, server, head] {
            if (head->ends_with("\r\n\r\n")) {
                server->write(client->readAll());
                return;
            }
            *head += client->readAll().toStdString();
            if (head->ends_with("\r\n\r\n")) {
                asked = head->substr(0, head->find('\r'));
                server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_target);
            }
        });
        QObject::connect(server, &QTcpSocket::connected, client,
                         [client] { client->write("HTTP/1.1 200 Connection established\r\n\r\n"); });
        QObject::connect(server, &QTcpSocket::readyRead, client,
                         [client, server] { client->write(server->readAll()); });
    }

    std::uint16_t m_target;
    QTcpServer m_server;
};

class ProxyTest : public testing::Test
{
protected:
    ~ProxyTest() override
    {
        for (const auto* name : {"http_proxy", "https_proxy", "no_proxy"}) {
            qunsetenv(name);
        }
    }

    static Result<ClientResponse> get(const std::string& url, const ClientOptions& options = {})
    {
        const auto client = makeHttpClient(options);
        ClientRequest request;
        request.url = *Url::parse(url);
        auto answer = test::runTask(client->send(std::move(request)));
        EXPECT_TRUE(answer);
        return answer ? std::move(*answer) : Result<ClientResponse>(fail(Errc::Timeout, "test deadline"));
    }
};

TEST_F(ProxyTest, getsPlainRequestsInAbsoluteFormAndItsOwnCredentials)
{
    ServerRequest seen;
    TestServer proxy([&seen](ServerRequest request, const std::shared_ptr<Responder>& responder) {
        seen = std::move(request);
        responder->respond({200, {}, "by proxy"});
    });
    qputenv("http_proxy", "http://me:secret@127.0.0.1:" + QByteArray::number(proxy.port()));
    const auto answer = get("http://api.example.test/a?b=c");
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, "by proxy");
    EXPECT_EQ(seen.target, "http://api.example.test/a?b=c");
    EXPECT_EQ(seen.headers.get("host"), "api.example.test");
    EXPECT_EQ(seen.headers.get("proxy-authorization"), "Basic bWU6c2VjcmV0");
}

TEST_F(ProxyTest, tunnelsTlsToTheNamedHostAndVerifiesThatHostsCertificate)
{
    const test::TestCa ca;
    test::CertificateWish wish;
    wish.name = "api.example.test";
    wish.alternativeNames = "DNS:api.example.test";
    auto certificate = ca.issue(wish);
    auto identity = std::make_shared<TlsIdentity>();
    identity->certificateChainPem = certificate.pem;
    identity->privateKeyPem = std::move(certificate.keyPem);
    ServerOptions serverOptions;
    serverOptions.tls = std::move(identity);
    TestServer server(TestServer::echo, serverOptions);
    TunnelProxy proxy(server.port());
    qputenv("https_proxy", proxy.url());
    ClientOptions options;
    options.extraCaPem = ca.pem();
    options.connectTimeout = test::kPatience;
    const auto answer = get("https://api.example.test/x", options);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, "GET /x ");
    EXPECT_EQ(proxy.asked.substr(0, 28), "CONNECT api.example.test:443");
    const auto other = get("https://other.example.test/x", options);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, Errc::Unavailable);
}

TEST_F(ProxyTest, isNoWayIntoThePrivateNetwork)
{
    TestServer proxy(TestServer::echo);
    qputenv("http_proxy", "http://127.0.0.1:" + QByteArray::number(proxy.port()));
    for (const auto* url :
         {"http://10.0.0.1/", "http://169.254.169.254/", "http://localhost/", "http://[::1]/"}) {
        const auto answer = get(url);
        ASSERT_FALSE(answer) << url;
        EXPECT_EQ(answer.error().code, Errc::Forbidden) << url;
    }
    EXPECT_EQ(proxy.handled, 0);
}

TEST_F(ProxyTest, isNotUsedForLoopback)
{
    TestServer server(TestServer::echo);
    qputenv("http_proxy", "http://127.0.0.1:9");
    const auto client = makeHttpClient();
    ClientRequest request;
    request.url = *Url::parse(server.url("/direct"));
    request.allowPrivateTargets = true;
    const auto answer = test::runTask(client->send(std::move(request)));
    ASSERT_TRUE(answer && *answer);
    EXPECT_EQ((*answer)->body, "GET /direct ");
}

} // namespace
} // namespace gatehouse::net
