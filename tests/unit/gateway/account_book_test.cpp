// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/account_book.h"
#include "core/json/parse.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

Account account(const std::string& id, const std::string& environment = "env_1")
{
    Account out;
    out.id = id;
    out.environmentId = environment;
    out.integration = "acme";
    return out;
}

TEST(AccountBook, givesCallsUnderWayTheRecordTheyBeganWith)
{
    AccountBook book;
    book.putAccount(account("acc_1"));
    const auto before = book.find("acc_1");
    auto changed = account("acc_1");
    changed.label = "new";
    book.putAccount(changed);

    EXPECT_EQ(before->account.label, "");
    EXPECT_EQ(book.find("acc_1")->account.label, "new");
    EXPECT_GT(book.find("acc_1")->revision, before->revision);
}

TEST(AccountBook, renewsTheRecordsThatAnOverrideTouchesAndNoOthers)
{
    AccountBook book;
    book.putAccount(account("acc_1"));
    book.putAccount(account("acc_2"));
    book.putAccount(account("acc_3", "env_2"));
    const auto revisions = [&] {
        return std::vector<std::uint64_t>{book.find("acc_1")->revision, book.find("acc_2")->revision,
                                          book.find("acc_3")->revision};
    };
    const auto before = revisions();
    const OverrideKey environment{OverrideLevel::Environment, "env_1", "crm", "contacts", "get"};
    book.putOverride(environment, *json::parse("{}"));
    const auto after = revisions();

    EXPECT_GT(after[0], before[0]);
    EXPECT_GT(after[1], before[1]);
    EXPECT_EQ(after[2], before[2]);
    EXPECT_EQ(book.find("acc_1")->environmentOverrides->count("crm.contacts.get"), 1U);
    EXPECT_TRUE(book.removeOverride(environment));
    EXPECT_FALSE(book.removeOverride(environment));
    EXPECT_TRUE(book.find("acc_1")->environmentOverrides->empty());
}

TEST(AccountBook, movesTheLastSuccessForwardOnly)
{
    AccountBook book;
    book.putAccount(account("acc_1"));
    const auto revision = book.find("acc_1")->revision;
    book.noteSuccess("acc_1", fromMillis(2000));
    book.noteSuccess("acc_1", fromMillis(1000));

    EXPECT_EQ(book.account("acc_1")->lastSuccessAt, fromMillis(2000));
    EXPECT_EQ(book.find("acc_1")->revision, revision);
}

TEST(AccountBook, givesEachSuccessOutOnceToBeWritten)
{
    AccountBook book;
    for (const char* id : {"acc_1", "acc_2", "acc_3"}) {
        book.putAccount(account(id));
        book.noteSuccess(id, fromMillis(1000));
    }
    book.noteSuccess("acc_1", fromMillis(2000));
    book.removeAccount("acc_3");

    EXPECT_EQ(book.takeSuccesses(1).size(), 1U);
    EXPECT_EQ(book.takeSuccesses(9).size(), 1U);
    EXPECT_TRUE(book.takeSuccesses(9).empty());
    book.noteSuccess("acc_1", fromMillis(3000));
    const auto again = book.takeSuccesses(9);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again.front(), std::pair(std::string("acc_1"), fromMillis(3000)));
    EXPECT_EQ(book.account("acc_2")->lastSuccessAt, fromMillis(1000));
}

TEST(AccountBook, forgetsAnAccountWithItsOverrides)
{
    AccountBook book;
    book.putAccount(account("acc_1"));
    const OverrideKey key{OverrideLevel::Account, "acc_1", "crm", "contacts", "get"};
    book.putOverride(key, *json::parse("{}"));

    EXPECT_TRUE(book.removeAccount("acc_1"));
    EXPECT_FALSE(book.removeAccount("acc_1"));
    EXPECT_FALSE(book.findOverride(key));
    EXPECT_TRUE(book.accounts().empty());
}

TEST(AccountRows, goThereAndBack)
{
    Account full = account("acc_1");
    full.label = "L";
    full.authKind = "bearer";
    full.status = AccountStatus::NeedsReauth;
    full.statusReason = "why";
    full.context = *json::parse(R"({"a":1.50})");
    full.sandbox = true;
    full.createdAt = fromMillis(5);
    full.lastSuccessAt = fromMillis(6);

    const auto back = accountFromRow(toRow(full));

    ASSERT_TRUE(back);
    EXPECT_EQ(back->status, full.status);
    EXPECT_EQ(toRow(*back).contextJson, R"({"a":1.50})");
    EXPECT_EQ(back->lastSuccessAt, full.lastSuccessAt);
    store::AccountRow broken;
    broken.contextJson = "{";
    EXPECT_EQ(accountFromRow(broken).error().code, Errc::Corrupt);
}

} // namespace
} // namespace gatehouse
