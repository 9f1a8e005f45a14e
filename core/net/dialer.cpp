// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/dialer.h"

#include "core/net/address_guard.h"
#include "core/net/tls_identity.h"

#include <QHostInfo>
#include <QNetworkProxy>
#include <QSslSocket>
#include <QUrl>

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace gatehouse::net {

namespace {

QString text(const std::string& s)
{
    return QString::fromStdString(s);
}

bool isLocalName(const std::string& host)
{
    return host == "localhost" || host.ends_with(".localhost");
}

tl::unexpected<Error> refusePrivate(const std::string& host)
{
    return fail(
        Errc::Forbidden,
        fmt::format("\"{}\" is or resolves to an address inside a private network, which this request "
                    "may not reach",
                    host));
}

QNetworkProxy systemProxy(const DialTarget& target)
{
    const QHostAddress literal(text(target.host));
    if (isLocalName(target.host) || literal.isLoopback()) {
        return QNetworkProxy::NoProxy;
    }
    QUrl url;
    url.setScheme(text(target.scheme));
    url.setHost(text(target.host));
    url.setPort(target.port);
    const auto proxies = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url));
    return proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.first();
}

/// Resolves a name (or takes a literal) to the addresses the target may connect to.
QCoro::Task<Result<QList<QHostAddress>>> resolve(std::string host, std::shared_ptr<Operation> operation)
{
    const QHostAddress literal(text(host));
    if (!literal.isNull()) {
        co_return QList<QHostAddress>{literal};
    }
    operation->doing = "resolving the host name";
    auto answer = std::make_shared<std::optional<QHostInfo>>();
    QObject context; // the answer may come after we have given up
    QHostInfo::lookupHost(text(host), &context,
                          [answer, weak = std::weak_ptr(operation)](const QHostInfo& info) {
                              answer->emplace(info);
                              if (const auto waiting = weak.lock()) {
                                  waiting->wake();
                              }
                          });
    while (!*answer && !operation->interruption && !operation->stepExpired) {
        co_await operation->changed.next();
    }
    if (operation->interruption) {
        co_return tl::unexpected(*operation->interruption);
    }
    if (!*answer) {
        co_return fail(Errc::Timeout, fmt::format("resolving the host name \"{}\" took too long", host));
    }
    if ((*answer)->error() != QHostInfo::NoError) {
        co_return fail(Errc::Unavailable, fmt::format("the host name \"{}\" cannot be resolved: {}", host,
                                                      (*answer)->errorString().toStdString()));
    }
    co_return (*answer)->addresses();
}

/// Listens to a socket that connects, or encrypts, and wakes the operation when that is decided.
class SocketWait
{
public:
    SocketWait(QTcpSocket& socket, bool forTls, const std::shared_ptr<Operation>& operation)
    {
        const auto decide = [weak = std::weak_ptr(operation)](bool& outcome) {
            outcome = true;
            if (const auto waiting = weak.lock()) {
                waiting->wake();
            }
        };
        // What was decided before anybody listened shows in the state.
        m_failed = socket.state() == QAbstractSocket::UnconnectedState;
        QObject::connect(&socket, &QTcpSocket::errorOccurred, &m_context,
                         [this, decide] { decide(m_failed); });
        if (forTls) {
            auto& tls = static_cast<QSslSocket&>(socket);
            m_succeeded = tls.isEncrypted();
            QObject::connect(&tls, &QSslSocket::encrypted, &m_context,
                             [this, decide] { decide(m_succeeded); });
        } else {
            m_succeeded = socket.state() == QAbstractSocket::ConnectedState;
            QObject::connect(&socket, &QTcpSocket::connected, &m_context,
                             [this, decide] { decide(m_succeeded); });
        }
    }

    [[nodiscard]] bool settled() const { return m_failed || m_succeeded; }

    [[nodiscard]] bool succeeded() const { return m_succeeded && !m_failed; }

private:
    QObject m_context;
    bool m_failed = false;
    bool m_succeeded = false;
};

/// Waits for one step of the way to a usable socket; what names it in errors.
QCoro::Task<Status> settled(QTcpSocket& socket, bool forTls, std::shared_ptr<Operation> operation,
                            std::string what)
{
    const SocketWait wait(socket, forTls, operation);
    while (!wait.settled() && !operation->interruption && !operation->stepExpired) {
        co_await operation->changed.next();
    }
    if (operation->interruption) {
        co_return tl::unexpected(*operation->interruption);
    }
    if (!wait.settled()) {
        co_return fail(Errc::Timeout, what + " took too long");
    }
    if (!wait.succeeded()) {
        co_return fail(Errc::Unavailable,
                       fmt::format("{} failed: {}", what, socket.errorString().toStdString()));
    }
    co_return Status{};
}

SocketPtr makeSocket(const DialTarget& target)
{
    SocketPtr socket(target.scheme == "https" ? new QSslSocket : new QTcpSocket);
    socket->setProxy(QNetworkProxy::NoProxy); // the checked address is the one connected to
    return socket;
}

/// Tries the addresses one after the other, each with its share of the time.
QCoro::Task<Result<SocketPtr>> connectToAny(DialTarget target, QList<QHostAddress> addresses,
                                            std::uint16_t port, std::shared_ptr<Operation> operation,
                                            std::chrono::milliseconds limit)
{
    const SystemClock clock;
    Status last = fail(Errc::Unavailable, fmt::format("\"{}\" has no address", target.host));
    for (const auto& address : addresses) {
        auto socket = makeSocket(target);
        operation->beginStep("connecting", clock.steady() + limit / addresses.size());
        socket->connectToHost(address, port);
        last = co_await settled(*socket, false, operation,
                                fmt::format("connecting to {} ({}) port {}", target.host,
                                            address.toString().toStdString(), port));
        if (last) {
            co_return Result<SocketPtr>(std::move(socket));
        }
        if (operation->interruption) {
            break;
        }
    }
    co_return tl::unexpected(last.error());
}

