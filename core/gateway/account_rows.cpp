// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/account_book.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

Result<json::Document> stored(const std::string& text, std::string_view what, const std::string& id)
{
    auto document = json::parse(std::string_view(text));
    if (!document) {
        return fail(Errc::Corrupt,
                    fmt::format("the stored {} of {} is not JSON: {}", what, id, document.error().message));
    }
    return document;
}

std::string textOf(const json::Document& document)
{
    return document->isUndefined() ? std::string("{}") : json::write(*document);
}

} // namespace

std::optional<AccountStatus> accountStatusFromName(std::string_view name) noexcept
{
    for (const AccountStatus status : {AccountStatus::Connecting, AccountStatus::Active,
                                       AccountStatus::NeedsReauth, AccountStatus::Disabled}) {
        if (accountStatusName(status) == name) {
            return status;
        }
    }
    return std::nullopt;
}

Result<Environment> environmentFromRow(const store::EnvironmentRow& row)
{
    GH_ASSIGN(auto metadata, stored(row.metadataJson, "metadata", row.id));
    return Environment{row.id, row.name, std::move(metadata)};
}

store::EnvironmentRow toRow(const Environment& environment, UnixMillis createdAt)
{
    store::EnvironmentRow row;
    row.id = environment.id;
    row.name = environment.name;
    row.metadataJson = textOf(environment.metadata);
    row.createdAt = createdAt;
    return row;
}

Result<Account> accountFromRow(const store::AccountRow& row)
{
    Account account;
    account.id = row.id;
    account.environmentId = row.environmentId;
    account.integration = row.integration;
    account.label = row.label;
    account.authKind = row.authKind;
    account.status = accountStatusFromName(row.status).value_or(AccountStatus::Disabled);
    account.statusReason = row.statusReason;
    GH_ASSIGN(account.context, stored(row.contextJson, "context", row.id));
    account.sandbox = row.sandbox;
    account.createdAt = row.createdAt;
    account.lastSuccessAt = row.lastSuccessAt;
    account.tokenExpiresAt = row.tokenExpiresAt;
    account.autoRefresh = row.autoRefresh;
    return account;
}

store::AccountRow toRow(const Account& account)
{
    store::AccountRow row;
    row.id = account.id;
    row.environmentId = account.environmentId;
    row.integration = account.integration;
    row.label = account.label;
    row.authKind = account.authKind;
    row.status = accountStatusName(account.status);
    row.statusReason = account.statusReason;
    row.contextJson = textOf(account.context);
    row.sandbox = account.sandbox;
    row.createdAt = account.createdAt;
    row.lastSuccessAt = account.lastSuccessAt;
    row.tokenExpiresAt = account.tokenExpiresAt;
    row.autoRefresh = account.autoRefresh;
    return row;
}

OverrideKey keyFromRow(const store::OverrideId& id)
{
    const auto level = id.level == "environment" ? OverrideLevel::Environment : OverrideLevel::Account;
    return {level, id.ownerId, id.model, id.resource, id.method};
}

store::OverrideId toRow(const OverrideKey& key)
{
    const char* level = key.level == OverrideLevel::Environment ? "environment" : "account";
    return {level, key.ownerId, key.model, key.resource, key.method};
}

} // namespace gatehouse
