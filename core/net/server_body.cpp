// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/server_body.h"

#include "core/net/server_connection.h"

#include <utility>

namespace gatehouse::net {

ServerBody::ServerBody(std::weak_ptr<ServerConnection> connection)
    : m_connection(std::move(connection))
{}

QCoro::Task<Result<std::optional<std::string>>> ServerBody::read()
{
    const auto self = shared_from_this(); // the waiting frame keeps what it waits on
    m_wanted = true;
    if (const auto connection = m_connection.lock(); connection && !pieces.settled()) {
        connection->wantBody();
    }
    while (!pieces.settled()) {
        co_await pieces.changed.next();
    }
    m_wanted = false;
    co_return pieces.take();
}

} // namespace gatehouse::net
