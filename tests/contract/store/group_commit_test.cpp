// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/store/store_backend.h"

#include <mutex>
#include <thread>

namespace gatehouse::store::test {
namespace {

class GroupCommitContract : public StoreContract
{};

INSTANTIATE_TEST_SUITE_P(Backends, GroupCommitContract, ::testing::ValuesIn(backends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(GroupCommitContract, manyWritesShareFewTransactionsAndAreAnsweredInOrder)
{
    constexpr int kWrites = 2000;
    std::vector<int> answered;
    for (int i = 0; i < kWrites; ++i) {
        store().settings().putSetting({"key", std::to_string(i)}, [&answered, i](const auto& result) {
            ASSERT_TRUE(result);
            answered.push_back(i); // All on the executor's one thread.
        });
    }
    const auto last = wait<SettingRow>([&](auto done) {
        store().settings().putSetting({"key", "\"last\""}, std::move(done));
    });
    ASSERT_TRUE(last);
    ASSERT_EQ(answered.size(), static_cast<std::size_t>(kWrites));
    EXPECT_TRUE(std::is_sorted(answered.begin(), answered.end()));
    const auto info = wait<StoreInfo>([&](auto done) { store().info(std::move(done)); });
    EXPECT_EQ(info->committedWrites, kWrites + 1U);
    EXPECT_LT(info->committedGroups, kWrites / 4U);
    EXPECT_EQ(wait<std::string>([&](auto done) { store().settings().setting("key", std::move(done)); }),
              "\"last\"");
}

TEST_P(GroupCommitContract, aFailingWriteLeavesItsNeighboursAlone)
{
    ASSERT_TRUE(putEnvironment("env_1"));
    std::atomic<int> good{0};
    std::atomic<int> bad{0};
    for (int i = 0; i < 100; ++i) {
        AccountRow row;
        row.id = "acc_" + std::to_string(i);
        row.environmentId = i % 10 == 0 ? "env_missing" : "env_1";
        store().accounts().putAccount(row, [&](const auto& result) { ++(result ? good : bad); });
    }
    const auto list = wait<std::vector<AccountRow>>([&](auto done) {
        // A write first, so that the read is submitted after all of the above are durable.
        store().settings().putSetting(
            {"k", "1"}, [this, done = std::make_shared<decltype(done)>(std::move(done))](const auto&) {
                store().accounts().accounts(std::move(*done));
            });
    });
    EXPECT_EQ(good, 90);
    EXPECT_EQ(bad, 10);
    EXPECT_EQ(list->size(), 90U);
}

TEST_P(GroupCommitContract, writersOnManyThreadsAreAllAnswered)
{
    std::atomic<int> answered{0};
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 250; ++i) {
                    store().settings().putSetting({std::to_string(t) + "." + std::to_string(i), "1"},
                                                  [&](const auto& result) { answered += result ? 1 : 0; });
                }
            });
        }
    }
    const auto all = wait<SettingRow>([&](auto done) {
        store().settings().putSetting({"end", "1"}, std::move(done));
    });
    ASSERT_TRUE(all);
    EXPECT_EQ(answered, 2000);
    EXPECT_EQ(wait<std::vector<SettingRow>>([&](auto done) {
                  store().settings().settings("", std::move(done));
              })->size(),
              2001U);
}

TEST_P(GroupCommitContract, destroyingTheStoreCommitsAndAnswersWhatWasSubmitted)
{
    auto answered = std::make_shared<std::atomic<int>>(0);
    for (int i = 0; i < 500; ++i) {
        store().settings().putSetting({"s." + std::to_string(i), "1"},
                                      [answered](const auto& result) { *answered += result ? 1 : 0; });
        store().settings().setting("s.0", [answered](const auto&) { ++*answered; });
    }
    reopen();
    EXPECT_EQ(wait<std::vector<SettingRow>>([&](auto done) {
                  store().settings().settings("s.", std::move(done));
              })->size(),
              500U);
    EXPECT_EQ(*answered, 1000);
}

TEST_P(GroupCommitContract, aBackupTakenWhileWritingOpensAndIsComplete)
{
    ASSERT_TRUE(putEnvironment("env_1"));
    for (int i = 0; i < 300; ++i) {
        store().settings().putSetting({"s." + std::to_string(i), "1"}, {});
    }
    const gatehouse::test::TempDir copy;
    const auto file = copy.path() / "gatehouse.db";
    ASSERT_EQ(wait<bool>([&](auto done) { store().backup(file, std::move(done)); }), true);
    const auto again = wait<bool>([&](auto done) { store().backup(file, std::move(done)); });
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::AlreadyExists);

    auto with = options();
    with.dataDir = copy.path();
    reopen(with);
    EXPECT_TRUE(wait<EnvironmentRow>(
        [&](auto done) { store().environments().environment("env_1", std::move(done)); }));
    close();
}

} // namespace
} // namespace gatehouse::store::test
