// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/payloads.h"
#include "core/store/payloads/segment.h"
#include "tests/support/fake_clock.h"
#include "tests/support/run_task.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

#include <fstream>

namespace gatehouse::store {
namespace {

class PayloadsTest : public ::testing::Test
{
protected:
    void open()
    {
        payloads.reset();
        PayloadOptions options;
        options.directory = dir.path() / "payloads";
        options.executor = executor.get();
        options.clock = &clock;
        auto opened = openPayloads(options);
        ASSERT_TRUE(opened) << opened.error().message;
        payloads = std::move(*opened);
    }

    void SetUp() override { open(); }

    template <class T, class Start>
    Result<T> ask(Start start)
    {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        start(Completion<T>([answer](Result<T> result) { answer->emplace(std::move(result)); }));
        EXPECT_TRUE(test::runUntil([&] { return answer->has_value(); }));
        return answer->has_value() ? std::move(**answer) : Result<T>(fail(Errc::Timeout, "no answer"));
    }

    Result<std::string> append(const std::string& body)
    {
        return ask<std::string>([&](auto done) { payloads->append(body, *executor, std::move(done)); });
    }

    Result<std::string> read(const std::string& ref)
    {
        return ask<std::string>([&](auto done) { payloads->read(ref, std::move(done)); });
    }

    [[nodiscard]] std::filesystem::path segment(std::uint64_t number) const
    {
        return payloads::segmentPath(dir.path() / "payloads", number);
    }

    std::unique_ptr<runtime::Executor> executor = runtime::makeThisThreadExecutor();
    test::FakeClock clock;
    test::TempDir dir;
    std::unique_ptr<Payloads> payloads;
};

TEST_F(PayloadsTest, bodiesComeBackByTheirRefAlsoAfterAReopen)
{
    const std::string first(5000, 'a');
    const std::string second = std::string(7000, '\0') + "z";
    const auto one = append(first);
    const auto two = append(second);
    ASSERT_TRUE(one && two);
    open();
    EXPECT_EQ(read(*one), first);
    EXPECT_EQ(read(*two), second);
    const auto three = append("third");
    ASSERT_TRUE(three);
    EXPECT_EQ(read(*three), "third");
}

TEST_F(PayloadsTest, aDamagedBodyIsNamedAndTheOthersAreThere)
{
    const auto one = append(std::string(5000, 'a'));
    const auto two = append(std::string(5000, 'b'));
    {
        std::fstream file(segment(1), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(100);
        file.put('X');
    }
    EXPECT_EQ(read(*one).error().code, Errc::Corrupt);
    EXPECT_EQ(read(*two), std::string(5000, 'b'));
}

TEST_F(PayloadsTest, damageInTheLastSegmentIsFoundAtTheStartAndCountedUntilItIsMended)
{
    const auto one = append(std::string(5000, 'a'));
    const auto two = append(std::string(5000, 'b'));
    const auto three = append(std::string(5000, 'c'));
    payloads.reset();
    const auto change = [this](std::streamoff at, std::string_view bytes) {
        std::fstream file(segment(1), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(at);
        file << bytes;
    };
    const auto usage = [this] {
        return ask<PayloadUsage>([&](auto done) { payloads->usage(std::move(done)); })
            .value_or(PayloadUsage());
    };
    change(100, "X");  // the first body
    change(5016, "X"); // the header of the second
    open();
    EXPECT_EQ(usage().damagedBodies, 2U);
    EXPECT_EQ(usage().damagedBytes, 2U * 5016U);
    EXPECT_EQ(usage().tornBytes, 0U) << "whole bodies stand behind it";
    EXPECT_EQ(read(*three), std::string(5000, 'c'));
    change(100, "a");
    EXPECT_EQ(usage().damagedBodies, 1U);
    change(5016, "G");
    EXPECT_EQ(usage().damagedBodies, 0U);
    EXPECT_EQ(read(*one), std::string(5000, 'a'));
    EXPECT_EQ(read(*two), std::string(5000, 'b'));
}

TEST_F(PayloadsTest, aTornLastSegmentLosesOnlyWhatIsTornAndIsCounted)
{
    const auto one = append(std::string(5000, 'a'));
    const auto two = append(std::string(5000, 'b'));
    payloads.reset();
    std::filesystem::resize_file(segment(1), std::filesystem::file_size(segment(1)) - 10);
    open();
    EXPECT_EQ(read(*one), std::string(5000, 'a'));
    EXPECT_EQ(read(*two).error().code, Errc::Corrupt);
    const auto usage = ask<PayloadUsage>([&](auto done) { payloads->usage(std::move(done)); });
    ASSERT_TRUE(usage);
    EXPECT_EQ(usage->damagedBodies, 1U) << "only because somebody asked for it";
    EXPECT_GE(usage->tornBytes, 5000U);
    EXPECT_TRUE(append("on it goes"));
}

TEST_F(PayloadsTest, oldSegmentsGoAndARefToThemSaysSo)
{
    const auto one = append(std::string(5000, 'a'));
    open();
    const auto two = append(std::string(5000, 'b'));
    const auto later =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now())
        + std::chrono::hours(24 * 8);
    const auto removed = ask<std::int64_t>([&](auto done) { payloads->prune(later, {}, std::move(done)); });
    EXPECT_GT(removed.value_or(0), 5000);
    EXPECT_EQ(read(*one).error().code, Errc::NotFound);
    EXPECT_EQ(read(*two), std::string(5000, 'b')); // the one that is being written stays
}

TEST_F(PayloadsTest, aSegmentThatIsStillNeededIsNeitherTooOldNorTooMuch)
{
    const auto one = append(std::string(5000, 'a'));
    open();
    const auto two = append(std::string(5000, 'b'));
    open();
    ASSERT_TRUE(append(std::string(5000, 'c')));
    const auto later =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now())
        + std::chrono::hours(24 * 8);
    const auto removed = ask<std::int64_t>([&](auto done) {
        payloads->prune(later, {*one, "odd"}, std::move(done));
    });
    EXPECT_GT(removed.value_or(0), 5000);
    EXPECT_EQ(read(*one), std::string(5000, 'a'));
    EXPECT_EQ(read(*two).error().code, Errc::NotFound);
}

TEST_F(PayloadsTest, aDirectoryThatIsGoneRefusesAndWorksAgainWhenItIsBack)
{
    std::filesystem::rename(dir.path() / "payloads", dir.path() / "away");
    EXPECT_EQ(append("x").error().code, Errc::Unavailable);
    std::filesystem::rename(dir.path() / "away", dir.path() / "payloads");
    EXPECT_TRUE(append("x"));
}

TEST_F(PayloadsTest, whatIsNoRefOfOursIsRefused)
{
    for (const auto* ref :
         {"", "pay_", "pay_1_2", "pay_1_2_x", "pay_1_2_3_4", "../../etc/passwd", "pay_1_2_99999999999"}) {
        EXPECT_EQ(read(ref).error().code, Errc::InvalidArgument) << ref;
    }
}

TEST(Crc32c, isTheOneOfTheStandard)
{
    // RFC 3720, appendix B.4.
    EXPECT_EQ(payloads::crc32c(std::string(32, '\0')), 0x8a9136aaU);
    EXPECT_EQ(payloads::crc32c("123456789"), 0xe3069283U);
    std::string text;
    for (int size = 0; size < 100; ++size) {
        EXPECT_EQ(payloads::crc32c(text), payloads::crc32cByTables(text)) << size;
        text += static_cast<char>(size * 37);
    }
}

} // namespace
} // namespace gatehouse::store
