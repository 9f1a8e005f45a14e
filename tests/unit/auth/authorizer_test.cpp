// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/authorizer.h"
#include "tests/support/memory_credentials.h"
#include "tests/support/run_task.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::auth {
namespace {

const UnixMillis kNow = fromMillis(1'760'000'000'000);

class AuthorizerTest : public testing::Test
{
protected:
    AuthorizerTest()
    {
        scheme.kind = config::AuthKind::Bearer;
        scheme.applyHeaders.emplace_back("Authorization",
                                         *config::Template::compile("Bearer {{credentials.access_token}}"));
        store.put("acc_1", {{"access_token", "first-token"}, {"username", "somebody"}});
    }

    Result<AppliedAuthPtr> obtain(std::uint64_t revision = 1)
    {
        AuthSubject subject{"acc_1", &scheme, {}, revision};
        return *test::runTask(authorizer.obtain(std::move(subject)));
    }

    test::MemoryCredentials store;
    std::unique_ptr<runtime::Executor> executor = runtime::makeThisThreadExecutor();
    std::vector<std::string> learned;
    Authorizer authorizer{store, *executor,
                          [this](const Secret& secret) { learned.emplace_back(secret.reveal()); }};
    config::AuthScheme scheme;
};

TEST_F(AuthorizerTest, keepsWhatItReadUntilItIsToldToForget)
{
    EXPECT_EQ(authorizer.ready("acc_1", 1, kNow), nullptr);
    ASSERT_TRUE(obtain());
    ASSERT_NE(authorizer.ready("acc_1", 1, kNow), nullptr);
    EXPECT_EQ(authorizer.ready("acc_1", 1, kNow)->headers[0].second.reveal(), "Bearer first-token");
    EXPECT_EQ(authorizer.ready("acc_1", 2, kNow), nullptr);

    authorizer.forget("acc_1");
    EXPECT_EQ(authorizer.ready("acc_1", 1, kNow), nullptr);
}

TEST_F(AuthorizerTest, doesNotKeepWhatChangedWhileItWasRead)
{
    AuthSubject subject{"acc_1", &scheme, {}, 1};
    auto pending = authorizer.obtain(std::move(subject));
    authorizer.forget("acc_1");
    ASSERT_TRUE(*test::runTask(std::move(pending)));

    EXPECT_EQ(authorizer.ready("acc_1", 1, kNow), nullptr);
}

TEST_F(AuthorizerTest, tellsTheSecretsItMeetsButNotWhoSomebodyIs)
{
    ASSERT_TRUE(obtain());

    EXPECT_NE(std::ranges::find(learned, "first-token"), learned.end());
    EXPECT_EQ(std::ranges::find(learned, "somebody"), learned.end());
}

TEST_F(AuthorizerTest, tellsWhatItPutsIntoTheQueryAsItGoesOut)
{
    scheme.applyQuery.emplace_back("key", *config::Template::compile("k-{{credentials.access_token}}"));
    ASSERT_TRUE(obtain());

    EXPECT_NE(std::ranges::find(learned, "k-first-token"), learned.end());
}

TEST_F(AuthorizerTest, saysWhenTheAccountHasNothing)
{
    store.kept.clear();

    EXPECT_EQ(obtain().error().code, Errc::Unauthorized);
}

} // namespace
} // namespace gatehouse::auth
