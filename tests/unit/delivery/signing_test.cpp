// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/signing.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

namespace gatehouse::delivery {
namespace {

constexpr std::string_view kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

TEST(Signing, givesTheSignatureOfTheSpecification)
{
    const std::vector<Secret> secrets = [] {
        std::vector<Secret> out;
        out.emplace_back(kSecret);
        return out;
    }();
    EXPECT_EQ(signMessage(secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", fromMillis(1'614'265'330'999),
                          "{\"test\": 2432232314}"),
              "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signing, signsWithEachSecretWhileRotating)
{
    test::SeededRandom random;
    std::vector<Secret> secrets;
    secrets.push_back(makeSigningSecret(random));
    secrets.emplace_back(kSecret);
    const auto both = signMessage(secrets, "msg_1", fromMillis(0), "{}");
    secrets.erase(secrets.begin());
    const auto old = signMessage(secrets, "msg_1", fromMillis(0), "{}");
    EXPECT_EQ(both.substr(both.find(' ') + 1), old);
    EXPECT_EQ(both.substr(0, 3), "v1,");
}

TEST(Signing, makesSecretsThatItAccepts)
{
    test::SeededRandom random;
    const Secret made = makeSigningSecret(random);
    EXPECT_TRUE(checkSigningSecret(made.reveal()));
    EXPECT_EQ(made.reveal().substr(0, 6), "whsec_");
}

TEST(Signing, refusesSecretsThatAreNone)
{
    EXPECT_EQ(checkSigningSecret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").error().code, Errc::InvalidArgument);
    EXPECT_EQ(checkSigningSecret("whsec_c2hvcnQ=").error().code, Errc::InvalidArgument);
    EXPECT_EQ(checkSigningSecret("whsec_***").error().code, Errc::InvalidArgument);
}

TEST(Signing, writesTheTimestampInWholeSeconds)
{
    EXPECT_EQ(messageTimestamp(fromMillis(1'614'265'330'999)), "1614265330");
}

} // namespace
} // namespace gatehouse::delivery
