// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace gatehouse::e2e {

/// One message that arrived.
struct ReceivedMessage
{
    std::map<std::string, std::string> headers; ///< Names in lower case.
    std::string body;
    int round = 0; ///< What setRound() said at that time.
    std::chrono::steady_clock::time_point arrivedAt;
};

/// A subscriber of webhooks with blocking threads of its own: keeps what arrives and answers 200. Shares no
/// code with what is tested.
class Subscriber
{
public:
    Subscriber();
    Subscriber(const Subscriber&) = delete;
    Subscriber& operator=(const Subscriber&) = delete;
    ~Subscriber();

    [[nodiscard]] std::string url() const;

    void setRound(int round) { m_round = round; }

    /// Keep only webhook-ids and counts, for tests of many messages.
    void keepBodies(bool keep) { m_keepBodies = keep; }

    /// Answers with that status from now on; 0: never.
    void answerWith(int status) { m_status = status; }

    /// Waits until so many have arrived; false when that takes longer than kPatience.
    [[nodiscard]] bool awaitCount(std::size_t count) const;

    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] std::vector<ReceivedMessage> messages() const;
    /// When the newest came; there has to be one.
    [[nodiscard]] std::chrono::steady_clock::time_point lastArrival() const;

private:
    void acceptAll();
    void serve(int socket);

    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::atomic<int> m_round{0};
    std::atomic<bool> m_keepBodies{true};
    std::atomic<bool> m_ending{false};
    std::atomic<int> m_status{200};
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_arrived;
    std::vector<ReceivedMessage> m_messages;
    std::vector<int> m_sockets;
    std::vector<std::thread> m_threads;
    std::thread m_acceptor;
};

} // namespace gatehouse::e2e
