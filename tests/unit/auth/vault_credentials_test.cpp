// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/vault_credentials.h"

#include <gtest/gtest.h>

#include <map>

namespace gatehouse::auth {
namespace {

/// Keeps fields in memory and answers at once.
class FakeVault final : public vault::VaultService
{
public:
    void status(Completion<vault::VaultStatus> done) override { done(vault::VaultStatus{}); }

    void load(std::string accountId, Completion<vault::Fields> done) override
    {
        const auto found = kept.find(accountId);
        if (found == kept.end()) {
            done(fail(Errc::NotFound, "nothing is kept"));
            return;
        }
        vault::Fields copy;
        for (const auto& [name, secret] : found->second) {
            copy.emplace(name, secret.clone());
        }
        done(std::move(copy));
    }

    void save(std::string accountId, vault::Fields fields, Completion<bool> done) override
    {
        kept[accountId] = std::move(fields);
        done(true);
    }

    void saveIf(std::string accountId, vault::Fields fields,
                std::function<Status(const vault::Fields&)> admit, Completion<bool> done) override
    {
        if (const auto admitted = admit(kept[accountId]); !admitted) {
            done(fail(admitted.error()));
            return;
        }
        save(std::move(accountId), std::move(fields), std::move(done));
    }

    void remove(std::string accountId, Completion<bool> done) override { done(kept.erase(accountId) > 0); }

    void unlock(Secret /*passphrase*/, Completion<vault::VaultStatus> done) override
    {
        status(std::move(done));
    }

    void lock(Completion<vault::VaultStatus> done) override { status(std::move(done)); }

    void rotateDataKey(std::string /*accountId*/, Completion<bool> done) override { done(true); }

    void rotateMasterKey(vault::MasterKeyChoice /*next*/, Completion<bool> done) override { done(true); }

    void rotateDataKeys(Completion<vault::VaultStatus> done) override { status(std::move(done)); }

    void copyTo(std::filesystem::path /*file*/, Completion<bool> done) override { done(true); }

    std::map<std::string, vault::Fields> kept;
};

TEST(VaultCredentials, givesBackSecretsAndTheTokensEnd)
{
    FakeVault vault;
    VaultCredentials store(vault);
    auto credentials = std::make_shared<Credentials>();
    credentials->secrets.emplace("access_token", Secret(std::string("abc")));
    credentials->tokenExpiresAt = fromMillis(1'760'000'000'000);
    store.save("acc_1", credentials, {});

    CredentialsPtr loaded;
    store.load("acc_1", [&](Result<CredentialsPtr> answer) { loaded = answer.value(); });

    ASSERT_TRUE(loaded);
    ASSERT_EQ(loaded->secrets.size(), 1U);
    EXPECT_EQ(loaded->find("access_token")->reveal(), "abc");
    EXPECT_EQ(loaded->tokenExpiresAt, fromMillis(1'760'000'000'000));
}

TEST(VaultCredentials, saysWhenNothingIsKept)
{
    FakeVault vault;
    VaultCredentials store(vault);

    Errc code = Errc::Internal;
    store.load("acc_1", [&](Result<CredentialsPtr> answer) { code = answer.error().code; });
    bool removed = true;
    store.remove("acc_1", [&](Result<bool> answer) { removed = *answer; });

    EXPECT_EQ(code, Errc::NotFound);
    EXPECT_FALSE(removed);
}

} // namespace
} // namespace gatehouse::auth
