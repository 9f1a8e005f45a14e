// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/store/alert_store.h"
#include "core/store/delivery_store.h"
#include "core/store/records.h"
#include "core/store/token_store.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace gatehouse::store {

/// What the gateway keeps, behind one small interface per kind of thing.
///
/// Every method may be called from any thread, returns at once and never touches the disk on the caller's
/// thread. A write's completion fires after the write is durable (fsynced); writes are applied in the order
/// in which they were submitted, and a read submitted after a write has completed sees it. Completions fire
/// on the executor that the store was opened with (core/store/open.h). Common errors: Unavailable (disk full,
/// read-only, store closed: the write was not made), Corrupt, Internal; each method names its own further
/// ones. put… inserts or replaces.
class Environments
{
public:
    virtual ~Environments() = default;

    virtual void putEnvironment(EnvironmentRow row, Completion<EnvironmentRow> done) = 0;
    /// NotFound.
    virtual void environment(std::string id, Completion<EnvironmentRow> done) = 0;
    /// Oldest first.
    virtual void environments(Completion<std::vector<EnvironmentRow>> done) = 0;
    /// With its overrides. False: there was none. Conflict: it still has accounts.
    virtual void removeEnvironment(std::string id, Completion<bool> done) = 0;
};

class Accounts
{
public:
    virtual ~Accounts() = default;

    /// NotFound: no such environment.
    virtual void putAccount(AccountRow row, Completion<AccountRow> done) = 0;
    /// NotFound.
    virtual void account(std::string id, Completion<AccountRow> done) = 0;
    /// Oldest first.
    virtual void accounts(Completion<std::vector<AccountRow>> done) = 0;
    /// NotFound.
    virtual void setAccountStatus(std::string id, std::string status, std::string reason,
                                  Completion<bool> done) = 0;
    /// Moves lastSuccessAt forward (never back). False: no such account.
    virtual void noteAccountSuccess(std::string id, UnixMillis at, Completion<bool> done) = 0;
    /// With its overrides. False: there was none.
    virtual void removeAccount(std::string id, Completion<bool> done) = 0;
};

class Overrides
{
public:
    virtual ~Overrides() = default;

    virtual void putOverride(OverrideRow row, Completion<OverrideRow> done) = 0;
    /// NotFound.
    virtual void findOverride(OverrideId id, Completion<OverrideRow> done) = 0;
    /// Every override there is; read once at start and kept in snapshots from then on.
    virtual void overrides(Completion<std::vector<OverrideRow>> done) = 0;
    /// False: there was none.
    virtual void removeOverride(OverrideId id, Completion<bool> done) = 0;
};

/// Versions of provider definitions that came in through the API or from a folder, for rollback.
class IntegrationHistory
{
public:
    virtual ~IntegrationHistory() = default;

    /// Adds the next version of row.slug (row.version and row.active are ignored) and makes it the active
    /// one. Gives it as stored.
    virtual void addIntegrationVersion(IntegrationVersionRow row, Completion<IntegrationVersionRow> done) = 0;
    /// Makes an older version the active one again. NotFound.
    virtual void activateIntegrationVersion(std::string slug, std::uint32_t version,
                                            Completion<IntegrationVersionRow> done) = 0;
    /// Leaves the slug without an active version; history stays. False: none was active.
    virtual void deactivateIntegration(std::string slug, Completion<bool> done) = 0;
    /// Newest first.
    virtual void integrationHistory(std::string slug,
                                    Completion<std::vector<IntegrationVersionRow>> done) = 0;
    /// The active version of every slug.
    virtual void activeIntegrations(Completion<std::vector<IntegrationVersionRow>> done) = 0;
};

class ApiKeys
{
public:
    virtual ~ApiKeys() = default;

    /// AlreadyExists: another key has this hash.
    virtual void putApiKey(ApiKeyRow row, Completion<ApiKeyRow> done) = 0;
    /// Oldest first; read at start and kept in memory, so that checking a key needs no disk.
    virtual void apiKeys(Completion<std::vector<ApiKeyRow>> done) = 0;
    /// Moves lastUsedAt forward. False: no such key.
    virtual void noteApiKeyUse(std::string id, UnixMillis at, Completion<bool> done) = 0;
    virtual void removeApiKey(std::string id, Completion<bool> done) = 0;
};

