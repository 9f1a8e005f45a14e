// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/response_head.h"
#include "core/net/server.h"

#include <memory>
#include <utility>

namespace gatehouse::net {

class ServerConnection;

/// What every connection of one server shares. Outlives them all.
class ServerContext
{
public:
    ServerContext(RequestHandler& requestHandler, ServerOptions serverOptions)
        : handler(requestHandler)
        , options(std::move(serverOptions))
    {}

    ServerContext(const ServerContext&) = delete;
    ServerContext& operator=(const ServerContext&) = delete;
    virtual ~ServerContext() = default;

    /// The connection is over; it lives on until its caller lets go of it.
    virtual void closed(ServerConnection& connection) = 0;

    [[nodiscard]] const std::string& dateLine() { return m_date.at(clock.now()); }

    RequestHandler& handler;
    ServerOptions options;
    SystemClock clock;
    bool draining = false;

private:
    DateLine m_date;
};

} // namespace gatehouse::net
