// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/http.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::net {

/// The head of a request or a response, after its framing was checked.
struct MessageHead
{
    std::string method; ///< Requests only.
    std::string target; ///< Requests only.
    int status = 0;     ///< Responses only.
    std::string reason; ///< Responses only.
    bool http11 = true; ///< Else HTTP/1.0.
    Headers headers;
    std::optional<std::uint64_t> contentLength;
    bool chunked = false;
    bool keepAlive = true;      ///< What version and Connection say together.
    bool endsWithClose = false; ///< The body goes on until the peer closes (responses only).
};

/// Why a message cannot be read.
struct ProtocolError
{
    int status = 400;    ///< What a server answers: 400, 413, 431, 501 or 505.
    std::string message; ///< For people; names the rule that was broken.
};

/// An incremental HTTP/1.x parser (RFC 9112) for one message at a time, strict where leniency makes request
/// smuggling possible: one Content-Length at most, never both Content-Length and Transfer-Encoding, no
/// folded fields, no transfer coding but a single "chunked", no bare line feeds. Knows no sockets.
class MessageParser
{
public:
    enum class Kind : std::uint8_t
    {
        Request,
        Response
    };
    enum class State : std::uint8_t
    {
        Head,
        Body,
        Done
    };

    MessageParser(Kind kind, std::size_t maxHeadBytes);
    MessageParser(const MessageParser&) = delete;
    MessageParser& operator=(const MessageParser&) = delete;
    ~MessageParser();

    /// Forgets the message; the next byte starts a new one. noBody: the answer to a HEAD request.
    void reset(bool noBody = false);
    /// More body than this ends in status 413; known only once the head is.
    void limitBody(std::uint64_t maxBytes);

    /// Reads from the front of input and returns how many bytes it took; what is left must come again at the
    /// front of the next call. Stops at the end of the head, then at the end of the message. Body bytes are
    /// appended to body.
    [[nodiscard]] tl::expected<std::size_t, ProtocolError> parse(std::string_view input, std::string& body);
    /// The peer has closed: the end of a body that lasts until then, else an error.
    [[nodiscard]] tl::expected<void, ProtocolError> finishAtClose();

    [[nodiscard]] State state() const noexcept;
    /// Valid from the end of the head to the next reset().
    [[nodiscard]] MessageHead& head() noexcept;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::net
