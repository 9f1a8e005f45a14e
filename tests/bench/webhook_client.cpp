// SPDX-License-Identifier: GPL-3.0-or-later
// A sender of signed webhooks for tests/bench/webhook_bench.sh: one thread, every request signed before the
// clock starts. Prints one line of name=value.
//   webhook_bench_client port=P path=/hooks/a/… secret=S [events=N] [connections=N] [bytes=N] [rate=N]
//   [tag=T]
// rate=0: as fast as the answers come. Else on a schedule that does not wait for answers, and latencies count
// from the scheduled moment, so that a stall is seen by all who waited for it.
//   webhook_bench_client fdatasync=DIRECTORY [seconds=N]
// How often a second the disk makes 4 KiB durable, one write after the other.
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

using Arguments = std::map<std::string, std::string, std::less<>>;

[[noreturn]] void die(std::string_view what)
{
    std::fprintf(stderr, "webhook_bench_client: %.*s: %s\n", static_cast<int>(what.size()), what.data(),
                 std::string(std::generic_category().message(errno)).c_str());
    std::exit(1); // NOLINT(concurrency-mt-unsafe)
}

std::string textOf(const Arguments& given, std::string_view name, std::string_view otherwise = {})
{
    const auto found = given.find(name);
    return found == given.end() ? std::string(otherwise) : found->second;
}

std::size_t numberOf(const Arguments& given, std::string_view name, std::size_t otherwise)
{
    const auto text = textOf(given, name);
    return text.empty() ? otherwise : std::strtoull(text.c_str(), nullptr, 10);
}

/// What is sent: for each event its head and the part of its body that tells it from the others; the rest of
/// the body is shared.
struct Load
{
    std::vector<std::string> beginnings;
    std::string rest;
};

Load makeLoad(const Arguments& given)
{
    const auto events = numberOf(given, "events", 100'000);
    const auto bytes = numberOf(given, "bytes", 1024);
    const auto tag = textOf(given, "tag", "a");
    const auto path = textOf(given, "path");
    const auto secret = textOf(given, "secret");
    const auto first = [&tag](std::size_t n) {
        return fmt::format(R"({{"id":"{}-{:09}","type":"person.updated","at":"2026-11-22T10:00:00Z",)"
                           R"("person":{{"n":{},"name":"Ada Lovelace","email":"ada{}@example.com"}},)",
                           tag, n, n, n);
    };
    Load load;
    const auto used = first(events).size() + std::string_view(R"("note":""})").size();
    load.rest = R"("note":")" + std::string(bytes > used ? bytes - used : 0, 'x') + R"("})";
    load.beginnings.reserve(events);
    for (std::size_t n = 0; n < events; ++n) {
        const auto body = first(n);
        const auto mac = gatehouse::crypto::hmac(gatehouse::crypto::Digest::Sha256, secret, body + load.rest);
        load.beginnings.push_back(
            fmt::format("POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: acme-webhooks/2.1\r\n"
                        "Accept: */*\r\nContent-Type: application/json\r\nX-Acme-Signature: sha256={}\r\n"
                        "Content-Length: {}\r\n\r\n{}",
                        path, gatehouse::crypto::toHex(mac), body.size() + load.rest.size(), body));
    }
    return load;
}

struct Connection
{
    int socket = -1;
    std::size_t event = 0;
    std::size_t sent = 0;
    bool busy = false;
    bool waitsToSend = false;
    Steady::time_point from;
    std::string answer;
};

class Run
{
public:
    Run(const Arguments& given, const Load& load)
        : m_load(load)
        , m_rate(static_cast<double>(numberOf(given, "rate", 0)))
        , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
        , m_timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK))
        , m_connections(numberOf(given, "connections", 64))
    {
        sockaddr_in to = {};
        to.sin_family = AF_INET;
        to.sin_port = htons(static_cast<std::uint16_t>(numberOf(given, "port", 0)));
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        for (std::size_t i = 0; i < m_connections.size(); ++i) {
            auto& connection = m_connections[i];
            connection.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            if (::connect(connection.socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
                die("cannot connect");
            }
            const int one = 1;
            ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            ::fcntl(connection.socket, F_SETFL, O_NONBLOCK);
            watch(EPOLL_CTL_ADD, connection, i);
            m_idle.push_back(i);
        }
        epoll_event event = {};
        event.events = EPOLLIN;
        event.data.u64 = m_connections.size();
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_timer, &event);
        m_latencies.reserve(load.beginnings.size());
    }

    void go()
    {
        m_begin = Steady::now();
        startDue();
        std::array<epoll_event, 128> events = {};
        while (m_latencies.size() < m_load.beginnings.size()) {
            const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 30'000);
            if (count == 0) {
                die("no answer for 30 s");
            }
            for (int i = 0; i < count; ++i) {
                const auto& event = events.at(static_cast<std::size_t>(i));
                if (event.data.u64 < m_connections.size()) {
                    serve(event.data.u64, event.events);
                }
            }
            startDue();
        }
        m_end = Steady::now();
    }

    void print()
    {
        std::sort(m_latencies.begin(), m_latencies.end());
        const auto at = [this](double part) {
            const auto index = static_cast<std::size_t>(part * static_cast<double>(m_latencies.size() - 1));
            return std::chrono::duration<double, std::milli>(m_latencies[index]).count();
        };
        std::printf("rate=%.0f p50=%.2f p99=%.2f p999=%.2f max=%.2f events=%zu failed=%zu\n",
                    static_cast<double>(m_latencies.size())
                        / std::chrono::duration<double>(m_end - m_begin).count(),
                    at(0.5), at(0.99), at(0.999), at(1), m_latencies.size(), m_failed);
    }

    [[nodiscard]] bool allAccepted() const noexcept { return m_failed == 0; }

