// SPDX-License-Identifier: GPL-3.0-or-later
// A process that uses a store until it is killed: store_child MODE DATA_DIR.
//   hold       opens, prints "open", waits
//   write      opens and appends audit rows for ever; prints each sequence once it is acknowledged
//   small-disk the same, with files limited to 1 MiB; prints the first error and how much was acknowledged
//   no-rights  opens as a user who may not write there and prints the error
#include "core/runtime/executor.h"
#include "core/store/open.h"
#include "tests/support/fake_clock.h"

#include <QCoreApplication>

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

using gatehouse::Result;
using gatehouse::store::AuditRow;
using gatehouse::store::Store;

constexpr rlim_t kSmallDisk = 1 << 20;
constexpr uid_t kNobody = 65534;
constexpr int kInFlight = 64;

/// Keeps kInFlight writes under way.
class Appender
{
public:
    Appender(Store& store, bool stopOnError)
        : m_store(store)
        , m_stopOnError(stopOnError)
    {}

    void start()
    {
        for (int i = 0; i < kInFlight; ++i) {
            append();
        }
    }

private:
    void append()
    {
        m_store.audit().appendAudit(
            {0, gatehouse::fromMillis(1), "child", "write", "x", std::string(700, 'd')},
            [this](const Result<AuditRow>& row) { answered(row); });
    }

    void answered(const Result<AuditRow>& row)
    {
        if (row) {
            m_acknowledged = row->sequence;
            if (!m_stopOnError) {
                std::printf("%llu\n", static_cast<unsigned long long>(row->sequence));
                std::fflush(stdout);
            }
            append();
        } else if (!m_failed) {
            m_failed = true;
            std::printf("%s\n%s\n%llu\n", std::string(gatehouse::errcName(row.error().code)).c_str(),
                        row.error().message.c_str(), static_cast<unsigned long long>(m_acknowledged));
            std::fflush(stdout);
        }
    }

    Store& m_store;
    bool m_stopOnError;
    bool m_failed = false;
    std::uint64_t m_acknowledged = 0;
};

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const std::string_view mode = argc > 2 ? argv[1] : "";
    if (mode == "small-disk") {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{kSmallDisk, kSmallDisk};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    if (mode == "no-rights" && geteuid() == 0 && seteuid(kNobody) != 0) {
        return 1;
    }
    const auto executor = gatehouse::runtime::makeThisThreadExecutor();
    const gatehouse::test::FakeClock clock;
    gatehouse::store::StoreOptions options;
    options.dataDir = argc > 2 ? argv[2] : "";
    options.executor = executor.get();
    options.clock = &clock;
    const auto store = gatehouse::store::openSqliteStore(options);
    if (!store) {
        std::printf("%s\n%s\n", std::string(gatehouse::errcName(store.error().code)).c_str(),
                    store.error().message.c_str());
        return 1;
    }
    Appender appender(**store, mode == "small-disk");
    if (mode == "hold") {
        std::puts("open");
        std::fflush(stdout);
    } else {
        appender.start();
    }
    return QCoreApplication::exec();
}
