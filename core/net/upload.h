// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/body.h"
#include "core/net/client_connection.h"
#include "core/net/operation.h"
#include "core/net/response_head.h"

#include <qcoro/qcorotask.h>

#include <memory>
#include <optional>

namespace gatehouse::net {

/// Sends a request's body stream beside the reading of the response, so that an early answer, a deadline or a
/// cancellation never waits for the stream. Wakes the operation when it ends or fails.
class Upload : public std::enable_shared_from_this<Upload>
{
public:
    Upload(ClientConnection& connection, std::shared_ptr<BodySource> source, BodyFraming framing,
           std::shared_ptr<Operation> operation);

    void start();
    /// The socket may take more.
    void poke();
    /// The connection goes away: the stream is not asked for more.
    void cancel();

    [[nodiscard]] bool done() const noexcept { return m_done; }

    [[nodiscard]] const std::optional<Error>& error() const noexcept { return m_error; }

private:
    QCoro::Task<> run();
    [[nodiscard]] bool sendPiece(const std::string& piece);
    void end();

    ClientConnection* m_connection;
    std::shared_ptr<BodySource> m_source;
    BodyFraming m_framing;
    std::shared_ptr<Operation> m_operation;
    Signal m_writable;
    std::uint64_t m_sent = 0;
    bool m_done = false;
    std::optional<Error> m_error;
};

} // namespace gatehouse::net
