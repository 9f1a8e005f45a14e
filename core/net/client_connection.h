// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/net/dialer.h"
#include "core/net/input_buffer.h"
#include "core/net/message_parser.h"
#include "core/net/operation.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::net {

/// One connection of the client, used by one operation at a time. It is never waited on itself: its socket
/// wakes the operation, which then looks how far advance() gets.
class ClientConnection
{
public:
    enum class Progress
    {
        Waiting, ///< Nothing more for now.
        Head,    ///< The head is complete; said once.
        Body,    ///< More body was appended; there may be more at once.
        Done
    };

    explicit ClientConnection(Dialled dialled);
    ClientConnection(const ClientConnection&) = delete;
    ClientConnection& operator=(const ClientConnection&) = delete;
    ~ClientConnection() = default;

    void attach(std::shared_ptr<Operation> operation);
    /// Back to idleness: whatever then happens on the socket calls onIdleEvent.
    void detach(std::function<void()> onIdleEvent);
    /// False when the peer has closed, or sent something nobody asked for.
    [[nodiscard]] bool usable();

    void send(std::string_view bytes);
    void flush();
    /// More is waiting to be sent than a sender should add to.
    [[nodiscard]] bool congested() const;

    void expectResponse(bool toHead, std::uint64_t maxBodyBytes);
    /// Reads and parses what has arrived. Body bytes are appended to body.
    [[nodiscard]] Result<Progress> advance(std::string& body);

    [[nodiscard]] MessageHead& head() { return m_parser.head(); }

    /// A byte of the response has been seen.
    [[nodiscard]] bool responseBegun() const noexcept { return m_firstByte != SteadyTime{}; }

    [[nodiscard]] SteadyTime firstByte() const noexcept { return m_firstByte; }

    /// The response is complete and another request may follow.
    [[nodiscard]] bool reusable();

    [[nodiscard]] bool throughHttpProxy() const noexcept { return m_throughHttpProxy; }

    [[nodiscard]] const std::string& proxyAuthorization() const noexcept { return m_proxyAuthorization; }

    SteadyTime idleSince;

private:
    void socketEvent();
    [[nodiscard]] bool peerClosed() const;
    [[nodiscard]] Result<Progress> atClose();
    [[nodiscard]] Result<bool> headParsed();

    SocketPtr m_socket;
    bool m_throughHttpProxy;
    std::string m_proxyAuthorization;
    SystemClock m_clock;
    MessageParser m_parser;
    InputBuffer m_in;
    std::shared_ptr<Operation> m_operation;
    std::function<void()> m_onIdleEvent;
    SteadyTime m_firstByte;
    std::uint64_t m_maxBodyBytes = 0;
    std::optional<Error> m_tooLong; ///< The head announces more than m_maxBodyBytes.
    int m_interimResponses = 0;
    bool m_toHead = false;
    bool m_needMore = false;
};

} // namespace gatehouse::net
