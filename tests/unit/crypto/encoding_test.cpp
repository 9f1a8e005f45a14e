// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/encoding.h"

#include <gtest/gtest.h>

namespace gatehouse::crypto {
namespace {

// RFC 4648 §10.
TEST(Encoding, writesTheRfcsOwnBase64Examples)
{
    EXPECT_EQ(toBase64(""), "");
    EXPECT_EQ(toBase64("f"), "Zg==");
    EXPECT_EQ(toBase64("fo"), "Zm8=");
    EXPECT_EQ(toBase64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(toBase64Url("\xfb\xff"), "-_8");
}

TEST(Encoding, readsWhatItWrote)
{
    std::string all;
    for (int i = 0; i < 256; ++i) {
        all += static_cast<char>(i);
        EXPECT_EQ(fromBase64(toBase64(all)).value(), all);
        EXPECT_EQ(fromBase64Url(toBase64Url(all)).value(), all);
        EXPECT_EQ(fromHex(toHex(all)).value(), all);
    }
}

TEST(Encoding, refusesForeignCharactersAndCutOffText)
{
    EXPECT_FALSE(fromBase64("Zm9v YmFy"));
    EXPECT_FALSE(fromBase64("Zm9vY"));
    EXPECT_FALSE(fromBase64("-_8"));
    EXPECT_FALSE(fromHex("abc"));
    EXPECT_FALSE(fromHex("zz"));
}

} // namespace
} // namespace gatehouse::crypto