std::string basicAuthorization(const QNetworkProxy& proxy)
{
    if (proxy.user().isEmpty()) {
        return {};
    }
    const QString pair = proxy.user() + QLatin1Char(':') + proxy.password();
    return "Basic " + pair.toUtf8().toBase64().toStdString();
}

/// HTTP CONNECT and SOCKS: Qt speaks to the proxy, the proxy resolves the name.
QCoro::Task<Result<SocketPtr>> connectThroughTunnel(DialTarget target, QNetworkProxy proxy,
                                                    std::shared_ptr<Operation> operation)
{
    auto socket = makeSocket(target);
    socket->setProxy(proxy);
    socket->connectToHost(text(target.host), target.port);
    const auto status = co_await settled(
        *socket, false, operation,
        fmt::format("connecting to {} through the proxy {}", target.host, proxy.hostName().toStdString()));
    if (!status) {
        co_return tl::unexpected(status.error());
    }
    co_return Result<SocketPtr>(std::move(socket));
}

/// Straight to the target, or to a proxy that takes whole requests.
QCoro::Task<Result<SocketPtr>> connectDirectly(DialTarget target, QNetworkProxy proxy,
                                               std::shared_ptr<Operation> operation,
                                               std::chrono::milliseconds limit)
{
    const bool proxied = proxy.type() != QNetworkProxy::NoProxy;
    // Apart from the co_await: GCC 12 moves a temporary of a conditional expression bit by bit into the
    // frame.
    std::string host = target.host;
    if (proxied) {
        host = proxy.hostName().toStdString();
    }
    auto addresses = co_await resolve(std::move(host), operation);
    if (!addresses) {
        co_return tl::unexpected(addresses.error());
    }
    if (!proxied && !target.allowPrivate) {
        addresses->removeIf([](const QHostAddress& address) { return !isPublicAddress(address); });
        if (addresses->isEmpty()) {
            co_return refusePrivate(target.host);
        }
    }
    const std::uint16_t port = proxied ? proxy.port() : target.port;
    co_return co_await connectToAny(std::move(target), *addresses, port, std::move(operation), limit);
}

} // namespace

Dialer::Dialer(const ClientOptions& options)
    : m_connectTimeout(options.connectTimeout)
    , m_extraCaPem(options.extraCaPem)
{}

QCoro::Task<Result<Dialled>> Dialer::dial(DialTarget target, std::shared_ptr<Operation> operation)
{
    // Names that only a proxy resolves cannot be checked here; literals and local names can.
    const QHostAddress literal(text(target.host));
    if (!target.allowPrivate
        && (isLocalName(target.host) || (!literal.isNull() && !isPublicAddress(literal)))) {
        co_return refusePrivate(target.host);
    }
    const auto proxy = systemProxy(target);
    const bool secure = target.scheme == "https";
    const bool whole =
        proxy.type() == QNetworkProxy::NoProxy || (proxy.type() == QNetworkProxy::HttpProxy && !secure);
    operation->beginStep("connecting", m_clock.steady() + m_connectTimeout);
    Result<SocketPtr> socket;
    if (whole) {
        socket = co_await connectDirectly(target, proxy, operation, m_connectTimeout);
    } else {
        socket = co_await connectThroughTunnel(target, proxy, operation);
    }
    if (!socket) {
        co_return tl::unexpected(socket.error());
    }
    if (secure) {
        operation->beginStep("agreeing on TLS", m_clock.steady() + m_connectTimeout);
        if (const auto status = co_await encrypt(**socket, target, operation); !status) {
            co_return tl::unexpected(status.error());
        }
    }
    operation->beginStep("waiting for the answer", SteadyTime::max());
    Dialled dialled;
    dialled.socket = std::move(*socket);
    dialled.throughHttpProxy = whole && proxy.type() != QNetworkProxy::NoProxy;
    dialled.proxyAuthorization = basicAuthorization(proxy);
    co_return Result<Dialled>(std::move(dialled));
}

Result<QSslConfiguration> Dialer::tlsConfiguration(const DialTarget& target)
{
    if (!m_tls) {
        GH_ASSIGN(m_tls, clientTlsConfiguration(m_extraCaPem));
    }
    auto configuration = *m_tls;
    if (target.certificate) {
        GH_TRY(useCertificate(configuration, *target.certificate));
    }
    return configuration;
}

QCoro::Task<Status> Dialer::encrypt(QTcpSocket& socket, DialTarget target,
                                    std::shared_ptr<Operation> operation)
{
    const auto configuration = tlsConfiguration(target);
    if (!configuration) {
        co_return tl::unexpected(configuration.error());
    }
    auto& tls = static_cast<QSslSocket&>(socket);
    tls.setSslConfiguration(*configuration);
    tls.setPeerVerifyName(text(target.host));
    tls.startClientEncryption();
    const auto status =
        co_await settled(socket, true, operation, fmt::format("the TLS handshake with {}", target.host));
    if (status && !isCertificateFor(tls.peerCertificate(), target.host)) {
        co_return fail(
            Errc::Unavailable,
            fmt::format("the TLS handshake with {} failed: the certificate is not for this host name",
                        target.host));
    }
    co_return status;
}

} // namespace gatehouse::net
