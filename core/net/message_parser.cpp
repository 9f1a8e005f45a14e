// SPDX-License-Identifier: GPL-3.0-or-later
// Beast 1.74 asserts that at least five bytes are there once it has seen "0\r\n", which a peer that sends
// byte by byte disproves; the code behind the assertion copes with fewer. Found by
// tests/fuzz/http_request_fuzz.cpp.
#define BOOST_DISABLE_ASSERTS

#include "core/net/message_parser.h"

#include <boost/beast/http/basic_parser.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <variant>

namespace gatehouse::net {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

/// Sees each field before Beast's own framing rules are final, and adds the stricter ones.
class FieldChecker
{
public:
    std::optional<ProtocolError> add(MessageHead& head, http::field known, std::string_view value)
    {
        switch (known) {
        case http::field::content_length:
            if (++m_lengths > 1 || value.find(',') != std::string_view::npos) {
                return ProtocolError{400, "more than one Content-Length"};
            }
            break;
        case http::field::transfer_encoding:
            return addTransferEncoding(head, value);
        case http::field::host:
            if (++m_hosts > 1) {
                return ProtocolError{400, "more than one Host"};
            }
            break;
        default:
            break;
        }
        return std::nullopt;
    }

    std::optional<ProtocolError> finish(const MessageHead& head, bool request) const
    {
        if (m_codings > 0 && m_lengths > 0) {
            return ProtocolError{400, "both Content-Length and Transfer-Encoding"};
        }
        if (request && head.http11 && m_hosts == 0) {
            return ProtocolError{400, "an HTTP/1.1 request needs a Host"};
        }
        return std::nullopt;
    }

private:
    std::optional<ProtocolError> addTransferEncoding(const MessageHead& head, std::string_view value)
    {
        if (++m_codings > 1) {
            return ProtocolError{400, "more than one Transfer-Encoding"};
        }
        if (!head.http11) {
            return ProtocolError{400, "Transfer-Encoding in an HTTP/1.0 message"};
        }
        if (!equalsIgnoreCase(value, "chunked")) {
            return ProtocolError{501, "the only transfer coding understood is \"chunked\""};
        }
        return std::nullopt;
    }

    int m_lengths = 0;
    int m_codings = 0;
    int m_hosts = 0;
};

std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

template <bool IsRequest>
class Parser final : public http::basic_parser<IsRequest>
{
public:
    Parser(std::size_t maxHeadBytes, bool noBody)
        : m_maxHeadBytes(maxHeadBytes)
    {
        this->header_limit(static_cast<std::uint32_t>(
            std::min<std::size_t>(maxHeadBytes, std::numeric_limits<std::uint32_t>::max())));
        // Not boost::none: Beast 1.74 compares a length with it, and none is less than every length.
        this->body_limit(std::numeric_limits<std::uint64_t>::max());
        if (noBody) {
            this->skip(true);
        }
    }

    tl::expected<std::size_t, ProtocolError> parse(std::string_view input, std::string& body)
    {
        m_body = &body;
        std::size_t taken = 0;
        if (!this->is_header_done()) {
            auto some = put(input);
            if (!some) {
                return some;
            }
            m_headBytes += *some;
            // What waits may already be body once the head is done; until then it is head.
            if (m_headBytes + (this->is_header_done() ? 0 : input.size() - *some) > m_maxHeadBytes) {
                return tl::unexpected(ProtocolError{431, headTooLarge()});
            }
            this->eager(this->is_header_done()); // the body then goes in one call, the head never with it
            return some;
        }
        while (!this->is_done() && taken < input.size()) {
            auto some = put(input.substr(taken));
            if (!some) {
                return some;
            }
            if (*some == 0) {
                break;
            }
            taken += *some;
        }
        // Only chunk sizes, their extensions and trailers are ever left over inside a body.
        if (!this->is_done() && input.size() - taken > m_maxHeadBytes) {
            return tl::unexpected(ProtocolError{400, "a chunk header or the trailer fields are too long"});
        }
        return taken;
    }

    tl::expected<void, ProtocolError> finishAtClose()
    {
        if (!this->got_some()) {
            return tl::unexpected(ProtocolError{400, "the peer closed before it sent anything"});
        }
        beast::error_code error;
        this->put_eof(error);
        if (error) {
            return tl::unexpected(ProtocolError{400, "the peer closed in the middle of a message"});
        }
        return {};
    }

    MessageHead head;

private:
    using Field = http::field;
    using Text = beast::string_view;

    [[nodiscard]] std::string headTooLarge() const
    {
        return fmt::format("the head of the message is larger than {} bytes", m_maxHeadBytes);
    }

    tl::expected<std::size_t, ProtocolError> put(std::string_view input)
    {
        m_input = input;
        beast::error_code error;
        const std::size_t taken =
            http::basic_parser<IsRequest>::put(boost::asio::const_buffer(input.data(), input.size()), error);
        if (m_refused) {
            return tl::unexpected(*m_refused);
        }
        if (!error || error == http::error::need_more) {
            return taken;
        }
        return tl::unexpected(translate(error));
    }

    [[nodiscard]] ProtocolError translate(const beast::error_code& error) const
    {
        if (error == http::error::header_limit) {
            return {431, headTooLarge()};
        }
        if (error == http::error::body_limit) {
            return {413, "the body is larger than allowed here"};
        }
        if (error == http::error::bad_version && namesOtherVersion()) {
            return {505, "only HTTP/1.1 and HTTP/1.0 are understood"};
        }
        return {400, "malformed HTTP: " + error.message()};
    }

