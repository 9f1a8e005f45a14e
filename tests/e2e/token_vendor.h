// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::e2e {

/// A vendor of its own kind on a port of its own: POST /token rotates refresh tokens (the one before stays
/// good until its successor is used, as some vendors have it), GET /me accepts the access tokens of the last
/// two generations. Shares no code with what is tested.
class TokenVendor
{
public:
    TokenVendor();
    TokenVendor(const TokenVendor&) = delete;
    TokenVendor& operator=(const TokenVendor&) = delete;
    ~TokenVendor();

    [[nodiscard]] std::uint16_t port() const noexcept { return m_port; }

    /// Signs a client in; gives access and refresh token.
    [[nodiscard]] std::pair<std::string, std::string> signIn(const std::string& client);

    std::atomic<int> refreshes{0};    ///< Tokens traded in, by their first use.
    std::atomic<int> repeats{0};      ///< The one before came again, and was accepted.
    std::atomic<int> refusals{0};     ///< invalid_grant.
    std::atomic<int> calls{0};        ///< Good ones of /me.
    std::atomic<int> refusedCalls{0}; ///< 401 at /me.

private:
    struct Client
    {
        int generation = 0;
        std::string current;
        std::string previous;
    };

    void serve();
    void answer(int socket);
    [[nodiscard]] std::string respond(const std::string& head, const std::string& body);
    [[nodiscard]] std::string token(const std::string& form);
    [[nodiscard]] std::string me(const std::string& head);
    [[nodiscard]] std::string issue(const std::string& name, Client& client);

    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::mutex m_mutex;
    std::map<std::string, Client> m_clients;
    std::mt19937 m_random{7};
    std::atomic<bool> m_stop{false};
    std::vector<std::thread> m_threads;
};

} // namespace gatehouse::e2e
