// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/address_guard.h"
#include "core/net/client.h"
#include "tests/support/run_task.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

struct Case
{
    const char* address;
    bool isPublic;
};

TEST(AddressGuard, knowsWhatIsReachableOverThePublicInternet)
{
    static constexpr Case kCases[] = {
        {"8.8.8.8", true},
        {"1.1.1.1", true},
        {"9.255.255.255", true},
        {"11.0.0.0", true},
        {"100.63.255.255", true},
        {"100.128.0.0", true},
        {"172.15.255.255", true},
        {"172.32.0.0", true},
        {"192.167.255.255", true},
        {"198.17.255.255", true},
        {"198.20.0.0", true},
        {"223.255.255.255", true},
        {"2606:4700:4700::1111", true},
        {"2a00:1450:4001:800::200e", true},
        {"::ffff:8.8.8.8", true},
        {"64:ff9b::808:808", true},
        {"2002:808:808::1", true},
        {"0.0.0.0", false},
        {"0.1.2.3", false},
        {"10.0.0.1", false},
        {"10.255.255.255", false},
        {"100.64.0.1", false},
        {"100.100.100.200", false}, // a cloud's metadata service
        {"100.127.255.255", false},
        {"127.0.0.1", false},
        {"127.255.255.254", false},
        {"168.63.129.16", false},
        {"169.254.169.254", false}, // metadata
        {"169.254.170.2", false},
        {"172.16.0.1", false},
        {"172.31.255.255", false},
        {"192.0.0.192", false},
        {"192.0.2.1", false},
        {"192.168.1.1", false},
        {"198.18.0.1", false},
        {"198.19.255.255", false},
        {"198.51.100.1", false},
        {"203.0.113.1", false},
        {"224.0.0.1", false},
        {"239.255.255.255", false},
        {"240.0.0.1", false},
        {"255.255.255.255", false},
        {"::", false},
        {"::1", false},
        {"::127.0.0.1", false},
        {"::ffff:127.0.0.1", false},
        {"::ffff:10.0.0.1", false},
        {"::ffff:169.254.169.254", false},
        {"::ffff:0:127.0.0.1", false},
        {"64:ff9b::7f00:1", false},
        {"64:ff9b::a9fe:a9fe", false},
        {"64:ff9b:1::1", false},
        {"2002:7f00:1::1", false},
        {"2002:a00:1::1", false},
        {"2001:0:4136:e378:8000:63bf:3fff:fdd2", false}, // Teredo
        {"2001:db8::1", false},
        {"3fff::1", false},
        {"100::1", false},
        {"fc00::1", false},
        {"fd00:ec2::254", false}, // metadata
        {"fe80::1", false},
        {"fec0::1", false},
        {"ff02::1", false},
        {"4000::1", false},
    };
    for (const auto& [address, isPublic] : kCases) {
        EXPECT_EQ(isPublicAddress(QHostAddress(QString::fromLatin1(address))), isPublic) << address;
    }
    EXPECT_FALSE(isPublicAddress(QHostAddress()));
}

TEST(AddressGuard, keepsTheClientOutOfPrivateNetworksHoweverTheyAreWritten)
{
    const auto client = makeHttpClient();
    for (const auto* host :
         {"127.0.0.1", "localhost", "app.localhost", "[::1]", "[::ffff:127.0.0.1]", "10.1.2.3",
          "169.254.169.254", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "[fe80::1]"}) {
        const auto url = Url::parse("http://" + std::string(host) + ":9/");
        ASSERT_TRUE(url) << host;
        ClientRequest request;
        request.url = *url;
        const auto answer = test::runTask(client->send(std::move(request)));
        ASSERT_TRUE(answer) << host;
        ASSERT_FALSE(*answer) << host;
        EXPECT_EQ(answer->error().code, Errc::Forbidden) << host << ": " << answer->error().message;
    }
}

} // namespace
} // namespace gatehouse::net
