// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/sealing.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

namespace gatehouse::vault {
namespace {

TEST(Sealing, opensWhatItSealedAndNothingElse)
{
    test::SeededRandom random;
    const auto key = Key::generate(random);
    const auto sealed = seal(key, "account", "s3cret", random);
    EXPECT_EQ(openSealed(key, "account", sealed)->reveal(), "s3cret");
    EXPECT_EQ(openSealed(key, "other", sealed).error().code, Errc::Corrupt);
    EXPECT_EQ(openSealed(Key::generate(random), "account", sealed).error().code, Errc::Corrupt);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_EQ(openSealed(key, "account", changed).error().code, Errc::Corrupt) << "byte " << i;
        EXPECT_EQ(openSealed(key, "account", std::string_view(sealed).substr(0, i)).error().code,
                  Errc::Corrupt);
    }
}

TEST(Sealing, neverSealsTheSameTextToTheSameBytes)
{
    test::SeededRandom random;
    const auto key = Key::generate(random);
    EXPECT_NE(seal(key, "a", "text", random), seal(key, "a", "text", random));
    EXPECT_EQ(seal(key, "a", "text", random).find("text"), std::string::npos);
    EXPECT_TRUE(openSealed(key, "a", seal(key, "a", "", random))->empty());
}

TEST(Sealing, keepsListsOfPartsApart)
{
    EXPECT_NE(associatedData({"ab", "c"}), associatedData({"a", "bc"}));
    EXPECT_NE(associatedData({"a", ""}), associatedData({"a"}));
}

TEST(Key, takesExactlyItsNumberOfBytes)
{
    EXPECT_FALSE(Key::fromBytes(std::string(31, 'x')));
    EXPECT_FALSE(Key::fromBytes(std::string(33, 'x')));
    EXPECT_EQ(Key::fromBytes(std::string(32, 'x'))->clone().reveal()[31], 'x');
}

} // namespace
} // namespace gatehouse::vault
