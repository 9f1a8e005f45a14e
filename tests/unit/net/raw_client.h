// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/run_task.h"

#include <QHostAddress>
#include <QTcpSocket>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::test {

/// runUntil() for conditions that another thread makes true, of which the loop here does not hear.
inline bool lookUntil(const std::function<bool()>& condition)
{
    QTimer look;
    look.start(std::chrono::milliseconds(2));
    return runUntil(condition);
}

/// Runs the event loop until a number has stayed the same for twenty rounds of a timer.
inline void runUntilSteady(const std::function<qint64()>& number)
{
    QTimer round;
    int steady = 0;
    qint64 last = -1;
    QObject::connect(&round, &QTimer::timeout, &round,
                     [&] { steady = std::exchange(last, number()) == last ? steady + 1 : 0; });
    round.start(std::chrono::milliseconds(5));
    runUntil([&] { return steady >= 20; });
}

/// A client that sends exactly the bytes it is told to and remembers what came back.
class RawClient
{
public:
    explicit RawClient(std::uint16_t port)
    {
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket,
                         [this] { m_received += m_socket.readAll().toStdString(); });
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        runUntil([this] { return m_socket.state() == QAbstractSocket::ConnectedState; });
    }

    void send(std::string_view bytes)
    {
        m_socket.write(bytes.data(), static_cast<qint64>(bytes.size()));
        m_socket.flush();
    }

    void close() { m_socket.abort(); }

    /// Everything received until the server closed; "" and a note when it does not.
    std::string untilClosed()
    {
        const bool closed =
            runUntil([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; });
        return closed ? m_received : "(still open) " + m_received;
    }

    /// Everything received until it ends with a text.
    std::string until(std::string_view end)
    {
        runUntil([this, end] {
            return m_received.ends_with(end) || m_socket.state() == QAbstractSocket::UnconnectedState;
        });
        return m_received;
    }

    std::string exchange(std::string_view bytes)
    {
        send(bytes);
        return untilClosed();
    }

    [[nodiscard]] const std::string& received() const { return m_received; }

    void forget() { m_received.clear(); }

    [[nodiscard]] bool open() const { return m_socket.state() == QAbstractSocket::ConnectedState; }

    [[nodiscard]] QTcpSocket& socket() { return m_socket; }

private:
    std::string m_received;
    QTcpSocket m_socket;
};

} // namespace gatehouse::test
