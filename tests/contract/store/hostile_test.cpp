// SPDX-License-Identifier: GPL-3.0-or-later
// Databases that are not what they should be. Opening one answers with an error that says what to do, and
// changes nothing.
#include "core/store/migrations/migrations.h"
#include "tests/contract/store/store_backend.h"

#include <sqlite3.h>

#include <fstream>
#include <iterator>

namespace gatehouse::store::test {
namespace {

class HostileDatabase : public StoreContract
{
protected:
    void SetUp() override
    {
        StoreContract::SetUp();
        m_file = m_dir.path() / "gatehouse.db";
        ASSERT_TRUE(putEnvironment("env_1"));
        close();
    }

    void sql(const std::string& text)
    {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open(m_file.c_str(), &db), SQLITE_OK);
        char* error = nullptr;
        ASSERT_EQ(sqlite3_exec(db, text.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error;
        sqlite3_close(db);
    }

    [[nodiscard]] Error refused()
    {
        auto opened = GetParam().open(options());
        EXPECT_FALSE(opened);
        return opened ? Error{} : opened.error();
    }

    [[nodiscard]] std::string contents() const
    {
        std::ifstream in(m_file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }

    void overwrite(std::size_t offset, const std::string& bytes) const
    {
        std::fstream out(m_file, std::ios::binary | std::ios::in | std::ios::out);
        out.seekp(static_cast<std::streamoff>(offset));
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

    std::filesystem::path m_file;
};

INSTANTIATE_TEST_SUITE_P(Backends, HostileDatabase, ::testing::Values(Backend{"sqlite", openSqliteStore}),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(HostileDatabase, aNewerDatabaseIsRefusedAndLeftAsItIs)
{
    sql("INSERT INTO schema_migrations (version, name, applied_at) VALUES (4711, 'future', 0)");
    const auto before = contents();
    const auto error = refused();
    EXPECT_EQ(error.code, Errc::Unsupported);
    EXPECT_NE(error.message.find("4711"), std::string::npos) << error.message;
    EXPECT_EQ(contents(), before);
}

TEST_P(HostileDatabase, anOlderDatabaseIsBroughtForwardWithWhatItHolds)
{
    // What later versions added is taken back out; opening has to add it again.
    for (const auto* table :
         {"events", "event_details", "webhook_jobs", "endpoints", "deliveries", "delivery_bodies",
          "delivery_attempts", "leases", "token_states", "refresh_intents", "alerts"}) {
        sql(std::string("DROP TABLE ") + table);
    }
    sql("DELETE FROM schema_migrations WHERE version > 1; ALTER TABLE calls DROP COLUMN detail_bytes;"
        "ALTER TABLE accounts DROP COLUMN auto_refresh; DROP INDEX calls_failed;"
        "INSERT INTO calls VALUES (1, 'req_1', 0, '', '', '', '', '', 200, 200, '', 5, 0, 0, 0);"
        "INSERT INTO call_details VALUES (1, 'twelve bytes')");
    reopen();
    EXPECT_EQ(wait<std::string>([&](auto done) { store().calls().callDetail("req_1", std::move(done)); }),
              "twelve bytes");
    store().calls().setCallRetention({1000, 11, std::chrono::hours(24 * 365 * 100)});
    EXPECT_EQ(wait<std::uint64_t>([&](auto done) { store().calls().pruneCalls(std::move(done)); }), 1U);
    EXPECT_EQ(wait<StoreInfo>([&](auto done) { store().info(std::move(done)); })->schemaVersion,
              migrations().back().version);
    close();
}

TEST_P(HostileDatabase, aHalfMigratedDatabaseIsRefusedNamingWhatIsMissing)
{
    sql("DROP TABLE audit");
    const auto error = refused();
    EXPECT_EQ(error.code, Errc::Corrupt);
    EXPECT_NE(error.message.find("audit"), std::string::npos) << error.message;
}

TEST_P(HostileDatabase, anAlteredTableIsRefused)
{
    sql("ALTER TABLE settings ADD COLUMN sneaky TEXT");
    EXPECT_NE(refused().message.find("settings is different"), std::string::npos);
}

TEST_P(HostileDatabase, anotherProgramsDatabaseIsRefusedUntouched)
{
    std::filesystem::remove(m_file);
    sql("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')");
    const auto before = contents();
    const auto error = refused();
    EXPECT_EQ(error.code, Errc::Corrupt);
    EXPECT_NE(error.message.find("another program"), std::string::npos) << error.message;
    EXPECT_EQ(contents(), before);
}

TEST_P(HostileDatabase, aFileThatIsNoDatabaseIsRefusedUntouched)
{
    std::ofstream(m_file, std::ios::trunc) << std::string(10'000, 'x');
    EXPECT_EQ(refused().code, Errc::Corrupt);
    EXPECT_EQ(contents(), std::string(10'000, 'x'));
}

TEST_P(HostileDatabase, aDamagedPageIsFoundAtTheStart)
{
    constexpr std::size_t kPage = 4096;
    const auto pages = contents().size() / kPage;
    std::size_t found = 0;
    const auto whole = contents();
    for (std::size_t page = 1; page < pages; ++page) {
        overwrite(page * kPage, std::string(kPage, '\x5a'));
        auto opened = GetParam().open(options());
        if (!opened) {
            EXPECT_EQ(opened.error().code, Errc::Corrupt) << opened.error().message;
            ++found;
        }
        overwrite(page * kPage, whole.substr(page * kPage, kPage));
    }
    EXPECT_EQ(found, pages - 1);
}

TEST_P(HostileDatabase, aTruncatedFileIsFoundAtTheStart)
{
    std::filesystem::resize_file(m_file, contents().size() / 2);
    EXPECT_EQ(refused().code, Errc::Corrupt);
}

TEST_P(HostileDatabase, rowsThatMakeNoSenseAreErrorsNotValues)
{
    sql("INSERT INTO calls VALUES (1, 'req_1', 0, '', '', '', '', '', 200, 200, '', -5, 0, 0, 0, 0);"
        "INSERT INTO environments VALUES ('env_bad', 'x', '{}', 'yesterday')");
    reopen();
    const auto calls =
        wait<std::vector<CallRow>>([&](auto done) { store().calls().calls({}, std::move(done)); });
    ASSERT_FALSE(calls);
    EXPECT_EQ(calls.error().code, Errc::Corrupt);
    const auto bad = wait<EnvironmentRow>(
        [&](auto done) { store().environments().environment("env_bad", std::move(done)); });
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, Errc::Corrupt);
    EXPECT_TRUE(wait<EnvironmentRow>(
        [&](auto done) { store().environments().environment("env_1", std::move(done)); }));
}

TEST_P(HostileDatabase, aDataDirectoryThatIsAFileIsNamed)
{
    auto with = options();
    with.dataDir = m_file;
    const auto opened = GetParam().open(with);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::Unavailable);
    EXPECT_NE(opened.error().message.find(m_file.string()), std::string::npos);
}

} // namespace
} // namespace gatehouse::store::test
