// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/signal.h"

#include <optional>
#include <string>
#include <utility>

namespace gatehouse::net {

/// What a connection has read of a body and its consumer has not yet taken: at most one buffer, since the
/// connection reads on only when asked. Lives on the connection's thread.
class PieceQueue
{
public:
    [[nodiscard]] bool settled() const noexcept { return !m_ready.empty() || m_ended || m_error.has_value(); }

    /// Where the parser appends; deliver() afterwards.
    [[nodiscard]] std::string& buffer() noexcept { return m_ready; }

    void deliver()
    {
        if (!m_ready.empty()) {
            changed.notify();
        }
    }

    void end()
    {
        m_ended = true;
        changed.notify();
    }

    void fail(Error error)
    {
        if (!m_ended && !m_error) {
            m_error = std::move(error);
            changed.notify();
        }
    }

    /// Only when settled().
    [[nodiscard]] Result<std::optional<std::string>> take()
    {
        if (!m_ready.empty()) {
            return std::optional(std::exchange(m_ready, {}));
        }
        if (m_error) {
            return tl::unexpected(*m_error);
        }
        return std::nullopt;
    }

    Signal changed;

private:
    std::string m_ready;
    std::optional<Error> m_error;
    bool m_ended = false;
};

} // namespace gatehouse::net
