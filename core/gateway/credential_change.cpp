// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/credential_change.h"

#include "core/auth/failure_words.h"
#include "core/auth/oauth2/device_endpoint.h"
#include "core/gateway/account_fields.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

/// The token whose end ends the grant: RFC 7009 §2.1 has the server drop the others with a refresh token.
std::optional<std::pair<std::string, Secret>> tokenToRevoke(const auth::Credentials& credentials)
{
    for (const auto* name : {"refresh_token", "access_token"}) {
        if (const Secret* token = credentials.find(name); token != nullptr && !token->empty()) {
            return std::pair(std::string(name), token->clone());
        }
    }
    return std::nullopt;
}

} // namespace

QCoro::Task<Result<Account>> CredentialChange::revoke(std::string id)
{
    const std::string actor = m_core.audit.actor();
    const auto account = m_core.accounts.account(id);
    const auto provider =
        account ? m_core.definitions.snapshots().current()->provider(account->integration) : nullptr;
    if (!provider) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    const auto scheme = wishedScheme(*provider, account->authKind);
    if (!scheme || !(*scheme)->oauth2) {
        co_return fail(Errc::Unsupported,
                       "these credentials are no tokens: revoke them at the provider, then "
                       "disable the account here");
    }
    auto loading = m_accounts.storedCredentials(id);
    auto stored = co_await loading;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    auto token = tokenToRevoke(*stored);
    if (!token) {
        co_return fail(Errc::Conflict, fmt::format("account {} has no token to revoke", id));
    }
    auth::TokenCall call{*(*scheme)->oauth2,
                         std::make_shared<const auth::Credentials>(std::move(*stored)),
                         account->context,
                         {},
                         {}};
    call.allowPrivateTargets = m_core.pipeline.allowPrivateTargets;
    call.stop = m_core.cutOff.get_token();
    if ((*scheme)->clientCertificate) {
        auto certificate = auth::clientCertificate(*call.credentials);
        if (!certificate) {
            co_return fail(std::move(certificate).error());
        }
        call.certificate = std::move(*certificate);
    }
    const auth::TokenTools tools{*m_core.http, *m_core.services.clock, *m_core.services.random};
    auto revoking = auth::revokeToken(tools, std::move(call), std::move(token->second), token->first);
    const auto revoked = co_await revoking;
    if (!revoked) {
        const ConnectFailure why = auth::explainRefusal(revoked.error());
        const bool ours = revoked.error().error == errcName(Errc::Unsupported);
        co_return fail(ours ? Errc::Unsupported : Errc::Unavailable,
                       fmt::format("the provider did not revoke the token, and nothing was changed: {} {}",
                                   ours ? why.description : why.meaning, ours ? "" : why.remedy));
    }
    auto dropping =
        m_accounts.dropTokens(id, "the tokens were revoked: connect the account again to use it", actor);
    co_return co_await dropping;
}

QCoro::Task<Result<Account>> CredentialChange::rotate(std::string id,
                                                      std::map<std::string, Secret> credentials)
{
    const auto account = m_core.accounts.account(id);
    if (!account) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    const auto provider = m_core.definitions.snapshots().current()->provider(account->integration);
    const auto scheme = provider ? wishedScheme(*provider, account->authKind)
                                 : Result<const config::AuthScheme*>(
                                     fail(Errc::ConfigError, "the account's integration is not defined"));
    if (!scheme) {
        co_return fail(scheme.error());
    }
    if ((*scheme)->kind == config::AuthKind::OAuth2AuthorizationCode
        || (*scheme)->kind == config::AuthKind::OAuth2DeviceCode) {
        co_return fail(Errc::Unsupported,
                       "this account signs in through a browser: start a connect session "
                       "with its account_id, which keeps the old credentials until the new "
                       "ones work");
    }
    if (credentials.empty()) {
        co_return fail(Error{Errc::InvalidArgument,
                             "give the credentials that are to be replaced",
                             "request body",
                             "/credentials",
                             {}});
    }
    ConnectRequest request;
    request.accountId = id;
    request.secrets = std::move(credentials);
    auto running = m_connect.runToEnd(std::move(request));
    auto session = co_await running;
    if (!session) {
        co_return fail(std::move(session).error());
    }
    if (session->status != ConnectStatus::Connected) {
        const ConnectFailure why = session->failure.value_or(ConnectFailure{});
        co_return fail(
            Error{Errc::InvalidArgument,
                  fmt::format("the new credentials did not work, and the old ones stay in force: {} "
                              "{} (session {})",
                              why.meaning, why.description, session->id),
                  "request body",
                  "/credentials",
                  {}});
    }
    co_return *m_core.accounts.account(id);
}

} // namespace gatehouse
