// SPDX-License-Identifier: GPL-3.0-or-later
// Two refresh schedulers, each on a thread of its own as two processes would be, over one store: the lock in
// the store is all that keeps them from using one refresh token twice.
#include "core/auth/oauth2/token_keeper.h"
#include "core/base/url.h"
#include "core/runtime/await.h"
#include "core/runtime/timers.h"
#include "tests/contract/store/store_backend.h"
#include "tests/support/memory_credentials.h"
#include "tests/support/seeded_random.h"

#include <fmt/format.h>

#include <atomic>
#include <latch>
#include <mutex>

namespace gatehouse::store::test {
namespace {

using namespace std::chrono_literals;
using auth::CredentialsPtr;

constexpr int kAccounts = 8;
constexpr int kRounds = 12;
constexpr int kCallers = 3; ///< Of each node for each account.

std::string accountName(int number)
{
    return fmt::format("acc_{}", number);
}

/// The vault that both see: compare-and-set, one at a time.
class SharedVault final : public auth::CredentialStore
{
public:
    void load(std::string id, Completion<CredentialsPtr> done) override
    {
        const std::lock_guard lock(m_mutex);
        m_memory.load(std::move(id), std::move(done));
    }

    void save(std::string id, CredentialsPtr credentials, Completion<bool> done) override
    {
        const std::lock_guard lock(m_mutex);
        m_memory.save(std::move(id), std::move(credentials), std::move(done));
    }

    void replace(std::string id, CredentialsPtr basis, CredentialsPtr fresh, Completion<bool> done) override
    {
        const std::lock_guard lock(m_mutex);
        m_memory.replace(std::move(id), std::move(basis), std::move(fresh), std::move(done));
    }

    void remove(std::string id, Completion<bool> done) override
    {
        const std::lock_guard lock(m_mutex);
        m_memory.remove(std::move(id), std::move(done));
    }

    /// The tokens are as they were, and used up.
    void expire(const std::string& id, UnixMillis at)
    {
        const std::lock_guard lock(m_mutex);
        auto changed = std::make_shared<auth::Credentials>(m_memory.kept.at(id)->clone());
        changed->tokenExpiresAt = at;
        m_memory.kept[id] = std::move(changed);
    }

    void put(const std::string& id)
    {
        const std::string refresh = id + "/0";
        m_memory.put(id, {{"access_token", "a"}, {"refresh_token", refresh.c_str()}, {"client_id", "c"}});
    }

private:
    std::mutex m_mutex;
    gatehouse::test::MemoryCredentials m_memory;
};

/// A vendor that rotates, and that takes no refresh token twice.
class StrictVendor
{
public:
    net::ClientResponse trade(const std::string& form)
    {
        std::string token;
        for (const auto& [name, value] : parseQuery(form)) {
            token = name == "refresh_token" ? value : token;
        }
        const std::string account = token.substr(0, token.find('/'));
        const std::lock_guard lock(m_mutex);
        net::ClientResponse response;
        int& generation = m_generations[account];
        if (token != fmt::format("{}/{}", account, generation)) {
            ++reused;
            response.status = 400;
            response.body = R"({"error":"invalid_grant"})";
            return response;
        }
        ++generation;
        ++refreshes;
        response.status = 200;
        response.body = fmt::format(
            R"({{"access_token":"a{1}","refresh_token":"{0}/{1}","expires_in":3600}})", account, generation);
        return response;
    }

    std::atomic<int> refreshes{0};
    std::atomic<int> reused{0};

private:
    std::mutex m_mutex;
    std::map<std::string, int> m_generations;
};

/// The way to the vendor, which takes its time in both directions.
class Wire final : public net::HttpClient
{
public:
    Wire(StrictVendor& vendor, runtime::Executor& engine, runtime::Timers& timers)
        : m_vendor(vendor)
        , m_engine(engine)
        , m_timers(timers)
    {}

    QCoro::Task<Result<net::ClientResponse>> send(net::ClientRequest request) override
    {
        auto going = travel();
        co_await going;
        auto response = m_vendor.trade(request.body);
        auto coming = travel();
        co_await coming;
        co_return response;
    }

