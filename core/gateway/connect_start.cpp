// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/connect_start.h"

#include "core/base/ids.h"
#include "core/base/url.h"
#include "core/gateway/account_fields.h"
#include "core/gateway/connect_forms.h"
#include "core/observe/redactor.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

constexpr std::chrono::minutes kPatience{10}; ///< For a person in a browser.
constexpr std::size_t kLongestValue = std::size_t{64} << 10U;

tl::unexpected<Error> wrong(std::string message, std::string pointer)
{
    return fail(Error{Errc::InvalidArgument, std::move(message), "request body", std::move(pointer), {}});
}

/// What stays from an earlier sign-in: who the client is, but no token.
void keepClient(auth::Credentials& credentials)
{
    credentials.secrets.erase("access_token");
    credentials.secrets.erase("refresh_token");
    credentials.tokenExpiresAt.reset();
}

bool isToken(const ConnectForm& form, std::string_view name)
{
    return form.kind.starts_with("oauth2_") && (name == "access_token" || name == "refresh_token");
}

/// Puts the given values where they belong.
Status takeValues(LiveSession& live, const ConnectRequest& request, const ConnectForm& form,
                  json::ObjectBuilder& context)
{
    const auto take = [&](const std::string& name, std::string_view value, bool secret) -> Status {
        if (name.empty() || name.size() > 100 || value.size() > kLongestValue) {
            return wrong("this value or its name is too long", "/fields/" + name.substr(0, 100));
        }
        if (isToken(form, name)) {
            return wrong("tokens come from the provider and cannot be filled in", "/fields/" + name);
        }
        if (secret || isCredential(form, name)) {
            live.credentials.secrets.insert_or_assign(name, Secret(value));
        } else {
            context.set(name, value);
        }
        return {};
    };
    for (const auto& [name, value] : request.fields) {
        GH_TRY(take(name, value, false));
    }
    for (const auto& [name, value] : request.secrets) {
        GH_TRY(take(name, value.reveal(), true));
    }
    return {};
}

Status checkInputs(const LiveSession& live, const ConnectForm& form)
{
    for (const ConnectInput& input : form.inputs) {
        const Secret* secret = live.credentials.find(input.name);
        const std::string_view value = input.credential
                                           ? (secret == nullptr ? std::string_view() : secret->reveal())
                                           : (*live.context)[input.name].asString();
        if (value.empty()) {
            if (input.required) {
                return wrong(fmt::format("\"{}\" ({}) is needed", input.name, input.label),
                             "/fields/" + input.name);
            }
        } else if (!matchesPattern(input.pattern, value)) {
            return wrong(
                fmt::format("\"{}\" ({}) does not have the form it must have", input.name, input.label),
                "/fields/" + input.name);
        }
    }
    return {};
}

Status checkRedirect(const std::string& uri)
{
    const auto url = Url::parse(uri);
    if (!url || uri.size() > 2000) {
        return wrong(url ? "the redirect URI is too long" : url.error().message, "/redirect_uri");
    }
    const bool local = url->host == "127.0.0.1" || url->host == "localhost" || url->host == "::1";
    if (!url->secure() && !local) {
        // RFC 9700 §2.1: the code would cross the network in clear.
        return wrong("a redirect URI that is not on this machine must be https", "/redirect_uri");
    }
    return {};
}

} // namespace

LiveSessionPtr ConnectStarter::fresh() const
{
    auto live = std::make_shared<LiveSession>();
    live->view.id = makeId("con_", *m_core.services.random);
    live->actor = m_core.audit.actor();
    live->view.createdAt = m_core.services.clock->now();
    live->view.expiresAt = live->view.createdAt + kPatience;
    for (std::size_t i = 0; i < kConnectSteps; ++i) {
        live->view.steps[i].kind = static_cast<ConnectStepKind>(i);
    }
    return live;
}

LiveSessionPtr ConnectStarter::again(const LiveSession& over) const
{
    auto live = fresh();
    ConnectSession& view = live->view;
    view.accountId = over.view.accountId;
    view.environmentId = over.view.environmentId;
    view.integration = over.view.integration;
    view.label = over.view.label;
    view.auth = over.view.auth;
    view.kind = over.view.kind;
    view.reconnect = over.view.reconnect;
    view.redirectUri = over.view.redirectUri;
    view.scopesRequested = over.view.scopesRequested;
    live->credentials = over.credentials.clone();
    if (view.kind.starts_with("oauth2_")) {
        keepClient(live->credentials);
    }
    live->context = over.context;
    return live;
}

