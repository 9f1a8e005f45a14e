// SPDX-License-Identifier: GPL-3.0-or-later
// What long reads do to SQLite's write-ahead log.
#include "core/store/sqlite/readers.h"
#include "core/store/sqlite/writer.h"
#include "tests/contract/store/store_backend.h"

#include <algorithm>
#include <atomic>

namespace gatehouse::store::test {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kCheckpointBytes = 64 << 10;
/// Past 16 times that, reads are ended at the next checkpoint, which may be 4 times late where the disk is
/// slow, and a few writes more.
constexpr std::uintmax_t kMostBytes = 21 * kCheckpointBytes;

class SqliteWal : public StoreContract
{
protected:
    void SetUp() override
    {
        StoreContract::SetUp(); // Makes the database.
        close();
        auto with = options();
        with.checkpointBytes = kCheckpointBytes;
        readers = *sqlite::Readers::start(file(), with);
        writer = *sqlite::Writer::start(file(), with, [this] { readers->endOlderThan(1s); });
    }

    void TearDown() override
    {
        readers->endOlderThan(0s);
        readers->close();
        writer.reset();
    }

    [[nodiscard]] std::filesystem::path file() const { return m_dir.path() / "gatehouse.db"; }

    [[nodiscard]] std::uintmax_t walBytes() const
    {
        std::error_code missing;
        const auto bytes = std::filesystem::file_size(file().string() + "-wal", missing);
        return missing ? 0 : bytes;
    }

    using Work = sql::JobOf<bool>::Function;

    static std::unique_ptr<sql::Job> job(Work work, Completion<bool> done)
    {
        return std::make_unique<sql::JobOf<bool>>(std::move(work), std::move(done));
    }

    bool write()
    {
        const Work put = [](sql::Connection& connection) -> Result<bool> {
            GH_TRY(connection.change("INSERT INTO settings (key, value) VALUES ('key', randomblob(8000)) "
                                     "ON CONFLICT (key) DO UPDATE SET value = excluded.value"));
            return true;
        };
        return wait<bool>([&](auto done) { writer->submit(job(put, std::move(done))); }).has_value();
    }

    std::unique_ptr<sqlite::Readers> readers;
    std::unique_ptr<sqlite::Writer> writer;
};

INSTANTIATE_TEST_SUITE_P(Backends, SqliteWal, ::testing::ValuesIn(backends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(SqliteWal, aReadThatDoesNotEndIsEndedBeforeTheLogGrowsWithoutBound)
{
    ASSERT_TRUE(write());
    const auto answer = std::make_shared<std::promise<Result<bool>>>();
    auto read = answer->get_future();
    std::atomic<bool> begun{false};
    const Work endless = [&begun](sql::Connection& connection) -> Result<bool> {
        GH_ASSIGN(auto rows, connection.query("WITH RECURSIVE endless(n) AS (SELECT COUNT(*) FROM settings "
                                              "UNION ALL SELECT n + 1 FROM endless) SELECT n FROM endless"));
        while (rows.next()) {
            if (!begun.exchange(true)) {
                begun.notify_one();
            }
        }
        GH_TRY(rows.status());
        return true;
    };
    readers->submit(job(endless, [answer](Result<bool> result) { answer->set_value(std::move(result)); }));
    begun.wait(false);
    std::uintmax_t most = 0;
    for (int i = 0; i < 30; ++i) { // Nothing is old yet: it may go on.
        ASSERT_TRUE(write());
        most = std::max(most, walBytes());
    }
    EXPECT_NE(read.wait_for(0s), std::future_status::ready);
    EXPECT_GT(most, 2U * kCheckpointBytes) << "the log cannot begin anew under it";
    m_clock.advance(2s);
    for (int i = 0; i < 500 && read.wait_for(0s) != std::future_status::ready; ++i) {
        ASSERT_TRUE(write());
        most = std::max(most, walBytes());
    }
    ASSERT_EQ(read.wait_for(10s), std::future_status::ready);
    const auto result = read.get();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::Unavailable);
    EXPECT_NE(result.error().message.find("held up"), std::string::npos) << result.error().message;
    EXPECT_LT(most, kMostBytes);
    // It goes on small, and reading works.
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(write());
    }
    EXPECT_LT(walBytes(), kMostBytes);
    const Work count = [](sql::Connection& connection) -> Result<bool> {
        GH_ASSIGN(auto rows, connection.query("SELECT COUNT(*) FROM settings"));
        return rows.next() && rows.integer(0) == 1;
    };
    EXPECT_EQ(wait<bool>([&](auto done) { readers->submit(job(count, std::move(done))); }), true);
}

} // namespace
} // namespace gatehouse::store::test
