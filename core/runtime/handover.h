// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

namespace gatehouse::runtime {

/// What Qt orders between threads by locks of its own (a posted event before its delivery, a thread before
/// the end of wait()) the thread sanitizer cannot see, because Debian's Qt is not built with it. These two
/// tell it, and are nothing in every other build: whatever came before handOver(object) on one thread came
/// before what follows takeOver(object) on another. Only for orders that do exist.
inline void handOver([[maybe_unused]] void* object) noexcept
{
#ifdef __SANITIZE_THREAD__
    __tsan_release(object);
#endif
}

inline void takeOver([[maybe_unused]] void* object) noexcept
{
#ifdef __SANITIZE_THREAD__
    __tsan_acquire(object);
#endif
}

} // namespace gatehouse::runtime
