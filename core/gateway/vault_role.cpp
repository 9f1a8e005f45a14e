// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/vault_role.h"

#include "core/gateway/vault_source.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <utility>

namespace gatehouse {
namespace {

using vault::VaultState;
using vault::VaultStatus;

VaultCondition conditionOf(VaultState state)
{
    switch (state) {
    case VaultState::Absent:
        return VaultCondition::Absent;
    case VaultState::Locked:
        return VaultCondition::Locked;
    case VaultState::Unlocked:
        break;
    }
    return VaultCondition::Unlocked;
}

VaultKeySource sourceOf(vault::KeySource source)
{
    switch (source) {
    case vault::KeySource::Keychain:
        return VaultKeySource::Keychain;
    case vault::KeySource::Passphrase:
        return VaultKeySource::Passphrase;
    case vault::KeySource::KeyFile:
        break;
    }
    return VaultKeySource::KeyFile;
}

std::string placeOf(const VaultStatus& status)
{
    switch (status.source) {
    case vault::KeySource::Keychain:
        return "the keychain of the user's session";
    case vault::KeySource::Passphrase:
        return "a passphrase that people know";
    case vault::KeySource::KeyFile:
        break;
    }
    return status.keyFile.string();
}

/// What to do when it is not open.
std::string remedyOf(const VaultInfo& info)
{
    if (info.condition == VaultCondition::Absent) {
        return "Set the passphrase: gatehousectl vault unlock.";
    }
    switch (info.source) {
    case VaultKeySource::Keychain:
        return "Unlock the session's keychain, then: gatehousectl vault unlock.";
    case VaultKeySource::Passphrase:
        return "Give the passphrase: gatehousectl vault unlock.";
    case VaultKeySource::KeyFile:
        break;
    }
    return fmt::format("Put the key file back to {}, then: gatehousectl vault unlock.", info.place);
}

std::string adviceOf(const VaultInfo& info, const VaultStatus& status, const NodeOptions& options)
{
    if (info.condition != VaultCondition::Unlocked) {
        return remedyOf(info);
    }
    if (options.vaultKeyChosen && options.vaultKey != info.source) {
        return fmt::format(
            "--vault-key says {}, but this vault's key comes from {}. To move it: gatehousectl "
            "vault key {}.",
            vaultKeySourceName(options.vaultKey), vaultKeySourceName(info.source),
            vaultKeySourceName(options.vaultKey));
    }
    if (info.source == VaultKeySource::KeyFile && status.keyFile.parent_path() == options.dataDir) {
        return "The key lies beside the data it opens: who can copy the data directory can read the "
               "credentials. Safer: gatehousectl vault key keychain, or passphrase, or --vault-key file:PATH "
               "on another disk.";
    }
    return {};
}

tl::unexpected<Error> noVault()
{
    return fail(Errc::Unsupported, "this node keeps its credentials elsewhere than in a vault of its own");
}

} // namespace

VaultInfo VaultRole::keep(const VaultStatus& status)
{
    VaultInfo info;
    info.condition = conditionOf(status.state);
    info.source = sourceOf(status.source);
    info.place = placeOf(status);
    info.problem = status.state == VaultState::Unlocked ? std::string() : status.problem;
    info.masterGeneration = status.masterGeneration;
    info.accounts = status.accounts;
    info.rotation = {status.rotation.done, status.rotation.total, status.rotation.running,
                     status.rotation.problem};
    info.advice = adviceOf(info, status, m_core.options);
    const NodeVault seen{info.condition, info.source};
    if (std::exchange(m_core.vault, seen) != seen && m_onChange) {
        m_onChange();
    }
    return info;
}

QCoro::Task<Result<VaultInfo>> VaultRole::current()
{
    auto pending =
        runtime::awaitCompletion<VaultStatus>(*m_core.services.engine, [this](Completion<VaultStatus> done) {
            m_core.services.vault->status(std::move(done));
        });
    auto status = co_await pending;
    if (!status) {
        co_return fail(std::move(status).error());
    }
    co_return keep(*status);
}

QCoro::Task<Status> VaultRole::look()
{
    if (m_core.services.vault != nullptr) {
        auto info = co_await current();
        if (!info) {
            co_return fail(std::move(info).error());
        }
        if (info->condition != VaultCondition::Unlocked) {
            m_core.services.log->write(LogLevel::Warning, "the vault is not open",
                                       {{"reason", info->problem}, {"advice", info->advice}});
        }
    }
    co_return Status{};
}

QCoro::Task<Result<VaultInfo>> VaultRole::unlocked(Secret passphrase)
{
    const std::string actor = m_core.audit.actor();
    const bool wasOpen = m_core.vault && m_core.vault->condition == VaultCondition::Unlocked;
    auto pending =
        runtime::awaitCompletion<VaultStatus>(*m_core.services.engine, [&](Completion<VaultStatus> done) {
            m_core.services.vault->unlock(std::move(passphrase), std::move(done));
        });
    auto status = co_await pending;
    m_core.audit.note(actor, "vault.unlock", "vault", status ? "" : status.error().message);
    if (!status) {
        co_return fail(std::move(status).error());
    }
    auto info = keep(*status);
    if (!wasOpen) {
        for (const auto& listener : m_onUnlocked) {
            listener();
        }
    }
    co_return info;
}

QCoro::Task<Result<VaultInfo>> VaultRole::locked()
{
    const std::string actor = m_core.audit.actor();
    auto pending =
        runtime::awaitCompletion<VaultStatus>(*m_core.services.engine, [this](Completion<VaultStatus> done) {
            m_core.services.vault->lock(std::move(done));
        });
    auto status = co_await pending;
    if (!status) {
        co_return fail(std::move(status).error());
    }
    for (const auto& account : m_core.accounts.accounts()) {
        m_core.authorizer.forget(account.id);
    }
    m_core.audit.note(actor, "vault.lock", "vault");
    co_return keep(*status);
}

QCoro::Task<Result<VaultInfo>> VaultRole::changed(VaultKeyChange change)
{
    const std::string actor = m_core.audit.actor();
    const auto source = vaultKeySourceName(change.source);
    auto pending = runtime::awaitCompletion<bool>(*m_core.services.engine, [&](Completion<bool> done) {
        m_core.services.vault->rotateMasterKey({toVaultSource(change.source), std::move(change.passphrase)},
                                               std::move(done));
    });
    auto done = co_await pending;
    m_core.audit.note(actor, "vault.change_key", std::string(source), done ? "" : done.error().message);
    if (!done) {
        co_return fail(std::move(done).error());
    }
    co_return co_await current();
}

QCoro::Task<Result<VaultInfo>> VaultRole::rotated()
{
    const std::string actor = m_core.audit.actor();
    auto pending =
        runtime::awaitCompletion<VaultStatus>(*m_core.services.engine, [this](Completion<VaultStatus> done) {
            m_core.services.vault->rotateDataKeys(std::move(done));
        });
    auto status = co_await pending;
    m_core.audit.note(actor, "vault.rotate_data_keys", "vault", status ? "" : status.error().message);
    if (!status) {
        co_return fail(std::move(status).error());
    }
    co_return keep(*status);
}

template <class Start>
void VaultRole::run(Completion<VaultInfo> done, Start start)
{
    onEngine(m_core, [this, done = std::move(done), start = std::move(start)]() mutable {
        if (m_core.services.vault == nullptr) {
            done(noVault());
        } else {
            deliver(m_core, start(), std::move(done));
        }
    });
}

void VaultRole::info(Completion<VaultInfo> done)
{
    run(std::move(done), [this] { return current(); });
}

void VaultRole::unlock(Secret passphrase, Completion<VaultInfo> done)
{
    run(std::move(done),
        [this, passphrase = std::move(passphrase)]() mutable { return unlocked(std::move(passphrase)); });
}

void VaultRole::lock(Completion<VaultInfo> done)
{
    run(std::move(done), [this] { return locked(); });
}

void VaultRole::changeKey(VaultKeyChange change, Completion<VaultInfo> done)
{
    run(std::move(done), [this, change = std::move(change)]() mutable { return changed(std::move(change)); });
}

void VaultRole::rotateDataKeys(Completion<VaultInfo> done)
{
    run(std::move(done), [this] { return rotated(); });
}

} // namespace gatehouse