private:
    void watch(int operation, const Connection& connection, std::size_t index) const
    {
        epoll_event event = {};
        event.events = EPOLLIN | (connection.waitsToSend ? EPOLLOUT : 0U);
        event.data.u64 = index;
        ::epoll_ctl(m_epoll, operation, connection.socket, &event);
    }

    [[nodiscard]] Steady::time_point dueAt(std::size_t event) const
    {
        return m_rate <= 0 ? m_begin
                           : m_begin
                                 + std::chrono::duration_cast<Steady::duration>(
                                     std::chrono::duration<double>(static_cast<double>(event) / m_rate));
    }

    void startDue()
    {
        const auto now = Steady::now();
        while (!m_idle.empty() && m_next < m_load.beginnings.size() && dueAt(m_next) <= now) {
            const auto index = m_idle.front();
            m_idle.pop_front();
            auto& connection = m_connections[index];
            connection.event = m_next;
            connection.from = m_rate > 0 ? dueAt(m_next) : now;
            connection.sent = 0;
            connection.busy = true;
            ++m_next;
            send(index);
        }
        if (m_rate > 0 && !m_idle.empty() && m_next < m_load.beginnings.size()) {
            const auto wait = std::max<Steady::duration>(dueAt(m_next) - Steady::now(), 1us);
            const auto nanos = std::chrono::nanoseconds(wait).count();
            const itimerspec when{{0, 0}, {nanos / 1'000'000'000, nanos % 1'000'000'000}};
            ::timerfd_settime(m_timer, 0, &when, nullptr);
        }
    }

    void send(std::size_t index)
    {
        auto& connection = m_connections[index];
        const auto& beginning = m_load.beginnings[connection.event];
        const auto whole = beginning.size() + m_load.rest.size();
        while (connection.sent < whole) {
            std::array<iovec, 2> parts = {};
            std::size_t count = 0;
            if (connection.sent < beginning.size()) {
                parts.at(count++) = {const_cast<char*>(beginning.data()) + connection.sent,
                                     beginning.size() - connection.sent};
            }
            const auto skip = connection.sent > beginning.size() ? connection.sent - beginning.size() : 0;
            parts.at(count++) = {const_cast<char*>(m_load.rest.data()) + skip, m_load.rest.size() - skip};
            const auto written = ::writev(connection.socket, parts.data(), static_cast<int>(count));
            if (written < 0 && errno == EAGAIN) {
                break;
            }
            if (written < 0) {
                die("the node closed a connection");
            }
            connection.sent += static_cast<std::size_t>(written);
        }
        const bool waits = connection.sent < whole;
        if (waits != connection.waitsToSend) {
            connection.waitsToSend = waits;
            watch(EPOLL_CTL_MOD, connection, index);
        }
    }

    void serve(std::size_t index, std::uint32_t events)
    {
        auto& connection = m_connections[index];
        if ((events & EPOLLOUT) != 0) {
            send(index);
        }
        if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) {
            return;
        }
        std::array<char, 4096> buffer = {};
        const auto got = ::read(connection.socket, buffer.data(), buffer.size());
        if (got <= 0) {
            if (got < 0 && errno == EAGAIN) {
                return;
            }
            die("the node closed a connection");
        }
        connection.answer.append(buffer.data(), static_cast<std::size_t>(got));
        if (connection.busy && answered(connection)) {
            m_failed += connection.answer.starts_with("HTTP/1.1 200") ? 0U : 1U;
            m_latencies.push_back(Steady::now() - connection.from);
            connection.answer.clear();
            connection.busy = false;
            m_idle.push_back(index);
        }
    }

    static bool answered(const Connection& connection)
    {
        constexpr std::string_view kLength = "Content-Length: ";
        const auto end = connection.answer.find("\r\n\r\n");
        if (end == std::string::npos) {
            return false;
        }
        const auto length = connection.answer.find(kLength);
        const auto body =
            length < end ? std::strtoull(connection.answer.c_str() + length + kLength.size(), nullptr, 10)
                         : 0;
        return connection.answer.size() >= end + 4 + body;
    }

    const Load& m_load;
    double m_rate;
    int m_epoll;
    int m_timer;
    std::vector<Connection> m_connections;
    std::deque<std::size_t> m_idle;
    std::size_t m_next = 0;
    std::size_t m_failed = 0;
    std::vector<Steady::duration> m_latencies;
    Steady::time_point m_begin;
    Steady::time_point m_end;
};

