// SPDX-License-Identifier: GPL-3.0-or-later
// Which ingest URLs there are, and what verifies what comes in on them.
#include "core/gateway/webhook_ingest.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse {
namespace {

constexpr std::string_view kAccount = "account:";
constexpr std::string_view kIntegration = "integration:";
constexpr std::string_view kContext = "context.";
constexpr std::string_view kPrevious = "_previous"; ///< Beside a secret while it is being replaced.

std::vector<std::string> refsOf(const config::WebhookDefinition& definition)
{
    std::vector<std::string> refs;
    for (const auto& verifier : definition.verify) {
        if (const auto* hmac = std::get_if<config::HmacVerifier>(&verifier.check)) {
            refs.push_back(hmac->secretRef);
        } else if (const auto* jwt = std::get_if<config::JwtVerifier>(&verifier.check)) {
            refs.push_back(jwt->secretRef);
        } else if (const auto* basic = std::get_if<config::BasicVerifier>(&verifier.check)) {
            refs.push_back(basic->usernameRef);
            refs.push_back(basic->passwordRef);
        } else if (const auto* token = std::get_if<config::StaticTokenVerifier>(&verifier.check)) {
            refs.push_back(token->secretRef);
        } else if (const auto* key = std::get_if<config::PublicKeyVerifier>(&verifier.check)) {
            refs.push_back(key->keyRef);
        }
    }
    std::erase(refs, "");
    return refs;
}

void addSecrets(webhooks::SecretSet& set, const config::WebhookDefinition& definition,
                const json::Document& context, const auth::CredentialsPtr& credentials)
{
    for (const auto& ref : refsOf(definition)) {
        if (ref.starts_with(kContext)) {
            const auto value = (*context)[ref.substr(kContext.size())].asString();
            if (!value.empty()) {
                set.add(ref, ref, Secret(value));
            }
            continue;
        }
        for (const auto& name : {ref, ref + std::string(kPrevious)}) {
            if (const auto* secret = credentials ? credentials->find(name) : nullptr; secret != nullptr) {
                set.add(ref, name, secret->clone());
            }
        }
    }
}

std::set<std::string> jwksUrlsOf(const config::WebhookDefinition& definition, const json::Value& context)
{
    std::set<std::string> urls;
    json::Arena arena;
    json::ObjectBuilder input(arena);
    const auto value = input.set("context", context).build();
    for (const auto& verifier : definition.verify) {
        const auto* jwt = std::get_if<config::JwtVerifier>(&verifier.check);
        if (jwt != nullptr && !jwt->jwksUrl.empty()) {
            if (auto url = jwt->jwksUrl.render(value)) {
                urls.insert(std::move(*url));
            }
        }
    }
    return urls;
}

} // namespace

std::vector<config::ProviderPtr> WebhookIngest::providers() const
{
    std::vector<config::ProviderPtr> list;
    const auto snapshot = m_core.definitions.snapshots().current();
    for (const auto& [slug, provider] : snapshot->content().providers) {
        if (provider->webhooks) {
            list.push_back(provider);
        }
    }
    return list;
}

QCoro::Task<auth::CredentialsPtr> WebhookIngest::credentialsOf(std::string accountId)
{
    // Marked again while the vault is being asked: then the answer is used, and asked for once more by the
    // rebuild that the change has brought about.
    const bool changed = m_staleCredentials.erase(accountId) > 0;
    if (const auto known = m_credentials.find(accountId); known != m_credentials.end() && !changed) {
        auth::CredentialsPtr copy = known->second; // QCoro moves what co_return names, out of the map too
        co_return copy;
    }
    auto pending = runtime::awaitCompletion<auth::CredentialsPtr>(
        *m_core.services.engine,
        [this, &accountId](auto done) { m_core.services.credentials->load(accountId, std::move(done)); });
    auto loaded = co_await pending;
    if (!loaded) {
        m_staleCredentials.insert(accountId); // Asked for again at the next rebuild.
        if (loaded.error().code == Errc::NotFound) {
            m_credentials.erase(accountId); // A vault that is only locked leaves what was known.
        }
        co_return auth::CredentialsPtr();
    }
    m_credentials.insert_or_assign(accountId, *loaded);
    co_return *loaded;
}

QCoro::Task<> WebhookIngest::rebuild()
{
    m_rebuildAgain = false;
    if (m_rebuilding) {
        rebuildLater();
        co_return;
    }
    const InFlight::Token token(m_core.inFlight);
    m_rebuilding = true;
    const auto accounts = m_core.accounts.accounts();
    const auto list = providers();
    for (const auto& provider : list) {
        for (const auto& account : accounts) {
            if (account.integration == provider->slug) {
                auto loading = credentialsOf(account.id);
                co_await loading;
            }
        }
    }
    auto routes = std::make_shared<webhooks::Routes>();
    for (const auto& provider : list) {
        addRoutes(*routes, provider, accounts);
    }
    m_shared->routes.swap(std::move(routes));
    m_rebuilding = false;
    if (!m_rebuildAgain) {
        for (auto& wanted : std::exchange(m_urlsWanted, {})) {
            wanted(urls());
        }
    }
}

