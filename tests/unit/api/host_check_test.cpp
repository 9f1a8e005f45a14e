// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/host_check.h"

#include <gtest/gtest.h>

namespace gatehouse::api {
namespace {

TEST(HostCheck, onLoopbackTakesLoopbackNamesAndAddressesOnly)
{
    const HostCheck check("127.0.0.1", {});
    for (const auto* host : {"127.0.0.1", "127.0.0.1:8787", "localhost", "LOCALHOST:1", "[::1]:8787",
                             "127.8.9.10", "localhost."}) {
        EXPECT_TRUE(check.check(host)) << host;
    }
    for (const auto* host : {"evil.example", "evil.example:8787", "127.0.0.1.evil.example", "10.0.0.1", "",
                             "localhost.evil.example", "[::1", "[::1]x", "localhost:80:80", ":8787"}) {
        const auto refused = check.check(host);
        ASSERT_FALSE(refused) << host;
        EXPECT_EQ(refused.error().code, Errc::Forbidden);
    }
}

TEST(HostCheck, onOtherAddressesTakesLiteralAddressesToo)
{
    const HostCheck check("0.0.0.0", {"gate.example"});
    for (const auto* host :
         {"10.0.0.1:8787", "[2001:db8::1]", "gate.example", "Gate.Example:443", "localhost"}) {
        EXPECT_TRUE(check.check(host)) << host;
    }
    EXPECT_FALSE(check.check("other.example"));
}

TEST(HostCheck, takesConfiguredNamesOnLoopback)
{
    EXPECT_TRUE(HostCheck("::1", {"gate.example"}).check("gate.example"));
    EXPECT_FALSE(HostCheck("::1", {"gate.example"}).check("10.0.0.1"));
}

} // namespace
} // namespace gatehouse::api