int measureDisk(const std::string& directory, std::size_t seconds)
{
    constexpr std::size_t kPage = 4096;
    constexpr std::size_t kPages = 4096;
    const auto path = directory + "/fdatasync.probe";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    const std::string page(kPage, 'd');
    // Written once before, as a write-ahead log is after its first round.
    for (std::size_t i = 0; i < kPages; ++i) {
        if (::write(file, page.data(), page.size()) != static_cast<ssize_t>(kPage)) {
            die("cannot write the probe");
        }
    }
    ::fsync(file);
    const auto begin = Steady::now();
    std::size_t count = 0;
    while (Steady::now() - begin < std::chrono::seconds(seconds)) {
        if (::pwrite(file, page.data(), page.size(), static_cast<off_t>(count % kPages * kPage)) < 0
            || ::fdatasync(file) != 0) {
            die("cannot write the probe");
        }
        ++count;
    }
    const std::chrono::duration<double> took = Steady::now() - begin;
    ::close(file);
    ::unlink(path.c_str());
    std::printf("rate=%.0f\n", static_cast<double>(count) / took.count());
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    Arguments given;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const auto equals = word.find('=');
        given[std::string(word.substr(0, equals))] =
            equals == std::string_view::npos ? std::string() : std::string(word.substr(equals + 1));
    }
    if (given.contains("fdatasync")) {
        return measureDisk(given["fdatasync"], numberOf(given, "seconds", 3));
    }
    const auto load = makeLoad(given);
    Run run(given, load);
    run.go();
    run.print();
    return run.allAccepted() ? 0 : 1;
}
