// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/subscriber.h"

#include "tests/e2e/http_peer.h"

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
namespace {

std::string answerOf(int status)
{
    return "HTTP/1.1 " + std::to_string(status) + " As told\r\nContent-Length: 2\r\n\r\nok";
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::map<std::string, std::string> headersOf(std::string_view head)
{
    std::map<std::string, std::string> out;
    for (auto at = head.find("\r\n"); at != std::string_view::npos;) {
        const auto end = head.find("\r\n", at + 2);
        const auto line = head.substr(at + 2, end == std::string_view::npos ? end : end - at - 2);
        if (const auto colon = line.find(": "); colon != std::string_view::npos) {
            out[lowered(line.substr(0, colon))] = line.substr(colon + 2);
        }
        at = end;
    }
    return out;
}

} // namespace

Subscriber::Subscriber()
    : m_listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(m_listener, generic, size) == 0 && listen(m_listener, 256) == 0
        && getsockname(m_listener, generic, &size) == 0) {
        m_port = ntohs(address.sin_port);
    }
    m_acceptor = std::thread([this] { acceptAll(); });
}

Subscriber::~Subscriber()
{
    m_ending = true;
    shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    close(m_listener);
    {
        const std::scoped_lock lock(m_mutex);
        for (const int socket : m_sockets) {
            shutdown(socket, SHUT_RDWR);
        }
    }
    for (auto& thread : m_threads) {
        thread.join();
    }
}

std::string Subscriber::url() const
{
    return "http://127.0.0.1:" + std::to_string(m_port) + "/hook";
}

std::size_t Subscriber::count() const
{
    const std::scoped_lock lock(m_mutex);
    return m_messages.size();
}

bool Subscriber::awaitCount(std::size_t count) const
{
    std::unique_lock lock(m_mutex);
    return m_arrived.wait_for(lock, kPatience, [&] { return m_messages.size() >= count; });
}

std::vector<ReceivedMessage> Subscriber::messages() const
{
    const std::scoped_lock lock(m_mutex);
    return m_messages;
}

std::chrono::steady_clock::time_point Subscriber::lastArrival() const
{
    const std::scoped_lock lock(m_mutex);
    return m_messages.back().arrivedAt;
}

void Subscriber::acceptAll()
{
    while (!m_ending) {
        const int socket = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) {
            continue;
        }
        const int on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        {
            const std::scoped_lock lock(m_mutex);
            m_sockets.push_back(socket);
        }
        m_threads.emplace_back([this, socket] { serve(socket); });
    }
}

void Subscriber::serve(int socket)
{
    std::string buffer;
    std::array<char, 65536> piece{};
    while (true) {
        const auto headEnd = buffer.find("\r\n\r\n");
        if (headEnd != std::string::npos) {
            ReceivedMessage message;
            message.headers = headersOf(std::string_view(buffer).substr(0, headEnd));
            const auto length = static_cast<std::size_t>(
                std::strtoul(message.headers["content-length"].c_str(), nullptr, 10));
            if (buffer.size() >= headEnd + 4 + length) {
                if (m_keepBodies) {
                    message.body = buffer.substr(headEnd + 4, length);
                }
                buffer.erase(0, headEnd + 4 + length);
                message.round = m_round;
                message.arrivedAt = std::chrono::steady_clock::now();
                {
                    const std::scoped_lock lock(m_mutex);
                    m_messages.push_back(std::move(message));
                }
                m_arrived.notify_all();
                const int status = m_status;
                const auto answer = answerOf(status);
                if (status != 0 && send(socket, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) {
                    break;
                }
                continue;
            }
        }
        const auto got = recv(socket, piece.data(), piece.size(), 0);
        if (got <= 0) {
            break;
        }
        buffer.append(piece.data(), static_cast<std::size_t>(got));
    }
    {
        const std::scoped_lock lock(m_mutex);
        std::erase(m_sockets, socket);
    }
    close(socket);
}

} // namespace gatehouse::e2e
