// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/auth/keeping.h"

#include <fmt/format.h>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace gatehouse::auth::test {
namespace {

constexpr int kAccounts = 10'000;

double cpuMilliseconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto millis = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1000.0 + static_cast<double>(time.tv_usec) / 1000.0;
    };
    return millis(usage.ru_utime) + millis(usage.ru_stime);
}

double residentMegabytes()
{
    std::ifstream file("/proc/self/statm");
    long pages = 0;
    long resident = 0;
    file >> pages >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

/// Ten thousand accounts at one vendor whose tokens end at moments spread over one hour.
class ManyTokens : public Keeping
{
protected:
    static std::string idOf(int number) { return fmt::format("acc_{:05}", number); }

    void connectAll(std::chrono::seconds first, std::chrono::seconds spread)
    {
        TokenEvents events;
        events.refreshed = [this](const std::string& account, const TokenNews& news) {
            const UnixMillis end = ends[account];
            earliest = std::max(earliest, end - clock.now());
            latest = std::min(latest, end - clock.now());
            ends[account] = *news.credentials->tokenExpiresAt;
            ++refreshed;
        };
        events.dead = [this](const std::string&, const TokenRefusal&, const std::string&) { ++deaths; };
        events.failing = [](const std::string&, const TokenRefusal&, UnixMillis) {};
        KeeperTools tools{store,
                          tokens,
                          tokens,
                          endpoint,
                          *engine,
                          timers,
                          clock,
                          random,
                          [this](const std::string& account) {
                              return std::optional(TokenSubject{account, &scheme, nullptr, {}});
                          },
                          "node_1",
                          true,
                          {},
                          {}};
        keeper = std::make_unique<TokenKeeper>(std::move(tools), std::move(events));
        for (int i = 0; i < kAccounts; ++i) {
            Credentials credentials;
            for (const char* name : {"access_token", "client_id", "client_secret"}) {
                credentials.secrets.emplace(name, Secret(std::string("secret")));
            }
            credentials.secrets.emplace("refresh_token", Secret("r-of-" + idOf(i)));
            credentials.tokenExpiresAt = clock.now() + first + spread * i / kAccounts;
            ends[idOf(i)] = *credentials.tokenExpiresAt;
            store.kept[idOf(i)] = std::make_shared<const Credentials>(std::move(credentials));
            keeper->connected({idOf(i), &scheme, nullptr, {}}, *store.kept[idOf(i)]);
        }
    }

    /// Simulated time in steps of a second; after each, what began is let end, and some calls come.
    void run(std::chrono::seconds time)
    {
        for (std::chrono::seconds passed{0}; passed < time; passed += 1s) {
            timers.advance(1s);
            while (keeper->scheduler().running() > 0) {
                most = std::max(most, keeper->scheduler().running());
                gatehouse::test::runUntil([&] { return keeper->scheduler().running() == 0; });
                timers.advance(0ms); // whoever waited for a place
            }
            for (int i = 0; i < 20; ++i) {
                const auto account = idOf(static_cast<int>(random.below(kAccounts)));
                expiredCalls += TokenKeeper::usable(*store.kept[account], clock.now()) ? 0 : 1;
                ++calls;
            }
        }
    }

    std::map<std::string, UnixMillis> ends;
    std::chrono::milliseconds earliest{0}; ///< Before the token's end; the largest and the smallest lead.
    std::chrono::milliseconds latest = std::chrono::hours{24};
    std::size_t most = 0;
    int calls = 0;
    int expiredCalls = 0;
};

TEST_F(ManyTokens, areRefreshedEachInItsWindowAndNoCallEverHasAnExpiredOne)
{
    const double before = residentMegabytes();
    connectAll(200s, 3600s - 200s);
    const double memory = residentMegabytes() - before;
    const double begun = cpuMilliseconds();
    run(3600s);
    const double cpu = cpuMilliseconds() - begun;

    fmt::print(
        "10,000 accounts, one simulated hour: {} refreshes, {:.0f} to {:.0f} s before the end, {} calls "
        "with {} expired tokens, at most {} at once, {:.0f} ms CPU ({:.3f} ms each), {:.1f} MB\n",
        refreshed, static_cast<double>(latest.count()) / 1000.0,
        static_cast<double>(earliest.count()) / 1000.0, calls, expiredCalls, most, cpu, cpu / refreshed,
        memory);
    EXPECT_GE(refreshed, kAccounts - 500) << "those that end in the last three minutes may be due later";
    EXPECT_EQ(endpoint.requests, refreshed);
    EXPECT_EQ(deaths, 0);
    EXPECT_EQ(expiredCalls, 0);
    EXPECT_LE(earliest, 181s);
    EXPECT_GE(latest, 58s);
    EXPECT_TRUE(tokens.intents.empty());
}

TEST_F(ManyTokens, costNothingWhileTheyAreIdle)
{
    connectAll(24h, 3600s);
    EXPECT_EQ(timers.pending(), 1U) << "one timer for all of them";
    const double begun = cpuMilliseconds();
    timers.advance(12h);
    const double cpu = cpuMilliseconds() - begun;
    fmt::print("10,000 idle accounts, twelve simulated hours: {:.2f} ms CPU\n", cpu);
    EXPECT_EQ(endpoint.requests, 0);
    EXPECT_EQ(timers.pending(), 1U);
    EXPECT_LT(cpu, 100.0);
}

TEST_F(ManyTokens, areSpreadAndCappedAfterTheMachineSlept)
{
    connectAll(200s, 3600s);
    clock.jump(3h);
    timers.advance(300s); // the wall clock is looked at again
    gatehouse::test::runUntil([&] { return keeper->scheduler().running() == 0; });
    const int atOnce = refreshed;
    EXPECT_LE(atOnce, 64);
    run(120s);
    EXPECT_EQ(refreshed, kAccounts);
    EXPECT_LE(most, 16U);
    fmt::print(
        "10,000 overdue after a jump of three hours: {} at once, all within two minutes, at most {} at "
        "a time\n",
        atOnce, most);
}

} // namespace
} // namespace gatehouse::auth::test
