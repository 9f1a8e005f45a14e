// SPDX-License-Identifier: GPL-3.0-or-later
// How jemalloc behaves in the programs that run a node: it reads this variable before main (jemalloc(3),
// "TUNING"). Calls are made on one thread and answered on another, which costs glibc's allocator a quarter of
// such a call. Two arenas are enough for the few busy threads; up to 4 KiB each thread keeps at hand, which
// is the size of waiting coroutines' frames; what is not used any more goes back after half a second, by a
// thread of jemalloc's own, so that an idle node is a small one.
extern "C" {
// NOLINTNEXTLINE(*-non-const-global-variables,*-identifier-naming): jemalloc's name and type for it.
[[gnu::visibility("default"), gnu::used]] const char* malloc_conf =
    "narenas:2,tcache_nslots_small_max:40,lg_tcache_max:12,background_thread:true,dirty_decay_ms:500,"
    "muzzy_decay_ms:0";
}
