// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/gateway/keys.h"
#include "core/gateway/turns.h"
#include "core/runtime/executor.h"
#include "core/store/store.h"

#include <qcoro/qcorotask.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse {

/// API keys: kept as SHA-256 hashes in the store and, for checking, in memory. Checking never touches the
/// disk and may happen on any thread; everything else is the engine thread's.
class KeyService
{
public:
    KeyService(store::ApiKeys& store, const Clock& clock, Random& random, runtime::Executor& engine);
    ~KeyService();
    KeyService(const KeyService&) = delete;
    KeyService& operator=(const KeyService&) = delete;

    /// Reads the keys. Called once, before the first check.
    [[nodiscard]] QCoro::Task<Status> load();
    /// Makes sure that the file holds a working admin key (mode 0600), making a new one when it does not.
    [[nodiscard]] QCoro::Task<Status> ensureAdminKey(std::filesystem::path file);

    [[nodiscard]] Result<std::shared_ptr<const ApiKey>> check(std::string_view presented,
                                                              std::string_view peerAddress) const;
    [[nodiscard]] std::vector<ApiKey> all() const;
    [[nodiscard]] QCoro::Task<Result<CreatedKey>> create(ApiKey wanted);
    [[nodiscard]] QCoro::Task<Result<bool>> revoke(std::string id);

private:
    struct Entry;
    using Table = std::vector<std::shared_ptr<const Entry>>;
    using TablePtr = std::shared_ptr<const Table>;

    [[nodiscard]] TablePtr table() const;
    void swap(Table next);

    store::ApiKeys& m_store;
    const Clock& m_clock;
    Random& m_random;
    runtime::Executor& m_engine;
    Turns m_turns; ///< To revoke: two at once could each see the other's key as the one that is left.
    mutable std::mutex m_mutex;
    TablePtr m_table;
};

} // namespace gatehouse
