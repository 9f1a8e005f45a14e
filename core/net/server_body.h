// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/body.h"
#include "core/net/piece_queue.h"

#include <memory>

namespace gatehouse::net {

class ServerConnection;

/// The body of a request that the handler pulls. The connection reads on only while read() is awaited.
class ServerBody final : public BodySource, public std::enable_shared_from_this<ServerBody>
{
public:
    explicit ServerBody(std::weak_ptr<ServerConnection> connection);

    [[nodiscard]] QCoro::Task<Result<std::optional<std::string>>> read() override;

    /// For the connection: true while it may read.
    [[nodiscard]] bool wanted() const noexcept { return m_wanted && !pieces.settled(); }

    PieceQueue pieces;

private:
    std::weak_ptr<ServerConnection> m_connection;
    bool m_wanted = false;
};

} // namespace gatehouse::net
