// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/keychain.h"

#include "core/runtime/event_thread.h"

#include <qt6keychain/keychain.h>

#include <fmt/format.h>

#include <future>
#include <utility>

namespace gatehouse::vault {

namespace {

constexpr auto kService = "gatehouse";

Error describe(const QKeychain::Job& job)
{
    const auto text = job.errorString().toStdString();
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {Errc::NotFound,
                "the keychain does not hold the vault's key, or is locked: unlock it and try again",
                {},
                {},
                {}};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {Errc::Forbidden, fmt::format("the keychain refused access ({})", text), {}, {}, {}};
    default:
        // No bus and no service both come as OtherError with a text.
        return {
            Errc::Unavailable,
            fmt::format("there is no working keychain in this session ({}): use a key file or a passphrase",
                        text),
            {},
            {},
            {}};
    }
}

/// QtKeychain works on the event loop of whatever desktop there is, so it gets a thread with Qt's own; the
/// caller's thread waits for the answer.
class SystemKeychain final : public Keychain
{
public:
    explicit SystemKeychain(std::chrono::milliseconds patience)
        : m_patience(patience)
        , m_thread("keychain", runtime::LoopKind::Platform)
    {}

    [[nodiscard]] Result<Secret> read(const std::string& entry) override
    {
        return run<Secret, QKeychain::ReadPasswordJob>(
            entry, [](QKeychain::ReadPasswordJob&) {},
            [](QKeychain::ReadPasswordJob& job) -> Result<Secret> {
                auto bytes = job.binaryData();
                Secret secret(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
                bytes.fill('\0');
                return secret;
            });
    }

    [[nodiscard]] Status write(const std::string& entry, const Secret& secret) override
    {
        auto copy = std::make_shared<Secret>(secret.clone());
        const auto written = run<bool, QKeychain::WritePasswordJob>(
            entry,
            [copy](QKeychain::WritePasswordJob& job) {
                job.setBinaryData(QByteArray(copy->reveal().data(), static_cast<qsizetype>(copy->size())));
            },
            [](QKeychain::WritePasswordJob&) -> Result<bool> { return true; });
        return written.map([](bool) {});
    }

private:
    template <class T, class Job, class Prepare, class Finish>
    [[nodiscard]] Result<T> run(const std::string& entry, Prepare prepare, Finish finish)
    {
        auto answer = std::make_shared<std::promise<Result<T>>>();
        auto result = answer->get_future();
        m_thread.post([entry, prepare, finish, answer] {
            auto* job = new Job(QString::fromLatin1(kService)); // deletes itself when finished
            job->setKey(QString::fromStdString(entry));
            job->setInsecureFallback(false);
            prepare(*job);
            QObject::connect(job, &QKeychain::Job::finished, job, [job, finish, answer] {
                answer->set_value(job->error() == QKeychain::NoError
                                      ? finish(*job)
                                      : Result<T>(tl::unexpected(describe(*job))));
            });
            job->start();
        });
        if (result.wait_for(m_patience) != std::future_status::ready) {
            return fail(Errc::Unavailable, "the keychain does not answer: is it waiting to be unlocked?");
        }
        return result.get();
    }

    std::chrono::milliseconds m_patience;
    runtime::EventThread m_thread;
};

} // namespace

std::unique_ptr<Keychain> makeSystemKeychain(std::chrono::milliseconds patience)
{
    return std::make_unique<SystemKeychain>(patience);
}

} // namespace gatehouse::vault
