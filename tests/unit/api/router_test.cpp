// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::api {
namespace {

using testing::ElementsAre;

class RouterTest : public testing::Test
{
protected:
    void add(const std::string& method, const std::string& path)
    {
        ASSERT_TRUE(router.add(Route(method, path, std::nullopt, nullptr)));
    }

    std::string pathFor(const std::string& method, const std::string& path)
    {
        const auto match = router.match(method, path);
        return match && match->route != nullptr ? match->route->path : "";
    }

    Router router;
};

TEST_F(RouterTest, prefersLiteralsAndComesBackFromThem)
{
    add("GET", "/v1/mappings/resolve");
    add("GET", "/v1/mappings/{integration}/{model}");
    EXPECT_EQ(pathFor("GET", "/v1/mappings/resolve"), "/v1/mappings/resolve");
    EXPECT_EQ(pathFor("GET", "/v1/mappings/resolve/crm"), "/v1/mappings/{integration}/{model}");
    EXPECT_EQ(pathFor("GET", "/v1/mappings"), "");
    EXPECT_EQ(pathFor("GET", "/v1/mappings/a/b/c"), "");
}

TEST_F(RouterTest, decodesNamesAndKeepsTheRestAsReceived)
{
    add("GET", "/v1/items/{id}");
    add("*", "/v1/proxy/{account}/{path…}");
    EXPECT_EQ(router.match("GET", "/v1/items/a%2Fb%20c")->parameters.get("id"), "a/b c");
    const auto proxied = router.match("PURGE", "/v1/proxy/acc_1/x%2Fy//z/");
    EXPECT_EQ(proxied->parameters.get("account"), "acc_1");
    EXPECT_EQ(proxied->parameters.get("path"), "/x%2Fy//z/");
    EXPECT_EQ(router.match("GET", "/v1/proxy/acc_1/")->parameters.get("path"), "/");
    EXPECT_EQ(pathFor("GET", "/v1/proxy/acc_1"), "");
    EXPECT_EQ(proxied->parameters.get("nothing"), "");
}

TEST_F(RouterTest, answersHeadByGetAndNamesTheAllowedMethods)
{
    add("GET", "/x");
    add("PUT", "/x");
    EXPECT_EQ(pathFor("HEAD", "/x"), "/x");
    const auto match = router.match("DELETE", "/x");
    EXPECT_EQ(match->route, nullptr);
    EXPECT_THAT(match->allowed, ElementsAre("GET", "HEAD", "PUT", "OPTIONS"));
    EXPECT_TRUE(router.match("GET", "/nothing")->allowed.empty());
}

TEST_F(RouterTest, refusesPathsThatCouldMeanSomethingElseUpstream)
{
    add("*", "/v1/proxy/{account}/{path…}");
    for (const auto* path : {"/v1/proxy/a/../../keys", "/v1/proxy/a/%2e%2E/keys", "/v1/proxy/a/./b",
                             "/v1/proxy/a/%zz", "/v1/proxy/a/%2", "v1", "", "/v1/proxy/a/b%00c"}) {
        const auto match = router.match("GET", path);
        ASSERT_FALSE(match) << path;
        EXPECT_EQ(match.error().code, Errc::InvalidArgument);
    }
    EXPECT_TRUE(router.match("GET", "/v1/proxy/a/..b/c.."));
}

TEST_F(RouterTest, refusesTwoRoutesForOneMethodAndTwoNamesForOneSegment)
{
    add("GET", "/a/{id}");
    EXPECT_FALSE(router.add(Route("GET", "/a/{id}", std::nullopt, nullptr)));
    EXPECT_FALSE(router.add(Route("PUT", "/a/{name}", std::nullopt, nullptr)));
    EXPECT_TRUE(router.add(Route("PUT", "/a/{id}", std::nullopt, nullptr)));
}

} // namespace
} // namespace gatehouse::api
