// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"

#include <gtest/gtest.h>

namespace gatehouse::crypto {
namespace {

TEST(Digest, givesThePublishedValues)
{
    EXPECT_EQ(toHex(digest(Digest::Sha256, "abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(toHex(digest(Digest::Md5, "")), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(toHex(digest(Digest::Sha1, "abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

// RFC 4231 §4.3 (test case 2).
TEST(Hmac, givesTheRfcsValueOnceAndAgain)
{
    const std::string expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    EXPECT_EQ(toHex(hmac(Digest::Sha256, "Jefe", "what do ya want for nothing?")), expected);
    HmacKey key(Digest::Sha256, Secret(std::string_view("Jefe")));
    EXPECT_EQ(toHex(key.mac("what do ya want for nothing?")), expected);
    EXPECT_EQ(toHex(key.mac("what do ya want for nothing?")), expected);
    EXPECT_NE(toHex(key.mac("something else")), expected);
}

TEST(Hmac, acceptsAnEmptyKey)
{
    EXPECT_EQ(toHex(hmac(Digest::Sha256, "", "")),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Digest, isFoundByItsUsualNames)
{
    EXPECT_EQ(digestByName("SHA-256"), Digest::Sha256);
    EXPECT_EQ(digestByName("sha1"), Digest::Sha1);
    EXPECT_FALSE(digestByName("crc32"));
}

} // namespace
} // namespace gatehouse::crypto