    /// True when the start line is well formed but for the number of the version.
    [[nodiscard]] bool namesOtherVersion() const
    {
        const auto line = m_input.substr(0, m_input.find('\r'));
        const auto at = line.rfind(" HTTP/");
        if (at == std::string_view::npos || std::count(line.begin(), line.end(), ' ') != 2) {
            return false;
        }
        const auto number = line.substr(at + 6);
        const auto digit = [](char c) { return c >= '0' && c <= '9'; };
        return number.size() == 3 && digit(number[0]) && number[1] == '.' && digit(number[2]);
    }

    void refuse(ProtocolError error, beast::error_code& out)
    {
        m_refused = std::move(error);
        out = http::error::bad_value;
    }

    void on_request_impl(http::verb /*verb*/, Text method, Text target, int version,
                         beast::error_code& /*error*/) override
    {
        head.method = view(method);
        head.target = view(target);
        head.http11 = version >= 11;
    }

    void on_response_impl(int status, Text reason, int version, beast::error_code& /*error*/) override
    {
        head.status = status;
        head.reason = view(reason);
        head.http11 = version >= 11;
    }

    void on_field_impl(Field known, Text name, Text value, beast::error_code& error) override
    {
        if (this->is_header_done()) {
            return; // trailer fields: read past, never merged into the head (RFC 9110 §6.5.1)
        }
        if (isFolded(name, value)) {
            refuse({400, "folded header fields are not allowed"}, error);
            return;
        }
        if (auto wrong = m_checker.add(head, known, view(value))) {
            refuse(std::move(*wrong), error);
            return;
        }
        head.headers.add(std::string(view(name)), std::string(view(value)));
    }

    /// Beast unfolds obs-fold (RFC 9112 §5.2) silently: into a buffer of its own, or by skipping a line end.
    [[nodiscard]] bool isFolded(Text name, Text value) const
    {
        const char* begin = m_input.data();
        if (value.data() < begin || value.data() > begin + m_input.size()) {
            return true;
        }
        const char* nameEnd = name.data() + name.size();
        const std::string_view between(nameEnd, static_cast<std::size_t>(value.data() - nameEnd));
        return between.find('\n') != std::string_view::npos;
    }

    void on_header_impl(beast::error_code& error) override
    {
        if (auto wrong = m_checker.finish(head, IsRequest)) {
            refuse(std::move(*wrong), error);
            return;
        }
        if (const auto length = this->content_length()) {
            head.contentLength = *length;
        }
        head.chunked = this->chunked();
        head.endsWithClose = this->need_eof();
        head.keepAlive = this->keep_alive();
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/,
                           beast::error_code& /*error*/) override
    {}

    std::size_t on_body_impl(Text piece, beast::error_code& /*error*/) override
    {
        m_body->append(piece.data(), piece.size());
        return piece.size();
    }

    void on_chunk_header_impl(std::uint64_t /*size*/, Text /*extensions*/,
                              beast::error_code& /*error*/) override
    {}

    std::size_t on_chunk_body_impl(std::uint64_t /*remain*/, Text piece,
                                   beast::error_code& /*error*/) override
    {
        m_body->append(piece.data(), piece.size());
        return piece.size();
    }

    void on_finish_impl(beast::error_code& /*error*/) override {}

    std::size_t m_maxHeadBytes;
    std::size_t m_headBytes = 0;
    std::string_view m_input;
    std::string* m_body = nullptr;
    FieldChecker m_checker;
    std::optional<ProtocolError> m_refused;
};

} // namespace

class MessageParser::Impl
{
public:
    Impl(Kind kind, std::size_t maxHeadBytes)
        : m_kind(kind)
        , m_maxHeadBytes(maxHeadBytes)
    {
        reset(false);
    }

    void reset(bool noBody)
    {
        if (m_kind == Kind::Request) {
            m_parser.emplace<Parser<true>>(m_maxHeadBytes, noBody);
        } else {
            m_parser.emplace<Parser<false>>(m_maxHeadBytes, noBody);
        }
    }

    template <class Visitor>
    auto visit(Visitor&& visitor)
    {
        return m_kind == Kind::Request ? visitor(std::get<Parser<true>>(m_parser))
                                       : visitor(std::get<Parser<false>>(m_parser));
    }

private:
    Kind m_kind;
    std::size_t m_maxHeadBytes;
    std::variant<std::monostate, Parser<true>, Parser<false>> m_parser;
};

MessageParser::MessageParser(Kind kind, std::size_t maxHeadBytes)
    : m_impl(std::make_unique<Impl>(kind, maxHeadBytes))
{}

MessageParser::~MessageParser() = default;

void MessageParser::reset(bool noBody)
{
    m_impl->reset(noBody);
}

void MessageParser::limitBody(std::uint64_t maxBytes)
{
    m_impl->visit([maxBytes](auto& parser) { parser.body_limit(maxBytes); });
}

tl::expected<std::size_t, ProtocolError> MessageParser::parse(std::string_view input, std::string& body)
{
    return m_impl->visit([&](auto& parser) { return parser.parse(input, body); });
}

tl::expected<void, ProtocolError> MessageParser::finishAtClose()
{
    return m_impl->visit([](auto& parser) { return parser.finishAtClose(); });
}

MessageParser::State MessageParser::state() const noexcept
{
    return m_impl->visit([](auto& parser) {
        if (!parser.is_header_done()) {
            return State::Head;
        }
        return parser.is_done() ? State::Done : State::Body;
    });
}

MessageHead& MessageParser::head() noexcept
{
    return *m_impl->visit([](auto& parser) { return &parser.head; });
}

} // namespace gatehouse::net
