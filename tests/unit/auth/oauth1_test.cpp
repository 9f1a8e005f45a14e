// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth1.h"
#include "core/json/parse.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

namespace gatehouse::auth {
namespace {

OAuth1Credentials credentialsOf(const json::Value& v)
{
    return {std::string(v["consumer_key"].asString()), Secret(v["consumer_secret"].asString()),
            std::string(v["token_id"].asString()), Secret(v["token_secret"].asString())};
}

OAuth1Request requestOf(const json::Value& v)
{
    OAuth1Request request;
    request.method = std::string(v["method"].asString());
    request.url = Url::parse(v["url"].asString()).value();
    request.realm = std::string(v["realm"].asString());
    request.nonce = std::string(v["nonce"].asString());
    request.timestamp = v["timestamp"].asInt();
    return request;
}

TEST(OAuth1Vectors, giveTheirBaseStringAndAuthorization)
{
    const auto path = test::sharedDir() / "vectors/oauth1_tba_vectors.json";
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << "no shared vectors at " << path << " (set GATEHOUSE_SHARED)";
    }
    const auto file = json::parse(test::readFile(path)).value();
    ASSERT_GT(file.root()["vectors"].size(), 0U);
    for (const auto& v : file.root()["vectors"].items()) {
        const auto method = v["signature_method"].asString();
        EXPECT_EQ(oauth1BaseString(requestOf(v), credentialsOf(v), method),
                  v["expect_base_string"].asString())
            << v["name"].asString();
        EXPECT_EQ(oauth1Authorization(requestOf(v), credentialsOf(v), method).value(),
                  v["expect_authorization"].asString())
            << v["name"].asString();
    }
}

// RFC 5849 §3.4.1.1, without its form body's quirks: repeated and empty parameters sort by name, then value.
TEST(OAuth1, sortsRepeatedParametersByValueAndSignsFormBodies)
{
    OAuth1Request request;
    request.method = "POST";
    request.url = Url::parse("http://EXAMPLE.COM:80/r%20v/X?b5=%3D%253D&a3=a&c%40=&a2=r%20b").value();
    request.formParameters = {{"c2", ""}, {"a3", "2 q"}};
    request.nonce = "7d8f3e4a";
    request.timestamp = 137131201;
    const OAuth1Credentials credentials{"9djdj82h48djs9d2", Secret(std::string_view("c")), "kkk9d7dh3k39sjv7",
                                        Secret(std::string_view("t"))};
    EXPECT_EQ(
        oauth1BaseString(request, credentials, "HMAC-SHA1"),
        "POST&http%3A%2F%2Fexample.com%2Fr%2520v%2FX&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%"
        "25253D%26"
        "c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26"
        "oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7%26"
        "oauth_version%3D1.0");
}

TEST(OAuth1, refusesAMethodItDoesNotKnow)
{
    OAuth1Request request;
    request.url = Url::parse("https://a/").value();
    EXPECT_EQ(oauth1Authorization(request, {}, "PLAINTEXT").error().code, Errc::Unsupported);
}

} // namespace
} // namespace gatehouse::auth
