// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/alerts.h"
#include "core/gateway/audit_trail.h"
#include "core/gateway/backups.h"
#include "core/gateway/sandbox_control.h"
#include "core/gateway/vault_control.h"
#include "tests/support/fake_gateway_roles.h"

namespace gatehouse::test {

/// Keeps what it was told to do ("expire acc_1"); its vendors are what a test fills in.
class FakeSandboxControl final : public SandboxControl, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void vendors(Completion<std::vector<SandboxVendor>> done) override
    {
        s.answer<std::vector<SandboxVendor>>(std::move(done), vendorList);
    }

    void app(std::string slug, Completion<SandboxApp> done) override
    {
        done(SandboxApp{std::move(slug), "client", Secret(std::string_view("client-secret")), {}});
    }

    void expireToken(std::string accountId, Completion<bool> done) override
    {
        told(std::move(done), "expire " + accountId);
    }

    void revokeRefreshToken(std::string accountId, Completion<bool> done) override
    {
        told(std::move(done), "revoke " + accountId);
    }

    void hangTokenEndpoint(std::string slug, std::chrono::seconds duration, Completion<bool> done) override
    {
        told(std::move(done), "hang " + slug + " " + std::to_string(duration.count()));
    }

    void failTokenCalls(std::string slug, SandboxTokenFailure failure, Completion<bool> done) override
    {
        told(std::move(done), "fail " + slug + " " + std::to_string(failure.count) + " " + failure.error);
    }

    void denyConsents(std::string slug, std::uint32_t count, Completion<bool> done) override
    {
        told(std::move(done), "deny " + slug + " " + std::to_string(count));
    }

    void answerConsent(std::string sessionId, bool approve, Completion<ConnectSession> done) override
    {
        orders.push_back((approve ? "approve " : "refuse ") + sessionId);
        const auto found = std::find_if(s.connectSessions.begin(), s.connectSessions.end(),
                                        [&](const ConnectSession& one) { return one.id == sessionId; });
        s.answer<ConnectSession>(std::move(done),
                                 found != s.connectSessions.end()
                                     ? Result<ConnectSession>(*found)
                                     : Result<ConnectSession>(fail(Errc::NotFound, "no such sign-in")));
    }

    void registerKey(std::string slug, std::string publicKeyPem, Completion<bool> done) override
    {
        told(std::move(done), "register " + slug + " " + publicKeyPem);
    }

    void clear(std::string slug, Completion<bool> done) override { told(std::move(done), "clear " + slug); }

    std::vector<SandboxVendor> vendorList;
    std::vector<std::string> orders;

private:
    void told(Completion<bool> done, std::string order)
    {
        orders.push_back(std::move(order));
        s.answer<bool>(std::move(done), true);
    }
};

/// A vault whose state is what a test says; the passphrase is "open sesame".
class FakeVaultControl final : public VaultControl, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void info(Completion<VaultInfo> done) override { s.answer<VaultInfo>(std::move(done), vault); }

    void unlock(Secret passphrase, Completion<VaultInfo> done) override
    {
        if (vault.source == VaultKeySource::Passphrase && passphrase.reveal() != "open sesame") {
            s.answer<VaultInfo>(std::move(done), fail(Errc::Unauthorized, "the passphrase is wrong"));
            return;
        }
        vault.condition = VaultCondition::Unlocked;
        info(std::move(done));
    }

    void lock(Completion<VaultInfo> done) override
    {
        vault.condition = VaultCondition::Locked;
        info(std::move(done));
    }

    void changeKey(VaultKeyChange change, Completion<VaultInfo> done) override
    {
        vault.source = change.source;
        ++vault.masterGeneration;
        info(std::move(done));
    }

    void rotateDataKeys(Completion<VaultInfo> done) override
    {
        vault.rotation.total = vault.accounts;
        vault.rotation.running = true;
        info(std::move(done));
    }

    VaultInfo vault{VaultCondition::Unlocked, VaultKeySource::KeyFile, "/data/vault.key", "", "", 1, 2, {}};
};

/// Entries that a test fills in, newest first.
class FakeAuditTrail final : public AuditTrail, public FakeRole
{
public:
    using FakeRole::FakeRole;

    [[nodiscard]] std::unique_ptr<Acting> actAs(std::string actor) override
    {
        actors.push_back(std::move(actor));
        return std::make_unique<Acting>();
    }

    void entries(std::uint64_t before, std::size_t limit, Completion<std::vector<AuditEntry>> done) override
    {
        std::vector<AuditEntry> found;
        for (const auto& entry : list) {
            if (found.size() < limit && (before == 0 || entry.sequence < before)) {
                found.push_back(entry);
            }
        }
        s.answer<std::vector<AuditEntry>>(std::move(done), std::move(found));
    }

    std::vector<AuditEntry> list;
    std::vector<std::string> actors; ///< Whoever acted, in order.
};

/// Alerts are what a test fills in.
class FakeAlerts final : public Alerts, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void alerts(Completion<std::vector<Alert>> done) override
    {
        s.answer<std::vector<Alert>>(std::move(done), list);
    }

    void acknowledge(std::string id, Completion<Alert> done) override
    {
        for (Alert& alert : list) {
            if (alert.id == id) {
                alert.acknowledgedAt = alert.raisedAt;
                alert.acknowledgedBy = "somebody";
                s.answer<Alert>(std::move(done), alert);
                return;
            }
        }
        s.answer<Alert>(std::move(done), fail(Errc::NotFound, "there is no alert " + id));
    }

    std::vector<Alert> list;
};

/// Writes nothing and says it did.
class FakeBackups final : public Backups, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void backup(std::filesystem::path file, Completion<BackupReport> done) override
    {
        s.answer<BackupReport>(std::move(done), BackupReport{std::move(file), 4096});
    }
};

} // namespace gatehouse::test
