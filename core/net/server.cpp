// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/server.h"

#include "core/net/port_holder.h"
#include "core/net/server_connection.h"
#include "core/net/server_context.h"
#include "core/net/tls_identity.h"

#include <QHostAddress>
#include <QSslSocket>
#include <QTcpServer>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <unordered_map>
#include <vector>

namespace gatehouse::net {

namespace {

using namespace std::chrono_literals;

constexpr int kBacklog = 1024;
constexpr std::string_view kTooMany = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n"
                                      "Retry-After: 1\r\nConnection: close\r\n\r\n";

/// QTcpServer that gives the descriptor away instead of queueing sockets.
class Listener final : public QTcpServer
{
public:
    explicit Listener(std::function<void(qintptr)> accepted)
        : m_accepted(std::move(accepted))
    {}

protected:
    void incomingConnection(qintptr descriptor) override { m_accepted(descriptor); }

private:
    std::function<void(qintptr)> m_accepted;
};

class Server final : public HttpServer, public ServerContext
{
public:
    Server(RequestHandler& handlerToServe, ServerOptions serverOptions)
        : ServerContext(handlerToServe, std::move(serverOptions))
        , m_listener([this](qintptr descriptor) { accept(descriptor); })
    {
        m_ticker.setInterval(tickInterval());
        QObject::connect(&m_ticker, &QTimer::timeout, &m_ticker, [this] { tick(); });
        QObject::connect(&m_listener, &QTcpServer::acceptError, &m_listener, [this] {
            // Out of file descriptors: Qt stops accepting, and would for ever.
            QTimer::singleShot(100ms, &m_listener, [this] { m_listener.resumeAccepting(); });
        });
        QObject::connect(&m_grace, &QTimer::timeout, &m_grace, [this] { abortAll(); });
        m_grace.setSingleShot(true);
    }

    ~Server() override
    {
        m_drained = nullptr;
        abortAll();
    }

    [[nodiscard]] Status listen() override
    {
        if (options.tls) {
            GH_ASSIGN(m_tls, serverTlsConfiguration(*options.tls));
        }
        const QHostAddress address(QString::fromStdString(options.address));
        if (address.isNull()) {
            return fail(Errc::InvalidArgument,
                        fmt::format("\"{}\" is not an IP address to listen on", options.address));
        }
        m_listener.setListenBacklogSize(kBacklog);
        if (!m_listener.listen(address, options.port)) {
            const bool busy = m_listener.serverError() == QAbstractSocket::AddressInUseError;
            const auto holder = busy ? portHolder(options.port) : std::string();
            return fail(Errc::Unavailable, fmt::format("cannot listen on {} port {}: {}{}{}", options.address,
                                                       options.port, m_listener.errorString().toStdString(),
                                                       holder.empty() ? "" : " by ", holder));
        }
        return {};
    }

    [[nodiscard]] std::uint16_t port() const override { return m_listener.serverPort(); }

    [[nodiscard]] std::size_t connectionCount() const override { return m_connectionCount.load(); }

    void drain(std::chrono::milliseconds grace, std::function<void()> done) override
    {
        draining = true;
        m_listener.close();
        m_drained = std::move(done);
        m_grace.start(grace);
        for (const auto& connection : snapshot()) {
            connection->drain();
        }
        reportDrained();
    }

    void closed(ServerConnection& connection) override
    {
        m_connections.erase(&connection);
        m_connectionCount.store(m_connections.size());
        if (m_connections.empty()) {
            m_ticker.stop();
        }
        reportDrained();
    }

private:
    [[nodiscard]] std::chrono::milliseconds tickInterval() const
    {
        const auto shortest =
            std::min({options.headTimeout, options.bodyTimeout, options.idleTimeout, options.writeTimeout});
        return std::clamp<std::chrono::milliseconds>(shortest / 8, 5ms, 500ms);
    }

    void accept(qintptr descriptor)
    {
        SocketPtr socket(options.tls ? new QSslSocket : new QTcpSocket);
        if (!socket->setSocketDescriptor(descriptor)) {
            return;
        }
        if (m_connections.size() >= options.maxConnections) {
            if (!options.tls) {
                socket->write(kTooMany.data(), static_cast<qint64>(kTooMany.size()));
                socket->flush();
            }
            return;
        }
        auto* raw = socket.get();
        auto connection = std::make_shared<ServerConnection>(*this, std::move(socket));
        m_connections.emplace(connection.get(), connection);
        m_connectionCount.store(m_connections.size());
        if (!m_ticker.isActive()) {
            m_ticker.start();
        }
        connection->start();
        if (!options.tls) {
            connection->ready();
            return;
        }
        auto* tls = static_cast<QSslSocket*>(raw);
        tls->setSslConfiguration(m_tls);
        QObject::connect(tls, &QSslSocket::encrypted, tls, [weak = std::weak_ptr(connection)] {
            if (const auto secured = weak.lock()) {
                secured->ready();
            }
        });
        tls->startServerEncryption();
    }

    [[nodiscard]] std::vector<std::shared_ptr<ServerConnection>> snapshot() const
    {
        std::vector<std::shared_ptr<ServerConnection>> all;
        all.reserve(m_connections.size());
        for (const auto& [key, connection] : m_connections) {
            all.push_back(connection);
        }
        return all;
    }

    void tick()
    {
        const auto now = clock.steady();
        std::vector<std::shared_ptr<ServerConnection>> late;
        for (const auto& [key, connection] : m_connections) {
            if (connection->deadline() <= now) {
                late.push_back(connection);
            }
        }
        for (const auto& connection : late) {
            connection->deadlinePassed();
        }
    }

    void abortAll()
    {
        for (const auto& connection : snapshot()) {
            connection->abort();
        }
    }

    void reportDrained()
    {
        if (draining && m_drained && m_connections.empty()) {
            m_grace.stop();
            // Not from here: done may destroy the server, and we are inside one of its connections.
            QTimer::singleShot(0, &m_listener, std::exchange(m_drained, nullptr));
        }
    }

    Listener m_listener;
    QSslConfiguration m_tls;
    QTimer m_ticker;
    QTimer m_grace;
    std::function<void()> m_drained;
    std::unordered_map<ServerConnection*, std::shared_ptr<ServerConnection>> m_connections;
    std::atomic<std::size_t> m_connectionCount = 0; ///< Of m_connections, for other threads.
};

} // namespace

std::unique_ptr<HttpServer> makeHttpServer(RequestHandler& handler, ServerOptions options)
{
    return std::make_unique<Server>(handler, std::move(options));
}

} // namespace gatehouse::net
