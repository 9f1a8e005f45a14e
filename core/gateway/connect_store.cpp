// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/connect_store.h"

#include "core/contract/connect_json.h"
#include "core/gateway/node_settings.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/runtime/await.h"

#include <algorithm>

namespace gatehouse {
namespace {

constexpr std::string_view kRowPrefix = "connect.session.";
/// Under this name the vault keeps what a session has; no account can be called that.
constexpr std::string_view kSealPrefix = "connect:";
constexpr std::string_view kCredential = "credential:"; ///< Before the names of what was filled in.

std::string sealName(const std::string& id)
{
    return std::string(kSealPrefix) + id;
}

std::shared_ptr<const auth::Credentials> sealedForm(const LiveSession& live)
{
    auto out = std::make_shared<auth::Credentials>();
    for (const auto& [name, secret] : live.credentials.secrets) {
        out->secrets.emplace(std::string(kCredential) + name, secret.clone());
    }
    out->tokenExpiresAt = live.credentials.tokenExpiresAt;
    out->secrets.emplace("state", Secret(std::string_view(live.view.state)));
    out->secrets.emplace("authorize_url", Secret(std::string_view(live.view.authorizeUrl)));
    out->secrets.emplace("actor", Secret(std::string_view(live.actor)));
    out->secrets.emplace("verifier", live.verifier.clone());
    out->secrets.emplace("device_code", live.deviceCode.clone());
    out->secrets.emplace("context", Secret(live.context->isObject() ? json::write(*live.context) : "{}"));
    return out;
}

void takeSealed(LiveSession& live, const auth::Credentials& sealed)
{
    const auto textOf = [&](std::string_view name) {
        const Secret* found = sealed.find(name);
        return found == nullptr ? std::string() : std::string(found->reveal());
    };
    for (const auto& [name, secret] : sealed.secrets) {
        if (name.starts_with(kCredential)) {
            live.credentials.secrets.insert_or_assign(name.substr(kCredential.size()), secret.clone());
        }
    }
    live.credentials.tokenExpiresAt = sealed.tokenExpiresAt;
    live.view.state = textOf("state");
    live.view.authorizeUrl = textOf("authorize_url");
    if (auto actor = textOf("actor"); !actor.empty()) {
        live.actor = std::move(actor);
    }
    live.verifier = Secret(textOf("verifier"));
    live.deviceCode = Secret(textOf("device_code"));
    if (auto context = json::parse(std::string_view(textOf("context")))) {
        live.context = std::move(*context);
    }
    live.unsealed = true;
}

} // namespace

QCoro::Task<Status> ConnectStore::seal(LiveSessionPtr live)
{
    const std::string name = sealName(live->view.id);
    const auto sealed = sealedForm(*live);
    auto pending = runtime::awaitCompletion<bool>(
        *m_core.services.engine, [this, &live, &name, &sealed](Completion<bool> done) {
            m_core.credentials.saveFor(live->actor, name, sealed, std::move(done));
        });
    auto saved = co_await pending;
    co_return saved ? Status{} : Status(fail(std::move(saved).error()));
}

QCoro::Task<Status> ConnectStore::unseal(LiveSessionPtr live)
{
    const std::string name = sealName(live->view.id);
    auto pending = runtime::awaitCompletion<auth::CredentialsPtr>(
        *m_core.services.engine, [this, &name](Completion<auth::CredentialsPtr> done) {
            m_core.services.credentials->load(name, std::move(done));
        });
    auto loaded = co_await pending;
    if (!loaded) {
        co_return fail(std::move(loaded).error());
    }
    takeSealed(*live, **loaded);
    co_return Status{};
}

QCoro::Task<Status> ConnectStore::forgetSecrets(std::string id)
{
    const std::string name = sealName(id);
    auto pending =
        runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &name](Completion<bool> done) {
            m_core.services.credentials->remove(name, std::move(done));
        });
    auto removed = co_await pending;
    co_return removed ? Status{} : Status(fail(std::move(removed).error()));
}

QCoro::Task<Status> ConnectStore::keep(LiveSessionPtr live)
{
    ConnectSession shown = live->view;
    shown.state.clear();
    shown.authorizeUrl.clear();
    json::Arena arena;
    store::SettingRow row{std::string(kRowPrefix) + shown.id, json::write(toJson(shown, arena))};
    auto writing = writeSetting(m_core, std::move(row));
    co_return co_await writing;
}

QCoro::Task<Status> ConnectStore::remove(std::string id)
{
    const std::string key = std::string(kRowPrefix) + id;
    auto pending =
        runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &key](Completion<bool> done) {
            m_core.services.store->settings().removeSetting(key, std::move(done));
        });
    auto removed = co_await pending;
    co_return removed ? Status{} : Status(fail(std::move(removed).error()));
}

QCoro::Task<Result<std::vector<LiveSessionPtr>>> ConnectStore::load()
{
    auto reading = readSettings(m_core, std::string(kRowPrefix));
    auto rows = co_await reading;
    if (!rows) {
        co_return fail(std::move(rows).error());
    }
    std::vector<LiveSessionPtr> out;
    for (const store::SettingRow& row : *rows) {
        const auto document = json::parse(std::string_view(row.valueJson));
        if (!document) {
            m_core.services.log->write(LogLevel::Warning, "a stored connect session cannot be read",
                                       {{"key", row.key}, {"reason", document.error().describe()}});
            continue;
        }
        auto live = std::make_shared<LiveSession>();
        live->view = connectSessionFromJson(document->root());
        live->unsealed = false;
        out.push_back(std::move(live));
    }
    std::ranges::sort(out, {}, [](const LiveSessionPtr& live) { return live->view.createdAt; });
    co_return out;
}

} // namespace gatehouse
