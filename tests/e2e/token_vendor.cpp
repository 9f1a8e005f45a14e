// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/token_vendor.h"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::e2e {
namespace {

constexpr int kServers = 6;

std::string field(const std::string& form, const std::string& name)
{
    const std::string key = name + "=";
    for (std::size_t begin = 0; begin < form.size();) {
        const auto end = std::min(form.find('&', begin), form.size());
        if (form.compare(begin, key.size(), key) == 0) {
            return form.substr(begin + key.size(), end - begin - key.size());
        }
        begin = end + 1;
    }
    return {};
}

std::string http(int status, const std::string& body)
{
    return fmt::format("HTTP/1.1 {} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n"
                       "Connection: close\r\n\r\n{}",
                       status, body.size(), body);
}

std::size_t bodyLength(const std::string& head)
{
    const auto at = head.find("ontent-");
    const auto length = head.find("ength: ");
    return at == std::string::npos || length == std::string::npos
               ? 0
               : static_cast<std::size_t>(std::stoul(head.substr(length + 7)));
}

} // namespace

TokenVendor::TokenVendor()
{
    // All servers wait on it and one gets the connection: the others must not be left waiting in accept.
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    if (::bind(m_listener, raw, size) == 0 && ::listen(m_listener, 128) == 0
        && ::getsockname(m_listener, raw, &size) == 0) {
        m_port = ntohs(address.sin_port);
    }
    for (int i = 0; i < kServers; ++i) {
        m_threads.emplace_back([this] { serve(); });
    }
}

TokenVendor::~TokenVendor()
{
    m_stop = true;
    for (auto& thread : m_threads) {
        thread.join();
    }
    ::close(m_listener);
}

std::pair<std::string, std::string> TokenVendor::signIn(const std::string& client)
{
    const std::scoped_lock lock(m_mutex);
    Client& made = m_clients[client];
    made.generation = 1;
    made.current = client + ".r1";
    return {client + ".a1", made.current};
}

void TokenVendor::serve()
{
    while (!m_stop) {
        pollfd waiting{m_listener, POLLIN, 0};
        if (::poll(&waiting, 1, 100) <= 0) {
            continue;
        }
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket >= 0) {
            answer(socket);
            ::close(socket);
        }
    }
}

void TokenVendor::answer(int socket)
{
    std::string text;
    std::size_t end = std::string::npos;
    while (end == std::string::npos || text.size() < end + 4 + bodyLength(text.substr(0, end))) {
        char buffer[4096];
        const auto got = ::recv(socket, buffer, sizeof(buffer), 0);
        if (got <= 0) {
            return; // the gateway died before it had sent its request
        }
        text.append(buffer, static_cast<std::size_t>(got));
        end = text.find("\r\n\r\n");
    }
    const std::string reply = respond(text.substr(0, end), text.substr(end + 4));
    // The work is done; whether the answer arrives is another matter.
    std::mt19937::result_type pause = 0;
    {
        const std::scoped_lock lock(m_mutex);
        pause = m_random() % 20;
    }
    pollfd nothing{-1, 0, 0};
    ::poll(&nothing, 0, static_cast<int>(pause));
    static_cast<void>(::send(socket, reply.data(), reply.size(), MSG_NOSIGNAL));
}

std::string TokenVendor::respond(const std::string& head, const std::string& body)
{
    const std::scoped_lock lock(m_mutex);
    return head.starts_with("POST /token") ? token(body) : me(head);
}

std::string TokenVendor::issue(const std::string& name, Client& client)
{
    ++client.generation;
    client.current = fmt::format("{}.r{}", name, client.generation);
    return http(200,
                fmt::format(R"({{"access_token":"{0}.a{1}","refresh_token":"{0}.r{1}","expires_in":3600}})",
                            name, client.generation));
}

std::string TokenVendor::token(const std::string& form)
{
    const std::string name = field(form, "client_id");
    const std::string given = field(form, "refresh_token");
    const auto found = m_clients.find(name);
    if (found != m_clients.end() && given == found->second.current) {
        ++refreshes;
        found->second.previous = given;
        return issue(name, found->second);
    }
    if (found != m_clients.end() && given == found->second.previous) {
        ++repeats;
        return issue(name, found->second);
    }
    ++refusals;
    return http(400, R"({"error":"invalid_grant","error_description":"the refresh token is not good"})");
}

std::string TokenVendor::me(const std::string& head)
{
    const auto at = head.find("Bearer ");
    const std::string given =
        at == std::string::npos ? "" : head.substr(at + 7, head.find('\r', at) - at - 7);
    const auto dot = given.rfind(".a");
    const auto found = m_clients.find(dot == std::string::npos ? std::string() : given.substr(0, dot));
    if (found != m_clients.end()) {
        const int generation = std::stoi(given.substr(dot + 2));
        if (generation > 0 && generation + 1 >= found->second.generation) {
            ++calls;
            return http(200, R"({"ok":true})");
        }
    }
    ++refusedCalls;
    return http(401, R"({"error":"invalid_token"})");
}

} // namespace gatehouse::e2e
