// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/store/store_backend.h"

namespace gatehouse::store::test {
namespace {

INSTANTIATE_TEST_SUITE_P(Backends, StoreContract, ::testing::ValuesIn(backends()),
                         [](const auto& backend) { return backend.param.name; });

AccountRow fullAccount()
{
    AccountRow row;
    row.id = "acc_1";
    row.environmentId = "env_1";
    row.integration = "some-crm";
    row.label = "Zoë's CRM – Ωmega 🏢";
    row.authKind = "oauth2_authorization_code";
    row.status = "active";
    row.contextJson = R"({"big":12345678901234567890,"text":"č"})";
    row.sandbox = true;
    row.createdAt = fromMillis(1'760'000'000'123);
    row.lastSuccessAt = fromMillis(5);
    return row;
}

TEST_P(StoreContract, anEnvironmentComesBackAsItWasAlsoAfterAReopen)
{
    const EnvironmentRow row{"env_1", "Ácme", R"({"z":1,"a":1.50})", fromMillis(77)};
    ASSERT_TRUE(wait<EnvironmentRow>(
        [&](auto done) { store().environments().putEnvironment(row, std::move(done)); }));
    reopen();
    const auto found = wait<EnvironmentRow>(
        [&](auto done) { store().environments().environment("env_1", std::move(done)); });
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->name, row.name);
    EXPECT_EQ(found->metadataJson, row.metadataJson);
    EXPECT_EQ(found->createdAt, row.createdAt);
}

TEST_P(StoreContract, environmentsAreListedOldestFirstAndPutKeepsTheCreationTime)
{
    ASSERT_TRUE(putEnvironment("env_b", 2));
    ASSERT_TRUE(putEnvironment("env_a", 1));
    ASSERT_TRUE(putEnvironment("env_b", 0));
    const auto list = wait<std::vector<EnvironmentRow>>(
        [&](auto done) { store().environments().environments(std::move(done)); });
    ASSERT_TRUE(list);
    ASSERT_EQ(list->size(), 2U);
    EXPECT_EQ(list->at(0).id, "env_a");
    EXPECT_EQ(toMillis(list->at(1).createdAt), 2);
}

TEST_P(StoreContract, anUnknownEnvironmentIsNotFound)
{
    const auto found = wait<EnvironmentRow>(
        [&](auto done) { store().environments().environment("env_x", std::move(done)); });
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::NotFound);
    EXPECT_NE(found.error().message.find("env_x"), std::string::npos);
}

TEST_P(StoreContract, anEnvironmentWithAccountsStaysAndSaysWhy)
{
    ASSERT_TRUE(putEnvironment("env_1"));
    ASSERT_TRUE(putAccount(fullAccount()));
    const auto removed =
        wait<bool>([&](auto done) { store().environments().removeEnvironment("env_1", std::move(done)); });
    ASSERT_FALSE(removed);
    EXPECT_EQ(removed.error().code, Errc::Conflict);
    ASSERT_TRUE(wait<bool>([&](auto done) { store().accounts().removeAccount("acc_1", std::move(done)); }));
    EXPECT_EQ(
        wait<bool>([&](auto done) { store().environments().removeEnvironment("env_1", std::move(done)); }),
        true);
    EXPECT_EQ(
        wait<bool>([&](auto done) { store().environments().removeEnvironment("env_1", std::move(done)); }),
        false);
}

TEST_P(StoreContract, anAccountComesBackFieldByField)
{
    ASSERT_TRUE(putEnvironment("env_1"));
    const auto row = fullAccount();
    ASSERT_TRUE(putAccount(row));
    const auto found =
        wait<AccountRow>([&](auto done) { store().accounts().account("acc_1", std::move(done)); });
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->environmentId, row.environmentId);
    EXPECT_EQ(found->integration, row.integration);
    EXPECT_EQ(found->label, row.label);
    EXPECT_EQ(found->authKind, row.authKind);
    EXPECT_EQ(found->status, row.status);
    EXPECT_EQ(found->statusReason, row.statusReason);
    EXPECT_EQ(found->contextJson, row.contextJson);
    EXPECT_EQ(found->sandbox, row.sandbox);
    EXPECT_EQ(found->createdAt, row.createdAt);
    EXPECT_EQ(found->lastSuccessAt, row.lastSuccessAt);
    EXPECT_EQ(found->tokenExpiresAt, std::nullopt);
    EXPECT_TRUE(found->autoRefresh);
    auto manual = row;
    manual.autoRefresh = false;
    ASSERT_TRUE(putAccount(manual));
    EXPECT_FALSE(wait<AccountRow>([&](auto done) {
                     store().accounts().account("acc_1", std::move(done));
                 })->autoRefresh);
}

TEST_P(StoreContract, anAccountNeedsItsEnvironment)
{
    const auto put = putAccount(fullAccount());
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error().code, Errc::NotFound);
    EXPECT_NE(put.error().message.find("env_1"), std::string::npos);
}

