// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/vault_worker.h"

#include "core/base/ids.h"
#include "core/vault/sqlite_vault_storage.h"

#include <algorithm>
#include <utility>

namespace gatehouse::vault {

VaultWorker::VaultWorker(std::unique_ptr<VaultStorage> storage, const VaultOptions& options)
    : m_storage(std::move(storage))
    , m_vault(*m_storage, *options.random)
    , m_random(*options.random)
    , m_keys(options.keyFile, options.keychain, *options.random)
    , m_source(options.source)
    , m_keyFile(options.keyFile)
{}

Result<std::unique_ptr<VaultWorker>> VaultWorker::open(const VaultOptions& options)
{
    GH_ASSIGN(auto storage, openVaultStorage(options.dataDir / "vault.db", *options.clock));
    auto worker = std::make_unique<VaultWorker>(std::move(storage), options);
    GH_ASSIGN(const auto state, worker->m_vault.state());
    if (const auto unlocked = worker->unlock(options.passphrase.empty() ? nullptr : &options.passphrase);
        !unlocked) {
        if (state == VaultState::Absent && options.source != KeySource::Passphrase) {
            return fail(unlocked.error()); // a choice that cannot be carried out
        }
        worker->m_problem = unlocked.error().message;
    }
    return worker;
}

Result<RotationPlan*> VaultWorker::plan()
{
    if (!m_plan) {
        GH_ASSIGN(m_plan, m_storage->rotationPlan());
        // The last account first: taking from the end costs nothing.
        std::reverse(m_plan->accountIds.begin(), m_plan->accountIds.end());
    }
    return &*m_plan;
}

Result<VaultStatus> VaultWorker::status()
{
    VaultStatus status;
    status.source = m_source;
    status.problem = m_problem;
    status.keyFile = m_keyFile;
    GH_ASSIGN(status.state, m_vault.state());
    if (status.state == VaultState::Absent) {
        return status;
    }
    GH_ASSIGN(const auto header, m_vault.header());
    GH_ASSIGN(status.source, keySourceNamed(header.source));
    status.masterGeneration = header.masterGeneration;
    GH_ASSIGN(const auto keys, m_storage->keys());
    status.accounts = keys.size();
    GH_ASSIGN(const auto* planned, plan());
    status.rotation.total = planned->total;
    status.rotation.done =
        planned->total - std::min<std::uint64_t>(planned->total, planned->accountIds.size());
    status.rotation.running = m_rotating;
    status.rotation.problem = m_rotationProblem;
    return status;
}

Status VaultWorker::unlock(const Secret* passphrase)
{
    GH_ASSIGN(const auto state, m_vault.state());
    if (state == VaultState::Absent) {
        VaultHeader header;
        header.vaultId = makeId("vlt_", m_random);
        GH_ASSIGN(auto key, m_keys.make(header, m_source, passphrase));
        GH_TRY(m_vault.create(std::move(header), std::move(key)));
    } else if (state == VaultState::Locked) {
        GH_ASSIGN(const auto header, m_vault.header());
        GH_ASSIGN(auto key, m_keys.find(header, passphrase));
        GH_TRY(m_vault.unlock(std::move(key)));
    }
    m_problem.clear();
    return {};
}

void VaultWorker::lock()
{
    m_vault.lock();
    m_problem = "the vault was locked";
}

Status VaultWorker::rotateMasterKey(const MasterKeyChoice& next)
{
    GH_ASSIGN(const auto state, m_vault.state());
    if (state != VaultState::Unlocked) {
        return fail(Errc::Unavailable, "the vault is locked: unlock it first");
    }
    GH_ASSIGN(auto header, m_vault.header());
    ++header.masterGeneration;
    // The key is safe before anything is sealed with it; a crash in between leaves it unused.
    GH_ASSIGN(auto key, m_keys.make(header, next.source, &next.passphrase));
    return m_vault.rotateMasterKey(std::move(header), std::move(key));
}

Status VaultWorker::planRotation()
{
    GH_ASSIGN(const auto state, m_vault.state());
    if (state != VaultState::Unlocked) {
        return fail(Errc::Unavailable, "the vault is locked: unlock it first");
    }
    GH_TRY(m_storage->planRotation());
    m_plan.reset();
    m_rotationProblem.clear();
    m_rotating = true;
    return {};
}

bool VaultWorker::rotateNext()
{
    m_rotating = false;
    const auto planned = plan();
    const auto state = m_vault.state();
    if (!planned || !state || *state != VaultState::Unlocked || (*planned)->accountIds.empty()) {
        return false;
    }
    const auto account = (*planned)->accountIds.back();
    const auto rotated = m_vault.rotateDataKey(account);
    const bool gone = !rotated && rotated.error().code == Errc::NotFound;
    const bool damaged = !rotated && rotated.error().code == Errc::Corrupt;
    if (!rotated && !gone) {
        m_rotationProblem = rotated.error().message;
    }
    if (!rotated && !gone && !damaged) {
        return false; // the disk: it goes on at the next start or order
    }
    if (const auto finished = m_storage->finishRotation(account); !finished) {
        m_rotationProblem = finished.error().message;
        return false;
    }
    (*planned)->accountIds.pop_back();
    m_rotating = !(*planned)->accountIds.empty();
    return m_rotating;
}

} // namespace gatehouse::vault
