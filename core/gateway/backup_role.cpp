// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/backup_role.h"

#include "core/gateway/tar_file.h"
#include "core/runtime/await.h"
#include "core/vault/vault_service.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

namespace fs = std::filesystem;

/// In the data directory: on a file system with room for copies, and of mode 0700.
constexpr auto kFolder = "backup.partial";

Status mayWrite(const fs::path& file)
{
    std::error_code ignored;
    if (!file.is_absolute() || !file.has_filename()) {
        return fail(
            {Errc::InvalidArgument, "the file of a backup must be an absolute path", {}, "/file", {}});
    }
    if (fs::exists(fs::symlink_status(file, ignored))) {
        return fail(Errc::AlreadyExists,
                    fmt::format("{} is there already: choose another file", file.string()));
    }
    if (!fs::is_directory(file.parent_path(), ignored)) {
        return fail(Errc::NotFound, fmt::format("there is no folder {}", file.parent_path().string()));
    }
    return {};
}

} // namespace

void BackupRole::backup(std::filesystem::path file, Completion<BackupReport> done)
{
    onEngine(m_core, [this, file = std::move(file), done = std::move(done)]() mutable {
        deliver(m_core, make(std::move(file)), std::move(done));
    });
}

QCoro::Task<Status> BackupRole::copyInto(fs::path folder)
{
    auto pendingState =
        runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &folder](Completion<bool> done) {
            m_core.services.store->backup(folder / "gatehouse.db", std::move(done));
        });
    auto copied = co_await pendingState;
    if (copied && m_core.services.vault != nullptr) {
        auto pendingVault =
            runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &folder](Completion<bool> done) {
                m_core.services.vault->copyTo(folder / "vault.db", std::move(done));
            });
        copied = co_await pendingVault;
    }
    if (!copied) {
        co_return fail(std::move(copied).error());
    }
    co_return Status{};
}

QCoro::Task<Result<std::uint64_t>> BackupRole::pack(fs::path folder, fs::path file)
{
    if (m_thread == nullptr) {
        m_thread = std::make_unique<runtime::EventThread>("backup");
    }
    auto pending = runtime::awaitCompletion<std::uint64_t>(
        *m_core.services.engine, [this, &folder, &file](Completion<std::uint64_t> done) {
            std::vector<TarMember> members = {{"gatehouse.db", folder / "gatehouse.db"}};
            if (m_core.services.vault != nullptr) {
                members.push_back({"vault.db", folder / "vault.db"});
            }
            auto shared = std::make_shared<Completion<std::uint64_t>>(std::move(done));
            m_thread->post([shared, file, members = std::move(members), now = m_core.services.clock->now()] {
                (*shared)(writeTar(file, members, now));
            });
        });
    co_return co_await pending;
}

QCoro::Task<Result<BackupReport>> BackupRole::make(fs::path file)
{
    const std::string actor = m_core.audit.actor();
    if (auto allowed = mayWrite(file); !allowed) {
        co_return fail(std::move(allowed).error());
    }
    if (m_busy) {
        co_return fail(Errc::Conflict, "a backup is being made: wait until it is done");
    }
    m_busy = true;
    const auto folder = m_core.options.dataDir / kFolder;
    std::error_code ignored;
    fs::remove_all(folder, ignored); // what a crash left
    fs::create_directory(folder, ignored);
    fs::permissions(folder, fs::perms::owner_all, ignored);
    auto copied = co_await copyInto(folder);
    Result<std::uint64_t> packed = copied ? Result<std::uint64_t>(0) : fail(copied.error());
    if (copied) {
        packed = co_await pack(folder, file);
    }
    fs::remove_all(folder, ignored);
    m_busy = false;
    m_core.audit.note(actor, "backup.make", file.string(), packed ? "" : packed.error().message);
    if (!packed) {
        co_return fail(std::move(packed).error());
    }
    co_return BackupReport{file, *packed};
}

} // namespace gatehouse