TEST_P(StoreContract, accountStatusAndLastSuccessChangeAlone)
{
    ASSERT_TRUE(putEnvironment("env_1"));
    ASSERT_TRUE(putAccount(fullAccount()));
    ASSERT_TRUE(wait<bool>([&](auto done) {
        store().accounts().setAccountStatus("acc_1", "needs_reauth", "the user revoked it", std::move(done));
    }));
    for (const std::int64_t at : {9, 7}) {
        ASSERT_EQ(wait<bool>([&](auto done) {
                      store().accounts().noteAccountSuccess("acc_1", fromMillis(at), std::move(done));
                  }),
                  true);
    }
    const auto list =
        wait<std::vector<AccountRow>>([&](auto done) { store().accounts().accounts(std::move(done)); });
    ASSERT_TRUE(list);
    ASSERT_EQ(list->size(), 1U);
    EXPECT_EQ(list->front().status, "needs_reauth");
    EXPECT_EQ(list->front().statusReason, "the user revoked it");
    EXPECT_EQ(list->front().lastSuccessAt, fromMillis(9));
    const auto missing = wait<bool>(
        [&](auto done) { store().accounts().setAccountStatus("acc_x", "active", "", std::move(done)); });
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::NotFound);
}

TEST_P(StoreContract, overridesAreKeptPerLevelOwnerAndOperationAndGoWithTheirOwner)
{
    ASSERT_TRUE(putEnvironment("env_1"));
    ASSERT_TRUE(putAccount(fullAccount()));
    const OverrideId environmentLevel{"environment", "env_1", "crm", "contacts", "list"};
    const OverrideId accountLevel{"account", "acc_1", "crm", "contacts", "list"};
    for (const auto& id : {environmentLevel, accountLevel}) {
        ASSERT_TRUE(wait<OverrideRow>([&](auto done) {
            store().overrides().putOverride({id, R"({"v":1})", fromMillis(1)}, std::move(done));
        }));
    }
    ASSERT_TRUE(wait<OverrideRow>([&](auto done) {
        store().overrides().putOverride({accountLevel, R"({"v":2})", fromMillis(2)}, std::move(done));
    }));
    const auto found = wait<OverrideRow>(
        [&](auto done) { store().overrides().findOverride(accountLevel, std::move(done)); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->documentJson, R"({"v":2})");
    EXPECT_EQ(toMillis(found->updatedAt), 2);

    ASSERT_TRUE(wait<bool>([&](auto done) { store().accounts().removeAccount("acc_1", std::move(done)); }));
    const auto list =
        wait<std::vector<OverrideRow>>([&](auto done) { store().overrides().overrides(std::move(done)); });
    ASSERT_TRUE(list);
    ASSERT_EQ(list->size(), 1U);
    EXPECT_EQ(list->front().id, environmentLevel);
    EXPECT_EQ(
        wait<bool>([&](auto done) { store().overrides().removeOverride(environmentLevel, std::move(done)); }),
        true);
    EXPECT_EQ(
        wait<bool>([&](auto done) { store().overrides().removeOverride(environmentLevel, std::move(done)); }),
        false);
}

TEST_P(StoreContract, integrationVersionsCountUpPerSlugAndOneIsActive)
{
    auto add = [&](const std::string& slug, const std::string& document) {
        return wait<IntegrationVersionRow>([&](auto done) {
            store().integrations().addIntegrationVersion({slug, 0, document, "api", fromMillis(3), false},
                                                         std::move(done));
        });
    };
    ASSERT_EQ(add("one", "{}")->version, 1U);
    ASSERT_EQ(add("one", R"({"b":2})")->version, 2U);
    ASSERT_EQ(add("two", "{}")->version, 1U);

    const auto back = wait<IntegrationVersionRow>(
        [&](auto done) { store().integrations().activateIntegrationVersion("one", 1, std::move(done)); });
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_TRUE(back->active);
    const auto history = wait<std::vector<IntegrationVersionRow>>(
        [&](auto done) { store().integrations().integrationHistory("one", std::move(done)); });
    ASSERT_EQ(history->size(), 2U);
    EXPECT_EQ(history->at(0).version, 2U);
    EXPECT_EQ(history->at(0).documentJson, R"({"b":2})");
    EXPECT_FALSE(history->at(0).active);
    EXPECT_TRUE(history->at(1).active);

    const auto active = wait<std::vector<IntegrationVersionRow>>(
        [&](auto done) { store().integrations().activeIntegrations(std::move(done)); });
    ASSERT_EQ(active->size(), 2U);
    EXPECT_EQ(active->at(0).slug, "one");
    EXPECT_EQ(active->at(0).version, 1U);
}

TEST_P(StoreContract, activatingAMissingVersionChangesNothing)
{
    ASSERT_TRUE(wait<IntegrationVersionRow>([&](auto done) {
        store().integrations().addIntegrationVersion({"one", 0, "{}", "api", fromMillis(3), false},
                                                     std::move(done));
    }));
    const auto missing = wait<IntegrationVersionRow>(
        [&](auto done) { store().integrations().activateIntegrationVersion("one", 9, std::move(done)); });
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::NotFound);
    const auto active = wait<std::vector<IntegrationVersionRow>>(
        [&](auto done) { store().integrations().activeIntegrations(std::move(done)); });
    ASSERT_EQ(active->size(), 1U);
    EXPECT_EQ(
        wait<bool>([&](auto done) { store().integrations().deactivateIntegration("one", std::move(done)); }),
        true);
    EXPECT_TRUE(wait<std::vector<IntegrationVersionRow>>([&](auto done) {
                    store().integrations().activeIntegrations(std::move(done));
                })->empty());
}

