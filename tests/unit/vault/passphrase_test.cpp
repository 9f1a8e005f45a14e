// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/passphrase.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::vault {
namespace {

PassphraseParameters cheap(Random& random)
{
    auto out = PassphraseParameters::withNewSalt(random);
    out.passes = 1;
    out.memoryBytes = std::size_t{64} * 1024;
    return out;
}

Secret secret(std::string_view text)
{
    return Secret(text);
}

TEST(Passphrase, givesTheSameKeyForTheSameWordsAndSalt)
{
    test::SeededRandom random;
    const auto parameters = cheap(random);
    const auto key = deriveKey(secret("correct horse"), parameters);
    ASSERT_TRUE(key);
    const auto restored = PassphraseParameters::parse(parameters.str());
    ASSERT_TRUE(restored);
    EXPECT_TRUE(std::ranges::equal(key->reveal(), deriveKey(secret("correct horse"), *restored)->reveal()));
    EXPECT_FALSE(std::ranges::equal(key->reveal(), deriveKey(secret("correct horsf"), parameters)->reveal()));
    EXPECT_FALSE(
        std::ranges::equal(key->reveal(), deriveKey(secret("correct horse"), cheap(random))->reveal()));
    EXPECT_EQ(deriveKey(Secret(), parameters).error().code, Errc::InvalidArgument);
}

TEST(Passphrase, refusesParametersThatAreDamagedOrWouldStallTheProgram)
{
    test::SeededRandom random;
    const auto good = PassphraseParameters::withNewSalt(random).str();
    EXPECT_TRUE(PassphraseParameters::parse(good));
    const std::string salt(32, 'a');
    for (const auto& text :
         {std::string(), good.substr(0, good.size() - 1), good + "0",
          "scrypt;passes=3;memory=67108864;" + salt, "argon2id;passes=0;memory=67108864;" + salt,
          "argon2id;passes=1000000;memory=67108864;" + salt, "argon2id;passes=3;memory=1;" + salt,
          "argon2id;passes=3;memory=99999999999999;" + salt, "argon2id;passes=-3;memory=67108864;" + salt,
          "argon2id;passes=3;memory=67108864;" + std::string(32, 'x')}) {
        EXPECT_EQ(PassphraseParameters::parse(text).error().code, Errc::Corrupt) << text;
    }
}

} // namespace
} // namespace gatehouse::vault
