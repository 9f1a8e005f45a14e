// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/call.h"
#include "core/jsonata/evaluation_budget.h"
#include "core/pipeline/linked_stop.h"
#include "core/pipeline/memory.h"
#include "core/pipeline/services.h"

#include <tl/expected.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

/// What a stage says: go on, or the problem that ends the call.
using Verdict = tl::expected<void, Problem>;
template <class T>
using VerdictOf = tl::expected<T, Problem>;

/// How a call begins.
struct CallStart
{
    std::string kind; ///< unified, proxy, validate, connect
    std::string operation;
    std::string requestId; ///< Empty: made.
    std::string traceparent;
    std::chrono::milliseconds timeout{30'000};
    std::stop_token stop; ///< Stops when whoever asked is gone.
};

/// One request on its way through the stages: what is known about it so far, and the record of it. Lives on
/// the engine thread, in the frame of its coroutine.
class Call
{
public:
    Call(const Services& services, CallStart start);

    /// Tells the call whose it is; from then on problems and the record name the account.
    void bind(const TargetPtr& target);

    [[nodiscard]] json::Arena& arena() noexcept { return memory->arena; }

    /// Time left until the caller's deadline; never below 1 ms.
    [[nodiscard]] std::chrono::milliseconds remaining() const;

    /// A failure of the gateway's own, as this call's problem.
    [[nodiscard]] Problem problem(const Error& error) const;
    /// Names the call in a problem that a stage made.
    [[nodiscard]] Problem identified(Problem problem) const;

    /// Whoever asked is gone, or the node ends: nothing more is to be asked of the provider.
    [[nodiscard]] bool cancelled() const noexcept { return m_stop.token().stop_requested(); }

    [[nodiscard]] bool callerGone() const noexcept { return m_callerGone.stop_requested(); }

    [[nodiscard]] std::stop_token stop() const { return m_stop.token(); }

    /// Adds a warning; from kMaxWarnings on they are only counted.
    void warn(MappingWarning warning);
    /// A warning that must be seen, whatever else there is to tell.
    void warnFirst(MappingWarning warning);
    /// Says how many warnings were left out, if any. Once, when all are in.
    void endWarnings();

    static constexpr std::size_t kMaxWarnings = 100;

    const Services& services;
    std::shared_ptr<CallMemory> memory = std::make_shared<CallMemory>();
    TargetPtr target;        ///< Null until resolved.
    std::string traceparent; ///< Empty unless the caller's is well-formed (W3C Trace Context).
    UnixMillis now;          ///< When the call began; $now() of its expressions.
    SteadyTime begun;
    SteadyTime deadline;
    jsonata::EvaluationBudget expressions; ///< For everything this call evaluates, rules and mapping alike.

    limits::LimitReading limits;            ///< Of the last answer.
    std::optional<std::int64_t> retryAfter; ///< For the caller.
    std::chrono::microseconds upstream{0};  ///< Waiting for the provider, all exchanges together.
    CallDetail detail;

private:
    std::stop_token m_callerGone;
    LinkedStop m_stop;
    std::size_t m_warningsLeftOut = 0;
};

/// Measures one stage; the time is noted when this ends.
class StageTimer
{
public:
    StageTimer(Call& call, std::string_view stage)
        : m_call(call)
        , m_stage(stage)
        , m_begun(call.services.clock->steady())
    {}

    StageTimer(const StageTimer&) = delete;
    StageTimer& operator=(const StageTimer&) = delete;
    ~StageTimer();

    /// What the stage decided, in words.
    void note(std::string text) { m_note = std::move(text); }

private:
    Call& m_call;
    std::string_view m_stage;
    SteadyTime m_begun;
    std::string m_note;
};

/// traceparent of W3C Trace Context, version 00 or later: four fields of lower-case hex, ids not all zero.
[[nodiscard]] bool isTraceparent(std::string_view text) noexcept;

} // namespace gatehouse::pipeline

/// Ends a coroutine stage with the problem of a Verdict, or goes on.
#define GH_CO_STAGE(expression)                                                                              \
    do {                                                                                                     \
        if (auto ghVerdict = (expression); !ghVerdict) {                                                     \
            co_return ::tl::make_unexpected(std::move(ghVerdict).error());                                   \
        }                                                                                                    \
    } while (false)
