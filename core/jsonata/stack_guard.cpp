// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/stack_guard.h"

#include <pthread.h>

#include <algorithm>

namespace gatehouse::jsonata {
namespace {

/// What leaf functions (regular expressions, formatting, the allocator) may need below the last check.
constexpr std::size_t kReserve = std::size_t{96} * 1024;
/// What is assumed of a thread that cannot tell.
constexpr std::size_t kUnknownStack = std::size_t{192} * 1024;

std::uintptr_t lowestAddress() noexcept
{
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) {
        return 0;
    }
    void* low = nullptr;
    std::size_t size = 0;
    std::size_t guard = 0;
    const bool known = pthread_attr_getstack(&attributes, &low, &size) == 0
                       && pthread_attr_getguardsize(&attributes, &guard) == 0;
    pthread_attr_destroy(&attributes);
    return known ? reinterpret_cast<std::uintptr_t>(low) + guard : 0;
}

} // namespace

StackGuard::StackGuard(std::size_t budget) noexcept
{
    // Asking costs a system call on the main thread; a thread's stack never moves.
    thread_local const std::uintptr_t lowest = lowestAddress();
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    const std::uintptr_t floor = lowest == 0 ? here - kUnknownStack : lowest + kReserve;
    m_limit = std::max(floor, here > budget ? here - budget : 0);
}

} // namespace gatehouse::jsonata