    QCoro::Task<Result<net::ClientResponse>> open(net::ClientRequest /*request*/) override
    {
        co_return fail(Errc::Unsupported, "token endpoints are not streamed");
    }

private:
    QCoro::Task<> travel()
    {
        auto waiting = runtime::awaitCompletion<bool>(m_engine, [this](Completion<bool> done) {
            m_timers.after(
                3ms, [shared = std::make_shared<Completion<bool>>(std::move(done))] { (*shared)(true); });
        });
        static_cast<void>(co_await waiting);
    }

    StrictVendor& m_vendor;
    runtime::Executor& m_engine;
    runtime::Timers& m_timers;
};

/// What became of all attempts, of both nodes.
struct Tally
{
    std::atomic<int> adopted{0};
    std::atomic<int> waitedForTheOther{0};
    std::atomic<int> dead{0};
    std::atomic<int> ended{0};
};

/// One program: an engine thread with a keeper.
class SchedulerNode
{
public:
    SchedulerNode(std::string owner, Store& store, SharedVault& vault, StrictVendor& vendor, Tally& tally)
        : m_engine(owner)
    {
        m_scheme.kind = config::AuthKind::OAuth2AuthorizationCode;
        m_scheme.oauth2.emplace();
        m_scheme.oauth2->clientAuth = config::ClientAuth::None;
        m_scheme.oauth2->tokenUrl = config::Template::compile("https://vendor.example/token").value();
        m_scheme.oauth2->refresh.rotates = true;
        run([&] {
            m_timers = runtime::makeTimers(m_clock);
            m_wire = std::make_unique<Wire>(vendor, m_engine, *m_timers);
            auth::TokenEvents events;
            events.refreshed = [&tally](const std::string&, const auth::TokenNews& news) {
                tally.adopted += news.adopted ? 1 : 0;
            };
            events.dead = [&tally](const std::string&, const auth::TokenRefusal&, const std::string&) {
                ++tally.dead;
            };
            events.failing = [](const std::string&, const auth::TokenRefusal&, UnixMillis) {};
            events.attempted = [&tally](const TokenAttempt& attempt) {
                tally.waitedForTheOther += attempt.endedAt && !attempt.lockHolder.empty() ? 1 : 0;
                tally.ended += attempt.endedAt ? 1 : 0;
            };
            auth::KeeperTools tools{
                vault,
                store.leases(),
                store.tokens(),
                *m_wire,
                m_engine,
                *m_timers,
                m_clock,
                m_random,
                [this](const std::string& account) {
                    return std::optional(auth::TokenSubject{account, &m_scheme, nullptr, {}});
                },
                owner,
                true,
                {},
                {}};
            m_keeper = std::make_unique<auth::TokenKeeper>(std::move(tools), std::move(events));
        });
    }

    ~SchedulerNode()
    {
        run([this] {
            m_keeper.reset();
            m_wire.reset();
            m_timers.reset();
        });
        m_engine.stop();
    }

    SchedulerNode(const SchedulerNode&) = delete;
    SchedulerNode& operator=(const SchedulerNode&) = delete;

    void post(std::function<void(auth::TokenKeeper&)> work)
    {
        m_engine.post([this, work = std::move(work)] { work(*m_keeper); });
    }

private:
    void run(const std::function<void()>& work)
    {
        std::latch done(1);
        m_engine.post([&] {
            work();
            done.count_down();
        });
        done.wait();
    }

    runtime::EventThread m_engine;
    SystemClock m_clock;
    gatehouse::test::SeededRandom m_random;
    config::AuthScheme m_scheme;
    std::unique_ptr<runtime::Timers> m_timers;
    std::unique_ptr<Wire> m_wire;
    std::unique_ptr<auth::TokenKeeper> m_keeper;
};

class TwoSchedulers : public StoreContract
{
protected:
    void SetUp() override
    {
        StoreOptions with = options();
        with.clock = &m_systemClock;
        reopen(with);
        ASSERT_TRUE(putEnvironment("env_1"));
        for (int i = 0; i < kAccounts; ++i) {
            AccountRow account;
            account.id = accountName(i);
            account.environmentId = "env_1";
            ASSERT_TRUE(putAccount(account));
            m_vault.put(account.id);
            m_vault.expire(account.id, m_systemClock.now() - 1s);
        }
        m_one = std::make_unique<SchedulerNode>("node_1", store(), m_vault, m_vendor, m_tally);
        m_two = std::make_unique<SchedulerNode>("node_2", store(), m_vault, m_vendor, m_tally);
    }

