// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/vault_service.h"

#include "core/base/ids.h"
#include "core/runtime/await.h"
#include "core/runtime/event_thread.h"
#include "core/vault/master_keys.h"
#include "core/vault/sqlite_vault_storage.h"

#include <future>
#include <utility>

namespace gatehouse::vault {

namespace {

/// Everything that belongs to the vault's thread.
class Worker
{
public:
    Worker(std::unique_ptr<VaultStorage> storage, const VaultOptions& options)
        : m_storage(std::move(storage))
        , m_vault(*m_storage, *options.random)
        , m_random(*options.random)
        , m_keys(options.keyFile, options.keychain, *options.random)
        , m_source(options.source)
    {}

    [[nodiscard]] static Result<std::unique_ptr<Worker>> open(const VaultOptions& options)
    {
        GH_ASSIGN(auto storage, openVaultStorage(options.dataDir / "vault.db", *options.clock));
        auto worker = std::make_unique<Worker>(std::move(storage), options);
        GH_ASSIGN(const auto state, worker->m_vault.state());
        if (const auto unlocked = worker->unlock(nullptr); !unlocked) {
            if (state == VaultState::Absent && options.source != KeySource::Passphrase) {
                return tl::unexpected(unlocked.error()); // a choice that cannot be carried out
            }
            worker->m_problem = unlocked.error().message;
        }
        return worker;
    }

    [[nodiscard]] Vault& vault() { return m_vault; }

    [[nodiscard]] Result<VaultStatus> status()
    {
        VaultStatus status;
        status.source = m_source;
        status.problem = m_problem;
        GH_ASSIGN(status.state, m_vault.state());
        if (status.state != VaultState::Absent) {
            GH_ASSIGN(const auto header, m_vault.header());
            GH_ASSIGN(status.source, keySourceNamed(header.source));
        }
        return status;
    }

    /// passphrase may be null.
    [[nodiscard]] Status unlock(const Secret* passphrase)
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

    void lock()
    {
        m_vault.lock();
        m_problem = "the vault was locked";
    }

    [[nodiscard]] Status rotateMasterKey(const MasterKeyChoice& next)
    {
        GH_ASSIGN(auto header, m_vault.header());
        ++header.masterGeneration;
        // The key is safe before anything is sealed with it; a crash in between leaves it unused.
        GH_ASSIGN(auto key, m_keys.make(header, next.source, &next.passphrase));
        return m_vault.rotateMasterKey(std::move(header), std::move(key));
    }

private:
    std::unique_ptr<VaultStorage> m_storage;
    Vault m_vault;
    Random& m_random;
    MasterKeys m_keys;
    KeySource m_source;
    std::string m_problem;
};

bool yes()
{
    return true;
}

class ThreadedVault final : public VaultService
{
public:
    explicit ThreadedVault(runtime::Executor& answers)
        : m_answers(answers)
        , m_thread("vault")
    {}

    ~ThreadedVault() override
    {
        m_thread.post([this] { m_worker.reset(); });
        m_thread.stop();
    }

    [[nodiscard]] Status open(const VaultOptions& options)
    {
        std::promise<Status> opened;
        m_thread.post([this, &opened, &options] {
            auto worker = Worker::open(options);
            if (worker) {
                m_worker = std::move(*worker);
            }
            opened.set_value(worker ? Status{} : Status(tl::unexpected(worker.error())));
        });
        return opened.get_future().get();
    }

    void status(Completion<VaultStatus> done) override
    {
        run<VaultStatus>(std::move(done), [](Worker& worker) { return worker.status(); });
    }

    void load(std::string accountId, Completion<Fields> done) override
    {
        run<Fields>(std::move(done), [accountId = std::move(accountId)](Worker& worker) {
            return worker.vault().load(accountId);
        });
    }

    void save(std::string accountId, Fields fields, Completion<bool> done) override
    {
        run<bool>(std::move(done),
                  [accountId = std::move(accountId), fields = std::move(fields)](Worker& worker) {
                      return worker.vault().save(accountId, fields).map(yes);
                  });
    }

    void saveIf(std::string accountId, Fields fields, std::function<Status(const Fields&)> admit,
                Completion<bool> done) override
    {
        run<bool>(std::move(done),
                  [accountId = std::move(accountId), fields = std::move(fields),
                   admit = std::move(admit)](Worker& worker) -> Result<bool> {
                      const auto kept = worker.vault().load(accountId);
                      if (!kept) {
                          return kept.error().code == Errc::NotFound ? fail(
                                     Errc::Conflict, "the account's credentials were removed meanwhile")
                                                                     : fail(kept.error());
                      }
                      GH_TRY(admit(*kept));
                      return worker.vault().save(accountId, fields).map(yes);
                  });
    }

    void remove(std::string accountId, Completion<bool> done) override
    {
        run<bool>(std::move(done), [accountId = std::move(accountId)](Worker& worker) {
            return worker.vault().remove(accountId);
        });
    }

    void rotateDataKey(std::string accountId, Completion<bool> done) override
    {
        run<bool>(std::move(done), [accountId = std::move(accountId)](Worker& worker) {
            return worker.vault().rotateDataKey(accountId).map(yes);
        });
    }

    void rotateMasterKey(MasterKeyChoice next, Completion<bool> done) override
    {
        run<bool>(std::move(done),
                  [next = std::move(next)](Worker& worker) { return worker.rotateMasterKey(next).map(yes); });
    }

    void unlock(Secret passphrase, Completion<VaultStatus> done) override
    {
        run<VaultStatus>(std::move(done),
                         [passphrase = std::move(passphrase)](Worker& worker) -> Result<VaultStatus> {
                             GH_TRY(worker.unlock(passphrase.empty() ? nullptr : &passphrase));
                             return worker.status();
                         });
    }

    void lock(Completion<VaultStatus> done) override
    {
        run<VaultStatus>(std::move(done), [](Worker& worker) {
            worker.lock();
            return worker.status();
        });
    }

private:
    template <class T, class Work>
    void run(Completion<T> done, Work work)
    {
        m_thread.post([this, answer = runtime::completeOn<T>(m_answers, std::move(done)),
                       work = std::move(work)]() mutable { answer(work(*m_worker)); });
    }

    runtime::Executor& m_answers;
    std::unique_ptr<Worker> m_worker; ///< Made, used and destroyed on the thread.
    runtime::EventThread m_thread;
};

} // namespace

Result<std::unique_ptr<VaultService>> openVault(VaultOptions options)
{
    if (options.keyFile.empty()) {
        options.keyFile = options.dataDir / "vault.key";
    }
    auto service = std::make_unique<ThreadedVault>(*options.executor);
    GH_TRY(service->open(options));
    return service;
}

} // namespace gatehouse::vault
