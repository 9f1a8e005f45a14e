// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/account_file.h"

#include "core/base/time_format.h"
#include "core/crypto/encoding.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::string_view kPurpose = "gatehouse accounts 1";

json::Value overridesOf(json::Arena& arena, const pipeline::OverrideSet& overrides)
{
    std::vector<json::Value> list;
    for (const auto& [operation, source] : overrides) {
        list.push_back(json::ObjectBuilder(arena)
                           .set("operation", operation)
                           .set("mapping", arena.clone(*source.document))
                           .build());
    }
    return arena.array(list);
}

json::Value sealedOf(json::Arena& arena, const std::string& accountId, const auth::Credentials& credentials,
                     const vault::Key& key, Random& random)
{
    json::ObjectBuilder sealed(arena);
    for (const auto& [name, secret] : credentials.secrets) {
        const auto bound = vault::associatedData({kPurpose, accountId, name});
        sealed.set(name, crypto::toBase64(vault::seal(key, bound, secret.reveal(), random)));
    }
    return sealed.build();
}

json::Value accountOf(json::Arena& arena, const AccountToWrite& one, const FileKey* key, Random& random)
{
    const Account& account = one.record->account;
    json::ObjectBuilder out(arena);
    out.set("id", account.id)
        .set("environment_id", account.environmentId)
        .set("integration", account.integration)
        .set("label", account.label)
        .set("auth", account.authKind)
        .set("status", accountStatusName(account.status))
        .set("context", arena.clone(*account.context))
        .set("sandbox", json::Value::boolean(account.sandbox))
        .set("auto_refresh", json::Value::boolean(account.autoRefresh))
        .set("created_at", formatRfc3339(account.createdAt))
        .set("overrides", overridesOf(arena, *one.record->accountOverrides));
    if (key != nullptr && one.credentials) {
        out.set("credentials", sealedOf(arena, account.id, *one.credentials, *key->key, random));
        if (one.credentials->tokenExpiresAt) {
            out.set("token_expires_at", formatRfc3339(*one.credentials->tokenExpiresAt));
        }
    }
    return out.build();
}

json::Value environmentOf(json::Arena& arena, const Environment& environment,
                          const std::vector<AccountToWrite>& accounts)
{
    json::ObjectBuilder out(arena);
    out.set("id", environment.id)
        .set("name", environment.name)
        .set("metadata", arena.clone(*environment.metadata));
    for (const auto& one : accounts) {
        if (one.record->account.environmentId == environment.id) {
            out.set("overrides", overridesOf(arena, *one.record->environmentOverrides));
            break;
        }
    }
    return out.build();
}

tl::unexpected<Error> damaged(std::string_view what)
{
    return fail(Errc::Corrupt, fmt::format("the file of accounts is damaged: {}", what));
}

} // namespace

std::string_view importOutcomeName(ImportOutcome outcome) noexcept
{
    switch (outcome) {
    case ImportOutcome::Created:
        return "created";
    case ImportOutcome::Waiting:
        return "waiting";
    case ImportOutcome::Exists:
        return "exists";
    case ImportOutcome::Refused:
        return "refused";
    }
    return "refused";
}

std::string writeAccountFile(const std::vector<Environment>& environments,
                             const std::vector<AccountToWrite>& accounts, const FileKey* key, UnixMillis now,
                             Random& random)
{
    json::Arena arena;
    std::vector<json::Value> customers;
    customers.reserve(environments.size());
    for (const auto& environment : environments) {
        customers.push_back(environmentOf(arena, environment, accounts));
    }
    std::vector<json::Value> list;
    list.reserve(accounts.size());
    for (const auto& account : accounts) {
        list.push_back(accountOf(arena, account, key, random));
    }
    json::ObjectBuilder file(arena);
    file.set("gatehouse_accounts", json::Value::integer(kVersion)).set("exported_at", formatRfc3339(now));
    if (key != nullptr) {
        const auto bound = vault::associatedData({kPurpose, "check"});
        file.set("key", key->parameters.str())
            .set("check", crypto::toBase64(vault::seal(*key->key, bound, {}, random)));
    }
    file.set("environments", arena.array(customers)).set("accounts", arena.array(list));
    return json::writePretty(file.build()) + "\n";
}

Result<json::Document> readAccountFile(const std::string& text)
{
    auto file = json::parse(std::string_view(text));
    if (!file) {
        return file;
    }
    const json::Value version = (**file)["gatehouse_accounts"];
    if (!version.isNumber() || !(**file)["accounts"].isArray()) {
        return fail(Errc::Unsupported, "this is no file of accounts that Gatehouse has written");
    }
    if (version.asInt() != kVersion) {
        return fail(Errc::Unsupported,
                    fmt::format("the file is of version {}; this Gatehouse reads version {}", version.asInt(),
                                kVersion));
    }
    return file;
}

Result<std::optional<vault::PassphraseParameters>> keyParameters(const json::Value& file)
{
    if (!file["key"].isString()) {
        return std::optional<vault::PassphraseParameters>();
    }
    auto parameters = vault::PassphraseParameters::parse(file["key"].asString());
    if (!parameters) {
        return damaged(parameters.error().message);
    }
    return std::optional(std::move(*parameters));
}

Status checkFileKey(const json::Value& file, const vault::Key& key)
{
    const auto sealed = crypto::fromBase64(file["check"].asString());
    if (!sealed) {
        return damaged("its check is not base64");
    }
    if (!vault::openSealed(key, vault::associatedData({kPurpose, "check"}), *sealed)) {
        return fail(Errc::Unauthorized, "this passphrase does not open the file");
    }
    return {};
}

Result<auth::Credentials> openCredentials(const json::Value& account, const vault::Key& key)
{
    auth::Credentials credentials;
    for (const json::Member& member : account["credentials"].members()) {
        const auto sealed = crypto::fromBase64(member.value.asString());
        const auto bound = vault::associatedData({kPurpose, account["id"].asString(), member.name});
        auto secret = sealed ? vault::openSealed(key, bound, *sealed) : Result<Secret>(fail(sealed.error()));
        if (!secret) {
            return damaged(fmt::format("the credential \"{}\" of {} was not sealed for it", member.name,
                                       account["id"].asString()));
        }
        credentials.secrets.insert_or_assign(std::string(member.name), std::move(*secret));
    }
    if (account["token_expires_at"].isString()) {
        const auto end = parseRfc3339(account["token_expires_at"].asString());
        if (!end) {
            return damaged("token_expires_at is no time");
        }
        credentials.tokenExpiresAt = *end;
    }
    return credentials;
}

} // namespace gatehouse
