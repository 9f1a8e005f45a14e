// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::e2e {

/// How long any one step of a test may take before it counts as hung.
inline constexpr std::chrono::seconds kPatience{60};
inline constexpr int kPatienceMillis = 60'000; ///< The same for QProcess.

struct HttpAnswer
{
    int status = 0;                                  ///< 0: the connection ended without an answer.
    std::multimap<std::string, std::string> headers; ///< Names in lower case.
    std::string body;

    [[nodiscard]] std::string header(const std::string& name) const;
    /// The body; Undefined when it is no JSON.
    [[nodiscard]] json::Document json() const;
};

/// A blocking TCP connection that sends exactly what it is told and fails, instead of hanging, after
/// kPatience. Its own small HTTP reader shares no code with what is tested.
class HttpPeer
{
public:
    explicit HttpPeer(std::uint16_t port);
    HttpPeer(const HttpPeer&) = delete;
    HttpPeer& operator=(const HttpPeer&) = delete;
    ~HttpPeer();

    [[nodiscard]] bool connected() const noexcept { return m_socket >= 0; }

    /// False when the other side is gone.
    bool send(std::string_view bytes);
    /// Reads one answer. head: the request was HEAD, no body follows.
    [[nodiscard]] HttpAnswer read(bool head = false);
    /// Reads until the text has come (true) or the connection ends or patience does (false).
    [[nodiscard]] bool readUntil(std::string_view text);
    /// True when the other side closes, reading and dropping what still comes.
    [[nodiscard]] bool closes();

    /// Everything read so far that no answer has taken.
    [[nodiscard]] const std::string& pending() const noexcept { return m_buffer; }

private:
    [[nodiscard]] bool fill();
    [[nodiscard]] std::string take(std::size_t bytes);
    [[nodiscard]] std::string takeChunked();

    int m_socket = -1;
    std::string m_buffer;
};

/// A request on a connection of its own.
[[nodiscard]] HttpAnswer askOnce(std::uint16_t port, const std::string& request);

} // namespace gatehouse::e2e
