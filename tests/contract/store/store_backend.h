// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runtime/event_thread.h"
#include "core/store/open.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::store::test {

/// One implementation under the contract. A new one is added to backends() and nothing else.
struct Backend
{
    std::string name;
    std::function<Result<std::unique_ptr<Store>>(const StoreOptions&)> open;
};

inline std::vector<Backend> backends()
{
    return {{"sqlite", openSqliteStore}};
}

/// A store in a fresh directory, with completions on a thread of their own.
class StoreContract : public ::testing::TestWithParam<Backend>
{
protected:
    void SetUp() override { reopen(); }

    [[nodiscard]] StoreOptions options()
    {
        StoreOptions options;
        options.dataDir = m_dir.path();
        options.executor = &m_executor;
        options.clock = &m_clock;
        return options;
    }

    /// Closes and opens again, as a new start of the program would.
    void reopen() { reopen(options()); }

    void reopen(const StoreOptions& with)
    {
        m_store.reset();
        auto opened = GetParam().open(with);
        ASSERT_TRUE(opened) << opened.error().message;
        m_store = std::move(*opened);
    }

    void close() { m_store.reset(); }

    /// Starts an operation and waits for its answer; a minute without one is a failure.
    template <class T, class Start>
    Result<T> wait(Start start)
    {
        auto promise = std::make_shared<std::promise<Result<T>>>();
        auto answer = promise->get_future();
        start(Completion<T>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
        if (answer.wait_for(std::chrono::minutes(1)) != std::future_status::ready) {
            return fail(Errc::Timeout, "no answer within a minute");
        }
        return answer.get();
    }

    Result<EnvironmentRow> putEnvironment(const std::string& id, std::int64_t createdAt = 1)
    {
        return wait<EnvironmentRow>([&](auto done) {
            store().environments().putEnvironment({id, "Name of " + id, "{}", fromMillis(createdAt)},
                                                  std::move(done));
        });
    }

    Result<AccountRow> putAccount(AccountRow row)
    {
        return wait<AccountRow>([&](auto done) { store().accounts().putAccount(row, std::move(done)); });
    }

    [[nodiscard]] Store& store() { return *m_store; }

    gatehouse::test::TempDir m_dir;
    gatehouse::test::FakeClock m_clock;
    runtime::EventThread m_executor{"completions"};
    std::unique_ptr<Store> m_store;
};

} // namespace gatehouse::store::test
