// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/encoding.h"
#include "core/gateway/account_insight.h"
#include "core/gateway/account_transfer.h"
#include "core/gateway/audit_trail.h"
#include "tests/unit/gateway/node_fixture.h"

#include <algorithm>

namespace gatehouse {
namespace {

constexpr const char* kPassphrase = "correct horse battery";

class AccountTransferTest : public test::NodeFixture
{
protected:
    Result<std::string> exported(std::string_view passphrase = {})
    {
        return ask<std::string>([&](auto done) {
            AccountExport wanted;
            wanted.passphrase = Secret(passphrase);
            node->accountTransfer().exportAccounts(std::move(wanted), std::move(done));
        });
    }

    Result<ImportReport> imported(const std::string& text, std::string_view passphrase = {},
                                  bool dryRun = false)
    {
        return ask<ImportReport>([&](auto done) {
            node->accountTransfer().importAccounts({text, Secret(passphrase), dryRun}, std::move(done));
        });
    }

    std::vector<Account> accounts()
    {
        return ask<std::vector<Account>>([this](auto done) { node->accounts().accounts(std::move(done)); })
            .value();
    }

    /// As another gateway would be: nobody and nothing is known.
    void forgetAll()
    {
        for (const Account& account : accounts()) {
            const auto id = account.id;
            EXPECT_TRUE(ask<bool>([&](auto done) { node->accounts().removeAccount(id, std::move(done)); }));
        }
        ASSERT_TRUE(accounts().empty());
    }

    void overrideOf(OverrideLevel level, const std::string& owner)
    {
        const auto put = ask<json::Document>([&](auto done) {
            node->mappings().putOverride({level, owner, "crm", "contacts", "get"},
                                         *json::parse(R"({"response": {"first_name": "'Ada'"}})"),
                                         std::move(done));
        });
        ASSERT_TRUE(put) << put.error().describe();
    }
};

TEST_F(AccountTransferTest, carriesAccountsWithoutTheirSecrets)
{
    const auto account = connect().value();
    overrideOf(OverrideLevel::Account, account.id);
    const auto text = exported();
    ASSERT_TRUE(text) << text.error().describe();
    EXPECT_EQ(text->find("secret-token-1"), std::string::npos);
    EXPECT_EQ(text->find("credentials"), std::string::npos);
    forgetAll();
    const auto planned = imported(*text, {}, true);
    ASSERT_TRUE(planned) << planned.error().describe();
    EXPECT_FALSE(planned->sealed);
    ASSERT_EQ(planned->accounts.size(), 1U);
    EXPECT_EQ(planned->accounts.front().outcome, ImportOutcome::Waiting);
    EXPECT_TRUE(accounts().empty()) << "a dry run writes nothing";
    const auto report = imported(*text);
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_EQ(report->accounts.front().outcome, ImportOutcome::Waiting);
    EXPECT_EQ(report->accounts.front().overrides, 1U);
    const auto here = accounts();
    ASSERT_EQ(here.size(), 1U);
    EXPECT_EQ(here.front().id, account.id);
    EXPECT_EQ(here.front().environmentId, account.environmentId);
    EXPECT_EQ(here.front().status, AccountStatus::Connecting);
    EXPECT_EQ((*here.front().context)["base"].asString(), "https://acme.test");
    const auto counts = ask<std::vector<OverrideCount>>(
        [this](auto done) { node->accountInsight().overrideCounts(std::move(done)); });
    ASSERT_EQ(counts->size(), 1U);
    EXPECT_EQ(counts->front().account, 1U);
    EXPECT_EQ(counts->front().environment, 0U);
}

TEST_F(AccountTransferTest, carriesSecretsOnlySealedAndGivesThemBackWithThePassphrase)
{
    const auto account = connect().value();
    const auto text = exported(kPassphrase);
    ASSERT_TRUE(text) << text.error().describe();
    EXPECT_EQ(text->find("secret-token-1"), std::string::npos);
    EXPECT_EQ(text->find(crypto::toBase64("secret-token-1")), std::string::npos);
    EXPECT_NE(text->find("access_token"), std::string::npos);
    forgetAll();
    const auto wrong = imported(*text, "correct horse batterie");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, Errc::Unauthorized);
    EXPECT_TRUE(accounts().empty());
    const auto report = imported(*text, kPassphrase);
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_TRUE(report->sealed);
    EXPECT_EQ(report->accounts.front().outcome, ImportOutcome::Created);
    EXPECT_EQ(accounts().front().status, AccountStatus::Active);
    const auto kept =
        ask<auth::CredentialsPtr>([&](auto done) { credentials.load(account.id, std::move(done)); });
    ASSERT_TRUE(kept);
    EXPECT_EQ((*kept)->find("access_token")->reveal(), "secret-token-1");
    const auto audit =
        ask<std::vector<AuditEntry>>([this](auto done) { node->audit().entries(0, 100, std::move(done)); });
    EXPECT_TRUE(std::ranges::any_of(*audit, [&](const AuditEntry& entry) {
        return entry.action == "credential.export" && entry.subject == account.id;
    }));
}

TEST_F(AccountTransferTest, refusesCredentialsThatWereMovedToAnotherAccount)
{
    const auto first = connect().value();
    const auto second = connect().value();
    auto text = exported(kPassphrase).value();
    forgetAll();
    // The two change their names, and so their credentials.
    const auto swap = [&](const std::string& from, const std::string& to) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from)) {
            text.replace(at, from.size(), to);
        }
    };
    swap(first.id, "acc_third");
    swap(second.id, first.id);
    swap("acc_third", second.id);
    const auto report = imported(text, kPassphrase);
    ASSERT_TRUE(report) << report.error().describe();
    for (const auto& account : report->accounts) {
        EXPECT_EQ(account.outcome, ImportOutcome::Refused);
        EXPECT_NE(account.note.find("was not sealed for it"), std::string::npos) << account.note;
    }
    EXPECT_TRUE(accounts().empty());
}

