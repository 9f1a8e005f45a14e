// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hardening.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

namespace gatehouse::app {

void hardenProcess() noexcept
{
    const rlimit none{0, 0};
    [[maybe_unused]] const int limited = setrlimit(RLIMIT_CORE, &none);
    // Under a sanitizer the process must stay readable to itself (leak detection attaches).
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    [[maybe_unused]] const int closed = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
    umask(S_IRWXG | S_IRWXO);
    // A client that hangs up must be an error of one write, never the end of the process.
    [[maybe_unused]] const auto before = std::signal(SIGPIPE, SIG_IGN);
}

} // namespace gatehouse::app
