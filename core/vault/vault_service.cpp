// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/vault_service.h"

#include "core/base/ids.h"
#include "core/runtime/await.h"
#include "core/runtime/event_thread.h"
#include "core/vault/key_file.h"
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
        , m_keyFile(options.keyFile)
    {}

    [[nodiscard]] static Result<std::unique_ptr<Worker>> open(const VaultOptions& options)
    {
        GH_ASSIGN(auto storage, openVaultStorage(options.dataDir / "vault.db", *options.clock));
        auto worker = std::make_unique<Worker>(std::move(storage), options);
        GH_TRY(worker->prepare());
        return worker;
    }

    [[nodiscard]] Vault& vault() { return m_vault; }

    [[nodiscard]] Result<VaultStatus> status()
    {
        GH_ASSIGN(const auto state, m_vault.state());
        GH_ASSIGN(const auto header, m_vault.header());
        return VaultStatus{state, header.source, m_problem};
    }

    [[nodiscard]] Result<bool> rotateMasterKey()
    {
        GH_ASSIGN(auto header, m_vault.header());
        ++header.masterGeneration;
        auto key = Key::generate(m_random);
        // The key is safe before anything is sealed with it; a crash in between leaves it unused.
        GH_TRY(m_keyFile.write(header.vaultId, header.masterGeneration, key));
        GH_TRY(m_vault.rotateMasterKey(std::move(header), std::move(key)));
        return true;
    }

private:
    [[nodiscard]] Status prepare()
    {
        GH_ASSIGN(const auto state, m_vault.state());
        if (state == VaultState::Absent) {
            return create();
        }
        GH_ASSIGN(const auto header, m_vault.header());
        auto key = m_keyFile.read(header.vaultId, header.masterGeneration);
        const Status unlocked = key ? m_vault.unlock(std::move(*key)) : Status(tl::unexpected(key.error()));
        if (!unlocked) {
            m_problem = unlocked.error().message;
        }
        return {};
    }

    [[nodiscard]] Status create()
    {
        VaultHeader header;
        header.vaultId = makeId("vlt_", m_random);
        header.source = "key_file";
        auto key = Key::generate(m_random);
        GH_TRY(m_keyFile.write(header.vaultId, header.masterGeneration, key));
        return m_vault.create(std::move(header), std::move(key));
    }

    std::unique_ptr<VaultStorage> m_storage;
    Vault m_vault;
    Random& m_random;
    KeyFile m_keyFile;
    std::string m_problem;
};

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
                      return worker.vault().save(accountId, fields).map([] { return true; });
                  });
    }

    void remove(std::string accountId, Completion<bool> done) override
    {
        run<bool>(std::move(done), [accountId = std::move(accountId)](Worker& worker) {
            return worker.vault().remove(accountId);
        });
    }

    void rotateMasterKey(Completion<bool> done) override
    {
        run<bool>(std::move(done), [](Worker& worker) { return worker.rotateMasterKey(); });
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
