// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/account_insight.h"
#include "core/gateway/account_transfer.h"
#include "tests/support/fake_gateway_roles.h"

namespace gatehouse::test {

/// A file is what exported says; importing gives report, once the passphrase is "open sesame" where there is
/// one to be asked for.
class FakeAccountTransfer final : public AccountTransfer, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void exportAccounts(AccountExport wanted, Completion<std::string> done) override
    {
        exports.push_back(std::move(wanted));
        s.answer<std::string>(std::move(done), exported);
    }

    void importAccounts(AccountImport given, Completion<ImportReport> done) override
    {
        const bool wrong = !given.passphrase.empty() && given.passphrase.reveal() != "open sesame";
        imports.push_back(std::move(given));
        s.answer<ImportReport>(std::move(done), wrong ? Result<ImportReport>(fail(
                                                    Errc::Unauthorized, "this passphrase does not open it"))
                                                      : Result<ImportReport>(report));
    }

    std::string exported = "{\"gatehouse_accounts\": 1}\n";
    ImportReport report;
    std::vector<AccountExport> exports;
    std::vector<AccountImport> imports;
};

class FakeAccountInsight final : public AccountInsight, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void tokenClaims(std::string accountId, Completion<std::vector<TokenClaims>> done) override
    {
        s.answer<std::vector<TokenClaims>>(std::move(done), claims[accountId]);
    }

    /// Understands one token, "a.b.c".
    void peekToken(Secret token, Completion<TokenClaims> done) override
    {
        s.answer<TokenClaims>(std::move(done),
                              token.reveal() == "a.b.c"
                                  ? Result<TokenClaims>(peeked)
                                  : Result<TokenClaims>(fail(Errc::InvalidArgument, "not a JWT")));
    }

    void credentialHints(std::string accountId, Completion<std::vector<CredentialHint>> done) override
    {
        ++hintsAsked;
        std::vector<CredentialHint> hints;
        for (const auto& [name, secret] : secrets[accountId]) {
            hints.push_back({name, secret.size(), secret.masked()});
        }
        s.answer<std::vector<CredentialHint>>(std::move(done), std::move(hints));
    }

    void revealCredential(std::string accountId, std::string name, Completion<Secret> done) override
    {
        reveals.push_back(accountId + " " + name);
        const auto& kept = secrets[accountId];
        const auto found = kept.find(name);
        s.answer<Secret>(std::move(done), found != kept.end()
                                              ? Result<Secret>(found->second.clone())
                                              : Result<Secret>(fail(Errc::NotFound, "it is not kept")));
    }

    void overrideCounts(Completion<std::vector<OverrideCount>> done) override
    {
        s.answer<std::vector<OverrideCount>>(std::move(done), overrides);
    }

    std::map<std::string, std::vector<TokenClaims>> claims; ///< By account.
    TokenClaims peeked;
    std::map<std::string, std::map<std::string, Secret>> secrets; ///< By account, by name.
    int hintsAsked = 0;
    std::vector<std::string> reveals; ///< "acc_1 access_token"
    std::vector<OverrideCount> overrides;
};

} // namespace gatehouse::test
