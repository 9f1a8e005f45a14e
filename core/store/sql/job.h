// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/runtime/executor.h"
#include "core/store/sql/connection.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace gatehouse::store::sql {

/// One piece of work on a connection, and its answer. Written as a function that can run again: a write whose
/// group failed is tried once more alone.
class Job
{
public:
    Job() = default;
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;
    virtual ~Job() = default;

    /// Runs on a database thread and keeps the result.
    virtual void run(Connection& connection) = 0;
    /// The error that run() ended with; null on success.
    [[nodiscard]] virtual const Error* error() const = 0;
    /// Replaces whatever run() gave.
    virtual void refuse(Error error) = 0;
    /// False when nobody waits for an answer.
    [[nodiscard]] virtual bool wanted() const = 0;
    /// Fires the completion, once, on the thread that wants it.
    virtual void answer() = 0;

    /// Where answer() is to run; null: on the store's executor.
    [[nodiscard]] runtime::Executor* answerOn() const noexcept { return m_answerOn; }

    void setAnswerOn(runtime::Executor& executor) noexcept { m_answerOn = &executor; }

private:
    runtime::Executor* m_answerOn = nullptr;
};

template <class T>
class JobOf final : public Job
{
public:
    using Function = std::function<Result<T>(Connection&)>;

    JobOf(Function function, Completion<T> done)
        : m_function(std::move(function))
        , m_done(std::move(done))
    {}

    void run(Connection& connection) override { m_result.emplace(m_function(connection)); }

    [[nodiscard]] const Error* error() const override
    {
        return m_result && !m_result->has_value() ? &m_result->error() : nullptr;
    }

    void refuse(Error error) override { m_result.emplace(tl::unexpected<Error>(std::move(error))); }

    [[nodiscard]] bool wanted() const override { return static_cast<bool>(m_done); }

    void answer() override
    {
        if (m_result) {
            m_done(std::move(*m_result));
        }
    }

private:
    Function m_function;
    Completion<T> m_done;
    std::optional<Result<T>> m_result;
};

/// Where the repositories hand their work in. Thread-safe.
class Dispatcher
{
public:
    Dispatcher() = default;
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;
    virtual ~Dispatcher() = default;

    virtual void submitWrite(std::unique_ptr<Job> job) = 0;
    virtual void submitRead(std::unique_ptr<Job> job) = 0;
    /// Answers without running.
    virtual void submitRefused(std::unique_ptr<Job> job) = 0;
    /// Writes submitted and not yet answered.
    [[nodiscard]] virtual std::size_t waitingWrites() const = 0;

    template <class T>
    void write(typename JobOf<T>::Function function, Completion<T> done)
    {
        submitWrite(std::make_unique<JobOf<T>>(std::move(function), std::move(done)));
    }

    /// The same with an answer on another thread than the store's own. It must outlive the store.
    template <class T>
    void writeFor(runtime::Executor& answerOn, typename JobOf<T>::Function function, Completion<T> done)
    {
        auto job = std::make_unique<JobOf<T>>(std::move(function), std::move(done));
        job->setAnswerOn(answerOn);
        submitWrite(std::move(job));
    }

    template <class T>
    void read(typename JobOf<T>::Function function, Completion<T> done)
    {
        submitRead(std::make_unique<JobOf<T>>(std::move(function), std::move(done)));
    }

    template <class T>
    void refuse(Error error, Completion<T> done)
    {
        auto job = std::make_unique<JobOf<T>>(typename JobOf<T>::Function(), std::move(done));
        job->refuse(std::move(error));
        submitRefused(std::move(job));
    }
};

} // namespace gatehouse::store::sql
