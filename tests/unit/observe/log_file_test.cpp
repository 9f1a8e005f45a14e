// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/observe/log_file.h"
#include "tests/support/fake_clock.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

namespace gatehouse::observe {
namespace {

class LogFileTest : public testing::Test
{
protected:
    void SetUp() override
    {
        m_directory =
            std::filesystem::temp_directory_path()
            / ("gatehouse-log-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::remove_all(m_directory);
    }

    void TearDown() override { std::filesystem::remove_all(m_directory); }

    LogFileOptions options() const
    {
        LogFileOptions options;
        options.directory = m_directory;
        options.toStandardError = false;
        return options;
    }

    std::string fileText(const char* name = "gatehouse.log") const
    {
        return test::readFile(m_directory / name);
    }

    std::filesystem::path m_directory;
    test::FakeClock m_clock;
    Redactor m_redactor;
};

TEST_F(LogFileTest, writesOneJsonObjectALine)
{
    LogFile log(options(), m_clock, m_redactor);

    log.write(LogLevel::Warning, "account failed", {{"account_id", "acc_1"}, {"reason", "line\nbreak"}});
    log.write(LogLevel::Debug, "not this one", {});

    const std::string text = fileText();
    ASSERT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
    const auto line = json::parse(std::string_view(text));
    ASSERT_TRUE(line);
    EXPECT_EQ((**line)["at"].asString(), "2025-10-09T08:53:20.000Z");
    EXPECT_EQ((**line)["level"].asString(), "warning");
    EXPECT_EQ((**line)["reason"].asString(), "line\nbreak");
}

TEST_F(LogFileTest, neverShowsAKnownSecretOrACredentialField)
{
    m_redactor.learn(Secret(std::string("s3cr3t-value")));
    LogFile log(options(), m_clock, m_redactor);

    log.write(LogLevel::Info, "x", {{"url", "https://h/?x=s3cr3t-value"}, {"access_token", "unknown-one"}});

    EXPECT_EQ(fileText().find("s3cr3t"), std::string::npos);
    EXPECT_EQ(fileText().find("unknown-one"), std::string::npos);
}

TEST_F(LogFileTest, rotatesBySizeAndKeepsSoManyFiles)
{
    auto small = options();
    small.maxBytes = 100;
    small.keptFiles = 2;
    LogFile log(small, m_clock, m_redactor);

    for (int i = 0; i < 5; ++i) {
        log.write(LogLevel::Info, "line", {{"n", std::to_string(i)}});
    }

    EXPECT_NE(fileText().find("\"4\""), std::string::npos);
    EXPECT_NE(fileText("gatehouse.1.log").find("\"3\""), std::string::npos);
    EXPECT_NE(fileText("gatehouse.2.log").find("\"2\""), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(m_directory / "gatehouse.3.log"));
}

} // namespace
} // namespace gatehouse::observe
