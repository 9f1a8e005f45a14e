// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/wsse.h"

#include <gtest/gtest.h>

namespace gatehouse::auth {
namespace {

// Digest checked with: printf 'nonce12025-10-09T08:53:20.000Zsecret' | openssl sha1 -binary | base64
TEST(Wsse, digestsNonceCreatedAndPassword)
{
    const auto header =
        wsseDigestHeader("a&b", Secret(std::string_view("secret")), "nonce1", fromMillis(1'760'000'000'000));
    EXPECT_NE(header.find("<wsse:Username>a&amp;b</wsse:Username>"), std::string::npos);
    EXPECT_NE(header.find("#PasswordDigest\">FlUToO7KHVNOcZwui9/OTO04uqk=</wsse:Password>"),
              std::string::npos)
        << header;
    EXPECT_NE(header.find(">bm9uY2Ux</wsse:Nonce>"), std::string::npos);
    EXPECT_NE(header.find("<wsu:Created>2025-10-09T08:53:20.000Z</wsu:Created>"), std::string::npos);
    EXPECT_EQ(header.find("secret<"), std::string::npos);
}

TEST(Wsse, escapesAPasswordInClear)
{
    const auto header = wsseTextHeader("u", Secret(std::string_view("p<w")));
    EXPECT_NE(header.reveal().find("#PasswordText\">p&lt;w</wsse:Password>"), std::string_view::npos);
}

} // namespace
} // namespace gatehouse::auth
