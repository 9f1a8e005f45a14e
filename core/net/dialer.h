// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/client.h"
#include "core/net/operation.h"
#include "core/net/socket_ptr.h"

#include <QSslConfiguration>
#include <qcoro/qcorotask.h>

#include <memory>
#include <optional>
#include <string>

namespace gatehouse::net {

/// Where a connection leads. Requests with equal targets may share connections, others never: what one may
/// reach (private addresses) or shows (a client certificate) must not leak into another.
struct DialTarget
{
    std::string scheme;
    std::string host;
    std::uint16_t port = 0;
    bool allowPrivate = false;
    std::shared_ptr<const ClientCertificate> certificate;

    bool operator==(const DialTarget&) const = default;
};

struct Dialled
{
    SocketPtr socket;
    bool throughHttpProxy = false;  ///< Requests then go in absolute form.
    std::string proxyAuthorization; ///< Value of Proxy-Authorization, when the proxy needs one.
};

/// Makes connections: system proxy, name resolution, address guard, TCP, TLS. Lives on the client's thread.
class Dialer
{
public:
    explicit Dialer(const ClientOptions& options);

    /// Ends early when the operation is interrupted.
    [[nodiscard]] QCoro::Task<Result<Dialled>> dial(DialTarget target, std::shared_ptr<Operation> operation);

private:
    [[nodiscard]] Result<QSslConfiguration> tlsConfiguration(const DialTarget& target);
    [[nodiscard]] QCoro::Task<Status> encrypt(QTcpSocket& socket, DialTarget target,
                                              std::shared_ptr<Operation> operation);

    SystemClock m_clock;
    std::chrono::milliseconds m_connectTimeout;
    std::string m_extraCaPem;
    std::optional<QSslConfiguration> m_tls; ///< Once a connection needed it.
};

} // namespace gatehouse::net
