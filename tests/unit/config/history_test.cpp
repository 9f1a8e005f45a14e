// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/history.h"
#include "tests/support/fake_clock.h"

#include <gtest/gtest.h>

namespace gatehouse::config {
namespace {

class RecordingSink final : public HistorySink
{
public:
    void versionAccepted(const DefinitionVersion& version) override { seen.push_back(version); }

    std::vector<DefinitionVersion> seen;
};

TEST(DefinitionHistory, countsVersionsPerPathAndTellsTheSink)
{
    gatehouse::test::FakeClock clock;
    RecordingSink sink;
    DefinitionHistory history(clock, &sink);
    EXPECT_EQ(history.record({"a", "1", "x"}).version, 1U);
    EXPECT_EQ(history.record({"b", "1", "x"}).version, 1U);
    clock.advance(std::chrono::seconds(5));
    EXPECT_EQ(history.record({"a", "2", "y"}).version, 2U);
    ASSERT_EQ(sink.seen.size(), 3U);
    EXPECT_EQ(sink.seen[2].acceptedAt - sink.seen[0].acceptedAt, std::chrono::seconds(5));
}

TEST(DefinitionHistory, notesNothingWhenNothingChanged)
{
    const gatehouse::test::FakeClock clock;
    RecordingSink sink;
    DefinitionHistory history(clock, &sink);
    history.record({"a", "1", "x"});
    EXPECT_EQ(history.record({"a", "1", "x"}).version, 1U);
    EXPECT_EQ(sink.seen.size(), 1U);
}

TEST(DefinitionHistory, givesEarlierTextsBack)
{
    const gatehouse::test::FakeClock clock;
    DefinitionHistory history(clock);
    history.record({"a", "1", "x"});
    history.record({"a", "2", "x"});
    history.recordRemoval("a", "x");
    EXPECT_EQ(history.at("a", 1)->text, "1");
    EXPECT_EQ(history.at("a", 3)->text, "");
    EXPECT_EQ(history.at("a", 4).error().code, Errc::NotFound);
    EXPECT_EQ(history.versions("a").size(), 3U);
}

TEST(DefinitionHistory, forgetsTheOldestPastItsSize)
{
    const gatehouse::test::FakeClock clock;
    DefinitionHistory history(clock, nullptr, 2);
    for (const auto* text : {"1", "2", "3"}) {
        history.record({"a", text, "x"});
    }
    EXPECT_FALSE(history.at("a", 1));
    EXPECT_EQ(history.at("a", 3)->text, "3");
}

TEST(DefinitionHistory, goesOnCountingAfterARestart)
{
    const gatehouse::test::FakeClock clock;
    RecordingSink sink;
    DefinitionHistory history(clock, &sink);
    history.restore({{"a", 7, {}, "x", "seven"}, {"a", 6, {}, "x", "six"}});
    EXPECT_TRUE(sink.seen.empty());
    EXPECT_EQ(history.record({"a", "seven", "x"}).version, 7U);
    EXPECT_EQ(history.record({"a", "eight", "x"}).version, 8U);
}

} // namespace
} // namespace gatehouse::config
