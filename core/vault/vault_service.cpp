// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/vault_service.h"

#include "core/runtime/await.h"
#include "core/runtime/event_thread.h"
#include "core/vault/vault_worker.h"

#include <future>
#include <utility>

namespace gatehouse::vault {

namespace {

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
            auto worker = VaultWorker::open(options);
            if (worker) {
                m_worker = std::move(*worker);
                rotateLater(); // what an earlier run left undone
            }
            opened.set_value(worker ? Status{} : Status(tl::unexpected(worker.error())));
        });
        return opened.get_future().get();
    }

    void status(Completion<VaultStatus> done) override
    {
        run<VaultStatus>(std::move(done), [](VaultWorker& worker) { return worker.status(); });
    }

    void load(std::string accountId, Completion<Fields> done) override
    {
        run<Fields>(std::move(done), [accountId = std::move(accountId)](VaultWorker& worker) {
            return worker.vault().load(accountId);
        });
    }

    void save(std::string accountId, Fields fields, Completion<bool> done) override
    {
        run<bool>(std::move(done),
                  [accountId = std::move(accountId), fields = std::move(fields)](VaultWorker& worker) {
                      return worker.vault().save(accountId, fields).map(yes);
                  });
    }

    void saveIf(std::string accountId, Fields fields, std::function<Status(const Fields&)> admit,
                Completion<bool> done) override
    {
        run<bool>(std::move(done),
                  [accountId = std::move(accountId), fields = std::move(fields),
                   admit = std::move(admit)](VaultWorker& worker) -> Result<bool> {
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
        run<bool>(std::move(done), [accountId = std::move(accountId)](VaultWorker& worker) {
            return worker.vault().remove(accountId);
        });
    }

    void rotateDataKey(std::string accountId, Completion<bool> done) override
    {
        run<bool>(std::move(done), [accountId = std::move(accountId)](VaultWorker& worker) {
            return worker.vault().rotateDataKey(accountId).map(yes);
        });
    }

    void rotateMasterKey(MasterKeyChoice next, Completion<bool> done) override
    {
        run<bool>(std::move(done), [next = std::move(next)](VaultWorker& worker) {
            return worker.rotateMasterKey(next).map(yes);
        });
    }

    void rotateDataKeys(Completion<VaultStatus> done) override
    {
        run<VaultStatus>(std::move(done), [this](VaultWorker& worker) -> Result<VaultStatus> {
            GH_TRY(worker.planRotation());
            rotateLater();
            return worker.status();
        });
    }

    void copyTo(std::filesystem::path file, Completion<bool> done) override
    {
        run<bool>(std::move(done),
                  [file = std::move(file)](VaultWorker& worker) { return worker.copyTo(file).map(yes); });
    }

    void unlock(Secret passphrase, Completion<VaultStatus> done) override
    {
        run<VaultStatus>(std::move(done),
                         [passphrase = std::move(passphrase)](VaultWorker& worker) -> Result<VaultStatus> {
                             GH_TRY(worker.unlock(passphrase.empty() ? nullptr : &passphrase));
                             return worker.status();
                         });
        m_thread.post([this] { rotateLater(); });
    }

    void lock(Completion<VaultStatus> done) override
    {
        run<VaultStatus>(std::move(done), [](VaultWorker& worker) {
            worker.lock();
            return worker.status();
        });
    }

private:
    /// One account a turn: what was asked for meanwhile comes in between. On the thread.
    void rotateLater()
    {
        if (std::exchange(m_rotates, true)) {
            return;
        }
        m_thread.post([this] {
            m_rotates = false;
            if (m_worker && m_worker->rotateNext()) {
                rotateLater();
            }
        });
    }

    template <class T, class Work>
    void run(Completion<T> done, Work work)
    {
        m_thread.post([this, answer = runtime::completeOn<T>(m_answers, std::move(done)),
                       work = std::move(work)]() mutable { answer(work(*m_worker)); });
    }

    runtime::Executor& m_answers;
    std::unique_ptr<VaultWorker> m_worker; ///< Made, used and destroyed on the thread.
    bool m_rotates = false;                ///< A turn is posted. Of the thread.
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
