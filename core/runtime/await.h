// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/runtime/cpu_pool.h"
#include "core/runtime/executor.h"

#include <coroutine>
#include <memory>
#include <optional>
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
    return {executor, std::move(start)};
}

/// co_await computeOn<T>(pool, executor, work, stop) runs work(stop_token) → Result<T> on the pool and
/// continues on the executor's thread, which must be the awaiting one. Errc::Abandoned when it never ran.
template <class T, class Work>
[[nodiscard]] auto computeOn(CpuPool& pool, Executor& executor, Work work, std::stop_token stop = {})
{
    return awaitCompletion<T>(
        executor, [&pool, work = std::move(work), stop = std::move(stop)](Completion<T> done) mutable {
            auto shared = std::make_shared<Completion<T>>(std::move(done));
            pool.submit(
                [shared, work = std::move(work)](const std::stop_token& token) { (*shared)(work(token)); },
                std::move(stop));
        });
}

} // namespace gatehouse::runtime
