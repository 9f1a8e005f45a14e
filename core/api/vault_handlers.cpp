// SPDX-License-Identifier: GPL-3.0-or-later
// /v1/vault: state, key and rotation of the vault. Admin keys of the whole node only; no answer holds a
// secret.
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"
#include "core/gateway/vault_control.h"

namespace gatehouse::api {
namespace {

constexpr std::size_t kMaxBody = std::size_t{16} << 10U;

void getVault(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.vaultControl().info(answerWith<VaultInfo>(call, renderVault));
    }
}

void unlockVault(Gateway& gateway, const ApiCallPtr& call)
{
    const auto body = call->jsonObject();
    if (!body) {
        call->fail(body.error());
    } else if (mayTouchWholeNode(call)) {
        gateway.vaultControl().unlock(Secret((**body)["passphrase"].asString()),
                                      answerWith<VaultInfo>(call, renderVault));
    }
}

void lockVault(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.vaultControl().lock(answerWith<VaultInfo>(call, renderVault));
    }
}

void changeKey(Gateway& gateway, const ApiCallPtr& call)
{
    const auto body = call->jsonObject();
    if (!body) {
        call->fail(body.error());
        return;
    }
    const auto source = vaultKeySourceNamed((**body)["source"].asString());
    if (!source) {
        call->fail(Errc::InvalidArgument, "'source' must be file, keychain or passphrase", "/source");
        return;
    }
    VaultKeyChange change{*source, Secret((**body)["passphrase"].asString())};
    if (*source == VaultKeySource::Passphrase && change.passphrase.empty()) {
        call->fail(Errc::InvalidArgument, "a new passphrase is needed", "/passphrase");
    } else if (mayTouchWholeNode(call)) {
        gateway.vaultControl().changeKey(std::move(change), answerWith<VaultInfo>(call, renderVault));
    }
}

void rotateDataKeys(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.vaultControl().rotateDataKeys(answerWith<VaultInfo>(call, renderVault, 202));
    }
}

} // namespace

std::vector<Route> vaultRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.emplace_back("GET", "/v1/vault", KeyScope::Admin, on(gateway, getVault));
    routes.push_back(Route("POST", "/v1/vault/unlock", KeyScope::Admin, on(gateway, unlockVault))
                         .withBody(BodyKind::Json, kMaxBody));
    routes.emplace_back("POST", "/v1/vault/lock", KeyScope::Admin, on(gateway, lockVault));
    routes.push_back(Route("POST", "/v1/vault/key", KeyScope::Admin, on(gateway, changeKey))
                         .withBody(BodyKind::Json, kMaxBody));
    routes.emplace_back("POST", "/v1/vault/rotate", KeyScope::Admin, on(gateway, rotateDataKeys));
    return routes;
}

} // namespace gatehouse::api
