// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpSocket>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::net {

/// What was read from a socket and not yet parsed.
class InputBuffer
{
public:
    [[nodiscard]] std::string_view pending() const noexcept
    {
        return std::string_view(m_data).substr(m_begin);
    }

    void consume(std::size_t bytes) noexcept { m_begin += bytes; }

    void clear() noexcept { m_begin = m_data.size(); }

    /// Moves at most this much from the socket's own buffer; false when there was nothing.
    bool fill(QTcpSocket& socket, qint64 atMost)
    {
        const qint64 available = socket.bytesAvailable();
        if (available <= 0) {
            return false;
        }
        m_data.erase(0, m_begin);
        m_begin = 0;
        const std::size_t old = m_data.size();
        m_data.resize(old + static_cast<std::size_t>(std::min(available, atMost)));
        const qint64 got = socket.read(m_data.data() + old, static_cast<qint64>(m_data.size() - old));
        m_data.resize(old + static_cast<std::size_t>(std::max<qint64>(got, 0)));
        return got > 0;
    }

private:
    std::string m_data;
    std::size_t m_begin = 0;
};

} // namespace gatehouse::net