void WebhookIngest::addRoutes(webhooks::Routes& routes, const config::ProviderPtr& provider,
                              const std::vector<Account>& accounts)
{
    webhooks::Route all;
    all.fanOut = true;
    all.integration = provider->slug;
    all.provider = provider;
    auto allSecrets = std::make_shared<webhooks::SecretSet>();
    for (const auto& account : accounts) {
        if (account.integration != provider->slug || account.status == AccountStatus::Disabled) {
            continue;
        }
        const auto known = m_credentials.find(account.id);
        const auto credentials = known == m_credentials.end() ? nullptr : known->second;
        webhooks::Route one;
        one.integration = provider->slug;
        one.accountId = account.id;
        one.environmentId = account.environmentId;
        one.provider = provider;
        one.context = account.context;
        auto secrets = std::make_shared<webhooks::SecretSet>();
        addSecrets(*secrets, *provider->webhooks, account.context, credentials);
        addSecrets(*allSecrets, *provider->webhooks, account.context, credentials);
        one.secrets = std::move(secrets);
        all.accounts.push_back({account.id, account.environmentId, account.context});
        for (const auto& url : jwksUrlsOf(*provider->webhooks, *account.context)) {
            if (m_jwksUrls.insert(url).second) {
                fetchKeys(url);
            }
        }
        addRoute(routes, std::move(one), std::string(kAccount) + account.id, "/hooks/a/");
    }
    all.secrets = std::move(allSecrets);
    if (provider->webhooks->scope == config::WebhookScope::Integration) {
        addRoute(routes, std::move(all), std::string(kIntegration) + provider->slug,
                 "/hooks/i/" + provider->slug + "/");
    }
}

void WebhookIngest::addRoute(webhooks::Routes& routes, webhooks::Route route, const std::string& owner,
                             const std::string& path)
{
    const auto token = m_urls->token(owner);
    // Where the provider was given another address (a proxy of the customer's), that is what it signs.
    const auto configured = (*route.context)["webhook_url"].asString();
    route.publicUrl = configured.empty() ? publicBase() + path + token : std::string(configured);
    if (const auto previous = m_urls->previousToken(owner, m_core.services.clock->now())) {
        auto old = route;
        old.publicUrl = configured.empty() ? publicBase() + path + *previous : std::string(configured);
        routes.add(*previous, std::make_shared<const webhooks::Route>(std::move(old)));
    }
    routes.add(token, std::make_shared<const webhooks::Route>(std::move(route)));
}

std::string WebhookIngest::publicBase() const
{
    return m_core.options.publicUrl.empty() ? m_core.apiUrl : m_core.options.publicUrl;
}

std::optional<IngestUrl> WebhookIngest::urlOf(const std::string& owner) const
{
    IngestUrl url;
    config::ProviderPtr provider;
    if (owner.starts_with(kAccount)) {
        const auto account = m_core.accounts.account(owner.substr(kAccount.size()));
        if (!account) {
            return std::nullopt;
        }
        provider = m_core.definitions.snapshots().current()->provider(account->integration);
        url.accountId = account->id;
        url.environmentId = account->environmentId;
        url.url = publicBase() + "/hooks/a/" + m_urls->token(owner);
    } else if (owner.starts_with(kIntegration)) {
        const auto slug = owner.substr(kIntegration.size());
        provider = m_core.definitions.snapshots().current()->provider(slug);
        url.url = publicBase() + "/hooks/i/" + slug + "/" + m_urls->token(owner);
    }
    if (!provider || !provider->webhooks
        || (url.accountId.empty() && provider->webhooks->scope != config::WebhookScope::Integration)) {
        return std::nullopt;
    }
    url.integration = provider->slug;
    const auto& definition = *provider->webhooks;
    url.manners = {definition.answerWithin, definition.retries.attempts,        definition.retries.within,
                   definition.retries.note, definition.disables.failuresInARow, definition.disables.note};
    return url;
}

void WebhookIngest::ingestUrls(Completion<std::vector<IngestUrl>> done)
{
    if (m_rebuilding || m_rebuildAgain) {
        m_urlsWanted.push_back(std::move(done)); // A URL is not handed out before it answers.
    } else {
        done(urls());
    }
}

std::vector<IngestUrl> WebhookIngest::urls() const
{
    std::vector<IngestUrl> list;
    for (const auto& provider : providers()) {
        if (auto url = urlOf(std::string(kIntegration) + provider->slug)) {
            list.push_back(std::move(*url));
        }
    }
    for (const auto& account : m_core.accounts.accounts()) {
        if (auto url = urlOf(std::string(kAccount) + account.id)) {
            list.push_back(std::move(*url));
        }
    }
    return list;
}

} // namespace gatehouse