    void TearDown() override
    {
        m_one.reset();
        m_two.reset();
        close();
    }

    /// Calls on both nodes find the tokens of all accounts used up at the same moment.
    void race()
    {
        std::latch answered(2 * kAccounts * kCallers);
        std::latch together(2);
        for (SchedulerNode* node : {m_one.get(), m_two.get()}) {
            node->post([&](auth::TokenKeeper& keeper) {
                together.arrive_and_wait();
                for (int i = 0; i < kAccounts * kCallers; ++i) {
                    auth::TokenAsk ask;
                    ask.cause = TokenCause::Call;
                    keeper.refresh(accountName(i % kAccounts), std::move(ask),
                                   [&](const Result<CredentialsPtr>& answer) {
                                       m_failed += answer ? 0 : 1;
                                       answered.count_down();
                                   });
                }
            });
        }
        answered.wait();
    }

    SystemClock m_systemClock;
    SharedVault m_vault;
    StrictVendor m_vendor;
    Tally m_tally;
    std::atomic<int> m_failed{0};
    std::unique_ptr<SchedulerNode> m_one;
    std::unique_ptr<SchedulerNode> m_two;
};

INSTANTIATE_TEST_SUITE_P(Backends, TwoSchedulers, ::testing::ValuesIn(backends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(TwoSchedulers, refreshEachTokenOnceHoweverTheyRace)
{
    for (int round = 1; round <= kRounds; ++round) {
        race();
        ASSERT_EQ(m_vendor.refreshes, round * kAccounts) << "round " << round;
        for (int i = 0; i < kAccounts; ++i) {
            m_vault.expire(accountName(i), m_systemClock.now() - 1s);
        }
    }
    EXPECT_EQ(m_vendor.reused, 0);
    EXPECT_EQ(m_failed, 0);
    EXPECT_EQ(m_tally.dead, 0);
    EXPECT_GE(m_tally.adopted, kRounds * kAccounts) << "the other node takes what was fetched";
    EXPECT_GT(m_tally.waitedForTheOther, 0) << "they did meet at the lock";
    fmt::print("{} refreshes by two schedulers of one store, {} times one waited for the other's lock\n",
               m_vendor.refreshes.load(), m_tally.waitedForTheOther.load());
}

TEST_P(TwoSchedulers, refreshOnceWhatBothHavePlannedForTheSameMoment)
{
    std::latch together(2);
    for (SchedulerNode* node : {m_one.get(), m_two.get()}) {
        node->post([&](auth::TokenKeeper& keeper) {
            together.arrive_and_wait();
            for (int i = 0; i < kAccounts; ++i) {
                TokenStateRow state;
                state.accountId = accountName(i);
                state.issuedAt = m_systemClock.now() - 1h;
                state.expiresAt = m_systemClock.now() - 1s;
                state.dueAt = m_systemClock.now() + 20ms;
                keeper.restore(state, nullptr);
            }
        });
    }
    const auto deadline = std::chrono::steady_clock::now() + 1min;
    while (m_tally.ended < 2 * kAccounts && std::chrono::steady_clock::now() < deadline) {
        std::latch turn(1);
        m_one->post([&turn](auth::TokenKeeper&) { turn.count_down(); });
        turn.wait();
    }
    EXPECT_EQ(m_tally.ended, 2 * kAccounts);
    EXPECT_EQ(m_vendor.refreshes, kAccounts);
    EXPECT_EQ(m_vendor.reused, 0);
    EXPECT_EQ(m_tally.adopted, kAccounts);
    EXPECT_EQ(m_tally.dead, 0);
}

} // namespace
} // namespace gatehouse::store::test
