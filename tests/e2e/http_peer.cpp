// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/http_peer.h"

#include "core/json/parse.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

namespace gatehouse::e2e {

std::string HttpAnswer::header(const std::string& name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
}

json::Document HttpAnswer::json() const
{
    return json::parse(std::string_view(body)).value_or(json::Document());
}

HttpPeer::HttpPeer(std::uint16_t port)
    : m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    const timeval patience{kPatience.count(), 0};
    setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const int on = 1;
    setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the sockets API
    if (connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(m_socket);
        m_socket = -1;
    }
}

HttpPeer::~HttpPeer()
{
    if (m_socket >= 0) {
        close(m_socket);
    }
}

bool HttpPeer::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool HttpPeer::fill()
{
    std::array<char, 65536> piece{};
    const auto got = recv(m_socket, piece.data(), piece.size(), 0);
    if (got <= 0) {
        return false;
    }
    m_buffer.append(piece.data(), static_cast<std::size_t>(got));
    return true;
}

std::string HttpPeer::take(std::size_t bytes)
{
    while (m_buffer.size() < bytes && fill()) {}
    auto taken = m_buffer.substr(0, bytes);
    m_buffer.erase(0, taken.size());
    return taken;
}

std::string HttpPeer::takeChunked()
{
    std::string body;
    for (;;) {
        if (!readUntil("\r\n")) {
            return body;
        }
        const auto size = std::strtoul(m_buffer.c_str(), nullptr, 16);
        m_buffer.erase(0, m_buffer.find("\r\n") + 2);
        body += take(size);
        if (take(2) != "\r\n" || size == 0) {
            return body;
        }
    }
}

HttpAnswer HttpPeer::read(bool head)
{
    HttpAnswer answer;
    if (!readUntil("\r\n\r\n")) {
        return answer;
    }
    const auto text = take(m_buffer.find("\r\n\r\n") + 4);
    answer.status = std::atoi(text.c_str() + text.find(' ') + 1);
    for (auto line = text.find("\r\n") + 2; line < text.size() - 2;) {
        const auto end = text.find("\r\n", line);
        const auto colon = text.find(':', line);
        auto name = text.substr(line, colon - line);
        std::ranges::transform(name, name.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const auto value = text.find_first_not_of(' ', colon + 1);
        answer.headers.emplace(std::move(name), text.substr(value, end - value));
        line = end + 2;
    }
    if (answer.status == 100) {
        return read(head);
    }
    if (head) {
        return answer;
    }
    if (answer.header("transfer-encoding") == "chunked") {
        answer.body = takeChunked();
    } else {
        answer.body = take(std::strtoul(answer.header("content-length").c_str(), nullptr, 10));
    }
    return answer;
}

bool HttpPeer::readUntil(std::string_view text)
{
    while (m_buffer.find(text) == std::string::npos) {
        if (!fill()) {
            return false;
        }
    }
    return true;
}

bool HttpPeer::closes()
{
    std::array<char, 65536> piece{};
    for (;;) {
        const auto got = recv(m_socket, piece.data(), piece.size(), 0);
        if (got <= 0) {
            return got == 0 || errno == ECONNRESET;
        }
    }
}

HttpAnswer askOnce(std::uint16_t port, const std::string& request)
{
    HttpPeer peer(port);
    peer.send(request);
    return peer.read();
}

} // namespace gatehouse::e2e