QCoro::Task<Result<LiveSessionPtr>> ConnectStarter::prepare(ConnectRequest request)
{
    auto live = fresh();
    auto taking = takeAccount(*live, request);
    if (auto taken = co_await taking; !taken) {
        co_return fail(std::move(taken).error());
    }
    const auto provider = m_core.definitions.snapshots().current()->provider(live->view.integration);
    if (!provider) {
        co_return wrong(fmt::format("there is no integration \"{}\"", live->view.integration),
                        "/integration");
    }
    if (auto taken = takeWish(*live, request, *provider); !taken) {
        co_return fail(std::move(taken).error());
    }
    for (const auto& [name, secret] : live->credentials.secrets) {
        if (name != "client_id" && name != "username") {
            m_core.services.redactor->learn(secret);
        }
    }
    if (!live->view.reconnect) {
        auto making = makeAccount(*live);
        if (auto made = co_await making; !made) {
            co_return fail(std::move(made).error());
        }
    }
    co_return live;
}

QCoro::Task<Status> ConnectStarter::takeAccount(LiveSession& live, const ConnectRequest& request)
{
    ConnectSession& view = live.view;
    if (request.accountId.empty()) {
        view.environmentId = request.environmentId;
        view.integration = request.integration;
        view.label = request.label;
        view.auth = request.auth;
        if (m_core.accounts.environment(view.environmentId) == nullptr) {
            co_return wrong(fmt::format("there is no environment \"{}\"", view.environmentId),
                            "/environment_id");
        }
        co_return Status{};
    }
    const auto account = m_core.accounts.account(request.accountId);
    if (!account) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", request.accountId));
    }
    view.reconnect = true;
    view.accountId = account->id;
    view.environmentId = account->environmentId;
    view.integration = account->integration;
    view.label = request.label.empty() ? account->label : request.label;
    view.auth = request.auth.empty() ? account->authKind : request.auth;
    live.context = account->context;
    if (view.auth == account->authKind) {
        auto loading = m_accounts.storedCredentials(account->id);
        auto stored = co_await loading;
        if (!stored) {
            co_return fail(std::move(stored).error());
        }
        live.credentials = std::move(*stored);
    }
    co_return Status{};
}

Status ConnectStarter::takeWish(LiveSession& live, const ConnectRequest& request,
                                const config::ProviderDefinition& provider) const
{
    ConnectSession& view = live.view;
    GH_ASSIGN(const config::AuthScheme* scheme, wishedScheme(provider, view.auth));
    const ConnectForm form = connectForm(provider, *scheme);
    view.auth = scheme->id;
    view.kind = form.kind;
    if (view.label.empty()) {
        view.label = provider.label;
    }
    if (scheme->oauth2) {
        keepClient(live.credentials);
        view.scopesRequested = request.scopes.empty() ? scheme->oauth2->scopes : request.scopes;
    }
    json::Arena arena;
    json::ObjectBuilder given(arena);
    GH_TRY(takeValues(live, request, form, given));
    live.context = mergedContext(live.context, given.build(), provider, *scheme);
    GH_TRY(checkInputs(live, form));
    if (scheme->kind == config::AuthKind::OAuth2AuthorizationCode) {
        view.redirectUri =
            request.redirectUri.empty() ? m_core.apiUrl + "/oauth/callback" : request.redirectUri;
        GH_TRY(checkRedirect(view.redirectUri));
    }
    return {};
}

QCoro::Task<Status> ConnectStarter::makeAccount(LiveSession& live)
{
    Account account;
    account.id = makeId("acc_", *m_core.services.random);
    account.environmentId = live.view.environmentId;
    account.integration = live.view.integration;
    account.label = live.view.label;
    account.authKind = live.view.auth;
    account.context = live.context;
    account.status = AccountStatus::Connecting;
    account.statusReason = "the sign-in has begun";
    account.createdAt = m_core.services.clock->now();
    live.view.accountId = account.id;
    auto putting = m_accounts.put(std::move(account), nullptr);
    auto made = co_await putting;
    co_return made ? Status{} : Status(fail(std::move(made).error()));
}

} // namespace gatehouse
