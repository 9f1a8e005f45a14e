// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/address_range.h"
#include "core/gateway/private_file.h"
#include "tests/unit/gateway/node_fixture.h"

namespace gatehouse {
namespace {

class KeysTest : public test::NodeFixture
{
protected:
    CreatedKey create(ApiKey wanted)
    {
        return ask<CreatedKey>([&](auto done) { node->keys().createKey(wanted, std::move(done)); }).value();
    }
};

TEST_F(KeysTest, checksScopeAddressAndEnvironment)
{
    ApiKey wanted;
    wanted.name = "script";
    wanted.scope = KeyScope::Call;
    wanted.cidrs = {"10.0.0.0/8"};
    const auto made = create(wanted);

    const auto near = node->keys().check(made.secret.reveal(), "10.2.3.4");
    ASSERT_TRUE(near);
    EXPECT_TRUE((*near)->allows(KeyScope::Read));
    EXPECT_TRUE((*near)->allows(KeyScope::Call));
    EXPECT_FALSE((*near)->allows(KeyScope::Admin));
    EXPECT_EQ(node->keys().check(made.secret.reveal(), "11.0.0.1").error().code, Errc::Forbidden);
}

TEST_F(KeysTest, keepsNoKeyInClear)
{
    const auto made = create({});
    stopNode();

    for (const auto& entry : std::filesystem::directory_iterator(dir.path())) {
        if (entry.is_regular_file() && entry.path().filename() != "api-key") {
            EXPECT_EQ(test::readFile(entry.path()).find(std::string(made.secret.reveal())), std::string::npos)
                << entry.path();
        }
    }
}

TEST_F(KeysTest, revokesAtOnceButNeverTheLastAdminKey)
{
    const auto made = create({});
    EXPECT_TRUE(*ask<bool>([&](auto done) { node->keys().revokeKey(made.key.id, std::move(done)); }));
    EXPECT_FALSE(node->keys().check(made.secret.reveal(), "127.0.0.1"));

    const auto all = ask<std::vector<ApiKey>>([this](auto done) { node->keys().keys(std::move(done)); });
    ASSERT_EQ(all->size(), 1U);
    const auto last = ask<bool>([&](auto done) { node->keys().revokeKey(all->front().id, std::move(done)); });
    EXPECT_EQ(last.error().code, Errc::Conflict);
}

TEST_F(KeysTest, keepsOneOfTheLastTwoAdminKeysWhenBothAreRevokedAtOnce)
{
    ApiKey wanted;
    wanted.scope = KeyScope::Admin;
    create(wanted);
    const auto all = ask<std::vector<ApiKey>>([this](auto done) { node->keys().keys(std::move(done)); });
    ASSERT_EQ(all->size(), 2U);
    std::optional<Result<bool>> first;
    node->keys().revokeKey((*all)[0].id, [&](Result<bool> done) { first.emplace(std::move(done)); });
    const auto second = ask<bool>([&](auto done) { node->keys().revokeKey((*all)[1].id, std::move(done)); });

    ASSERT_TRUE(first);
    EXPECT_TRUE(*first);
    EXPECT_EQ(second.error().code, Errc::Conflict);
}

TEST_F(KeysTest, refusesARangeThatIsNone)
{
    ApiKey wanted;
    wanted.cidrs = {"10.0.0.0/99"};
    const auto refused = ask<CreatedKey>([&](auto done) { node->keys().createKey(wanted, std::move(done)); });

    EXPECT_EQ(refused.error().code, Errc::InvalidArgument);
}

TEST_F(KeysTest, makesANewAdminKeyWhenTheFileIsGone)
{
    const std::string before = test::readFile(dir.path() / "api-key");
    stopNode();
    std::filesystem::remove(dir.path() / "api-key");
    startNode();

    const std::string after = test::readFile(dir.path() / "api-key");
    EXPECT_NE(after, before);
    EXPECT_TRUE(node->keys().check(after.substr(0, after.size() - 1), "127.0.0.1"));
}

TEST(AddressRange, holdsBothFamiliesAndSingleAddresses)
{
    EXPECT_TRUE(AddressRange::parse("10.0.0.0/8")->contains("10.255.0.1"));
    EXPECT_FALSE(AddressRange::parse("10.0.0.0/8")->contains("11.0.0.1"));
    EXPECT_TRUE(AddressRange::parse("10.0.0.0/8")->contains("::ffff:10.1.1.1"));
    EXPECT_TRUE(AddressRange::parse("2001:db8::/32")->contains("2001:db8::1"));
    EXPECT_TRUE(AddressRange::parse("127.0.0.1")->contains("127.0.0.1"));
    EXPECT_FALSE(AddressRange::parse("127.0.0.1")->contains("127.0.0.2"));
    EXPECT_FALSE(AddressRange::parse("127.0.0.1")->contains("no address"));
    EXPECT_FALSE(AddressRange::parse("localhost"));
}

TEST(PrivateFile, isReadableByItsOwnerAlone)
{
    const test::TempDir dir;
    const auto file = dir.path() / "secret";
    ASSERT_TRUE(writePrivateFile(file, "one"));
    ASSERT_TRUE(writePrivateFile(file, "two"));

    EXPECT_EQ(readPrivateFile(file)->reveal(), "two");
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(readPrivateFile(dir.path() / "none").error().code, Errc::NotFound);
    EXPECT_EQ(writePrivateFile(dir.path() / "no" / "such", "x").error().code, Errc::Unavailable);
}

} // namespace
} // namespace gatehouse
