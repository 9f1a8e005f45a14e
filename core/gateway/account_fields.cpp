// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/account_fields.h"

#include "core/auth/applied_auth.h"
#include "core/auth/oauth2/token_keeper.h"
#include "core/base/time_format.h"

#include <QRegularExpression>
#include <QString>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace gatehouse {
namespace {

bool appliesTo(const config::ConnectField& field, const config::AuthScheme& scheme)
{
    return field.schemes.empty() || std::ranges::find(field.schemes, scheme.id) != field.schemes.end();
}

std::optional<std::string> valueOf(const config::ConnectField& field, const json::Value& context,
                                   const auth::Credentials& credentials)
{
    if (field.secret) {
        const Secret* secret = credentials.find(field.name);
        return secret == nullptr ? std::nullopt : std::optional<std::string>(secret->reveal());
    }
    const json::Value value = context[field.name];
    return value.isString() ? std::optional<std::string>(value.asString()) : std::nullopt;
}

tl::unexpected<Error> fieldError(const config::ConnectField& field, std::string_view what)
{
    const std::string_view place = field.secret ? "credentials" : "context";
    return fail(Error{Errc::InvalidArgument,
                      fmt::format("{} \"{}\" ({}) {}", place, field.name, field.label, what),
                      "request body",
                      fmt::format("/{}/{}", place, field.name),
                      {}});
}

} // namespace

bool matchesPattern(const std::string& pattern, std::string_view text)
{
    if (pattern.empty()) {
        return true;
    }
    const QRegularExpression expression(QRegularExpression::anchoredPattern(QString::fromStdString(pattern)));
    return expression.match(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))).hasMatch();
}

Result<const config::AuthScheme*> wishedScheme(const config::ProviderDefinition& provider,
                                               std::string_view wish)
{
    if (wish.empty()) {
        return &provider.auth.front();
    }
    std::string offered;
    for (const config::AuthScheme& scheme : provider.auth) {
        if (scheme.id == wish || config::authKindName(scheme.kind) == wish) {
            return &scheme;
        }
        offered += fmt::format("{}{}", offered.empty() ? "" : ", ", scheme.id);
    }
    return fail(Error{
        Errc::InvalidArgument,
        fmt::format("{} does not offer the auth scheme \"{}\" (it offers {})", provider.label, wish, offered),
        "request body",
        "/auth",
        {}});
}

Status mergeCredentials(auth::Credentials& credentials, const json::Value& fields)
{
    if (!fields.isUndefined() && !fields.isObject()) {
        return fail(Error{
            Errc::InvalidArgument, "credentials must be an object", "request body", "/credentials", {}});
    }
    for (const json::Member& member : fields.members()) {
        const std::string name(member.name);
        if (member.value.isNull()) {
            credentials.secrets.erase(name);
        } else if (member.value.isString()) {
            credentials.secrets.insert_or_assign(name, Secret(member.value.asString()));
            if (name == "access_token") {
                credentials.tokenExpiresAt.reset();
            }
        } else {
            return fail(Error{Errc::InvalidArgument,
                              fmt::format("the credential \"{}\" must be a string", name),
                              "request body",
                              "/credentials/" + name,
                              {}});
        }
    }
    return {};
}

Status readTokenEnd(auth::Credentials& credentials, const json::Value& fields)
{
    const json::Value end = fields["token_expires_at"];
    if (end.isUndefined() || end.isNull()) {
        return {};
    }
    const auto time = parseRfc3339(end.asString());
    if (!time) {
        return fail(Error{Errc::InvalidArgument,
                          "token_expires_at must be a time as RFC 3339 writes it",
                          "request body",
                          "/token_expires_at",
                          {}});
    }
    credentials.tokenExpiresAt = *time;
    return {};
}

json::Document mergedContext(const json::Document& before, const json::Value& change,
                             const config::ProviderDefinition& provider, const config::AuthScheme& scheme)
{
    json::Arena arena;
    json::ObjectBuilder out(arena);
    for (const config::ConnectField& field : provider.connect.fields) {
        if (!field.secret && !field.defaultValue.empty() && appliesTo(field, scheme)) {
            out.set(field.name, field.defaultValue);
        }
    }
    for (const json::Member& member : before->members()) {
        if (!change[member.name].isNull()) {
            out.set(member.name, member.value);
        }
    }
    for (const json::Member& member : change.members()) {
        if (!member.value.isNull()) {
            out.set(member.name, member.value);
        }
    }
    return json::Document::copyOf(out.build());
}

Status checkConnectFields(const config::ProviderDefinition& provider, const config::AuthScheme& scheme,
                          const json::Value& context, const auth::Credentials& credentials)
{
    for (const config::ConnectField& field : provider.connect.fields) {
        if (!appliesTo(field, scheme)) {
            continue;
        }
        const auto value = valueOf(field, context, credentials);
        if (!value || value->empty()) {
            if (field.required) {
                return fieldError(field, "is needed");
            }
            continue;
        }
        if (!matchesPattern(field.pattern, *value)) {
            return fieldError(field, "does not have the form it must have");
        }
    }
    return {};
}

bool canAuthenticate(const config::AuthScheme& scheme, const auth::Credentials& credentials,
                     const json::Value& context)
{
    if (auth::TokenKeeper::refreshable(scheme, credentials)) {
        return true;
    }
    auto copy = std::make_shared<const auth::Credentials>(credentials.clone());
    return auth::applyScheme(scheme, std::move(copy), context).has_value();
}

} // namespace gatehouse