TEST_F(AccountTransferTest, leavesWhatIsHereAsItIsAndSaysWhatDoesNotFit)
{
    const auto account = connect().value();
    auto text = exported().value();
    ASSERT_TRUE(update(account.id, R"({"label": "Changed since"})"));
    const auto again = imported(text);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->accounts.front().outcome, ImportOutcome::Exists);
    EXPECT_EQ(accounts().front().label, "Changed since");
    forgetAll();
    text.replace(text.find("\"acme\""), 6, "\"moon\"");
    const auto unknown = imported(text);
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->accounts.front().outcome, ImportOutcome::Refused);
    EXPECT_NE(unknown->accounts.front().note.find("moon"), std::string::npos);
    EXPECT_EQ(imported("{}").error().code, Errc::Unsupported);
    EXPECT_EQ(imported("{").error().code, Errc::ParseError);
    EXPECT_EQ(exported("too short").error().code, Errc::InvalidArgument);
}

TEST_F(AccountTransferTest, showsWhatAJwtSaysAndNeverItsSignature)
{
    const std::string token = crypto::toBase64Url(R"({"alg":"RS256","kid":"k1"})") + "."
                              + crypto::toBase64Url(R"({"iss":"https://id.test","exp":1760003600})") + "."
                              + crypto::toBase64Url("the signature");
    const auto account =
        connect((R"("context": {"base": "https://acme.test"}, "credentials": {"access_token": ")" + token
                 + R"("})")
                    .c_str())
            .value();
    const auto claims = ask<std::vector<TokenClaims>>(
        [&](auto done) { node->accountInsight().tokenClaims(account.id, std::move(done)); });
    ASSERT_TRUE(claims) << claims.error().describe();
    ASSERT_EQ(claims->size(), 1U);
    EXPECT_EQ(claims->front().name, "access_token");
    EXPECT_EQ((*claims->front().claims)["iss"].asString(), "https://id.test");
    EXPECT_EQ(json::write(*claims->front().header).find("signature"), std::string::npos);
    const auto opaque = ask<TokenClaims>([&](auto done) {
        node->accountInsight().peekToken(Secret(std::string_view("opaque")), std::move(done));
    });
    ASSERT_FALSE(opaque);
    EXPECT_EQ(opaque.error().code, Errc::InvalidArgument);
    EXPECT_EQ(opaque.error().message.find("opaque"), std::string::npos) << "the token is not repeated";
}

TEST_F(AccountTransferTest, revealsACredentialToTheConsoleAndWritesThatDown)
{
    const auto account =
        connect(
            R"("context": {"base": "https://acme.test"}, "credentials": {"access_token": "secret-token-1234"})")
            .value();
    const auto hints = ask<std::vector<CredentialHint>>(
        [&](auto done) { node->accountInsight().credentialHints(account.id, std::move(done)); });
    ASSERT_TRUE(hints) << hints.error().describe();
    ASSERT_EQ(hints->size(), 1U);
    EXPECT_EQ(hints->front().name, "access_token");
    EXPECT_EQ(hints->front().size, 17U);
    EXPECT_EQ(hints->front().masked, "••••1234");
    const auto value = ask<Secret>([&](auto done) {
        const auto acting = node->audit().actAs("console");
        node->accountInsight().revealCredential(account.id, "access_token", std::move(done));
    });
    ASSERT_TRUE(value) << value.error().describe();
    EXPECT_EQ(value->reveal(), "secret-token-1234");
    const auto nothing = ask<Secret>(
        [&](auto done) { node->accountInsight().revealCredential(account.id, "password", std::move(done)); });
    EXPECT_EQ(nothing.error().code, Errc::NotFound);
    const auto audit =
        ask<std::vector<AuditEntry>>([&](auto done) { node->audit().entries(0, 20, std::move(done)); });
    ASSERT_TRUE(audit);
    std::vector<std::string> told;
    for (const auto& entry : *audit) {
        if (entry.action == "credential.reveal") {
            EXPECT_EQ(json::write(*entry.detail).find("secret-token"), std::string::npos);
            told.push_back(entry.actor + " " + std::string((*entry.detail)["field"].asString()) + " "
                           + std::string((*entry.detail)["problem"].asString()));
        }
    }
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[1], "console access_token ");
    EXPECT_NE(told[0].find("password no credential password is kept"), std::string::npos) << told[0];
}

} // namespace
} // namespace gatehouse
