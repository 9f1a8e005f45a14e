// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/store/child_process.h"
#include "tests/contract/store/store_backend.h"

#include <algorithm>
#include <csignal>

namespace gatehouse::store::test {
namespace {

/// What happens around the SQLite file itself: processes, locks and disks.
class SqliteFiles : public StoreContract
{
protected:
    void SetUp() override {}

    Result<std::vector<AuditRow>> entries()
    {
        return wait<std::vector<AuditRow>>(
            [&](auto done) { store().audit().auditEntries(0, 10'000, std::move(done)); });
    }
};

INSTANTIATE_TEST_SUITE_P(Backends, SqliteFiles, ::testing::Values(Backend{"sqlite", openSqliteStore}),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(SqliteFiles, nothingAcknowledgedIsLostWhenTheProcessIsKilledWhileWriting)
{
    std::uint64_t acknowledged = 0;
    for (const int lines : {1, 40, 200, 333, 1000}) {
        {
            ChildProcess child({"write", m_dir.path().string()});
            for (int i = 0; i < lines; ++i) {
                acknowledged = std::max<std::uint64_t>(acknowledged, std::stoull(child.line()));
            }
            child.kill(SIGKILL);
        }
        reopen();
        const auto present = entries();
        ASSERT_TRUE(present) << present.error().message;
        ASSERT_FALSE(present->empty());
        EXPECT_GE(present->front().sequence, acknowledged);
        // Groups are whole: no sequence is missing in the middle.
        EXPECT_EQ(present->front().sequence, present->size());
        close();
    }
}

TEST_P(SqliteFiles, aSecondProcessIsRefusedWithTheHoldersPidAndLeftBehindLocksAreNot)
{
    ChildProcess child({"hold", m_dir.path().string()});
    ASSERT_EQ(child.line(), "open");
    const auto refused = GetParam().open(options());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::Conflict);
    EXPECT_NE(refused.error().message.find(std::to_string(child.pid())), std::string::npos)
        << refused.error().message;
    child.kill(SIGKILL);
    reopen();
}

TEST_P(SqliteFiles, aFullDiskFailsTheWriteClearlyAndKeepsWhatWasAcknowledged)
{
    ChildProcess child({"small-disk", m_dir.path().string()});
    const auto code = child.line();
    const auto message = child.line();
    const auto acknowledged = std::stoull(child.line());
    EXPECT_EQ(code, "unavailable");
    EXPECT_NE(message.find("gatehouse.db"), std::string::npos) << message;
    EXPECT_GT(acknowledged, 0U);
    child.kill(SIGKILL);
    reopen();
    const auto present = entries();
    ASSERT_TRUE(present) << present.error().message;
    ASSERT_FALSE(present->empty());
    EXPECT_GE(present->front().sequence, acknowledged);
}

TEST_P(SqliteFiles, aDirectoryThatCannotBeWrittenIsNamed)
{
    std::filesystem::permissions(
        m_dir.path(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec
                          | std::filesystem::perms::others_read | std::filesystem::perms::others_exec);
    ChildProcess child({"no-rights", m_dir.path().string()});
    EXPECT_EQ(child.line(), "forbidden");
    EXPECT_NE(child.line().find(m_dir.path().string()), std::string::npos);
    std::filesystem::permissions(m_dir.path(), std::filesystem::perms::owner_all);
}

TEST_P(SqliteFiles, theLogIsFoldedBackWhileWritingAndAtTheEnd)
{
    const auto wal = m_dir.path() / "gatehouse.db-wal";
    auto with = options();
    with.checkpointBytes = 512 * 1024;
    with.maxGroup = 16;
    reopen(with);
    // Small groups first: what comes later is not to be judged by them.
    for (int i = 0; i < 40; ++i) {
        ASSERT_TRUE(wait<SettingRow>([&](auto done) {
            store().settings().putSetting({"small", std::to_string(i)}, std::move(done));
        }));
    }
    std::uintmax_t largest = 0;
    for (int round = 0; round < 40; ++round) {
        for (int i = 0; i < 64; ++i) {
            store().audit().appendAudit({0, fromMillis(1), "test", "write", "x", std::string(4000, 'd')}, {});
        }
        ASSERT_TRUE(wait<SettingRow>([&](auto done) {
            store().settings().putSetting({"round", "1"}, std::move(done));
        }));
        largest = std::max(largest, std::filesystem::file_size(wal));
    }
    // 10 MiB went through it. The writer waits for the disk past four times the size.
    EXPECT_LT(largest, std::uintmax_t{3} << 20U);
    close();
    EXPECT_FALSE(std::filesystem::exists(wal));
    reopen();
    EXPECT_EQ(entries()->size(), 2560U);
}

TEST_P(SqliteFiles, theBoundOfTheDatabaseFailsWhatIsTooLargeAndNothingElse)
{
    auto with = options();
    with.maxBytes = 512 * 1024;
    reopen(with);
    std::atomic<int> kept{0};
    std::atomic<int> failed{0};
    for (int i = 0; i < 20; ++i) {
        const std::string value(i == 10 ? 1'000'000 : 100, 'v');
        store().settings().putSetting({"k" + std::to_string(i), value}, [&](const auto& result) {
            ++(result ? kept : failed);
            if (!result) {
                EXPECT_EQ(result.error().code, Errc::Unavailable);
                EXPECT_NE(result.error().message.find("space"), std::string::npos);
            }
        });
    }
    const auto listed = wait<SettingRow>([&](auto done) {
        store().settings().putSetting({"end", "1"}, std::move(done));
    });
    EXPECT_TRUE(listed);
    EXPECT_EQ(kept, 19);
    EXPECT_EQ(failed, 1);
}

} // namespace
} // namespace gatehouse::store::test