/// A bounded log of calls. Appending is best effort by design: when the disk cannot keep up, it is refused
/// (LimitExceeded) rather than delaying anything that must be kept.
class CallLog
{
public:
    virtual ~CallLog() = default;

    /// Gives the detail JSON of a call. Asked once, on the store's writing thread: a few hundred such texts a
    /// second are too much work for the thread that serves calls.
    using DetailText = std::function<std::string()>;

    /// LimitExceeded: too many writes wait. AlreadyExists: the sequence or the id is taken.
    virtual void appendCall(CallRow row, DetailText detailJson, Completion<bool> done) = 0;
    /// Newest first.
    virtual void calls(CallQuery query, Completion<std::vector<CallRow>> done) = 0;
    /// The detail JSON of one call. NotFound.
    virtual void callDetail(std::string id, Completion<std::string> done) = 0;
    /// The highest sequence ever appended, also when that row is gone; 0 when none was.
    virtual void lastCallSequence(Completion<std::uint64_t> done) = 0;
    /// Applies the retention now; gives the number of calls removed. Also runs by itself while writing.
    virtual void pruneCalls(Completion<std::uint64_t> done) = 0;
    /// Changes the retention for this run of the program (a setting keeps it across runs).
    virtual void setCallRetention(CallRetention retention) = 0;
};

/// Small values by key ("ui.theme", "node.id").
class Settings
{
public:
    virtual ~Settings() = default;

    virtual void putSetting(SettingRow row, Completion<SettingRow> done) = 0;
    /// The JSON text. NotFound.
    virtual void setting(std::string key, Completion<std::string> done) = 0;
    /// All whose key starts with prefix, by key.
    virtual void settings(std::string prefix, Completion<std::vector<SettingRow>> done) = 0;
    virtual void removeSetting(std::string key, Completion<bool> done) = 0;
};

class AuditLog
{
public:
    virtual ~AuditLog() = default;

    /// Gives the row with its sequence.
    virtual void appendAudit(AuditRow row, Completion<AuditRow> done) = 0;
    /// Newest first; only sequence < before when before is not 0. At most 10,000.
    virtual void auditEntries(std::uint64_t before, std::size_t limit,
                              Completion<std::vector<AuditRow>> done) = 0;
};

/// What can be told about an open store.
struct StoreInfo
{
    std::string backend;  ///< "sqlite".
    std::string location; ///< A file or a URL without credentials.
    std::uint32_t schemaVersion = 0;
    std::int64_t bytes = 0;            ///< On disk.
    std::uint64_t committedGroups = 0; ///< Since it was opened …
    std::uint64_t committedWrites = 0; ///< … and the writes in them.
    std::uint64_t refusedCalls = 0;    ///< appendCall refused because too many writes waited.
};

/// The whole of it. Destroying a store commits what was submitted, answers everything, and ends its threads;
/// it blocks for that long and is done once, at the end of the program.
class Store
{
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    [[nodiscard]] virtual Environments& environments() = 0;
    [[nodiscard]] virtual Accounts& accounts() = 0;
    [[nodiscard]] virtual Overrides& overrides() = 0;
    [[nodiscard]] virtual IntegrationHistory& integrations() = 0;
    [[nodiscard]] virtual ApiKeys& apiKeys() = 0;
    [[nodiscard]] virtual CallLog& calls() = 0;
    [[nodiscard]] virtual Settings& settings() = 0;
    [[nodiscard]] virtual AuditLog& audit() = 0;
    [[nodiscard]] virtual WebhookEvents& webhookEvents() = 0;
    [[nodiscard]] virtual WebhookJobs& webhookJobs() = 0;
    [[nodiscard]] virtual Endpoints& endpoints() = 0;
    [[nodiscard]] virtual Deliveries& deliveries() = 0;
    [[nodiscard]] virtual Leases& leases() = 0;
    [[nodiscard]] virtual TokenStates& tokens() = 0;
    [[nodiscard]] virtual Alerts& alerts() = 0;

    virtual void info(Completion<StoreInfo> done) = 0;
    /// A consistent copy while running. AlreadyExists: the file is there.
    virtual void backup(std::filesystem::path file, Completion<bool> done) = 0;
};

} // namespace gatehouse::store
