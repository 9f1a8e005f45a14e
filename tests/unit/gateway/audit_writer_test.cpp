// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/audit_writer.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_credentials.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

/// Writes when it is told to.
class SlowAudit final : public store::AuditLog
{
public:
    void appendAudit(store::AuditRow row, Completion<store::AuditRow> done) override
    {
        rows.push_back(row);
        m_waiting.push_back(std::move(done));
    }

    void auditEntries(std::uint64_t /*before*/, std::size_t /*limit*/,
                      Completion<std::vector<store::AuditRow>> done) override
    {
        done(rows);
    }

    void writeNext(const std::optional<Error>& problem = {})
    {
        auto done = std::move(m_waiting.front());
        m_waiting.pop_front();
        done(problem ? Result<store::AuditRow>(fail(*problem)) : Result<store::AuditRow>(store::AuditRow{}));
    }

    std::vector<store::AuditRow> rows;

private:
    std::deque<Completion<store::AuditRow>> m_waiting;
};

class KeptLines final : public LogSink
{
public:
    void write(LogLevel /*level*/, std::string_view message, std::initializer_list<LogField> fields) override
    {
        lines.emplace_back(message);
        for (const LogField& field : fields) {
            lines.back() += " " + field.value;
        }
    }

    std::vector<std::string> lines;
};

class AuditWriterTest : public testing::Test
{
protected:
    test::FakeClock clock;
    SlowAudit log;
    KeptLines lines;
    std::optional<AuditWriter> writer{std::in_place, log, clock, lines};
};

TEST_F(AuditWriterTest, logsAnEntryThatCannotBeWritten)
{
    writer->note("key:key_1", "vault.lock", "vault");
    log.writeNext(Error{Errc::Unavailable, "the disk is full", {}, {}, {}});
    ASSERT_EQ(lines.lines.size(), 1U);
    EXPECT_NE(lines.lines[0].find("an audit entry was not written"), std::string::npos);
    EXPECT_NE(lines.lines[0].find("the disk is full"), std::string::npos);
    writer->note("key:key_1", "vault.lock", "vault");
    writer.reset();
    log.writeNext(Error{Errc::Unavailable, "closed", {}, {}, {}});
    EXPECT_EQ(lines.lines.size(), 1U) << "behind its end it says nothing";
}

TEST_F(AuditWriterTest, saysWhenEverythingUntilNowIsWritten)
{
    int told = 0;
    writer->written([&](const Result<bool>&) { ++told; });
    EXPECT_EQ(told, 1) << "nothing is under way";
    writer->note("a", "x", "s");
    writer->note("a", "y", "s");
    writer->written([&](const Result<bool>&) { ++told; });
    writer->note("a", "z", "s");
    log.writeNext();
    EXPECT_EQ(told, 1);
    log.writeNext(Error{Errc::Unavailable, "once", {}, {}, {}});
    EXPECT_EQ(told, 2) << "what could not be written is not waited for, nor what came later";
}

TEST_F(AuditWriterTest, knowsWhoActsNowAndWhoBefore)
{
    EXPECT_EQ(writer->actor(), kSystemActor);
    {
        const ActingAs key(*writer, "key:key_1");
        {
            const ActingAs console(*writer, kConsoleActor);
            EXPECT_EQ(writer->actor(), "console");
        }
        EXPECT_EQ(writer->actor(), "key:key_1");
    }
    EXPECT_EQ(writer->actor(), kSystemActor);
}

TEST_F(AuditWriterTest, namesTheFieldsOfCredentialsAndNeverTheirValues)
{
    test::MemoryCredentials kept;
    kept.put("acc_1", {{"api_key", "the value"}});
    AuditedCredentials audited(kept, *writer);
    audited.load("acc_1", [](const Result<auth::CredentialsPtr>&) {});
    audited.removeFor("key:key_2", "acc_1", [](const Result<bool>&) {});
    audited.load("acc_1", [](const Result<auth::CredentialsPtr>&) {});
    ASSERT_EQ(log.rows.size(), 2U) << "where nothing is kept nothing was read";
    EXPECT_EQ(log.rows[0].actor, "system");
    EXPECT_EQ(log.rows[0].detailJson, R"({"fields":["api_key"]})");
    EXPECT_EQ(log.rows[1].actor, "key:key_2");
    EXPECT_EQ(log.rows[1].action, "credential.remove");
}

} // namespace
} // namespace gatehouse