TEST_P(StoreContract, apiKeysKeepTheirRestrictionsAndRefuseATwinHash)
{
    ApiKeyRow row;
    row.id = "key_1";
    row.name = "CI";
    row.hash = "h1";
    row.scopes = {"call", "read"};
    row.cidrs = {"10.0.0.0/8"};
    row.environmentIds = {"env_1", "env_2"};
    row.createdAt = fromMillis(1);
    const auto put = [&](const ApiKeyRow& key) {
        return wait<ApiKeyRow>([&](auto done) { store().apiKeys().putApiKey(key, std::move(done)); });
    };
    ASSERT_TRUE(put(row));
    auto twin = row;
    twin.id = "key_2";
    const auto refused = put(twin);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::AlreadyExists);

    ASSERT_EQ(wait<bool>([&](auto done) {
                  store().apiKeys().noteApiKeyUse("key_1", fromMillis(50), std::move(done));
              }),
              true);
    const auto keys =
        wait<std::vector<ApiKeyRow>>([&](auto done) { store().apiKeys().apiKeys(std::move(done)); });
    ASSERT_EQ(keys->size(), 1U);
    EXPECT_EQ(keys->front().scopes, row.scopes);
    EXPECT_EQ(keys->front().cidrs, row.cidrs);
    EXPECT_EQ(keys->front().environmentIds, row.environmentIds);
    EXPECT_EQ(keys->front().lastUsedAt, fromMillis(50));
    EXPECT_EQ(keys->front().expiresAt, std::nullopt);
    EXPECT_EQ(wait<bool>([&](auto done) { store().apiKeys().removeApiKey("key_1", std::move(done)); }), true);
    EXPECT_EQ(wait<bool>([&](auto done) { store().apiKeys().removeApiKey("key_1", std::move(done)); }),
              false);
}

TEST_P(StoreContract, settingsAreFoundByKeyAndByPrefix)
{
    for (const auto* key : {"ui.theme", "ui.width", "uix", "node_id"}) {
        ASSERT_TRUE(wait<SettingRow>([&](auto done) {
            store().settings().putSetting({key, std::string("\"") + key + "\""}, std::move(done));
        }));
    }
    EXPECT_EQ(wait<std::string>([&](auto done) { store().settings().setting("ui.theme", std::move(done)); }),
              "\"ui.theme\"");
    const auto listed = wait<std::vector<SettingRow>>(
        [&](auto done) { store().settings().settings("ui.", std::move(done)); });
    ASSERT_EQ(listed->size(), 2U);
    EXPECT_EQ(listed->at(1).key, "ui.width");
    // A prefix is text: no character in it is a wildcard.
    EXPECT_TRUE(wait<std::vector<SettingRow>>([&](auto done) {
                    store().settings().settings("%", std::move(done));
                })->empty());
    EXPECT_EQ(wait<bool>([&](auto done) { store().settings().removeSetting("uix", std::move(done)); }), true);
    EXPECT_EQ(wait<std::string>([&](auto done) { store().settings().setting("uix", std::move(done)); })
                  .error()
                  .code,
              Errc::NotFound);
}

TEST_P(StoreContract, theAuditLogIsReadNewestFirstInPages)
{
    for (int i = 1; i <= 5; ++i) {
        const auto stored = wait<AuditRow>([&](auto done) {
            store().audit().appendAudit({0, fromMillis(i), "console", "override.put", "acc_1", "{}"},
                                        std::move(done));
        });
        ASSERT_EQ(stored->sequence, static_cast<std::uint64_t>(i));
    }
    const auto newest =
        wait<std::vector<AuditRow>>([&](auto done) { store().audit().auditEntries(0, 2, std::move(done)); });
    ASSERT_EQ(newest->size(), 2U);
    EXPECT_EQ(newest->at(0).sequence, 5U);
    const auto older = wait<std::vector<AuditRow>>(
        [&](auto done) { store().audit().auditEntries(newest->at(1).sequence, 10, std::move(done)); });
    ASSERT_EQ(older->size(), 3U);
    EXPECT_EQ(older->at(0).sequence, 3U);
    EXPECT_EQ(older->at(0).action, "override.put");
}

} // namespace
} // namespace gatehouse::store::test
