// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpSocket>

#include <memory>

namespace gatehouse::net {

/// Cuts the socket off and destroys it from the event loop: its owner may be inside one of its signals.
struct DestroySocketLater
{
    void operator()(QTcpSocket* socket) const
    {
        socket->disconnect();
        socket->abort();
        socket->deleteLater();
    }
};

using SocketPtr = std::unique_ptr<QTcpSocket, DestroySocketLater>;

} // namespace gatehouse::net
