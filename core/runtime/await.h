// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/runtime/cpu_pool.h"
#include "core/runtime/executor.h"

#include <coroutine>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace gatehouse::runtime {

/// A completion that may be answered on any thread and passes the answer on to the executor's. The executor
/// must outlive it.
template <class T>
[[nodiscard]] Completion<T> completeOn(Executor& executor, Completion<T> completion)
{
    auto shared = std::make_shared<Completion<T>>(std::move(completion));
    return Completion<T>([&executor, shared](Result<T> result) {
        executor.post([shared, answer = std::move(result)]() mutable { (*shared)(std::move(answer)); });
    });
}

/// co_await awaitCompletion<T>(executor, start) calls start(Completion<T>) and continues, on the executor's
/// thread (which must be the awaiting one), with its answer as Result<T>; Errc::Abandoned when the completion
/// was dropped.
///
/// Start must be trivially copyable, that is capture by reference (the coroutine's frame outlives the call)
/// or hold plain values: GCC 12 copies a lambda that is a temporary of a co_await expression bit by bit into
/// the frame and so destroys a captured string twice (GCC bug 98401 and its kin).
template <class T, class Start>
class AwaitCompletion
{
public:
    AwaitCompletion(Executor& executor, Start start)
        : m_executor(executor)
        , m_start(std::move(start))
    {}

    [[nodiscard]] bool await_ready() const noexcept { return false; }

    void await_suspend(std::coroutine_handle<> waiting)
    {
        // Always through post(): an answer inside start() would resume a coroutine not yet suspended.
        m_start(completeOn<T>(m_executor, Completion<T>([this, waiting](Result<T> result) {
                                  m_answer.emplace(std::move(result));
                                  waiting.resume();
                              })));
    }

    [[nodiscard]] Result<T> await_resume() { return std::move(*m_answer); }

private:
    Executor& m_executor;
    Start m_start;
    std::optional<Result<T>> m_answer;
};

template <class T, class Start>
[[nodiscard]] AwaitCompletion<T, Start> awaitCompletion(Executor& executor, Start start)
{
    static_assert(std::is_trivially_copyable_v<Start>, "capture by reference: see AwaitCompletion");
    return {executor, std::move(start)};
}

/// co_await computeOn<T>(pool, executor, work, stop) runs work(stop_token) → Result<T> on the pool and
/// continues on the executor's thread, which must be the awaiting one. Errc::Abandoned when it never ran.
template <class T, class Work>
[[nodiscard]] auto computeOn(CpuPool& pool, Executor& executor, Work work, std::stop_token stop = {})
{
    static_assert(std::is_trivially_copyable_v<Work>, "capture by reference: see AwaitCompletion");
    auto start = [&pool, work, stop = std::move(stop)](Completion<T> done) mutable {
        auto shared = std::make_shared<Completion<T>>(std::move(done));
        pool.submit([shared, work](const std::stop_token& token) { (*shared)(work(token)); },
                    std::move(stop));
    };
    return AwaitCompletion<T, decltype(start)>(executor, std::move(start));
}

} // namespace gatehouse::runtime
